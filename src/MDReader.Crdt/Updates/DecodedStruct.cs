using MDReader.Crdt.Blocks;
using MDReader.Crdt.Ids;

namespace MDReader.Crdt.Updates;

[Flags]
enum StructFields : byte
{
    None = 0,
    Origin = 1,
    RightOrigin = 2,

    /// <summary>Only a struct without origins says what it stands in: a root by name, or the item of a type.</summary>
    ParentRoot = 4,
    ParentItem = 8,
    Key = 16,

    /// <summary>One of the ids that it refers to is another client's, which may be missing.</summary>
    Foreign = 32,
}

/// <summary>A struct as the wire has it. Names and contents stay in the update's bytes, by offset and length.</summary>
struct DecodedStruct
{
    /// <summary>The first byte as it came: written again, it says what origins make superfluous but Yjs still sets.</summary>
    public byte Info;
    public StructFields Fields;
    public int Clock;
    public int Length;

    // The parent's item or name takes the place of the origins, which exclude it.
    ulong _first;
    ulong _second;
    int _firstClock;
    int _secondClock;
    public int KeyStart;
    public int KeyLength;
    public int ContentStart;
    public int ContentBytes;

    /// <summary>Forgets what it was; the rest is written, or said not to be there.</summary>
    public void Begin(int clock)
    {
        Fields = StructFields.None;
        Clock = clock;
        KeyStart = 0;
        KeyLength = 0;
        ContentStart = 0;
        ContentBytes = 0;
    }

    public readonly BlockKind Kind => (BlockKind)(Info & 0x1F);

    public readonly int End => Clock + Length;

    /// <summary>Whether it is a text of one byte a unit.</summary>
    public readonly bool IsAscii => Kind == BlockKind.String && Length == ContentBytes;

    public readonly bool HasOrigin => (Fields & StructFields.Origin) != 0;

    public readonly bool HasRightOrigin => (Fields & StructFields.RightOrigin) != 0;

    public readonly bool HasParentRoot => (Fields & StructFields.ParentRoot) != 0;

    public readonly bool HasParentItem => (Fields & StructFields.ParentItem) != 0;

    public readonly bool RefersToOthers => (Fields & StructFields.Foreign) != 0;

    public readonly bool HasKey => (Fields & StructFields.Key) != 0;

    public Id Origin
    {
        readonly get => new(_first, _firstClock);
        set => (_first, _firstClock) = value;
    }

    public Id RightOrigin
    {
        readonly get => new(_second, _secondClock);
        set => (_second, _secondClock) = value;
    }

    public Id ParentItem
    {
        readonly get => new(_first, _firstClock);
        set => (_first, _firstClock) = value;
    }

    public (int Start, int Length) RootName
    {
        readonly get => (_firstClock, _secondClock);
        set => (_firstClock, _secondClock) = value;
    }
}
