using MDReader.Crdt.Encoding;
using MDReader.Crdt.Protocol;

namespace MDReader.Server.Collaboration;

/// <summary>How long a client's next message may be, in bytes. What may be larger is told by how it begins.</summary>
/// <param name="Ordinary">Any message.</param>
/// <param name="Largest">One whose beginning says that it may be large.</param>
/// <param name="Prefix">What may stand before the message itself, such as a document's name.</param>
readonly record struct MessageLimit(int Ordinary, int Largest, int Prefix = 0)
{
    // The message's kind, and for sync which step: a varint of one byte each.
    const int Kinds = 2;

    public MessageLimit(int limit)
        : this(limit, limit)
    {
    }

    /// <summary>Until the first sync step 2 was had: it brings what was written offline, and it alone may be large.</summary>
    public static MessageLimit BeforeStep2(CollaborationOptions options) =>
        new(options.MessageLimit, Math.Max(options.MessageLimit, options.FirstStep2Limit));

    /// <summary>How much of a message shows what it is.</summary>
    public int Beginning => Prefix + Kinds;

    /// <summary>Of messages that have this much before them.</summary>
    public MessageLimit Behind(int prefix) => new(Ordinary + prefix, Largest + prefix, prefix);

    /// <summary>How long the message may be that begins with these bytes.</summary>
    public int Of(ReadOnlySpan<byte> beginning) => IsStep2(beginning) ? Largest : Ordinary;

    bool IsStep2(ReadOnlySpan<byte> beginning)
    {
        if (Prefix == 0)
            return beginning is [(byte)MessageKind.Sync, (byte)SyncMessageKind.Step2, ..];
        try
        {
            var reader = new ByteReader(beginning);
            reader.ReadVarUtf8();
            return beginning[reader.Position..] is
                [(byte)HocuspocusKind.Sync or (byte)HocuspocusKind.SyncReply, (byte)SyncMessageKind.Step2, ..];
        }
        catch (MalformedUpdateException)
        {
            return false;
        }
    }
}
