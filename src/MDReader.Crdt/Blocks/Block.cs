using System.Runtime.InteropServices;

namespace MDReader.Crdt.Blocks;

/// <summary>What a struct holds. The numbers are the wire's.</summary>
enum BlockKind : byte
{
    Gc = 0,
    Deleted = 1,
    Json = 2,
    Binary = 3,
    String = 4,
    Embed = 5,
    Format = 6,
    Type = 7,
    Any = 8,
    Doc = 9,
    Skip = 10,
}

/// <summary>
/// A run of units that one client wrote in a row and that still stand in a row. It has no reference in it, so the
/// garbage collector never walks a document, and it is small: most of a document's memory is its blocks. They name
/// each other by their number in the <see cref="BlockStore"/>; <see cref="None"/> stands for "there is none".
/// </summary>
[StructLayout(LayoutKind.Sequential)]
struct Block
{
    public const int None = -1;

    const int ClientBits = 24;
    const int KindShift = ClientBits, KindMask = 0xF;
    const uint ClientMask = MaxClients - 1, DeletedBit = 1u << 28, KeyBit = 1u << 29, KeptBit = 1u << 30,
        RedoneBit = 1u << 31;

    /// <summary>How many clients a document can have. Their list alone takes gigabytes then.</summary>
    public const int MaxClients = 1 << ClientBits;

    public int Clock;
    public int Length;

    /// <summary>Neighbours in the list (or in the chain of a map's key) that the block stands in.</summary>
    public int Left;
    public int Right;

    // Client, kind, and what is true of it.
    uint _head;

    /// <summary>What stood left and right when it was written; the client is None where nothing did.</summary>
    public int OriginClient;
    public int OriginClock;
    public int RightOriginClient;
    public int RightOriginClock;

    /// <summary>The shared type it stands in; None for garbage, which stands nowhere.</summary>
    public int Parent;

    /// <summary>
    /// String: where its text begins in the client's text buffer. Type: the shared type it holds. Others but
    /// Deleted and Gc: where its encoded values begin in the client's value buffer.
    /// </summary>
    public int Content;

    /// <summary>The client's place in the store's table, not its id.</summary>
    public readonly int Client => (int)(_head & ClientMask);

    public BlockKind Kind
    {
        readonly get => (BlockKind)((_head >> KindShift) & KindMask);
        set => _head = (_head & ~((uint)KindMask << KindShift)) | ((uint)value << KindShift);
    }

    public bool Deleted
    {
        readonly get => (_head & DeletedBit) != 0;
        set => Set(DeletedBit, value);
    }

    /// <summary>Deleted or not, an undo or redo may need its content: garbage collection leaves it.</summary>
    public bool IsKept
    {
        readonly get => (_head & KeptBit) != 0;
        set => Set(KeptBit, value);
    }

    /// <summary>It was deleted and has been brought back as another item: see <see cref="BlockStore.Redone"/>.</summary>
    public bool IsRedone
    {
        readonly get => (_head & RedoneBit) != 0;
        set => Set(RedoneBit, value);
    }

    /// <summary>Whether it is a value of a map's key, which <see cref="BlockStore.KeyOf"/> says; others stand in a list.</summary>
    public bool HasKey
    {
        readonly get => (_head & KeyBit) != 0;
        set => Set(KeyBit, value);
    }

    /// <summary>Makes it a block with no neighbours, origins, parent or content, whatever it was before.</summary>
    public void Become(BlockKind kind, int client, int clock, int length)
    {
        Clock = clock;
        Length = length;
        Left = None;
        Right = None;
        _head = (uint)client | ((uint)kind << KindShift);
        OriginClient = None;
        OriginClock = 0;
        RightOriginClient = None;
        RightOriginClock = 0;
        Parent = None;
        Content = None;
    }

    void Set(uint bit, bool value) => _head = value ? _head | bit : _head & ~bit;

    public readonly int End => Clock + Length;

    /// <summary>Deleted content and formatting marks take no place in their parent.</summary>
    public readonly bool IsCountable => Kind is not (BlockKind.Deleted or BlockKind.Format or BlockKind.Gc);

    public readonly int VisibleLength => !Deleted && IsCountable ? Length : 0;

    public readonly bool HasOrigin => OriginClient != None;

    public readonly bool HasRightOrigin => RightOriginClient != None;
}
