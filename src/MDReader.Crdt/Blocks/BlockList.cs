using System.Numerics;

namespace MDReader.Crdt.Blocks;

/// <summary>
/// The blocks of one client by their first clock. They lie in chunks, so that cutting a block in a long list moves
/// little. Whoever walks the list asks for the clock where the last block ended, which is found at once, and may cut
/// and join on the way.
/// </summary>
sealed class BlockList
{
    const int Capacity = 256;
    const int Nearby = 4;
    const int Counted = 64;

    struct Chunk
    {
        public int[] Clocks;
        public int[] Blocks;
        public int Count;

        public readonly int LastClock => Clocks[Count - 1];
    }

    Chunk[] _chunks = [new() { Clocks = new int[2], Blocks = new int[2] }];
    int[] _starts = [0];
    int _chunkCount = 1;

    // Where the last look-up ended.
    int _chunk;
    int _slot;

    public int Count { get; private set; }

    public int Last
    {
        get
        {
            ref var last = ref _chunks[_chunkCount - 1];
            return last.Count == 0 ? Block.None : last.Blocks[last.Count - 1];
        }
    }

    /// <summary>The block that holds a clock; the list must reach that far.</summary>
    public int Find(int clock)
    {
        // What is written last is asked for most, and mustn't make one forget where one was.
        ref var last = ref _chunks[_chunkCount - 1];
        if (clock >= last.LastClock)
            return last.Blocks[last.Count - 1];
        Seek(clock);
        return _chunks[_chunk].Blocks[_slot];
    }

    /// <summary>How many blocks there are from the one that holds a clock.</summary>
    public int CountFrom(int clock)
    {
        Seek(clock);
        var count = -_slot;
        for (var chunk = _chunk; chunk < _chunkCount; chunk++)
            count += _chunks[chunk].Count;
        return count;
    }

    /// <summary>
    /// The blocks from the one that holds a clock on, for who cuts and joins nothing on the way. The list must reach
    /// that far.
    /// </summary>
    public Walk From(int clock)
    {
        if (Count == 0)
            return default;
        Seek(clock);
        return new(this, _chunks[_chunk].Blocks.AsSpan(0, _chunks[_chunk].Count), _chunk, _slot);
    }

    public ref struct Walk(BlockList? list, ReadOnlySpan<int> blocks, int chunk, int slot)
    {
        readonly BlockList? _list = list;
        ReadOnlySpan<int> _blocks = blocks;
        int _chunk = chunk;
        int _next = slot;

        public int Current { get; private set; }

        public readonly Walk GetEnumerator() => this;

        public bool MoveNext()
        {
            if ((uint)_next >= (uint)_blocks.Length && !MoveToNextChunk())
                return false;
            Current = _blocks[_next++];
            return true;
        }

        bool MoveToNextChunk()
        {
            if (_list is null || ++_chunk >= _list._chunkCount)
                return false;
            ref var chunk = ref _list._chunks[_chunk];
            _blocks = chunk.Blocks.AsSpan(0, chunk.Count);
            _next = 0;
            return _blocks.Length > 0;
        }
    }

    /// <summary>Puts a block behind the last one.</summary>
    public void Append(int block, int clock)
    {
        ref var last = ref _chunks[_chunkCount - 1];
        if (Count == 0 || last.Count == last.Blocks.Length)
        {
            Insert(block, clock);
            return;
        }

        last.Clocks[last.Count] = clock;
        last.Blocks[last.Count] = block;
        last.Count++;
        Count++;
    }

    public void Insert(int block, int clock)
    {
        if (Count == 0)
            (_chunk, _slot) = (0, -1);
        else
            Seek(clock);
        _slot++;
        Count++;
        ref var chunk = ref _chunks[_chunk];
        if (chunk.Count == chunk.Blocks.Length)
            chunk = ref MakeRoom();
        if (_slot < chunk.Count)
        {
            Array.Copy(chunk.Clocks, _slot, chunk.Clocks, _slot + 1, chunk.Count - _slot);
            Array.Copy(chunk.Blocks, _slot, chunk.Blocks, _slot + 1, chunk.Count - _slot);
        }

        chunk.Clocks[_slot] = clock;
        chunk.Blocks[_slot] = block;
        chunk.Count++;
        _starts[_chunk] = chunk.Clocks[0];
    }

