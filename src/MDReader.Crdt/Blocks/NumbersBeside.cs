namespace MDReader.Crdt.Blocks;

/// <summary>
/// A number beside each block, of a sort that few documents need: room for them comes a page at a time, with the first
/// block that has one. Until it is set, a number is 0.
/// </summary>
struct NumbersBeside()
{
    int[]?[] _pages = [];

    /// <summary>The reference is good until the next one is asked for.</summary>
    public ref int this[int block]
    {
        get
        {
            var page = block >> BlockStore.PageBits;
            var slot = block & (BlockStore.PageSize - 1);
            if (page < _pages.Length && _pages[page] is { } numbers && slot < numbers.Length)
                return ref numbers[slot];
            return ref MakeRoom(page, slot)[slot];
        }
    }

    // The first page grows, so that a tiny document stays tiny.
    int[] MakeRoom(int page, int slot)
    {
        if (page >= _pages.Length)
            Array.Resize(ref _pages, page + 1 + (page >> 2));
        ref var numbers = ref _pages[page];
        Array.Resize(ref numbers, page > 0 ? BlockStore.PageSize : Math.Min(BlockStore.PageSize, 2 * (slot + 1)));
        return numbers;
    }

    public readonly void Clear()
    {
        foreach (var page in _pages)
            page?.AsSpan().Clear();
    }
}
