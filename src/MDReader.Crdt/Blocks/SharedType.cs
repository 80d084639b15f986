using MDReader.Crdt.Positions;
using MDReader.Crdt.Types;

namespace MDReader.Crdt.Blocks;

/// <summary>
/// What blocks stand in: a list, a map, or both at once. A root has a name and no kind on the wire (it is what it
/// is first used as); others are the content of a block.
/// </summary>
sealed class SharedType(int number)
{
    Dictionary<int, int>? _map;
    Dictionary<int, int>? _firsts;

    /// <summary>Its number in the store.</summary>
    public int Number { get; } = number;

    /// <summary>The UTF-8 of a root's name.</summary>
    public byte[]? RootName { get; init; }

    /// <summary>The block that holds it; None for a root.</summary>
    public int Item { get; init; } = Block.None;

    /// <summary>What the wire says of its kind: the type's tag, and a name where it has one.</summary>
    public byte[] Encoded { get; init; } = [];

    /// <summary>The first block of the list.</summary>
    public int Start { get; set; } = Block.None;

    /// <summary>Units of the list that count: neither deleted nor formatting.</summary>
    public int Length { get; set; }

    /// <summary>True once a formatting mark stood in the list.</summary>
    public bool HasFormats { get; set; }

    /// <summary>Per key the last block of its chain, which is the value.</summary>
    public Dictionary<int, int> Map => _map ??= [];

    public bool HasMap => _map is not null;

    /// <summary>The first block of a key's chain, where it was noted since the way there is long.</summary>
    public int NotedFirstOf(int key) => _firsts is not null && _firsts.TryGetValue(key, out var first) ? first : Block.None;

    public void NoteFirst(int key, int first) => (_firsts ??= [])[key] = first;

    public void ForgetFirst(int key) => _firsts?.Remove(key);

    /// <summary>What the outside sees of it, once it was asked for.</summary>
    public AbstractType? View { get; set; }

    /// <summary>Built when the first index is asked for.</summary>
    public PositionIndex? Positions { get; set; }

    public PositionIndex PositionsIn(BlockStore store) => Positions ??= new(store, this);

    /// <summary>The value of a key, or its last one that was deleted; None when it never had one.</summary>
    public int ValueOf(int key) => _map is not null && _map.TryGetValue(key, out var block) ? block : Block.None;

    /// <summary>What stood in it is garbage: whoever still holds its view finds it empty.</summary>
    public void Empty()
    {
        Start = Block.None;
        Length = 0;
        Positions = null;
        _map = null;
        _firsts = null;
        IsGone = true;
    }

    /// <summary>True once it was deleted and what stood in it was let go.</summary>
    public bool IsGone { get; private set; }
}