    /// <summary>Takes out the block that begins at a clock.</summary>
    public void Remove(int clock)
    {
        Seek(clock);
        ref var chunk = ref _chunks[_chunk];
        chunk.Count--;
        Count--;
        Array.Copy(chunk.Clocks, _slot + 1, chunk.Clocks, _slot, chunk.Count - _slot);
        Array.Copy(chunk.Blocks, _slot + 1, chunk.Blocks, _slot, chunk.Count - _slot);
        if (chunk.Count > 0)
        {
            _starts[_chunk] = chunk.Clocks[0];
        }
        else if (_chunkCount > 1)
        {
            _chunkCount--;
            Array.Copy(_chunks, _chunk + 1, _chunks, _chunk, _chunkCount - _chunk);
            Array.Copy(_starts, _chunk + 1, _starts, _chunk, _chunkCount - _chunk);
            _chunks[_chunkCount] = default;
            _chunk = Math.Max(0, _chunk - 1);
        }

        _slot = 0;
    }

    void Seek(int clock)
    {
        ref var last = ref _chunks[_chunkCount - 1];
        if (clock >= last.LastClock)
        {
            (_chunk, _slot) = (_chunkCount - 1, last.Count - 1);
            return;
        }

        if (!SeekNearby(clock))
        {
            _chunk = Floor(_starts.AsSpan(0, _chunkCount), clock);
            _slot = Floor(_chunks[_chunk].Clocks.AsSpan(0, _chunks[_chunk].Count), clock);
        }
    }

    // Typing stays where it was, and walks go from left to right.
    bool SeekNearby(int clock)
    {
        var clocks = _chunks[_chunk].Clocks.AsSpan(0, _chunks[_chunk].Count);
        if ((uint)_slot >= (uint)clocks.Length)
            return false;
        if (clocks[_slot] > clock)
        {
            if (_slot == 0 || clocks[_slot - 1] > clock)
                return false;
            _slot--;
            return true;
        }

        var end = Math.Min(_slot + Nearby, clocks.Length);
        for (var next = _slot + 1; next < end; next++)
        {
            if (clock >= clocks[next])
                continue;
            _slot = next - 1;
            return true;
        }

        return false;
    }

    /// <summary>The place of the last clock that isn't above one; the first isn't.</summary>
    /// <remarks>
    /// No branch depends on a clock, as where one is found can't be foretold: halves are chosen, and in the end those that
    /// aren't above are counted, several at a time.
    /// </remarks>
    static int Floor(ReadOnlySpan<int> clocks, int clock)
    {
        var floor = 0;
        var left = clocks.Length;
        while (left > Counted)
        {
            var half = left >> 1;
            floor = clocks[floor + half] <= clock ? floor + half : floor;
            left -= half;
        }

        return floor + CountUpTo(clocks.Slice(floor, left), clock) - 1;
    }

    static int CountUpTo(ReadOnlySpan<int> clocks, int clock)
    {
        var sought = new Vector<int>(clock);
        var counts = Vector<int>.Zero;
        while (clocks.Length >= Vector<int>.Count)
        {
            counts -= Vector.LessThanOrEqual(new(clocks), sought);
            clocks = clocks[Vector<int>.Count..];
        }

        var count = Vector.Sum(counts);
        foreach (var other in clocks)
            count += other <= clock ? 1 : 0;
        return count;
    }

    /// <summary>Grows the current chunk, or cuts it in two, or opens one behind it; the current place moves along.</summary>
    ref Chunk MakeRoom()
    {
        ref var full = ref _chunks[_chunk];
        if (full.Count < Capacity)
        {
            Array.Resize(ref full.Clocks, Math.Min(Capacity, full.Count * 2));
            Array.Resize(ref full.Blocks, full.Clocks.Length);
            return ref full;
        }

        // At the end of the list, chunks fill up; in the middle, both halves get room.
        var kept = _chunk == _chunkCount - 1 && _slot == Capacity ? Capacity : Capacity / 2;
        OpenChunk(_chunk + 1);
        full = ref _chunks[_chunk];
        ref var next = ref _chunks[_chunk + 1];
        full.Clocks.AsSpan(kept).CopyTo(next.Clocks);
        full.Blocks.AsSpan(kept).CopyTo(next.Blocks);
        next.Count = Capacity - kept;
        full.Count = kept;
        _starts[_chunk + 1] = next.Clocks[0];
        if (_slot <= kept && kept < Capacity)
            return ref full;
        _chunk++;
        _slot -= kept;
        return ref next;
    }

    void OpenChunk(int at)
    {
        if (_chunkCount == _chunks.Length)
        {
            Array.Resize(ref _chunks, _chunkCount * 2);
            Array.Resize(ref _starts, _chunkCount * 2);
        }

        Array.Copy(_chunks, at, _chunks, at + 1, _chunkCount - at);
        Array.Copy(_starts, at, _starts, at + 1, _chunkCount - at);
        _chunks[at] = new() { Clocks = new int[Capacity], Blocks = new int[Capacity] };
        _chunkCount++;
    }
}
