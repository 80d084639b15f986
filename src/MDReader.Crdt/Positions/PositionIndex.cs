using MDReader.Crdt.Blocks;

namespace MDReader.Crdt.Positions;

/// <summary>
/// Finds the block at an index of a list, and a block's index, without walking the list: leaves of up to 64 blocks
/// with their visible lengths, and a flat directory of what each leaf sums to. It is built when the first index is
/// asked for, and kept with every change from then on.
/// </summary>
sealed class PositionIndex
{
    readonly BlockStore _store;
    readonly List<Leaf> _leaves = [];
    readonly List<int> _freeLeaves = [];

    // The directory: leaves in the order of the list, and what each of them sums to.
    int[] _order = new int[4];
    int[] _sums = new int[4];
    int _count;

    // Where the last look-up ended. Typing goes on there.
    int _cursor;
    int _cursorStart;

    public PositionIndex(BlockStore store, SharedType type)
    {
        _store = store;
        Open(0);
        for (var block = type.Start; block != Block.None; block = store[block].Right)
        {
            var last = _leaves[_order[_count - 1]];
            if (last.Count == Leaf.Capacity * 3 / 4)
            {
                Open(_count);
                last = _leaves[_order[_count - 1]];
            }

            Put(_order[_count - 1], last.Count, block);
            _sums[_count - 1] += store[block].VisibleLength;
        }
    }

    /// <summary>The block with the visible unit at <paramref name="index"/>, which must be below the length.</summary>
    public (int Block, int Offset) Find(int index)
    {
        var ordinal = _cursor;
        var start = _cursorStart;
        if (index < start / 2)
            (ordinal, start) = (0, 0);
        while (index < start)
            start -= _sums[--ordinal];
        while (index >= start + _sums[ordinal])
            start += _sums[ordinal++];
        (_cursor, _cursorStart) = (ordinal, start);
        var leaf = _leaves[_order[ordinal]];
        var slot = 0;
        while (index >= start + leaf.Visible[slot])
            start += leaf.Visible[slot++];
        return (leaf.Blocks[slot], index - start);
    }

    /// <summary>The last block of a list that has one.</summary>
    public int Last
    {
        get
        {
            var leaf = _leaves[_order[_count - 1]];
            return leaf.Blocks[leaf.Count - 1];
        }
    }

    /// <summary>How many visible units stand before a block.</summary>
    public int StartOf(int block)
    {
        var leaf = _leaves[_store.LeafOf(block)];
        var start = 0;
        foreach (var sum in _sums.AsSpan(0, OrdinalOf(_store.LeafOf(block))))
            start += sum;
        foreach (var visible in leaf.Visible.AsSpan(0, leaf.SlotOf(block)))
            start += visible;
        return start;
    }

    /// <summary>Takes in a block that was linked into the list.</summary>
    public void Insert(int block)
    {
        var left = _store[block].Left;
        var (number, slot) = (_order[0], 0);
        if (left != Block.None)
        {
            number = _store.LeafOf(left);
            slot = _leaves[number].SlotOf(left) + 1;
        }

        InsertAt(number, slot, block);
    }

    /// <summary>Takes in the right part of a block that was cut.</summary>
    public void Split(int left, int right)
    {
        var number = _store.LeafOf(left);
        var slot = _leaves[number].SlotOf(left);
        SetVisible(number, slot, _store[left].VisibleLength);
        InsertAt(number, slot + 1, right);
    }

    /// <summary>A block is being deleted.</summary>
    public void Hide(int block) => SetVisible(_store.LeafOf(block), _leaves[_store.LeafOf(block)].SlotOf(block), 0);

    /// <summary>A deletion was taken back.</summary>
    public void Show(int block) =>
        SetVisible(_store.LeafOf(block), _leaves[_store.LeafOf(block)].SlotOf(block), _store[block].VisibleLength);

    public void Lengthen(int block, int by)
    {
        var number = _store.LeafOf(block);
        var slot = _leaves[number].SlotOf(block);
        SetVisible(number, slot, _leaves[number].Visible[slot] + by);
    }

    /// <summary>A block is being joined to the one left of it.</summary>
    public void Join(int left, int right)
    {
        Remove(right);
        Lengthen(left, _store[right].VisibleLength);
    }

    public void Remove(int block)
    {
        var number = _store.LeafOf(block);
        var leaf = _leaves[number];
        var slot = leaf.SlotOf(block);
        SetVisible(number, slot, 0);
        leaf.Remove(slot);
        if (leaf.Count == 0 && _count > 1)
            Close(number);
    }

    void InsertAt(int number, int slot, int block)
    {
        var leaf = _leaves[number];
        if (leaf.Count == Leaf.Capacity)
        {
            var half = Leaf.Capacity / 2;
            var ordinal = OrdinalOf(number);
            var next = Open(ordinal + 1);
            for (var i = half; i < Leaf.Capacity; i++)
                Put(next, i - half, leaf.Blocks[i]);
            var moved = _leaves[next].Sum();
            leaf.Count = half;
            _sums[ordinal] -= moved;
            _sums[ordinal + 1] = moved;
            if (slot > half)
            {
                number = next;
                slot -= half;
            }
        }

        Put(number, slot, block);
        AddToSum(number, _store[block].VisibleLength);
    }

    void Put(int number, int slot, int block)
    {
        _store.LeafOf(block) = number;
        _leaves[number].Insert(slot, block, _store[block].VisibleLength);
    }

    void SetVisible(int number, int slot, int visible)
    {
        ref var now = ref _leaves[number].Visible[slot];
        AddToSum(number, visible - now);
        now = visible;
    }

    void AddToSum(int number, int change)
    {
        if (change == 0)
            return;
        var ordinal = OrdinalOf(number);
        _sums[ordinal] += change;
        if (ordinal < _cursor)
            _cursorStart += change;
    }

    int OrdinalOf(int number) =>
        _order[_cursor] == number ? _cursor : _order.AsSpan(0, _count).IndexOf(number);

    int Open(int ordinal)
    {
        int number;
        if (_freeLeaves.Count > 0)
        {
            number = _freeLeaves[^1];
            _freeLeaves.RemoveAt(_freeLeaves.Count - 1);
        }
        else
        {
            number = _leaves.Count;
            _leaves.Add(new());
        }

        if (_count == _order.Length)
        {
            Array.Resize(ref _order, _count * 2);
            Array.Resize(ref _sums, _count * 2);
        }

        Array.Copy(_order, ordinal, _order, ordinal + 1, _count - ordinal);
        Array.Copy(_sums, ordinal, _sums, ordinal + 1, _count - ordinal);
        _order[ordinal] = number;
        _sums[ordinal] = 0;
        _count++;
        ResetCursor();
        return number;
    }

    void Close(int number)
    {
        var ordinal = OrdinalOf(number);
        _count--;
        Array.Copy(_order, ordinal + 1, _order, ordinal, _count - ordinal);
        Array.Copy(_sums, ordinal + 1, _sums, ordinal, _count - ordinal);
        _freeLeaves.Add(number);
        ResetCursor();
    }

    void ResetCursor() => (_cursor, _cursorStart) = (0, 0);
}
