using MDReader.Crdt.Encoding;

namespace MDReader.Crdt.Types;

/// <summary>Which type to insert; it is filled once it stands in the document.</summary>
public readonly record struct NewType
{
    internal const ulong ArrayTag = 0, MapTag = 1, TextTag = 2, ElementTag = 3, FragmentTag = 4, HookTag = 5,
        XmlTextTag = 6;

    readonly ulong _tag;
    readonly string? _name;

    NewType(ulong tag, string? name = null) => (_tag, _name) = (tag, name);

    public static NewType Array => new(ArrayTag);

    public static NewType Map => new(MapTag);

    public static NewType Text => new(TextTag);

    public static NewType XmlFragment => new(FragmentTag);

    public static NewType XmlText => new(XmlTextTag);

    public static NewType XmlElement(string nodeName) => new(ElementTag, nodeName);

    public static NewType XmlHook(string hookName) => new(HookTag, hookName);

    internal void Write(ref ByteWriter writer)
    {
        writer.WriteVarUint(_tag);
        if (_name is not null)
            writer.WriteVarString(_name);
    }
}
