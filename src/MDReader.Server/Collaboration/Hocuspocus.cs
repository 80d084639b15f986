using MDReader.Crdt.Encoding;

namespace MDReader.Server.Collaboration;

/// <summary>The kinds of message on a Hocuspocus client's socket, after the document's name.</summary>
enum HocuspocusKind
{
    Sync = 0,
    Awareness = 1,
    Auth = 2,
    QueryAwareness = 3,

    /// <summary>A sync message that wants no step 1 in return.</summary>
    SyncReply = 4,

    /// <summary>An application's own text, without a place in the document.</summary>
    Stateless = 5,

    /// <summary>Closes this document and leaves the socket to the others.</summary>
    Close = 7,

    /// <summary>To the client: whether one of its updates is on disk.</summary>
    SyncStatus = 8,

    /// <summary>To the client, alone in its message and without a name.</summary>
    Ping = 9,

    /// <summary>The answer to it.</summary>
    Pong = 10,
}

/// <summary>What Hocuspocus says and y-websocket doesn't; the messages go into an <see cref="Envelope"/>.</summary>
static class Hocuspocus
{
    /// <summary>A client that is sent no message for 30 s takes the connection for dead.</summary>
    public static byte[] Ping { get; } = Wire.Frame(Opcode.Binary, [(byte)HocuspocusKind.Ping]);

    static ReadOnlySpan<byte> TokenWanted => [(byte)HocuspocusKind.Auth, (byte)AuthKind.Token];

    static ReadOnlySpan<byte> IsSaved => [(byte)HocuspocusKind.SyncStatus, 1];

    static ReadOnlySpan<byte> IsNotSaved => [(byte)HocuspocusKind.SyncStatus, 0];

    enum AuthKind
    {
        Token = 0,
        Denied = 1,
        Authenticated = 2,
    }

    /// <summary>One update more is on disk, or changed nothing.</summary>
    public static byte[] Saved(Envelope document) => document.Seal(IsSaved);

    /// <summary>An update was refused; the client goes on showing it as not saved.</summary>
    public static byte[] Refused(Envelope document) => document.Seal(IsNotSaved);

    /// <summary>Asks for a token, as fresh as the client has one.</summary>
    public static byte[] AskForToken(Envelope document) => document.Seal(TokenWanted);

    public static byte[] Authenticated(Envelope document, bool mayWrite) =>
        document.Seal(Texts([(byte)HocuspocusKind.Auth, (byte)AuthKind.Authenticated], mayWrite ? "read-write" : "readonly"));

    public static byte[] Denied(Envelope document, string reason) =>
        document.Seal(Texts([(byte)HocuspocusKind.Auth, (byte)AuthKind.Denied], reason));

    public static byte[] Closed(Envelope document, string reason) =>
        document.Seal(Texts([(byte)HocuspocusKind.Close], reason));

    public static byte[] Stateless(Envelope document, ReadOnlySpan<byte> text)
    {
        var writer = new ByteWriter(text.Length + 8);
        writer.WriteByte((byte)HocuspocusKind.Stateless);
        writer.WriteVarBytes(text);
        var frame = document.Seal(writer.Written);
        writer.Dispose();
        return frame;
    }

    /// <summary>The token in an authentication message, after its kind; a client says its own version behind it.</summary>
    /// <exception cref="MalformedUpdateException">There is none.</exception>
    public static string ReadToken(ref ByteReader reader)
    {
        if (reader.ReadVarUint() is not (ulong)AuthKind.Token)
            throw new MalformedUpdateException(MalformedReason.UnknownTag, "A client authenticates by a token (0).");
        return System.Text.Encoding.UTF8.GetString(reader.ReadVarUtf8());
    }

    static byte[] Texts(ReadOnlySpan<byte> kinds, string text)
    {
        var writer = new ByteWriter(text.Length + 8);
        writer.WriteBytes(kinds);
        writer.WriteVarString(text);
        var bytes = writer.ToArray();
        writer.Dispose();
        return bytes;
    }
}
