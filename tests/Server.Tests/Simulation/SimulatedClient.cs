using MDReader.Crdt;
using MDReader.Crdt.Encoding;
using MDReader.Crdt.Protocol;
using MDReader.Server.Access;
using MDReader.Server.Collaboration;

namespace Server.Tests.Simulation;

/// <summary>
/// Somebody with the document open, as a client is: a replica that outlives its connections, which counts what it sends and
/// believes what it is told. Every edit puts one character in that nobody else ever wrote, or takes one out.
/// </summary>
/// <param name="name">For what is printed.</param>
/// <param name="user">Whose it is.</param>
/// <param name="isHocuspocus">Which of the two protocols it speaks: the other one's says which epoch its replica is of.</param>
/// <param name="world">What it stands on.</param>
sealed class SimulatedClient(string name, Guid user, bool isHocuspocus, SimulatedWorld world)
{
    // What the client's next acknowledgements are about: for each counted message, what it held.
    readonly Queue<List<Change>> _counted = new();
    readonly List<Change> _own = [];

    // From another window: in this document, but whether it is saved is told over there.
    readonly List<Change> _heard = [];
    int _unsynced;

    public string Name => name;

    public Guid User => user;

    public bool IsHocuspocus => isHocuspocus;

    public Role Role { get; private set; } = Role.Editor;

    /// <summary>Whether its person may not write, or couldn't for a while, as long as it is connected.</summary>
    public bool WasLowered { get; set; }

    /// <summary>Which life of the document its replica is of: where it doesn't tell, that of the room it is in.</summary>
    public int Epoch
    {
        get => isHocuspocus && Connection?.Room is { } room ? room.Epoch : field;
        private set;
    } = world.Log.Epoch;

    /// <summary>The same, where it tells.</summary>
    public int? KnownEpoch => isHocuspocus ? null : Epoch;

    /// <summary>Whether it may come in, and knows by which role and to which epoch.</summary>
    public bool HasTicket { get; private set; }

    public Doc Document => Cursor.Document;

    public SimulatedCursor Cursor { get; private set; } = new(user, world);

    public SimulatedConnection? Connection { get; private set; }

    public string Text => Document.GetText(UpdateRoad.Root).ToString();

    /// <summary>Whether the client would say that everything is on disk.</summary>
    public bool ClaimsAllSaved => isHocuspocus ? _unsynced == 0 : _counted.Count == 0;

    /// <summary>Everything that this client's document holds of its person's changes.</summary>
    public IReadOnlyList<Change> Holds => [.. _own, .. _heard];

    /// <summary>Whether what it is sent is of the document's present life.</summary>
    public bool IsOfNow => Connection?.Room?.Epoch == world.Log.Epoch;

    public string Describe() =>
        $"{name} {(isHocuspocus ? "h" : "y")} has '{Text}', {Connection?.Up.Count} up, {Connection?.HasNews}, {Connection?.Closing}, "
        + $"sees {Cursor.Describe()}";

    /// <summary>Asks whether it may come in. A text of another epoch is never merged with this one: what isn't saved of it is
    /// set aside. Who speaks Hocuspocus's protocol isn't told, and has their page loaded anew.</summary>
    public void TakeTicket(Role role)
    {
        (Role, WasLowered, HasTicket) = (role, role != Role.Editor, true);
        if (Epoch != world.Log.Epoch && world.Sabotage != Sabotage.MergesEpochs)
            StartAnew();
    }

    public void Connect(SimulatedConnection connection)
    {
        (Connection, HasTicket) = (connection, false);
        _counted.Clear();
        _unsynced = 1;
        Send(MessageKind.Sync, (ref writer) => SyncMessage.WriteStep1(ref writer, Document.StateVector));
        Send(Cursor.Own);
    }

    /// <summary>Its connection breaks, or it closes it.</summary>
    public void Leave()
    {
        if (Connection is not { } connection)
            return;
        connection.House.Lose(connection);
        Disconnect();
    }

    void Disconnect()
    {
        // It stays that of the room it was in.
        var epoch = Epoch;
        (Connection, Epoch) = (null, epoch);
        Cursor.SeesNobody();
    }

    /// <summary>What a client does whose edits were refused, or whose document was replaced: it sets them aside and loads it anew.</summary>
    public void StartAnew()
    {
        Disconnect();
        _own.Clear();
        _heard.Clear();
        Epoch = world.Log.Epoch;
        Cursor = new(user, world);
    }

    public void Type(char character)
    {
        var text = Document.GetText(UpdateRoad.Root);
        Edit(() => text.Insert(world.Chance.Next(text.Length + 1), character.ToString()),
            new(Document.ClientId, Document.StateVector[Document.ClientId], character, IsDeletion: false));
    }

