using System.Runtime.CompilerServices;

namespace MDReader.Crdt.Blocks;

/// <summary>
/// Where blocks live: pages below the large object heap's threshold, addressed by number. The last page grows, so
/// that a tiny document stays tiny; a <c>ref</c> to a block is therefore good only until the next one is made.
/// </summary>
sealed class BlockStore
{
    public const int PageBits = 9;
    public const int PageSize = 1 << PageBits;
    const int SmallPage = PageSize / 8;

    readonly NumberedNames _rootNames = new();
    readonly List<SharedType> _roots = new(1);
    readonly List<SharedType?> _types = new(1);
    Block[][] _pages = [new Block[2]];
    NumbersBeside _stamps = new();

    // What is a key's value isn't in a list, and only lists have a position index.
    NumbersBeside _keysAndLeaves = new();
    int _count;
    int _expected;
    int _free = Block.None;

    public ClientTable Clients { get; } = new();

    /// <summary>Keys of maps.</summary>
    public NumberedNames Keys => field ??= new();

    /// <summary>
    /// Where the content of a block that was brought back stands now: the client's place in the table, and the clock of
    /// its first unit. Known here only; nothing of it travels.
    /// </summary>
    public Dictionary<int, (int Client, int Clock)> Redone => field ??= [];

    /// <summary>The first texts of clients that have written next to nothing.</summary>
    public TextBuffer SharedText => field ??= new() { IsShared = true };

    public ref Block this[int number]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref _pages[number >> PageBits][number & (PageSize - 1)];
    }

    /// <summary>
    /// When the last scan for conflicts met a block; see <see cref="Integration"/>. A number used again has an old stamp,
    /// which means nothing.
    /// </summary>
    public ref int StampOf(int block) => ref _stamps[block];

    /// <summary>The map key that a block is a value of; None for one that stands in a list.</summary>
    public int KeyOf(int block) => this[block].HasKey ? _keysAndLeaves[block] : Block.None;

    public void SetKey(int block, int key)
    {
        this[block].HasKey = key != Block.None;
        if (key != Block.None)
            _keysAndLeaves[block] = key;
    }

    /// <summary>The leaf that a block has in the position index of its list, which has one.</summary>
    public ref int LeafOf(int block) => ref _keysAndLeaves[block];

    /// <summary>The highest stamp that a scan for conflicts gave.</summary>
    public int LastStamp { get; set; }

    /// <summary>A stamp above all that were given.</summary>
    public int NextStamp()
    {
        // Far from the end a scan can't overflow: there are never that many blocks.
        if (LastStamp > int.MaxValue / 2)
        {
            LastStamp = 0;
            _stamps.Clear();
        }

        return LastStamp + 1;
    }

    /// <summary>A block with no neighbours, origins or content.</summary>
    public int Add(BlockKind kind, int client, int clock, int length)
    {
        var number = Allocate();
        this[number].Become(kind, client, clock, length);
        return number;
    }

    int Allocate()
    {
        if (_free != Block.None)
        {
            var number = _free;
            _free = this[number].Right;
            return number;
        }

        var page = _count >> PageBits;
        if (page == _pages.Length)
            Array.Resize(ref _pages, _pages.Length + 1 + (_pages.Length >> 2));
        // Not cleared: a block becomes whole when it is added.
        _pages[page] ??= GC.AllocateUninitializedArray<Block>(Math.Clamp(_expected - _count, SmallPage, PageSize));
        if ((_count & (PageSize - 1)) == _pages[page].Length)
            Array.Resize(ref _pages[page], Math.Min(PageSize, _pages[page].Length * 2));
        return _count++;
    }

    /// <summary>So many blocks will be made, of so many clients at most: they get the room that they need, and no page more.</summary>
    public void Expect(int blocks, int clients)
    {
        _expected = _count + blocks;
        if (_count == 0)
            Clients.Reserve(clients);
    }

    public void Free(int number)
    {
        this[number].Right = _free;
        _free = number;
    }

    public int StateOf(ulong client) => Clients.Find(client)?.State ?? 0;

    public SharedType Type(int number) => _types[number]!;

    public IReadOnlyList<SharedType> Roots => _roots;

    public SharedType Root(ReadOnlySpan<byte> utf8Name)
    {
        var number = _rootNames.NumberOf(utf8Name);
        if (number == _roots.Count)
        {
            _roots.Add(new(_types.Count) { RootName = _rootNames[number] });
            _types.Add(_roots[number]);
        }

        return _roots[number];
    }

    public SharedType AddType(int item, ReadOnlySpan<byte> encoded)
    {
        var type = new SharedType(_types.Count) { Item = item, Encoded = encoded.ToArray() };
        _types.Add(type);
        return type;
    }

    public void RemoveType(int number)
    {
        _types[number]!.Empty();
        _types[number] = null;
        while (_types.Count > 0 && _types[^1] is null)
            _types.RemoveAt(_types.Count - 1);
    }
}
