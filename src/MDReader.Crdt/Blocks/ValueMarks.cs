namespace MDReader.Crdt.Blocks;

/// <summary>
/// Where some of a client's values begin, so that none is looked for from far: a long array is one block, and each of its
/// values tells only by itself where it ends. They are noted on the way, when one is looked for.
/// </summary>
sealed class ValueMarks
{
    /// <summary>Clocks from one mark to the next.</summary>
    public const int Every = 16;

    readonly List<(int Clock, int Start)> _marks = [];

    /// <summary>Where in the client's values the one of a clock begins, or, given the block's end, where its last one ends.</summary>
    /// <param name="values">All of the client's values.</param>
    /// <param name="block">Holds values of the kinds that hold several: Any or Json.</param>
    /// <param name="clock">From the block's first clock to its end.</param>
    public int StartOf(ReadOnlySpan<byte> values, in Block block, int clock)
    {
        var next = CountUpTo(clock);
        var (at, start) = next > 0 && _marks[next - 1].Clock > block.Clock ? _marks[next - 1] : (block.Clock, block.Content);
        while (at < clock)
        {
            var step = Math.Min(clock - at, Every - at % Every);
            start += ContentValue.BytesOf(values[start..], block.Kind, step);
            at += step;
            if (at % Every == 0 && at < block.End)
                _marks.Insert(next++, (at, start));
        }

        return start;
    }

    /// <summary>Forgets those past a length of the values, which were taken back.</summary>
    public void Truncate(int length)
    {
        while (_marks.Count > 0 && _marks[^1].Start >= length)
            _marks.RemoveAt(_marks.Count - 1);
    }

    int CountUpTo(int clock)
    {
        var (low, high) = (0, _marks.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_marks[middle].Clock <= clock)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }
}
