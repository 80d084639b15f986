using MDReader.Crdt.Protocol;
using MDReader.Server.Collaboration;
using MDReader.Server.Platform;
using MDReader.TestKit;

namespace Server.Tests.Simulation;

/// <summary>
/// A process: the production room and its turns, and what the production process knows of the others, with a simulated log
/// under them and simulated connections before them, in steps that chance may put anything between.
/// </summary>
sealed class SimulatedHouse : IAttendance
{
    static readonly Closing Reloaded = new(CloseCode.Restarting, "The document had to be loaded again.");

    readonly SimulatedWorld _world;
    readonly UpdateRoad _road;
    readonly SimulatedDisk _disk;
    readonly Queue<RoomMessage> _inbox = new();
    readonly List<SimulatedConnection> _atTheDoor = [];
    readonly List<SimulatedConnection> _inside = [];
    readonly List<Action> _waiting = [];
    Guid _process;
    Whereabouts _whereabouts = null!;
    Room? _room;
    RoomTurns? _turns;
    (Room Of, int Epoch, long Seq, LogLength Length, byte[] State)? _snapshot;
    bool _isCommitting;

    public SimulatedHouse(SimulatedWorld world)
    {
        (_world, _road, _disk) = (world, new(world.Options), new(this, world));
        Start();
    }

    public bool IsBusy =>
        _isCommitting || _inbox.Count + _atTheDoor.Count > 0 || _snapshot is not null || _turns is { IsOver: true };

    /// <summary>How far its room is; null where it has none.</summary>
    public long? Seq => _room?.Seq;

    /// <summary>Who has the document open, as this process knows it.</summary>
    public IReadOnlyList<PresentPerson> People => _whereabouts.Of(SimulatedWorld.Document);

    public string Describe() =>
        $"a process at {Seq} knows of {string.Join(' ', People.Select(person => $"{person.Name}×{person.Sockets}"))}";

    /// <summary>Somebody comes to the door, with the role they had when they asked for their ticket.</summary>
    public SimulatedConnection Open(SimulatedClient client)
    {
        var connection = new SimulatedConnection { House = this };
        var caller = new Caller(client.User, client.Name, client.User, Scopes.All, DateTimeOffset.MaxValue);
        var who = new Participant(caller, SimulatedWorld.Workspace, client.Role, WantsAcknowledgement: true)
        {
            KnownEpoch = _world.Sabotage == Sabotage.MergesEpochs ? null : client.KnownEpoch,
        };
        connection.Peer = new(who, connection, _world.Options.OutboundQueueLimit, client.IsHocuspocus ? new("document") : null);
        connection.Reader = new(connection.Peer, _road, _world.Options, () => connection.Room?.Clients ?? 0);
        if (_world.Log.IsInTheTrash)
            Close(connection, SocketEntry.NoSuchDocument);
        else if (who.KnownEpoch is { } known && known != _world.Log.Epoch)
            Close(connection, SocketEntry.EpochChanged(_world.Log.Epoch));
        else
            _atTheDoor.Add(connection);
        return connection;
    }

    public void Lose(SimulatedConnection connection)
    {
        _atTheDoor.Remove(connection);
        if (_inside.Remove(connection) && connection.Room == _room)
            _inbox.Enqueue(new RoomMessage.Leave(connection.Peer));
    }

    /// <summary>Gives the room the next message that is on its way from this client.</summary>
    public void Hear(SimulatedConnection connection)
    {
        if (connection.Room is null)
            return;
        connection.Heard++;
        var message = connection.Up.Dequeue();
        if (connection.Room != _room)
        {
            Close(connection, Reloaded);
            return;
        }
        try
        {
            _inbox.Enqueue(connection.Reader.Read(message));
        }
        catch (MessageRefusedException refused)
        {
            Close(connection, refused.Closing);
        }
        Sabotaged(connection, message);
    }

    /// <summary>Hears of the people of another process.</summary>
    public void Hear(Roster roster) => _whereabouts.Hear(roster);

