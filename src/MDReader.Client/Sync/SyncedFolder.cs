using System.Net;
using System.Text.Json;

namespace MDReader.Client.Sync;

/// <summary>
/// A folder of Markdown files that is kept in step with a workspace, both ways: what is saved on disk is merged into the live
/// documents, what is typed there appears on disk, and names, places and deletions follow. It may be killed at any moment and
/// be started again.
/// </summary>
public sealed class SyncedFolder : IDisposable
{
    static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(1);
    static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    readonly FileStream _lock;
    readonly FolderHints _hints;
    readonly FolderCopy _copy;
    readonly LiveView _live;
    readonly Pass _pass;
    readonly SyncOptions _options;
    readonly TimeProvider _time;
    Task<FeedAnswer>? _asking;
    CancellationTokenSource _asked = new();
    bool _hasBegun;

    SyncedFolder(string folder, MDReaderClient client, Ledger ledger, (FileStream Lock, SyncOptions Options, TimeProvider Time) with)
    {
        (_lock, _options, _time) = with;
        Workspace = ledger.Workspace;
        _hints = new FolderHints(folder);
        _live = new LiveView(client, ledger.Workspace, ledger.Cursor);
        _copy = new FolderCopy(client, _live, ledger, new Disk(folder, with.Time, with.Options.Quiet), with.Options);
        _pass = new Pass(_copy, with.Time);
    }

    /// <summary>What it does, as it is done.</summary>
    public event Action<SyncEvent>? Told
    {
        add => _copy.Told += value;
        remove => _copy.Told -= value;
    }

    public Guid Workspace { get; }

    /// <param name="folder">Made where there is none.</param>
    /// <param name="workspace">Which it is to be a copy of; null for the one that it is a copy of already.</param>
    /// <param name="client">Signed in.</param>
    /// <param name="options">Null for the usual.</param>
    /// <param name="time">Null for the system's.</param>
    /// <exception cref="SyncException">It is in use, or a copy of another workspace.</exception>
    public static SyncedFolder Open(
        string folder, Guid? workspace, MDReaderClient client, SyncOptions? options = null, TimeProvider? time = null)
    {
        var root = Directory.CreateDirectory(folder);
        var full = root.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? root.FullName;
        Directory.CreateDirectory(Path.Combine(full, Ledger.FolderName));
        var guard = Lock(full);
        try
        {
            return new(full, client, Ledger.Open(full, workspace), (guard, options ?? new(), time ?? TimeProvider.System));
        }
        catch
        {
            guard.Dispose();
            throw;
        }
    }

    /// <summary>Brings both sides into step, and ends.</summary>
    public async Task Once(CancellationToken cancellation)
    {
        await Begin(cancellation);
        while (true)
        {
            var isSettled = await _pass.Run(cancellation);
            // Settled is what stays as it is when it is looked at anew.
            if (!_live.Take(await _live.Ask(wait: 0, cancellation)) && isSettled)
                return;
            if (!isSettled)
                await Task.Delay(_options.Quiet / 2, _time, cancellation);
        }
    }

    /// <summary>Keeps both sides in step until it is told to stop; waits where the server can't be reached.</summary>
    public async Task Run(CancellationToken stop)
    {
        var wait = FirstWait;
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await Begin(stop);
                await Turn(stop);
                wait = FirstWait;
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure) when (MayPass(failure))
            {
                _copy.Tell(SyncAct.Waiting, "", failure.Message);
                _asking = null;
                await Task.Delay(wait / 2 + wait / 2 * _options.Chance.NextDouble(), _time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                wait = wait * 2 < LongestWait ? wait * 2 : LongestWait;
            }
        }
    }

    public void Dispose()
    {
        _asked.Cancel();
        _asked.Dispose();
        _hints.Dispose();
        _lock.Dispose();
    }

    async Task Begin(CancellationToken cancellation)
    {
        if (_hasBegun)
            return;
        await _live.Begin(cancellation);
        // Of what goes from here on the next process is told, however soon this one is killed.
        if (_copy.Ledger.Cursor is null && _live.Cursor is { } cursor)
            _copy.Ledger.SaveCursor(cursor);
        _pass.Recover();
        _hasBegun = true;
    }

    async Task Turn(CancellationToken stop)
    {
        var hint = _hints.Next();
        _copy.HasWritten = false;
        var isSettled = await _pass.Run(stop);
        // An answer from before this side's own writes would undo them here.
        if (_copy.HasWritten && _asking is not null)
            await Forget();
        if (_asking is null)
        {
            _asked = CancellationTokenSource.CreateLinkedTokenSource(stop);
            _asking = _live.Ask(isSettled ? _options.FeedWait : 0, _asked.Token);
        }
        await Task.WhenAny(_asking, hint, Task.Delay(isSettled ? _options.ScanEvery : _options.Quiet / 2, _time, stop));
        stop.ThrowIfCancellationRequested();
        if (!_asking.IsCompleted)
            return;
        var answer = await _asking;
        _asking = null;
        _live.Take(answer);
        if (!isSettled && answer.Items.Count == 0)
            await Task.WhenAny(hint, Task.Delay(_options.Quiet / 2, _time, stop));
    }

    async Task Forget()
    {
        await _asked.CancelAsync();
        await ((Task)_asking!).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _asking = null;
        _asked.Dispose();
    }

    static bool MayPass(Exception failure) => failure is HttpRequestException or IOException or TaskCanceledException
        or UnauthorizedAccessException or JsonException
        || failure is ProblemException { Status: >= HttpStatusCode.InternalServerError or HttpStatusCode.Conflict };

    static FileStream Lock(string folder)
    {
        try
        {
            return new FileStream(Path.Combine(folder, Ledger.FolderName, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite,
                FileShare.None);
        }
        catch (IOException taken)
        {
            throw new SyncException($"{folder} is kept in step by another process ({taken.Message}).");
        }
    }
}
