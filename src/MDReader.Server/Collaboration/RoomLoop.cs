using System.Data.Common;
using MDReader.Server.Platform;

namespace MDReader.Server.Collaboration;

/// <summary>
/// Runs one room: the only reader of its inbox, the only caller of its methods. What arrives while a turn is being
/// committed, or the room rests after telling everybody, is the next turn.
/// </summary>
sealed partial class RoomLoop
{
    const int MessagesPerTurn = 512;

    static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(50);
    static readonly TimeSpan LastRetry = TimeSpan.FromSeconds(2);

    // Each person costs a system call a turn: where there are hundreds, what several write within the blink of an eye goes
    // together. Among a few there is nothing to rest from.
    readonly Rest _rest = new(times: 20, longest: TimeSpan.FromMilliseconds(40));
    readonly Inbox _inbox;
    readonly RoomSetting _setting;
    readonly House _house;
    readonly ILogger _logger;
    readonly Guid _document;
    readonly Room _room;
    readonly RoomTurns _turns;
    readonly IDisposable _following;
    readonly IDisposable _company;
    readonly List<long> _arrivals = [];
    Task<LogLength?> _snapshot = Task.FromResult<LogLength?>(null);
    int _clients;

    public RoomLoop(Guid document, OpenedDocument opened, RoomSetting setting, House house)
    {
        (_document, _setting, _house, _logger) = (document, setting, house, house.Logger);
        _room = new(document, opened, setting.Road, setting.Options);
        _clients = _room.Clients;
        _inbox = new(setting.Options.InboxLimit);
        _turns = new(_room, setting.Log.Of(document), setting.Attendance, setting.Options, setting.Time);
        _following = setting.Log.Follow(document, edits => Hint(new RoomMessage.Elsewhere(edits)));
        _company = setting.Attendance.Follow(document, Hint);
        Completion = Run();
    }

    public Guid Document => _document;

    /// <summary>How many Yjs clients had written the document when a turn was last published. Any thread may ask.</summary>
    public int Clients => Volatile.Read(ref _clients);

    /// <summary>Ends when the room has closed; never fails.</summary>
    public Task Completion { get; }

    /// <summary>Waits while the inbox is full; false when the room has closed and another must be opened.</summary>
    public ValueTask<bool> Send(RoomMessage message, CancellationToken cancellation) => _inbox.Send(message, cancellation);

    /// <inheritdoc cref="Inbox.Hint"/>
    public void Hint(RoomMessage message) => _inbox.Hint(message);

    /// <summary>Takes no more messages; the room ends when it has dealt with those it has.</summary>
    public void Close() => _inbox.Close();

    async Task Run()
    {
        // The constructor returns before the first turn.
        await Task.Yield();
        CollaborationMetrics.Rooms.Add(1);
        try
        {
            while (!_turns.IsOver && await _inbox.WaitToRead())
            {
                await _rest.Take();
                await Turn();
            }
            if (!_room.HasEnded)
                await KeepSnapshot(_setting.Options.LogPerSnapshot with { Rows = _setting.Options.RowsPerSnapshot / 10 });
        }
        catch (Exception fault)
        {
            // The log is the truth: everybody reconnects and finds there what was shown as saved.
            LogRoomFailed(_document, fault);
            _room.End(new(CloseCode.Restarting, "The document had to be loaded again."));
        }
        _turns.TellWhoIsHere();
        _following.Dispose();
        _company.Dispose();
        _inbox.Close();
        while (_inbox.Take() is { } late)
            RoomTurns.TurnAway(late);
        CollaborationMetrics.Rooms.Add(-1);
        await _house.Closed(this);
        await _snapshot;
    }

    async Task Turn()
    {
        for (var handled = 0; handled < MessagesPerTurn && _inbox.Take() is { } message; handled++)
        {
            if (message is RoomMessage.Update update)
                _arrivals.Add(update.ArrivedAt);
            _turns.Take(message, behind: _inbox.Count);
        }
        if (await Commit() is { } lastSeq)
        {
            Publish(lastSeq);
            _arrivals.ForEach(CollaborationMetrics.Acknowledge);
        }
        _arrivals.Clear();
        // What was refused with its document is in the room still.
        if (!_room.HasEnded)
            await KeepSnapshot(_setting.Options.LogPerSnapshot);
    }

    void Publish(long lastSeq)
    {
        _rest.WorkBegins();
        _turns.Publish(lastSeq);
        Volatile.Write(ref _clients, _room.Clients);
        _rest.WorkEnds();
    }

    /// <inheritdoc cref="RoomTurns.Commit"/>
    async Task<long?> Commit()
    {
        var retry = FirstRetry;
        while (true)
        {
            try
            {
                return await _turns.Commit();
            }
            catch (DbException failure)
            {
                // Nothing was acknowledged: the clients hold their edits and show them as not saved yet.
                LogCommitRetried(_document, retry, failure);
                await Task.Delay(retry, _setting.Time, _house.Stopping);
                retry = retry * 2 < LastRetry ? retry * 2 : LastRetry;
            }
        }
    }

    // Encoded between turns, so it is exactly the committed state; written beside them. What is appended meanwhile
    // has higher sequences, which taking over the lower ones doesn't touch.
    async Task KeepSnapshot(LogLength longest)
    {
        if (!_snapshot.IsCompleted)
            return;
        if (await _snapshot is { } taken)
        {
            _room.SnapshotTaken(taken);
            _snapshot = Task.FromResult<LogLength?>(null);
        }
        if (!_room.SinceSnapshot.Reaches(longest))
            return;
        var (state, format) = _room.Snapshot();
        _snapshot = TakeSnapshot((_room.Epoch, _room.Seq), _room.SinceSnapshot, state, format);
    }

    async Task<LogLength?> TakeSnapshot((int Epoch, long Seq) at, LogLength taken, byte[] state, FileFormat format)
    {
        try
        {
            await _setting.Log.TakeSnapshot(_document, at, state, format);
            return taken;
        }
        catch (Exception failure)
        {
            // The rows are still there; the next turn tries again.
            LogSnapshotFailed(_document, failure);
            return null;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The room of {Document} failed and is loaded again from the log.")]
    partial void LogRoomFailed(Guid document, Exception fault);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Edits of {Document} could not be committed; next try in {Retry}.")]
    partial void LogCommitRetried(Guid document, TimeSpan retry, Exception failure);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A snapshot of {Document} could not be kept; its log rows stay.")]
    partial void LogSnapshotFailed(Guid document, Exception failure);
}
