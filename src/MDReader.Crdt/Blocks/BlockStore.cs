using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MDReader.Crdt.Blocks;

/// <summary>
/// Where blocks live: pages below the large object heap's threshold, addressed by number. The first page grows, so
/// that a tiny document stays tiny; a <c>ref</c> to a block is therefore good only until the next one is made.
/// </summary>
sealed class BlockStore
{
    const int PageBits = 9;
    const int PageSize = 1 << PageBits;

    readonly Dictionary<ulong, int> _clientIndexes = [];
    readonly List<ClientBlocks> _clients = [];
    readonly List<SharedType?> _types = [];
    readonly Dictionary<string, int> _roots = [];
    readonly Dictionary<string, int> _keyNumbers = [];
    readonly List<byte[]> _keys = [];
    Block[][] _pages = [new Block[4]];
    int _count;
    int _free = Block.None;
    ulong _lastClientId = ulong.MaxValue;
    ClientBlocks? _lastClient;

    public ReadOnlySpan<ClientBlocks> Clients => CollectionsMarshal.AsSpan(_clients);

    public ref Block this[int number]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref _pages[number >> PageBits][number & (PageSize - 1)];
    }

    /// <summary>The highest stamp that a scan for conflicts gave; see <see cref="Integration"/>.</summary>
    public int LastStamp { get; set; }

    /// <summary>A stamp above all that were given.</summary>
    public int NextStamp()
    {
        // Far from the end a scan can't overflow: there are never that many blocks.
        if (LastStamp > int.MaxValue / 2)
        {
            LastStamp = 0;
            for (var number = 0; number < _count; number++)
                this[number].Stamp = 0;
        }

        return LastStamp + 1;
    }

    /// <summary>A block with no neighbours, origins or content.</summary>
    public int Add(BlockKind kind, int client, int clock, int length)
    {
        var number = Allocate();
        this[number] = new()
        {
            Kind = kind,
            Client = client,
            Clock = clock,
            Length = length,
            Left = Block.None,
            Right = Block.None,
            OriginClient = Block.None,
            RightOriginClient = Block.None,
            Parent = Block.None,
            Key = Block.None,
            Content = Block.None,
            Leaf = Block.None,
        };
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
        _pages[page] ??= new Block[PageSize];
        if ((_count & (PageSize - 1)) == _pages[page].Length)
            Array.Resize(ref _pages[page], Math.Min(PageSize, _pages[page].Length * 2));
        return _count++;
    }

    public void Free(int number)
    {
        this[number].Right = _free;
        _free = number;
    }

    public ClientBlocks? FindClient(ulong id)
    {
        if (id == _lastClientId)
            return _lastClient;
        if (!_clientIndexes.TryGetValue(id, out var index))
            return null;
        _lastClientId = id;
        return _lastClient = _clients[index];
    }

    public ClientBlocks Client(ulong id)
    {
        if (FindClient(id) is { } known)
            return known;
        var client = new ClientBlocks(id, _clients.Count);
        _clientIndexes.Add(id, client.Index);
        _clients.Add(client);
        return client;
    }

    public int StateOf(ulong client) => FindClient(client)?.State ?? 0;

    public SharedType Type(int number) => _types[number]!;

    public SharedType Root(string name)
    {
        ref var number = ref CollectionsMarshal.GetValueRefOrAddDefault(_roots, name, out var known);
        if (known)
            return _types[number]!;
        number = _types.Count;
        var root = new SharedType(number) { RootName = System.Text.Encoding.UTF8.GetBytes(name) };
        _types.Add(root);
        return root;
    }

    public SharedType? FindRoot(string name) => _roots.TryGetValue(name, out var number) ? _types[number] : null;

    public SharedType AddType(int item, ReadOnlySpan<byte> encoded)
    {
        var type = new SharedType(_types.Count) { Item = item, Encoded = encoded.ToArray() };
        _types.Add(type);
        return type;
    }

    public void RemoveType(int number)
    {
        _types[number] = null;
        while (_types.Count > 0 && _types[^1] is null)
            _types.RemoveAt(_types.Count - 1);
    }

    public int KeyNumber(string key)
    {
        ref var number = ref CollectionsMarshal.GetValueRefOrAddDefault(_keyNumbers, key, out var known);
        if (known)
            return number;
        number = _keys.Count;
        _keys.Add(System.Text.Encoding.UTF8.GetBytes(key));
        return number;
    }

    public ReadOnlySpan<byte> KeyName(int number) => _keys[number];
}