    public void Delete()
    {
        var text = Document.GetText(UpdateRoad.Root);
        if (text.Length == 0)
            return;
        var at = world.Chance.Next(text.Length);
        var character = text.ToString()[at];
        world.Checker.Deleted(character);
        Edit(() => text.Delete(at, 1), new(0, 0, character, IsDeletion: true));
    }

    /// <summary>Shows where its person is now, or once more that they are there; now and then with a lie about who that is.</summary>
    public void ShowCursor() => Send(Cursor.Move());

    /// <summary>Says of somebody else where they are.</summary>
    public void SpeakForOthers()
    {
        if (Cursor.Forge() is { } forged)
            Send(forged);
    }

    /// <summary>Whether this document holds what only a reconnection would send.</summary>
    public bool HasHeard => _heard.Count > 0;

    /// <summary>Takes over what the same person has typed in another window, as windows of one browser do.</summary>
    public void HearFrom(SimulatedClient other)
    {
        Document.ApplyUpdate(other.Document.EncodeStateAsUpdate(), origin: this);
        _heard.AddRange(other.Holds.Except(Holds).ToList());
    }

    public void Receive(ReadOnlySpan<byte> message)
    {
        // Hocuspocus's ping, which has no name in front.
        if (message is [(byte)HocuspocusKind.Ping])
            return;
        var reader = new ByteReader(message);
        if (isHocuspocus)
            reader.ReadVarUtf8();
        switch (reader.ReadVarUint())
        {
            case (ulong)MessageKind.Sync:
                Merge(SyncMessage.Read(ref reader));
                break;
            case (ulong)MessageKind.Awareness:
                if (Cursor.Hear(AwarenessUpdate.Read(reader.ReadVarBytes(), Budget.Unlimited)) is { Count: > 0 } echoed)
                    Send(echoed);
                break;
            case (ulong)MessageKind.Saved:
                reader.ReadVarUint();
                reader.ReadVarUint();
                Acknowledged(reader.ReadVarUint());
                break;
            case (ulong)HocuspocusKind.SyncStatus when isHocuspocus:
                if (reader.ReadByte() == 1 && _unsynced > 0 && --_unsynced == 0)
                    world.Checker.ToldSaved(this, _own);
                break;
            default:
                break;
        }
    }

    void Acknowledged(ulong count)
    {
        if (Connection!.Acknowledged > count)
            throw new SimulationException($"{name} was told {count} after {Connection.Acknowledged}.");
        for (; Connection.Acknowledged < count; Connection.Acknowledged++)
        {
            if (!_counted.TryDequeue(out var held))
                throw new SimulationException($"{name} was told of more than it sent.");
            world.Checker.ToldSaved(this, held);
        }
    }

    void Merge(SyncMessage message)
    {
        if (message.Kind == SyncMessageKind.Step1)
        {
            var missing = Document.EncodeStateAsUpdate(message.Payload);
            _counted.Enqueue([.. Holds]);
            Send(MessageKind.Sync, (ref writer) => SyncMessage.WriteStep2(ref writer, missing));
            return;
        }
        Document.ApplyUpdate(message.Payload, origin: this);
        world.Checker.Sees(this);
    }

    void Edit(Action edit, Change change)
    {
        byte[] update = [];
        void Keep(UpdateEvent made) => update = made.Update;
        Document.Updated += Keep;
        edit();
        Document.Updated -= Keep;
        _own.Add(change);
        if (Connection is null)
            return;
        _unsynced++;
        _counted.Enqueue([change]);
        Send(MessageKind.Sync, (ref writer) => SyncMessage.WriteUpdate(ref writer, update));
    }

    void Send(IReadOnlyList<AwarenessEntry> states)
    {
        var encoded = AwarenessUpdate.Encode([.. states]);
        Send(MessageKind.Awareness, (ref writer) => writer.WriteVarBytes(encoded));
    }

    delegate void WriteMessage(ref ByteWriter writer);

    void Send(MessageKind kind, WriteMessage write)
    {
        var writer = new ByteWriter(64);
        writer.WriteVarUint((ulong)kind);
        write(ref writer);
        Connection?.Up.Enqueue(writer.ToArray());
        writer.Dispose();
    }
}

/// <summary>One character put in by a client at a clock, or taken out.</summary>
readonly record struct Change(ulong Client, int Clock, char Character, bool IsDeletion);

/// <summary>The simulation has found something that must not be.</summary>
public sealed class SimulationException(string what) : Exception(what);
