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
/// garbage collector never walks a document, and it fills one cache line. Blocks name each other by their number
/// in the <see cref="BlockStore"/>; <see cref="None"/> stands for "there is none".
/// </summary>
[StructLayout(LayoutKind.Sequential)]
struct Block
{
    public const int None = -1;

    public int Clock;
    public int Length;

    /// <summary>Neighbours in the list (or in the chain of a map's key) that the block stands in.</summary>
    public int Left;
    public int Right;

    /// <summary>The client's place in the store's table, not its id.</summary>
    public int Client;

    public BlockKind Kind;
    public bool Deleted;

    /// <summary>Deleted or not, an undo or redo may need its content: garbage collection leaves it.</summary>
    public bool IsKept;

    /// <summary>It was deleted and has been brought back as another item: see <see cref="BlockStore.Redone"/>.</summary>
    public bool IsRedone;

    /// <summary>What stood left and right when it was written; the client is None where nothing did.</summary>
    public int OriginClient;
    public int OriginClock;
    public int RightOriginClient;
    public int RightOriginClock;

    /// <summary>The shared type it stands in; None for garbage, which stands nowhere.</summary>
    public int Parent;

    /// <summary>The map key it is a value of, or None.</summary>
    public int Key;

    /// <summary>
    /// String: where its text begins in the client's text buffer. Type: the shared type it holds. Others but
    /// Deleted and Gc: where its encoded values begin in the client's value buffer.
    /// </summary>
    public int Content;
    public int ContentBytes;

    /// <summary>Its leaf in the position index of its parent, if there is one.</summary>
    public int Leaf;

    /// <summary>When the last scan for conflicts met it; see <see cref="Integration"/>.</summary>
    public int Stamp;

    /// <summary>Makes it a block with no neighbours, origins, parent or content, whatever it was before.</summary>
    public void Become(BlockKind kind, int client, int clock, int length)
    {
        Clock = clock;
        Length = length;
        Left = None;
        Right = None;
        Client = client;
        Kind = kind;
        Deleted = false;
        IsKept = false;
        IsRedone = false;
        OriginClient = None;
        OriginClock = 0;
        RightOriginClient = None;
        RightOriginClock = 0;
        Parent = None;
        Key = None;
        Content = None;
        ContentBytes = 0;
        Leaf = None;
        Stamp = 0;
    }

    public readonly int End => Clock + Length;

    /// <summary>Deleted content and formatting marks take no place in their parent.</summary>
    public readonly bool IsCountable => Kind is not (BlockKind.Deleted or BlockKind.Format or BlockKind.Gc);

    public readonly int VisibleLength => !Deleted && IsCountable ? Length : 0;

    public readonly bool HasOrigin => OriginClient != None;

    public readonly bool HasRightOrigin => RightOriginClient != None;
}
