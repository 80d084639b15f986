using MDReader.Crdt;
using MDReader.Crdt.Encoding;
using MDReader.Crdt.Protocol;
using MDReader.Server.Access;
using MDReader.Server.Collaboration;

namespace Server.Tests.Simulation;

/// <summary>
/// Somebody with the document open, as a stock client is: a replica that outlives its connections, which counts what it
/// sends and believes what it is told. Every edit puts one character in that nobody else ever wrote, or takes one out.
/// </summary>
/// <param name="name">For what is printed.</param>
/// <param name="user">Whose it is.</param>
/// <param name="isHocuspocus">Which of the two protocols it speaks.</param>
/// <param name="checker">Is told what it is told and sees.</param>
sealed class SimulatedClient(string name, Guid user, bool isHocuspocus, Checker checker)
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

    public Role Role { get; set; } = Role.Editor;

    public Doc Document { get; private set; } = checker.Replica(user);

    public SimulatedConnection? Connection { get; private set; }

    public string Text => Document.GetText(UpdateRoad.Root).ToString();

    /// <summary>Whether the client would say that everything is on disk.</summary>
    public bool ClaimsAllSaved => isHocuspocus ? _unsynced == 0 : _counted.Count == 0;

    /// <summary>Everything that this client's document holds of its person's changes.</summary>
    public IReadOnlyList<Change> Holds => [.. _own, .. _heard];

    public string Describe() =>
        $"{name} {(isHocuspocus ? "h" : "y")} has '{Text}', {Connection?.Up.Count} up, {Connection?.HasNews}, {Connection?.Closing}";

    public void Connect(SimulatedConnection connection)
    {
        Connection = connection;
        _counted.Clear();
        _unsynced = 1;
        connection.Up.Enqueue(Message((ref writer) => SyncMessage.WriteStep1(ref writer, Document.StateVector)));
    }

    public void Disconnect() => Connection = null;

    /// <summary>What a client does whose edits were refused: it sets them aside and loads the document anew.</summary>
    public void StartAnew()
    {
        Disconnect();
        _own.Clear();
        _heard.Clear();
        Document = checker.Replica(user);
    }

    public void Type(char character, Random chance)
    {
        var text = Document.GetText(UpdateRoad.Root);
        Edit(() => text.Insert(chance.Next(text.Length + 1), character.ToString()),
            new(Document.ClientId, Document.StateVector[Document.ClientId], character, IsDeletion: false));
    }

    public void Delete(Random chance)
    {
        var text = Document.GetText(UpdateRoad.Root);
        if (text.Length == 0)
            return;
        var at = chance.Next(text.Length);
        var character = text.ToString()[at];
        checker.Deleted(character);
        Edit(() => text.Delete(at, 1), new(0, 0, character, IsDeletion: true));
    }

    /// <summary>Takes over what the same person has typed in another window, as windows of one browser do.</summary>
    /// <summary>Whether this document holds what only a reconnection would send.</summary>
    public bool HasHeard => _heard.Count > 0;

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
            case (ulong)MessageKind.Saved:
                reader.ReadVarUint();
                reader.ReadVarUint();
                Acknowledged(reader.ReadVarUint());
                break;
            case (ulong)HocuspocusKind.SyncStatus when isHocuspocus:
                if (reader.ReadByte() == 1 && _unsynced > 0 && --_unsynced == 0)
                    checker.ToldSaved(this, _own);
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
            checker.ToldSaved(this, held);
        }
    }

    void Merge(SyncMessage message)
    {
        if (message.Kind == SyncMessageKind.Step1)
        {
            var missing = Document.EncodeStateAsUpdate(message.Payload);
            _counted.Enqueue([.. Holds]);
            Connection?.Up.Enqueue(Message((ref writer) => SyncMessage.WriteStep2(ref writer, missing)));
            return;
        }
        Document.ApplyUpdate(message.Payload, origin: this);
        checker.Sees(this);
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
        Connection.Up.Enqueue(Message((ref writer) => SyncMessage.WriteUpdate(ref writer, update)));
    }

    delegate void WriteMessage(ref ByteWriter writer);

    static byte[] Message(WriteMessage write)
    {
        var writer = new ByteWriter(64);
        writer.WriteVarUint((ulong)MessageKind.Sync);
        write(ref writer);
        var bytes = writer.ToArray();
        writer.Dispose();
        return bytes;
    }
}

/// <summary>One character put in by a client at a clock, or taken out.</summary>
readonly record struct Change(ulong Client, int Clock, char Character, bool IsDeletion);

/// <summary>The simulation has found something that must not be.</summary>
public sealed class SimulationException(string what) : Exception(what);
