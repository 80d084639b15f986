using MDReader.Crdt.Ids;

namespace MDReader.Crdt.Updates;

/// <summary>
/// What waits for something it depends on. Adding costs what is added; only when a unit arrives that something
/// waits for is all of it looked at again.
/// </summary>
sealed class Pending
{
    const int BytesOfRange = 16;
    const int BytesOfStruct = 24;

    readonly List<DecodedUpdate> _parts = [];
    readonly Dictionary<ulong, int> _wakes = [];
    readonly Dictionary<ulong, List<ClientRange>> _deletions = [];
    int _ranges;

    /// <summary>About what it takes in memory.</summary>
    public long Bytes { get; private set; }

    public bool IsEmpty => _parts.Count == 0 && _ranges == 0;

    /// <summary>Whether something waits for a unit that the transaction brought.</summary>
    public bool IsAwokenBy(Transaction transaction)
    {
        if (_parts.Count == 0)
            return false;
        foreach (var client in transaction.Extended)
        {
            if (_wakes.TryGetValue(client.Id, out var clock) && clock < client.State)
                return true;
        }

        return false;
    }

    /// <summary>What keeping the plan's rest would add.</summary>
    public static long BytesOf(DecodedUpdate update, List<IntegrationPlan.Wait> waits, int deleteRanges)
    {
        var bytes = (long)deleteRanges * BytesOfRange;
        foreach (var wait in waits)
        {
            for (var i = wait.First; i < update.Groups[wait.Group].EndIndex; i++)
                bytes += BytesOfStruct + update.Structs[i].ContentBytes;
        }

        return bytes;
    }

    static long BytesOf(DecodedUpdate structs)
    {
        var bytes = 0L;
        for (var i = 0; i < structs.StructCount; i++)
            bytes += BytesOfStruct + structs.Structs[i].ContentBytes;
        return bytes;
    }

    public void Add(DecodedUpdate update, List<IntegrationPlan.Wait> waits)
    {
        Bytes += BytesOf(update, waits, 0);
        var part = new UpdateParts();
        foreach (var wait in waits)
        {
            _wakes[wait.For.Client] = _wakes.TryGetValue(wait.For.Client, out var clock)
                ? Math.Min(clock, wait.For.Clock)
                : wait.For.Clock;
            var group = update.Groups[wait.Group];
            for (var i = wait.First; i < group.EndIndex; i++)
                part.Add(update, group.Client, i);
        }

        _parts.Add(part.Join());
    }

    public void AddDeletion(ulong client, int start, int end)
    {
        if (!_deletions.TryGetValue(client, out var ranges))
            _deletions[client] = ranges = [];
        ranges.Add(new(client, start, end));
        _ranges++;
        Bytes += BytesOfRange;
    }

    /// <summary>Takes out what deletions wait for units of that client.</summary>
    public List<ClientRange>? TakeDeletions(ulong client)
    {
        if (!_deletions.Remove(client, out var ranges))
            return null;
        _ranges -= ranges.Count;
        Bytes -= (long)ranges.Count * BytesOfRange;
        return ranges;
    }

    /// <summary>Takes all waiting structs out, as one update.</summary>
    public DecodedUpdate TakeStructs()
    {
        var all = JoinStructs();
        _parts.Clear();
        _wakes.Clear();
        Bytes = (long)_ranges * BytesOfRange;
        return all;
    }

    /// <summary>Drops what is kept twice.</summary>
    public void Compact()
    {
        var structs = JoinStructs();
        _parts.Clear();
        if (structs.StructCount > 0)
            _parts.Add(structs);
        var deletions = new IdSet();
        CopyDeletionsTo(deletions);
        deletions.Normalise();
        _deletions.Clear();
        _ranges = 0;
        Bytes = BytesOf(structs);
        foreach (var range in deletions.Ranges)
            AddDeletion(range.Client, range.Start, range.End);
    }

    public DecodedUpdate JoinStructs()
    {
        var parts = new UpdateParts();
        foreach (var part in _parts)
        {
            foreach (var group in part.Groups)
            {
                for (var i = group.First; i < group.EndIndex; i++)
                    parts.Add(part, group.Client, i);
            }
        }

        return parts.Join();
    }

    public void CopyDeletionsTo(IdSet deletions)
    {
        foreach (var ranges in _deletions.Values)
        {
            foreach (var range in ranges)
                deletions.Add(range.Client, range.Start, range.End);
        }
    }
}
