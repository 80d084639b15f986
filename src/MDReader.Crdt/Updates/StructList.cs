using System.Buffers;

namespace MDReader.Crdt.Updates;

/// <summary>
/// Structs by reference, in pages below the large object heap's threshold. The first page grows, so that an update
/// of one struct stays small; a <c>ref</c> to a struct is therefore good only until the next one is added.
/// </summary>
sealed class StructList
{
    const int PageBits = 9;
    const int PageSize = 1 << PageBits;

    DecodedStruct[][] _pages = [new DecodedStruct[2]];

    public int Count { get; private set; }

    public ref DecodedStruct this[int index] => ref _pages[index >> PageBits][index & (PageSize - 1)];

    /// <summary>A new struct at the end, to be filled in.</summary>
    public ref DecodedStruct Add()
    {
        var page = Count >> PageBits;
        var slot = Count & (PageSize - 1);
        if (page == _pages.Length)
            Array.Resize(ref _pages, _pages.Length * 2);
        // Rented, as a load needs many for a moment; whoever doesn't clear the list leaves them to the collector.
        _pages[page] ??= ArrayPool<DecodedStruct>.Shared.Rent(PageSize);
        if (slot == _pages[page].Length)
            Array.Resize(ref _pages[page], Math.Min(PageSize, slot * 4));
        Count++;
        return ref _pages[page][slot];
    }

    public void Clear()
    {
        Count = 0;
        // What a large update took isn't kept for small ones.
        for (var page = 1; page < _pages.Length && _pages[page] is { } rented; page++)
            ArrayPool<DecodedStruct>.Shared.Return(rented);
        if (_pages.Length > 1)
            Array.Resize(ref _pages, 1);
    }
}
