using MDReader.Crdt.Encoding;
using MDReader.Crdt.Ids;
using MDReader.Crdt.Protocol;

namespace MDReader.Server.Collaboration;

/// <summary>The kinds of message on a document's socket: y-websocket's four, and ours from 100 on.</summary>
enum MessageKind
{
    Sync = 0,
    Awareness = 1,
    Auth = 2,
    QueryAwareness = 3,

    /// <summary>To the client: how many of its updates are on disk.</summary>
    Saved = 100,

    /// <summary>From the client: a fresh token before the old one ends.</summary>
    Renewal = 101,

    /// <summary>To the client: an event as JSON.</summary>
    Event = 102,
}

/// <summary>The messages that the server sends, as WebSocket frames: made once and shared by all who get them.</summary>
static class Frames
{
    /// <summary>An awareness message about nobody.</summary>
    public static byte[] Nothing { get; } = Awareness([]);

    public static byte[] Step1(StateVector held)
    {
        var writer = Begin(MessageKind.Sync, held.Count * 8);
        SyncMessage.WriteStep1(ref writer, held);
        return End(writer);
    }

    public static byte[] Step2(ReadOnlySpan<byte> update)
    {
        var writer = Begin(MessageKind.Sync, update.Length);
        SyncMessage.WriteStep2(ref writer, update);
        return End(writer);
    }

    public static byte[] Update(ReadOnlySpan<byte> update)
    {
        var writer = Begin(MessageKind.Sync, update.Length);
        SyncMessage.WriteUpdate(ref writer, update);
        return End(writer);
    }

    public static byte[] Awareness(ReadOnlySpan<AwarenessEntry> entries)
    {
        var states = AwarenessUpdate.Encode(entries);
        var writer = Begin(MessageKind.Awareness, states.Length);
        writer.WriteVarBytes(states);
        return End(writer);
    }

    /// <param name="count">Sync updates and step-2 messages of this socket that are committed or changed nothing.</param>
    public static byte[] Saved(int epoch, long seq, long count)
    {
        var writer = Begin(MessageKind.Saved, 16);
        writer.WriteVarUint((ulong)epoch);
        writer.WriteVarUint((ulong)seq);
        writer.WriteVarUint((ulong)count);
        return End(writer);
    }

    /// <param name="json">An object with a <c>type</c>.</param>
    public static byte[] Event(ReadOnlySpan<byte> json)
    {
        var writer = Begin(MessageKind.Event, json.Length);
        writer.WriteVarBytes(json);
        return End(writer);
    }

    static ByteWriter Begin(MessageKind kind, int payload)
    {
        var writer = new ByteWriter(payload + 16);
        writer.WriteVarUint((ulong)kind);
        return writer;
    }

    static byte[] End(ByteWriter writer)
    {
        var frame = Wire.Frame(Opcode.Binary, writer.Written);
        writer.Dispose();
        return frame;
    }
}
