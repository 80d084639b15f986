using MDReader.Crdt.Protocol;
using MDReader.Server.Collaboration;
using MDReader.Server.Platform;

namespace Server.Tests.Simulation;

/// <summary>
/// The production room, with a simulated log under it and simulated connections before it: what the loop around a room
/// does, in steps that chance may put anything between.
/// </summary>
sealed class SimulatedHouse(SimulatedLog log, CollaborationOptions options, Random chance, Sabotage sabotage)
{
    static readonly Guid Document = new(2, 0, 0, new byte[8]);
    static readonly Guid Workspace = new(1, 0, 0, new byte[8]);
    static readonly Closing Reloaded = new(CloseCode.Restarting, "The document had to be loaded again.");

    readonly UpdateRoad _road = new(options);
    readonly Queue<RoomMessage> _inbox = new();
    readonly List<SimulatedConnection> _connections = [];
    Room? _room;
    bool _isCommitting;

    public Room Room => _room ??= new(Document, log.Open(), _road, options);

    public bool IsBusy => _isCommitting || _inbox.Count > 0;

    public SimulatedConnection Open(SimulatedClient client)
    {
        var connection = new SimulatedConnection();
        var caller = new Caller(client.User, client.Name, client.User, Scopes.All, DateTimeOffset.MaxValue);
        var who = new Participant(caller, Workspace, client.Role, WantsAcknowledgement: true);
        connection.Peer = new(who, connection, options.OutboundQueueLimit, client.IsHocuspocus ? new("document") : null);
        connection.Reader = new(connection.Peer, _road, options, () => Room.Clients);
        _connections.Add(connection);
        _inbox.Enqueue(new RoomMessage.Join(connection.Peer));
        return connection;
    }

    public void Lose(SimulatedConnection connection)
    {
        _connections.Remove(connection);
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

    public void Hint(RoomMessage message) => _inbox.Enqueue(message);

    /// <summary>Takes a part of what has arrived as a turn, or goes on with the turn that isn't committed yet.</summary>
    public void Step(Func<Guid, bool> mayWrite)
    {
        if (!_isCommitting)
            for (var messages = chance.Next(1, 6); messages > 0 && _inbox.TryDequeue(out var message); messages--)
                Room.Handle(message);
        _isCommitting = Room.Staging is not null;
        try
        {
            if (Room.Staging is not { } batch)
                Room.Publish(Room.Seq);
            else
                Commit(batch, mayWrite);
        }
        catch (InvalidOperationException)
        {
            Fail();
        }
    }

    /// <summary>The room fails: everybody has to come back, and finds what the log has.</summary>
    public void Fail()
    {
        Room.End(Reloaded);
        Crash();
    }

    /// <summary>The process is gone, with all that it hadn't written.</summary>
    public void Crash()
    {
        foreach (var connection in _connections)
            ((IOutlet)connection).Close(Reloaded);
        _connections.Clear();
        _inbox.Clear();
        (_room, _isCommitting) = (null, false);
    }

    public void TakeSnapshot()
    {
        if (_isCommitting)
            return;
        log.TakeSnapshot(Room.Seq, Room.Snapshot().State);
        Room.SnapshotTaken(Room.Seq);
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

    // Behind the document's name, where there is one.
    static bool IsSync(ReadOnlySpan<byte> message, SyncMessageKind kind) =>
        message.IndexOf([(byte)MessageKind.Sync, (byte)kind]) is 0 or 9;

    void Commit(Batch batch, Func<Guid, bool> mayWrite)
    {
        try
        {
            switch (log.Append(batch))
            {
                case Appended.Committed(var lastSeq):
                    Checker.Wrote(batch, mayWrite);
                    _isCommitting = false;
                    Room.Publish(lastSeq);
                    break;
                case Appended.Refused refused:
                    Room.Restage(log.Open(), refused);
                    break;
                default:
                    throw new InvalidOperationException("There is no other outcome here.");
            }
        }
        catch (IOException)
        {
            // The loop tries again.
        }
    }

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
