using MDReader.Crdt.Encoding;

namespace MDReader.Load;

/// <summary>What differs between the protocols of the servers that are compared.</summary>
enum Dialect
{
    /// <summary>y-websocket: one document a socket, the message as it is.</summary>
    YWebsocket,

    /// <summary>y-websocket with MDReader's acknowledgements.</summary>
    MDReader,

    /// <summary>Hocuspocus: the document's name before each message, a token first.</summary>
    Hocuspocus,

    /// <summary>No live documents, only MDReader's REST routes.</summary>
    Rest,
}

/// <summary>Messages of the Yjs protocols, as a client writes them.</summary>
static class Messages
{
    public const ulong Sync = 0, Awareness = 1, Auth = 2, SyncStatus = 8, Saved = 100;
    public const ulong Step1 = 0, Step2 = 1, Update = 2;
    static readonly byte[] NothingKnown = [0];
    static readonly byte[] NothingToAdd = [0, 0];
    static readonly byte[] Nobody = [0];

    public static byte[] AskForState(Dialect dialect, string document) => Write(dialect, document, Sync, Step1, NothingKnown);

    public static byte[] AnswerWithNothing(Dialect dialect, string document) => Write(dialect, document, Sync, Step2, NothingToAdd);

    public static byte[] Edit(Dialect dialect, string document, ReadOnlySpan<byte> update) =>
        Write(dialect, document, Sync, Update, update);

    /// <summary>A cursor's move, as y-codemirror.next would send it.</summary>
    public static byte[] Cursor(Dialect dialect, string document, ulong client, int clock, string state)
    {
        var writer = new ByteWriter(256);
        writer.WriteVarUint(1);
        writer.WriteVarUint(client);
        writer.WriteVarUint((ulong)clock);
        writer.WriteVarString(state);
        var update = writer.ToArray();
        writer.Dispose();
        return Write(dialect, document, Awareness, null, update);
    }

    /// <summary>News of nobody's cursor.</summary>
    public static byte[] NobodyMoved(Dialect dialect, string document) => Write(dialect, document, Awareness, null, Nobody);

    /// <summary>What a Hocuspocus client says first.</summary>
    public static byte[] SignIn(string document)
    {
        var writer = new ByteWriter(64);
        writer.WriteVarString(document);
        writer.WriteVarUint(Auth);
        writer.WriteVarUint(0);
        writer.WriteVarString("token");
        var message = writer.ToArray();
        writer.Dispose();
        return message;
    }

    static byte[] Write(Dialect dialect, string document, ulong kind, ulong? step, ReadOnlySpan<byte> payload)
    {
        var writer = new ByteWriter(payload.Length + 64);
        if (dialect == Dialect.Hocuspocus)
            writer.WriteVarString(document);
        writer.WriteVarUint(kind);
        if (step is { } sync)
            writer.WriteVarUint(sync);
        writer.WriteVarUint((ulong)payload.Length);
        writer.WriteBytes(payload);
        var message = writer.ToArray();
        writer.Dispose();
        return message;
    }
}
