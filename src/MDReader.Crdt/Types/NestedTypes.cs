using MDReader.Crdt.Blocks;
using MDReader.Crdt.Encoding;

namespace MDReader.Crdt.Types;

/// <summary>From what the wire says of a type that stands in another to its view.</summary>
static class NestedTypes
{
    public static AbstractType View(Doc doc, SharedType type)
    {
        if (type.Item == Block.None)
            return new UntypedRoot(doc, type);
        var reader = new ByteReader(type.Encoded);
        return reader.ReadVarUint() switch
        {
            NewType.ArrayTag => new Array(doc, type),
            NewType.MapTag => new Map(doc, type),
            NewType.TextTag => new Text(doc, type),
            NewType.ElementTag => new XmlElement(doc, type, ReadName(ref reader)),
            NewType.FragmentTag => new XmlFragment(doc, type),
            NewType.HookTag => new XmlHook(doc, type, ReadName(ref reader)),
            _ => new XmlText(doc, type),
        };
    }

    static string ReadName(ref ByteReader reader) => System.Text.Encoding.UTF8.GetString(reader.ReadVarUtf8());
}