    /// <summary>Is shown cursors of another process.</summary>
    public void Hear(RelayedCursors cursors)
    {
        _world.Checker.Happened += new Happened(CursorsFromElsewhere: _room is null ? 0 : 1);
        Hint(new RoomMessage.CursorsElsewhere(cursors));
    }

    /// <summary>It is time to tell the others that this process is there.</summary>
    public void Beat() => _whereabouts.Beat();

    /// <summary>This process reaches the others again.</summary>
    public void Meet()
    {
        if (_world.Relay.Mend(this))
            _whereabouts.Meet();
    }

    /// <summary>Looks how far the document is, as every process does now and then.</summary>
    public void Watch() => Hint(new RoomMessage.Elsewhere(
        _world.Log.IsInTheTrash ? RelayedEdits.Gone : new(_world.Log.Epoch, _world.Log.Seq, [], [])));

    public void Hint(RoomMessage message)
    {
        if (_room is not null)
            _inbox.Enqueue(message);
    }

    /// <summary>Asks the room, which is opened if need be; null when there is no document.</summary>
    /// <exception cref="OperationCanceledException">The room ended, or its process, and gave no answer.</exception>
    /// <exception cref="IOException">It couldn't be opened.</exception>
    public async Task<T?> Ask<T>(Func<TaskCompletionSource<T>, RoomMessage> ask)
        where T : class
    {
        // Who asks is answered with all that was committed before.
        Watch();
        if (!IsOpen())
            return null;
        var answer = new TaskCompletionSource<T>();
        _waiting.Add(() => answer.TrySetCanceled());
        _inbox.Enqueue(ask(answer));
        return await answer.Task;
    }

