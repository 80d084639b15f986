using MDReader.Crdt.Encoding;

namespace MDReader.Crdt.Types;

/// <summary>Which type to insert: an empty one, which is filled once it stands in the document, or a copy.</summary>
public readonly record struct NewType
{
    internal const ulong ArrayTag = 0, MapTag = 1, TextTag = 2, ElementTag = 3, FragmentTag = 4, HookTag = 5,
        XmlTextTag = 6;

    readonly ulong _tag;
    readonly string? _name;
    readonly TypeCopy? _copy;

    NewType(ulong tag, string? name = null, TypeCopy? copy = null) => (_tag, _name, _copy) = (tag, name, copy);

    public static NewType Array => new(ArrayTag);

    public static NewType Map => new(MapTag);

    public static NewType Text => new(TextTag);

    public static NewType XmlFragment => new(FragmentTag);

    public static NewType XmlText => new(XmlTextTag);

    public static NewType XmlElement(string nodeName) => new(ElementTag, nodeName);

    public static NewType XmlHook(string hookName) => new(HookTag, hookName);

    /// <summary>
    /// Like a type of this or another document, and filled with what that one holds now, types and formats included; they
    /// share no history. In place of sub-documents stand others of the same guid, not loaded.
    /// </summary>
    /// <exception cref="ArgumentException">It is a root of which nobody has said what it is.</exception>
    public static NewType CopyOf(AbstractType source)
    {
        ArgumentNullException.ThrowIfNull(source);
        var kind = TypeCopy.KindOf(source);
        return new(kind._tag, kind._name, new TypeCopy(source));
    }

    /// <summary>Puts into the type that a block holds what it is a copy of.</summary>
    internal void Fill(Transaction transaction, int number) => _copy?.Fill(transaction, number);

    internal void Write(ref ByteWriter writer)
    {
        writer.WriteVarUint(_tag);
        if (_name is not null)
            writer.WriteVarString(_name);
    }
}
