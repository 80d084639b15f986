using MDReader.Crdt.Encoding;

namespace MDReader.Crdt.Blocks;

/// <summary>Contents that stay encoded: what each kind is made of on the wire (V1), and where it ends.</summary>
static class ContentValue
{
    const ulong XmlElement = 3, XmlHook = 5, LastType = 6;

    /// <summary>One element of a content that holds several.</summary>
    public static void SkipElement(ref ByteReader reader, BlockKind kind, int maxDepth)
    {
        if (kind == BlockKind.Any)
        {
            AnyValue.Skip(ref reader, maxDepth);
            return;
        }

        var json = reader.ReadVarUtf8();
        // Yjs writes JavaScript's undefined as that word.
        if (!json.SequenceEqual("undefined"u8))
            JsonText.Check(json, maxDepth);
    }

    /// <summary>A content that is one element.</summary>
    public static void Skip(ref ByteReader reader, BlockKind kind, int maxDepth)
    {
        switch (kind)
        {
            case BlockKind.Binary:
                reader.ReadVarBytes();
                break;
            case BlockKind.Embed:
                JsonText.Check(reader.ReadVarUtf8(), maxDepth);
                break;
            case BlockKind.Format:
                reader.ReadVarUtf8();
                JsonText.Check(reader.ReadVarUtf8(), maxDepth);
                break;
            case BlockKind.Type:
                SkipType(ref reader);
                break;
            case BlockKind.Doc:
                reader.ReadVarUtf8();
                SkipOptions(ref reader, maxDepth);
                break;
            default:
                throw Unknown(kind);
        }
    }

    /// <summary>What a sub-document was made with.</summary>
    public static void SkipOptions(ref ByteReader reader, int maxDepth)
    {
        // Yjs fails on null and undefined, and writes nothing but objects.
        if (reader.Peek() != AnyValue.Object)
            throw new MalformedUpdateException(MalformedReason.UnknownTag,
                "The options of a sub-document are no object; send an empty one.");
        AnyValue.Skip(ref reader, maxDepth);
    }

    public static MalformedUpdateException Unknown(BlockKind kind) => new(MalformedReason.UnknownTag,
        $"Content {(int)kind} doesn't exist; the known ones are 0 to 10.");

    /// <summary>How many bytes the first <paramref name="count"/> elements take, which were checked before.</summary>
    public static int BytesOf(ReadOnlySpan<byte> values, BlockKind kind, int count)
    {
        var reader = new ByteReader(values);
        for (var i = 0; i < count; i++)
        {
            if (kind != BlockKind.Any)
                reader.ReadVarBytes();
            if (kind == BlockKind.Format)
                reader.ReadVarBytes();
            if (kind is BlockKind.Any or BlockKind.Doc)
                AnyValue.Skip(ref reader, AnyValue.DeepestAllowed);
        }

        return reader.Position;
    }

    static void SkipType(ref ByteReader reader)
    {
        var type = reader.ReadVarUint();
        CheckType(type);
        if (HasName(type))
            reader.ReadVarUtf8();
    }

    public static void CheckType(ulong type)
    {
        if (type > LastType)
            throw new MalformedUpdateException(MalformedReason.UnknownTag,
                $"Type {type} doesn't exist; the known ones are 0 to {LastType}.");
    }

    /// <summary>Whether a name follows the type's tag.</summary>
    public static bool HasName(ulong type) => type is XmlElement or XmlHook;
}