    /// <summary>Takes a part of what has arrived as a turn, or goes on with the turn that isn't committed yet.</summary>
    public async Task Step()
    {
        if (_snapshot is not null && _world.Chance.Next(3) == 0)
            KeepSnapshot();
        if (_world.Chance.Next(2) == 0)
            LetIn();
        if (_turns is not { } turns)
            return;
        if (turns.IsOver)
        {
            PutAway();
            return;
        }
        if (!_isCommitting)
            for (var messages = _world.Chance.Next(1, 6); messages > 0 && _inbox.TryDequeue(out var message); messages--)
                turns.Take(message, behind: _inbox.Count);
        _isCommitting = true;
        try
        {
            var lastSeq = await turns.Commit();
            _isCommitting = false;
            if (lastSeq is { } seq)
                turns.Publish(seq);
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
        if (_room is not { } room)
            return;
        room.End(Reloaded);
        PutAway();
    }

    /// <summary>The process is gone, with all that it hadn't written; another takes its place.</summary>
    public void Crash()
    {
        foreach (var connection in _atTheDoor.Concat(_inside))
            Close(connection, Reloaded);
        _atTheDoor.Clear();
        _inside.Clear();
        _inbox.Clear();
        (_room, _turns, _snapshot, _isCommitting) = (null, null, null, false);
        _world.Relay.Forget(this);
        NobodyAnswers();
        Start();
    }

    /// <summary>Takes the committed state between two turns, to be written beside them.</summary>
    public void TakeSnapshot()
    {
        if (!_isCommitting && _snapshot is null && _room is { HasEnded: false, Staging: null } room)
            _snapshot = (room, room.Epoch, room.Seq, room.SinceSnapshot, room.Snapshot().State);
    }

    /// <summary>What the client is delivered next; null when it is lost on the way.</summary>
    public byte[]? Deliver(SimulatedConnection connection)
    {
        var message = connection.Deliver();
        var isLost = _world.Sabotage switch
        {
            Sabotage.DropsUpdates => IsSync(message, SyncMessageKind.Update) && _world.Chance.Next(100) == 0,
            Sabotage.ForgetsTheSlow => connection.WasCutShort && IsSync(message, SyncMessageKind.Step2),
            _ => false,
        };
        return isLost ? null : message;
    }

    void IAttendance.Here(OpenDocument open) => _whereabouts.Here(open);

    IReadOnlyDictionary<Guid, IReadOnlyList<PresentPerson>> IAttendance.Elsewhere(Guid document) => _whereabouts.Elsewhere(document);

    void IAttendance.Show(Guid document, CursorNews news)
    {
        if (!_world.Relay.Publish(this, new RelayedCursors(_process, news)))
            _whereabouts.LoseCursors();
    }

    void Start()
    {
        var id = new byte[16];
        _world.Chance.NextBytes(id);
        _process = new(id);
        // A clock that stands still never tells that somebody wasn't heard for long.
        var time = _world.Sabotage == Sabotage.NeverForgetsAProcess ? new ManualTime() : _world.Time;
        _whereabouts = new(_process, Tell, time);
        _whereabouts.Meet();
    }

    void Tell(Roster roster)
    {
        if (roster.Asked is null || _world.Sabotage != Sabotage.NeverAsksAgain)
            _world.Relay.Publish(this, roster);
    }

    bool IsOpen()
    {
        if (_room is not null)
            return true;
        if (_world.Log.Open() is not { } opened)
            return false;
        _room = new(SimulatedWorld.Document, opened, _road, _world.Options);
        _turns = new(_room, _disk, this, _world.Options, _world.Time);
        _whereabouts.Follow(SimulatedWorld.Document, Hint);
        return true;
    }

    // Who was at the door comes into the room, if it can be opened.
    void LetIn()
    {
        if (_atTheDoor.Count == 0)
            return;
        var connection = _atTheDoor[0];
        _atTheDoor.RemoveAt(0);
        try
        {
            if (IsOpen())
            {
                connection.Room = _room;
                _inside.Add(connection);
                _inbox.Enqueue(new RoomMessage.Join(connection.Peer));
            }
            else
            {
                Close(connection, SocketEntry.NoSuchDocument);
            }
        }
        catch (IOException)
        {
            Close(connection, Reloaded);
        }
    }

    // What the loop does when it has ended.
    void PutAway()
    {
        var isUnneeded = !_room!.HasEnded;
        TakeSnapshot();
        _turns!.TellWhoIsHere();
        _whereabouts.Unfollow(SimulatedWorld.Document);
        var late = _inbox.ToList();
        _inbox.Clear();
        _inside.Clear();
        (_room, _turns, _isCommitting) = (null, null, false);
        _world.Checker.Happened += new Happened(PutAway: isUnneeded ? 1 : 0, CameLate: isUnneeded ? late.OfType<RoomMessage.Join>().Count() : 0);
        late.ForEach(RoomTurns.TurnAway);
        NobodyAnswers();
    }

    void NobodyAnswers()
    {
        var waiting = _waiting.ToList();
        _waiting.Clear();
        waiting.ForEach(end => end());
    }

    void KeepSnapshot()
    {
        var (room, epoch, seq, length, state) = _snapshot!.Value;
        _snapshot = null;
        _world.Log.TakeSnapshot(epoch, seq, state);
        if (room == _room && !_isCommitting)
            room.SnapshotTaken(length);
    }

    static void Close(IOutlet connection, Closing closing) => connection.Close(closing);

    // Behind the document's name, where there is one.
    static bool IsSync(ReadOnlySpan<byte> message, SyncMessageKind kind) =>
        message.IndexOf([(byte)MessageKind.Sync, (byte)kind]) is 0 or 9;

    void Sabotaged(SimulatedConnection connection, byte[] message)
    {
        var others = _inside.Where(other => other != connection && !other.Peer.IsHocuspocus);
        if (message is [(byte)MessageKind.Sync, (byte)2, ..])
        {
            if (_world.Sabotage == Sabotage.AcknowledgesBeforeWriting && !connection.Peer.IsHocuspocus)
                ((IOutlet)connection).Post(Frames.Saved(_room!.Epoch, _room.Seq, (long)connection.Acknowledged + 1));
            if (_world.Sabotage == Sabotage.ShowsBeforeWriting)
                foreach (var other in others)
                    ((IOutlet)other).Post(Wire.Frame(Opcode.Binary, message));
        }
        if (message is [(byte)MessageKind.Awareness, ..] && _world.Sabotage == Sabotage.BelievesNames)
            foreach (var other in others)
                ((IOutlet)other).Post(Wire.Frame(Opcode.Binary, message));
    }
}
