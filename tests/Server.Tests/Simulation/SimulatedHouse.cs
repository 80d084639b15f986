using MDReader.Crdt.Protocol;
using MDReader.Server.Collaboration;
using MDReader.Server.Platform;

namespace Server.Tests.Simulation;

/// <summary>
/// A process: the production room, and what the production loop decides about its turns, with a simulated log under it and
/// simulated connections before it, in steps that chance may put anything between.
/// </summary>
sealed class SimulatedHouse(SimulatedLog log, SimulatedRelay relay, CollaborationOptions options, Random chance, Sabotage sabotage)
    : IDocumentLog
{
    static readonly Guid Document = new(2, 0, 0, new byte[8]);
    static readonly Guid Workspace = new(1, 0, 0, new byte[8]);
    static readonly Closing Reloaded = new(CloseCode.Restarting, "The document had to be loaded again.");
    static readonly Closing NotThere = new(CloseCode.NoSuchDocument, "There is no such document.");

    readonly UpdateRoad _road = new(options);
    readonly Queue<RoomMessage> _inbox = new();
    readonly List<SimulatedConnection> _connections = [];
    Room? _room;
    TurnCommit? _commit;
    Batch? _written;
    bool _isCommitting;

    public bool IsBusy => _isCommitting || _inbox.Count > 0;

    /// <summary>How far its room is; null where it has none.</summary>
    public long? Seq => _room?.Seq;

    public SimulatedConnection Open(SimulatedClient client)
    {
        var connection = new SimulatedConnection { House = this };
        var caller = new Caller(client.User, client.Name, client.User, Scopes.All, DateTimeOffset.MaxValue);
        var who = new Participant(caller, Workspace, client.Role, WantsAcknowledgement: true);
        connection.Peer = new(who, connection, options.OutboundQueueLimit, client.IsHocuspocus ? new("document") : null);
        connection.Reader = new(connection.Peer, _road, options, () => _room?.Clients ?? 0);
        try
        {
            if (!IsOpen())
                ((IOutlet)connection).Close(NotThere);
        }
        catch (IOException)
        {
            ((IOutlet)connection).Close(Reloaded);
        }
        if (connection.Closing is null)
        {
            _connections.Add(connection);
            _inbox.Enqueue(new RoomMessage.Join(connection.Peer));
        }
        return connection;
    }

    public void Lose(SimulatedConnection connection)
    {
        if (_connections.Remove(connection))
            _inbox.Enqueue(new RoomMessage.Leave(connection.Peer));
    }

    /// <summary>Gives the room the next message that is on its way from this client.</summary>
    public void Hear(SimulatedConnection connection)
    {
        connection.Heard++;
        var message = connection.Up.Dequeue();
        try
        {
            _inbox.Enqueue(connection.Reader.Read(message));
        }
        catch (MessageRefusedException refused)
        {
            ((IOutlet)connection).Close(refused.Closing);
        }
        Sabotaged(connection, message);
    }

    /// <summary>Hears what another process has committed.</summary>
    public void Hear(RelayedEdits edits) => _commit?.Hear(edits);

    /// <summary>Looks how far the document is, as every process does now and then.</summary>
    public void Watch() => Hear(log.IsInTheTrash ? RelayedEdits.Gone : new(SimulatedLog.Epoch, log.Seq, [], []));

    public void Hint(RoomMessage message)
    {
        if (_room is not null)
            _inbox.Enqueue(message);
    }

    /// <summary>Somebody puts one character into the version that they read here, and into no other.</summary>
    public void WriteOver(Guid user, char character, Action<WriteOutcome> answered) => Hint(new RoomMessage.Look(opened =>
    {
        var etag = MDReader.Server.Documents.Document.ContentEtag(opened.Epoch, opened.Seq);
        var change = new TextChange(chance.Next(opened.Text.Length + 1), 0, character.ToString());
        var answer = new TaskCompletionSource<WriteOutcome>();
        Hint(new RoomMessage.Write(
            new(new(user, new NewText.Edits([]), user), new WriteCondition.IfCurrent(etag, [change])), answer));
        _ = Await();

        async Task Await() => answered(await answer.Task);
    }));

    /// <summary>Takes a part of what has arrived as a turn, or goes on with the turn that isn't committed yet.</summary>
    public async Task Step(Func<Guid, bool> mayWrite)
    {
        if (_room is not { } room)
            return;
        if (!_isCommitting)
            for (var messages = chance.Next(1, 6); messages > 0 && _inbox.TryDequeue(out var message); messages--)
                room.Handle(message);
        (_isCommitting, _written) = (true, null);
        try
        {
            if (await _commit!.Commit() is not { } lastSeq)
            {
                // The room was ended with everybody in it.
                Crash(NotThere);
                return;
            }
            if (_written is { } batch)
                Checker.Wrote(batch, mayWrite);
            _isCommitting = false;
            room.Publish(lastSeq);
        }
        catch (IOException)
        {
            // The loop tries again.
        }
        catch (InvalidOperationException)
        {
            Fail();
        }
    }

    /// <summary>The room fails: everybody has to come back, and finds what the log has.</summary>
    public void Fail()
    {
        _room?.End(Reloaded);
        Crash();
    }

    /// <summary>The process is gone, with all that it hadn't written.</summary>
    public void Crash() => Crash(Reloaded);

    /// <summary>Keeps the committed state between two turns.</summary>
    public void TakeSnapshot()
    {
        if (_isCommitting || _room is null)
            return;
        log.TakeSnapshot(_room.Seq, _room.Snapshot().State);
        _room.SnapshotTaken(_room.Seq);
    }

    /// <summary>What the client is delivered next; null when it is lost on the way.</summary>
    public byte[]? Deliver(SimulatedConnection connection)
    {
        var message = connection.Deliver();
        var isLost = sabotage switch
        {
            Sabotage.DropsUpdates => IsSync(message, SyncMessageKind.Update) && chance.Next(100) == 0,
            Sabotage.ForgetsTheSlow => connection.WasCutShort && IsSync(message, SyncMessageKind.Step2),
            _ => false,
        };
        return isLost ? null : message;
    }

    Task<Appended> IDocumentLog.Append(Batch batch)
    {
        var appended = Append(batch);
        if (appended is Appended.Committed(var lastSeq))
        {
            Checker.Took(batch, lastSeq, log.IsInTheTrash);
            _written = batch;
            relay.Publish(this, batch, lastSeq);
        }
        return Task.FromResult(appended);
    }

    Task<OpenedDocument?> IDocumentLog.Open() => Task.FromResult(log.Open());

    Task<(IReadOnlyList<LoggedEdit> Edits, IReadOnlyList<Lease> Leases)> IDocumentLog.Tail(long after) =>
        Task.FromResult(sabotage == Sabotage.NeverCatchesUp ? ([], []) : log.Tail(after));

    Appended Append(Batch batch)
    {
        try
        {
            return log.Append(batch);
        }
        catch (IOException) when (sabotage == Sabotage.TriesAgainInSilence)
        {
            return log.Append(batch);
        }
    }

    bool IsOpen()
    {
        if (_room is not null)
            return true;
        if (log.Open() is not { } opened)
            return false;
        _room = new(Document, opened, _road, options);
        _commit = new(_room, this);
        return true;
    }

    void Crash(Closing closing)
    {
        foreach (var connection in _connections)
            ((IOutlet)connection).Close(closing);
        _connections.Clear();
        _inbox.Clear();
        (_room, _commit, _isCommitting) = (null, null, false);
    }

    // Behind the document's name, where there is one.
    static bool IsSync(ReadOnlySpan<byte> message, SyncMessageKind kind) =>
        message.IndexOf([(byte)MessageKind.Sync, (byte)kind]) is 0 or 9;

    void Sabotaged(SimulatedConnection connection, byte[] message)
    {
        if (message is not [(byte)MessageKind.Sync, (byte)2, ..])
            return;
        if (sabotage == Sabotage.AcknowledgesBeforeWriting && !connection.Peer.IsHocuspocus)
            ((IOutlet)connection).Post(Frames.Saved(1, log.Seq, (long)connection.Acknowledged + 1));
        if (sabotage == Sabotage.ShowsBeforeWriting)
            foreach (var other in _connections.Where(other => other != connection && !other.Peer.IsHocuspocus))
                ((IOutlet)other).Post(Wire.Frame(Opcode.Binary, message));
    }
}
