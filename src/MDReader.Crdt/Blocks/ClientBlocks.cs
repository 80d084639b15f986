namespace MDReader.Crdt.Blocks;

/// <summary>All that is held of one client: its blocks by clock, without gaps, and their contents.</summary>
sealed class ClientBlocks(ulong id, int index)
{
    int[] _clocks = new int[4];
    int[] _blocks = new int[4];
    int _lastFound;

    public ulong Id { get; } = id;

    /// <summary>Its place in the store's table.</summary>
    public int Index { get; } = index;

    /// <summary>The next clock.</summary>
    public int State { get; set; }

    /// <summary>Whether the open transaction added to it, and what it held before that.</summary>
    public bool IsExtended { get; set; }

    public int StateBefore { get; set; }

    public int TextBefore { get; set; }

    public int ValuesBefore { get; set; }

    public int Count { get; private set; }

    public TextBuffer Text { get; } = new();

    public ValueBuffer Values { get; } = new();

    public int this[int position] => _blocks[position];

    public ReadOnlySpan<int> Blocks => _blocks.AsSpan(0, Count);

    public int Last => Count == 0 ? Block.None : _blocks[Count - 1];

    /// <summary>The block that holds a clock below <see cref="State"/>.</summary>
    public int BlockAt(int clock) => _blocks[PositionOf(clock)];

    /// <summary>The position of the block that holds a clock below <see cref="State"/>.</summary>
    public int PositionOf(int clock)
    {
        var clocks = _clocks.AsSpan(0, Count);
        if (clock >= clocks[^1])
            return Count - 1;
        // Typing stays where it was: the block found last, or the one after it, is most often the one.
        var near = _lastFound;
        if (near + 1 < Count && clocks[near] <= clock)
        {
            if (clock < clocks[near + 1])
                return near;
            if (near + 2 < Count && clock < clocks[near + 2])
                return _lastFound = near + 1;
        }

        var found = clocks.BinarySearch(clock);
        return _lastFound = found >= 0 ? found : ~found - 1;
    }

    public void Append(int block, int clock, int end)
    {
        Insert(Count, block, clock);
        State = end;
    }

    public void Insert(int position, int block, int clock)
    {
        if (Count == _blocks.Length)
        {
            // An eighth of slack once it is long, as for text.
            var capacity = Count < 1024 ? Count * 2 : Count + (Count >> 3);
            Array.Resize(ref _clocks, capacity);
            Array.Resize(ref _blocks, capacity);
        }

        if (position < Count)
        {
            Array.Copy(_clocks, position, _clocks, position + 1, Count - position);
            Array.Copy(_blocks, position, _blocks, position + 1, Count - position);
        }

        _clocks[position] = clock;
        _blocks[position] = block;
        Count++;
    }

    /// <summary>Makes room at once for a load; for a few blocks, growing as it goes is as good.</summary>
    public void Reserve(int blocks, int textBytes)
    {
        if (blocks < 64)
            return;
        Text.ReserveAscii(textBytes);
        if (_blocks.Length - Count >= blocks)
            return;
        Array.Resize(ref _clocks, Count + blocks);
        Array.Resize(ref _blocks, Count + blocks);
    }

    /// <summary>Moves an entry down over merged ones; <see cref="RemoveRange"/> then closes the gap.</summary>
    public void Move(int from, int to) => (_clocks[to], _blocks[to]) = (_clocks[from], _blocks[from]);

    public void RemoveRange(int start, int end)
    {
        Array.Copy(_clocks, end, _clocks, start, Count - end);
        Array.Copy(_blocks, end, _blocks, start, Count - end);
        Count -= end - start;
        _lastFound = 0;
    }
}
