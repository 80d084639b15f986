using System.Diagnostics;
using MDReader.Crdt.Protocol;
using MDReader.Crdt.Updates;
using MDReader.Server.Platform;

namespace MDReader.Server.Collaboration;

/// <summary>What an update answers to.</summary>
enum UpdateKind
{
    /// <summary>An edit as it happens.</summary>
    Live,

    /// <summary>The answer to our first step 1: what the client brings from working offline.</summary>
    FirstStep2,

    LaterStep2,

    /// <summary>Sent before its document was authenticated; the client's own count begins after it.</summary>
    Early,
}

/// <summary>What can be put into a room's inbox.</summary>
abstract record RoomMessage
{
    /// <summary>Whether somebody in this process needs the document now.</summary>
    public bool IsNeed => this is not (Sweep or Elsewhere or LookAround or PeopleElsewhere or CursorsElsewhere or ShowCursors);

    /// <summary>Bytes that it keeps in memory while it waits, where those may be many.</summary>
    public virtual int Size => 0;

    public sealed record Join(Peer Peer) : RoomMessage;

    public sealed record Leave(Peer Peer) : RoomMessage;

    /// <summary>A client asks for what it lacks.</summary>
    public sealed record Step1(Peer Peer, byte[] StateVector) : RoomMessage
    {
        public override int Size => StateVector.Length;
    }

    /// <summary>A client's edit, decoded and structurally sound.</summary>
    /// <param name="Bytes">The update as it came; stored and passed on unchanged.</param>
    public sealed record Update(Peer Peer, DecodedUpdate Decoded, byte[] Bytes, UpdateKind Kind) : RoomMessage
    {
        public override int Size => Bytes.Length;

        public bool IsStep2 => Kind is UpdateKind.FirstStep2 or UpdateKind.LaterStep2;

        /// <summary>On the machine's stopwatch.</summary>
        public long ArrivedAt { get; } = Stopwatch.GetTimestamp();
    }

    /// <summary>Cursors and names, as they came.</summary>
    public sealed record Awareness(Peer Peer, IReadOnlyList<AwarenessEntry> Entries) : RoomMessage;

    public sealed record QueryAwareness(Peer Peer) : RoomMessage;

    /// <summary>An agent has done something here.</summary>
    public sealed record ShowAgent(AgentAtWork Agent, CursorPlace? Place) : RoomMessage;

    /// <summary>Asks for the committed text.</summary>
    public sealed record Read(TaskCompletionSource<Content> Answer) : RoomMessage;

    /// <summary>Shows the committed document to somebody who only looks.</summary>
    public sealed record Look(Action<OpenedDocument> See) : RoomMessage;

    /// <summary>Writes the whole text over REST, as one edit by that person.</summary>
    public sealed record Write(ContentWrite Request, TaskCompletionSource<WriteOutcome> Answer) : RoomMessage;

    /// <summary>Sends away the sockets that the test names.</summary>
    public sealed record SendAway(Func<Peer, bool> Whom, Closing Closing) : RoomMessage;

    /// <summary>A fresh token of the same person has taken the place of the peer's.</summary>
    public sealed record Renew(Peer Peer, Caller Caller) : RoomMessage;

    /// <summary>Something that the sockets which want to know are told, as JSON.</summary>
    public sealed record Tell(byte[] Json) : RoomMessage;

    /// <summary>Who has the document open on other processes may have changed.</summary>
    public sealed record LookAround : RoomMessage
    {
        public static LookAround Instance { get; } = new();
    }

    /// <summary>Who has it open there.</summary>
    public sealed record PeopleElsewhere(IReadOnlyDictionary<Guid, IReadOnlyList<PresentPerson>> People) : RoomMessage;

    /// <summary>Another process shows cursors.</summary>
    public sealed record CursorsElsewhere(RelayedCursors Cursors) : RoomMessage;

    /// <summary>The other processes may have missed cursors of this one.</summary>
    public sealed record ShowCursors : RoomMessage
    {
        public static ShowCursors Instance { get; } = new();
    }

    /// <summary>Another process has committed edits of this document, or may have.</summary>
    public sealed record Elsewhere(RelayedEdits Edits) : RoomMessage;

    /// <summary>Comes every few seconds: keeps quiet sockets alive, and lets an empty room close.</summary>
    public sealed record Sweep : RoomMessage
    {
        public static Sweep Instance { get; } = new();
    }
}
