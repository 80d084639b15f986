using System.Runtime.InteropServices;
using MDReader.Crdt.Encoding;
using MDReader.Crdt.Ids;

namespace MDReader.Crdt.Updates;

/// <summary>Makes one update V1 of many. All are checked first; then each client's structs are merged by clock.</summary>
sealed class Merge(IReadOnlyList<byte[]> updates, Budget budget)
{
    readonly List<StructCursor> _groups = new(updates.Count);
    readonly PriorityQueue<StructCursor, int> _interrupted = new();
    readonly IdSet _deletions = new();

    // The first of the current client's groups that wasn't begun, and where they end.
    int _next;
    int _end;

    public byte[] Run()
    {
        for (var source = 0; source < updates.Count; source++)
            Survey(source);
        CollectionsMarshal.AsSpan(_groups).Sort(static (a, b) =>
            a.Client != b.Client ? b.Client.CompareTo(a.Client)
            : a.Clock != b.Clock ? a.Clock.CompareTo(b.Clock)
            : a.Source.CompareTo(b.Source));
        _deletions.Normalise();
        var merged = new JoinedStructs();
        try
        {
            while (_next < _groups.Count)
                MergeClient(ref merged);
            return merged.Finish(_deletions);
        }
        finally
        {
            merged.Dispose();
        }
    }

    /// <summary>Checks an update, and notes where each client's structs begin.</summary>
    void Survey(int source)
    {
        ReadOnlySpan<byte> bytes = updates[source];
        UpdateReaderV1.CheckSize(bytes, budget);
        var reader = new ByteReader(bytes);
        var structs = 0;
        for (var clients = UpdateReaderV1.ReadClientCount(ref reader, budget); clients > 0; clients--)
        {
            var (count, client, clock) = UpdateReaderV1.ReadGroupHead(ref reader, budget, structs);
            structs += count;
            _groups.Add(new(source, client, clock, reader.Position, count));
            var author = new Author(client);
            var item = default(DecodedStruct);
            for (; count > 0; count--)
            {
                UpdateReaderV1.ReadStruct(ref reader, budget, in author, clock, ref item);
                clock = item.End;
            }
        }

        UpdateReaderV1.ReadDeletions(ref reader, budget, _deletions);
        reader.ExpectEnd();
    }

    void MergeClient(ref JoinedStructs merged)
    {
        var client = _groups[_next].Client;
        _end = _next;
        while (_end < _groups.Count && _groups[_end].Client == client)
            _end++;
        merged.Begin(client);
        while (TakeLowest(out var cursor))
        {
            var bytes = updates[cursor.Source];
            if (!cursor.MovePast(merged.End, bytes, budget))
                continue;
            // Past what was known already, or past a hole, another may come first.
            while (cursor.Item.Clock <= Math.Max(merged.End, LowestWaiting()))
            {
                merged.Add(bytes, in cursor.Item);
                if (!cursor.MovePast(merged.End, bytes, budget))
                {
                    cursor.Item = default;
                    break;
                }
            }

            if (cursor.Item.Length > 0)
                _interrupted.Enqueue(cursor, cursor.Item.Clock);
        }

        merged.Close();
    }

    bool TakeLowest(out StructCursor cursor)
    {
        if (_interrupted.TryPeek(out _, out var clock) && (_next == _end || clock <= _groups[_next].Clock))
        {
            cursor = _interrupted.Dequeue();
            return true;
        }

        cursor = default;
        if (_next == _end)
            return false;
        cursor = _groups[_next++];
        return true;
    }

    int LowestWaiting()
    {
        var lowest = _next < _end ? _groups[_next].Clock : int.MaxValue;
        return _interrupted.TryPeek(out _, out var clock) ? Math.Min(lowest, clock) : lowest;
    }
}
