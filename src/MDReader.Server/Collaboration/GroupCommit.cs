using System.Threading.Channels;
using MDReader.Server.Platform;

namespace MDReader.Server.Collaboration;

/// <summary>
/// The one committer of the process: whatever arrived since the last commit goes to disk in the next, in one
/// transaction. After a commit it rests for a few times as long as that took, so that under load committing leaves
/// most of a small machine to others; who comes when it has rested doesn't wait.
/// </summary>
sealed partial class GroupCommit(
    OpenAppend openAppend, WriteGate gate, Announcements announcements, TimeProvider time, ILogger<GroupCommit> logger)
    : BackgroundService
{
    const int LargestGroup = 1000;
    readonly Rest _rest = new(times: 3, longest: TimeSpan.FromMilliseconds(12));
    readonly Channel<Waiting> _waiting = Channel.CreateUnbounded<Waiting>(new() { SingleReader = true });
    IAppend? _append;

    /// <summary>
    /// Puts the batch on disk. An exception says that the database failed and that the batch may or may not have been
    /// written: appending it again is right, since an update that is already there changes nothing.
    /// </summary>
    public Task<Appended> Append(Batch batch)
    {
        var waiting = new Waiting(batch);
        if (!_waiting.Writer.TryWrite(waiting))
            waiting.Outcome.SetException(new OperationCanceledException("The server is shutting down."));
        return waiting.Outcome.Task;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var first in _waiting.Reader.ReadAllAsync(CancellationToken.None))
        {
            await _rest.Take(CancellationToken.None);
            List<Waiting> group = [first];
            while (group.Count < LargestGroup && _waiting.Reader.TryRead(out var next))
                group.Add(next);
            _rest.WorkBegins();
            await Commit(group);
            _rest.WorkEnds();
        }
    }

    /// <summary>Takes no more, commits what is waiting and ends.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _waiting.Writer.TryComplete();
        if (ExecuteTask is not null)
            await ExecuteTask.WaitAsync(cancellationToken);
        await base.StopAsync(cancellationToken);
        if (_append is not null)
            await _append.DisposeAsync();
    }

    // Never fails: it is the only one that commits.
    async Task Commit(IReadOnlyList<Waiting> group)
    {
        try
        {
            AppendedGroup appended;
            using (await gate.Enter(CancellationToken.None))
            {
                _append ??= await openAppend(CancellationToken.None);
                appended = await _append.Commit([.. group.Select(waiting => waiting.Batch)], time.Now());
            }
            for (var i = 0; i < group.Count; i++)
                group[i].Answer(appended.Outcomes[i]);
            Announce(group, appended);
        }
        catch (Exception failure)
        {
            LogCommitFailed(group.Count, failure);
            await Reconnect();
            // One poisoned batch must not fail the others: each gets a transaction of its own.
            if (group.Count == 1)
                group[0].Outcome.SetException(failure);
            else
                foreach (var waiting in group)
                {
                    waiting.HasFailed = true;
                    await Commit([waiting]);
                }
        }
    }

    // They are committed: what fails here may not have them committed again.
    void Announce(IReadOnlyList<Waiting> group, AppendedGroup appended)
    {
        try
        {
            for (var i = 0; i < group.Count; i++)
                if (appended.Outcomes[i] is Appended.Committed)
                    announcements.Here(new TextChanged(group[i].Batch.Document));
            foreach (var feed in appended.Moved)
                announcements.Hint(feed);
        }
        catch (Exception failure)
        {
            LogAnnouncingFailed(failure);
        }
    }

    async Task Reconnect()
    {
        var broken = _append;
        _append = null;
        try
        {
            if (broken is not null)
                await broken.DisposeAsync();
        }
        catch (Exception failure)
        {
            LogClosingFailed(failure);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Committing {Batches} batches of edits failed; none is lost, they are tried again.")]
    partial void LogCommitFailed(int batches, Exception failure);

    [LoggerMessage(Level = LogLevel.Error, Message = "Others could not be told of a commit; they find it within two seconds.")]
    partial void LogAnnouncingFailed(Exception failure);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The connection on which committing failed could not be closed.")]
    partial void LogClosingFailed(Exception failure);

    sealed class Waiting(Batch batch)
    {
        public Batch Batch => batch;

        // The room goes on by itself: the committer must not run its continuation inside the commit loop.
        public TaskCompletionSource<Appended> Outcome { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>Whether it was in a group that failed, and may be on disk all the same.</summary>
        public bool HasFailed { get; set; }

        public void Answer(Appended appended) =>
            Outcome.SetResult(HasFailed && appended is not Appended.Committed ? new Appended.Doubtful(appended) : appended);
    }
}
