using System.Collections.Concurrent;
using MDReader.Server.Platform;

namespace MDReader.Server.Feed;

/// <summary>Lets requests sleep until a workspace's feed moves.</summary>
sealed class FeedWatch
{
    readonly ConcurrentDictionary<Guid, TaskCompletionSource> _next = new();

    readonly CancellationToken _stopping;

    public FeedWatch(Signals signals, IHostApplicationLifetime life)
    {
        _stopping = life.ApplicationStopping;
        _stopping.Register(() =>
        {
            foreach (var workspace in _next.Keys)
            {
                Wake(workspace);
            }
        });
        signals.Listen<FeedMoved>(moved => Wake(moved.WorkspaceId));
    }

    /// <summary>Nobody waits any more: the process ends.</summary>
    public bool IsOver => _stopping.IsCancellationRequested;

    /// <summary>Ends at the next move in this process. Take it before reading: what commits after that ends it.</summary>
    public Task NextMove(Guid workspaceId) => _next.GetOrAdd(
        workspaceId, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    void Wake(Guid workspaceId)
    {
        if (_next.TryRemove(workspaceId, out var waiting))
        {
            waiting.TrySetResult();
        }
    }
}
