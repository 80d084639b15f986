using System.Runtime.InteropServices;

namespace MDReader.Crdt.Ids;

/// <summary>A set of ids as ranges; the delete set of an update or a transaction.</summary>
sealed class IdSet
{
    readonly List<ClientRange> _ranges = [];
    bool _isSorted = true;

    public int Count => _ranges.Count;

    /// <summary>Descending by client, then ascending and apart from each other; call <see cref="Normalise"/> first.</summary>
    public ReadOnlySpan<ClientRange> Ranges => CollectionsMarshal.AsSpan(_ranges);

    public void Add(ulong client, int start, int end)
    {
        if (start == end)
            return;
        if (_ranges.Count > 0)
        {
            ref var last = ref CollectionsMarshal.AsSpan(_ranges)[^1];
            if (last.Client == client && last.End == start)
            {
                last = last with { End = end };
                return;
            }

            // Backspacing adds ranges in front of each other.
            if (last.Client == client && last.Start == end && _ranges.Count == 1)
            {
                last = last with { Start = start };
                return;
            }

            _isSorted &= last.Client > client || (last.Client == client && last.End < start);
        }

        _ranges.Add(new(client, start, end));
    }

    /// <summary>Sorts, and joins what overlaps or touches. Returns true when there was nothing to do.</summary>
    public bool Normalise()
    {
        if (_isSorted)
            return true;
        _isSorted = true;
        var ranges = CollectionsMarshal.AsSpan(_ranges);
        ranges.Sort(static (a, b) => a.Client != b.Client ? b.Client.CompareTo(a.Client) : a.Start.CompareTo(b.Start));
        var kept = 0;
        for (var i = 1; i < ranges.Length; i++)
        {
            ref var last = ref ranges[kept];
            if (last.Client == ranges[i].Client && ranges[i].Start <= last.End)
                last = last with { End = Math.Max(last.End, ranges[i].End) };
            else
                ranges[++kept] = ranges[i];
        }

        _ranges.RemoveRange(kept + 1, _ranges.Count - kept - 1);
        return false;
    }

    /// <summary>Whether both are known to be the same ids. Before they are normalised, that isn't known.</summary>
    public bool IsKnownToEqual(IdSet other) =>
        _isSorted && other._isSorted
        && MemoryMarshal.AsBytes(Ranges).SequenceEqual(MemoryMarshal.AsBytes(other.Ranges));

    /// <summary>Whether an id is in it; call <see cref="Normalise"/> first.</summary>
    public bool Contains(ulong client, int clock)
    {
        var (low, high) = (0, _ranges.Count - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var range = _ranges[middle];
            if (range.Client > client || (range.Client == client && range.End <= clock))
                low = middle + 1;
            else if (range.Client < client || range.Start > clock)
                high = middle - 1;
            else
                return true;
        }

        return false;
    }

    /// <summary>Whether a whole range is in it; call <see cref="Normalise"/> first.</summary>
    public bool ContainsAll(ClientRange range)
    {
        foreach (var held in RangesOf(range.Client))
        {
            if (held.Start <= range.Start && range.End <= held.End)
                return true;
        }

        return false;
    }

    /// <summary>The ranges of one client, ascending; call <see cref="Normalise"/> first.</summary>
    public ReadOnlySpan<ClientRange> RangesOf(ulong client)
    {
        var ranges = Ranges;
        var start = FirstNotAbove(ranges, client);
        var count = client == 0 ? ranges.Length - start : FirstNotAbove(ranges, client - 1) - start;
        return ranges.Slice(start, count);
    }

    /// <summary>The first range of a client that ends past a clock, or one past all; call <see cref="Normalise"/> first.</summary>
    public (int Start, int End) NextOf(ulong client, int clock)
    {
        var ranges = RangesOf(client);
        var (low, high) = (0, ranges.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (ranges[middle].End <= clock)
                low = middle + 1;
            else
                high = middle;
        }

        return low < ranges.Length ? (ranges[low].Start, ranges[low].End) : (int.MaxValue, int.MaxValue);
    }

    static int FirstNotAbove(ReadOnlySpan<ClientRange> ranges, ulong client)
    {
        var (low, high) = (0, ranges.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (ranges[middle].Client > client)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }

    /// <summary>Each client once, in the order in which ranges were added; call it before <see cref="Normalise"/>.</summary>
    public List<ulong> ClientsAsAdded()
    {
        var clients = new List<ulong>();
        var seen = new HashSet<ulong>();
        foreach (var range in Ranges)
        {
            if (seen.Add(range.Client))
                clients.Add(range.Client);
        }

        return clients;
    }

    public void Clear()
    {
        _ranges.Clear();
        _isSorted = true;
        // A transaction's set is used again and again; one huge paste shouldn't hold its memory for ever.
        if (_ranges.Capacity > 4096)
            _ranges.Capacity = 0;
    }
}
