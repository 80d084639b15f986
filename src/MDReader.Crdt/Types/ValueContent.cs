using MDReader.Crdt.Blocks;
using MDReader.Crdt.Encoding;

namespace MDReader.Crdt.Types;

/// <summary>Which content a value is written as, with the choices that yjs makes.</summary>
static class ValueContent
{
    public static BlockKind Write(ref ByteWriter writer, Value value, int maxDepth)
    {
        switch (value)
        {
            case Value.Bytes(var bytes):
                writer.WriteVarBytes(bytes.Span);
                return BlockKind.Binary;
            case Value.Document(var doc):
                SubDocuments.WriteContent(ref writer, doc);
                return BlockKind.Doc;
            case Value.Shared:
                throw new ArgumentException("The type stands somewhere else already; insert a new one and fill it.");
            default:
                AnyForm.Write(ref writer, value, maxDepth);
                return BlockKind.Any;
        }
    }

    /// <summary>An embedded value: JSON in update V1, which is what blocks keep.</summary>
    public static void WriteEmbed(ref ByteWriter writer, Value value, int maxDepth) =>
        writer.WriteVarString(JsonForm.Write(value, maxDepth));

    public static void WriteFormat(ref ByteWriter writer, string key, Value value, int maxDepth)
    {
        writer.WriteVarString(key);
        writer.WriteVarString(JsonForm.Write(value, maxDepth));
    }
}
