using MDReader.Crdt;
using MDReader.Crdt.Encoding;
using MDReader.Crdt.Protocol;
using MDReader.Server.Access;
using MDReader.Server.Collaboration;
using MDReader.Server.Platform;

namespace Server.Tests.Collaboration;

/// <summary>A room with a log that is a list: what the loop around a room does, step by step by hand.</summary>
sealed class RoomHarness
{
    /// <summary>As whom the room writes.</summary>
    public const ulong ServersClient = 1000;

    static readonly Guid Workspace = new(1, 0, 0, new byte[8]);
    readonly Guid _document = new(2, 0, 0, new byte[8]);
    ulong _nextClient = ServersClient;

    public RoomHarness(CollaborationOptions? options = null)
    {
        options ??= new();
        Road = new(options);
        Room = new(_document, Opened(), Road, options);
    }

    public UpdateRoad Road { get; }

    public Room Room { get; }

    public List<Edit> Log { get; } = [];

    public string Text => Opened().Text.ToString();

    /// <summary>Commits what is staged and publishes the turn.</summary>
    public void EndTurn()
    {
        if (Room.Staging is { } batch)
            Log.AddRange(batch.Edits);
        Room.Publish(Log.Count);
    }

    /// <summary>The document as the log has it.</summary>
    public OpenedDocument Opened()
    {
        var opened = OpenedDocument.Empty(1, _nextClient++) with
        {
            Leases = new(Log.SelectMany(edit => edit.Claims)),
        };
        foreach (var edit in Log)
        {
            if (!edit.Update.IsEmpty)
                opened.Doc.ApplyUpdate(edit.Update.Span);
            opened = opened with
            {
                Seq = opened.Seq + 1,
                Format = edit.Format is { } format ? FileFormat.Decode(format) : opened.Format,
            };
        }
        return opened;
    }

    public Visitor Visit(string name, Role role = Role.Editor, Guid? user = null)
    {
        var visitor = new Visitor(this, name, role, user ?? Guid.NewGuid(), Workspace, _nextClient++);
        Room.Handle(new RoomMessage.Join(visitor.Peer));
        EndTurn();
        visitor.AskForState();
        EndTurn();
        return visitor;
    }
}

/// <summary>Somebody with the document open: a document of their own, kept in step by the frames they are sent.</summary>
sealed class Visitor : IOutlet
{
    readonly RoomHarness _harness;
    readonly List<byte[]> _unsent = [];
    readonly Queue<ReadOnlyMemory<byte>> _posted = [];

    /// <param name="knownEpoch">Which life of the document it says that its text is of.</param>
    public Visitor(RoomHarness harness, string name, Role role, Guid user, Guid workspace, ulong client, int? knownEpoch = null)
    {
        _harness = harness;
        Document = new Doc(new() { ClientId = client, Budget = Budget.Unlimited });
        Document.Updated += change =>
        {
            if (change.Origin != (object)this)
                _unsent.Add(change.Update);
        };
        var caller = new Caller(user, name, Guid.NewGuid(), Scopes.All, DateTimeOffset.MaxValue);
        var who = new Participant(caller, workspace, role, WantsAcknowledgement: true) { KnownEpoch = knownEpoch };
        Peer = new(who, this, queueLimit: int.MaxValue);
    }

    public Doc Document { get; }

    public Peer Peer { get; }

    public string Text => Document.GetText(UpdateRoad.Root).ToString();

    public Closing? Closing { get; private set; }

    /// <summary>How many of this visitor's updates the server has said are on disk.</summary>
    public long Saved { get; private set; }

    public List<AwarenessEntry> Seen { get; } = [];

    /// <summary>How many frames have come.</summary>
    public int Frames { get; private set; }

    public void Type(string text, int at = 0) => Document.GetText(UpdateRoad.Root).Insert(at, text);

    /// <summary>Gives the room what was typed since the last time.</summary>
    public void Send()
    {
        foreach (var update in _unsent)
            SendBytes(update);
        _unsent.Clear();
    }

    public void SendBytes(byte[] update, bool isStep2 = false) => _harness.Room.Handle(
        new RoomMessage.Update(Peer, _harness.Road.Decode(update, isStep2), update, isStep2 ? UpdateKind.FirstStep2 : UpdateKind.Live));

    public void AskForState() => _harness.Room.Handle(new RoomMessage.Step1(Peer, Document.StateVector.Encode()));

    /// <summary>Shows a cursor, in a turn of its own.</summary>
    public void Show(string json, ulong? client = null, ulong clock = 1)
    {
        _harness.Room.Handle(new RoomMessage.Awareness(Peer,
            AwarenessUpdate.Read(AwarenessUpdate.Encode(
                [new(client ?? Document.ClientId, clock, System.Text.Encoding.UTF8.GetBytes(json))]), Budget.Default)));
        _harness.EndTurn();
    }

    int IOutlet.Waiting => 0;

    long IOutlet.Heard => Heard;

    /// <summary>Frames that the server is told to have heard from it.</summary>
    public long Heard { get; set; }

    /// <summary>How often it was pinged.</summary>
    public int Pings { get; private set; }

    /// <summary>What it was told of beside the text.</summary>
    public List<string> Events { get; } = [];

    void IOutlet.Ping() => Pings++;

    void IOutlet.Mark()
    {
    }

    int IOutlet.DropSinceMark() => 0;

    void IOutlet.Close(Closing closing) => Closing ??= closing;

    void IOutlet.Post(ReadOnlyMemory<byte> frame) => _posted.Enqueue(frame);

    void IOutlet.Flush()
    {
        while (_posted.TryDequeue(out var frames))
            for (var at = 0; at < frames.Length;)
            {
                Receive(Wire.Payload(frames.Span[at..], out var length));
                at += length;
            }
    }

    void Receive(ReadOnlySpan<byte> bytes)
    {
        Frames++;
        var reader = new ByteReader(bytes);
        switch ((MessageKind)reader.ReadVarUint())
        {
            case MessageKind.Sync:
                var message = SyncMessage.Read(ref reader);
                if (message.Kind != SyncMessageKind.Step1)
                    Document.ApplyUpdate(message.Payload, origin: this);
                break;
            case MessageKind.Awareness:
                Seen.AddRange(AwarenessUpdate.Read(reader.ReadVarBytes(), Budget.Default));
                break;
            case MessageKind.Saved:
                reader.ReadVarUint();
                reader.ReadVarUint();
                Saved = (long)reader.ReadVarUint();
                break;
            case MessageKind.Event:
                Events.Add(System.Text.Encoding.UTF8.GetString(reader.ReadVarUtf8()));
                break;
            default:
                throw new InvalidOperationException("The room sent a frame of an unknown kind.");
        }
    }
}
