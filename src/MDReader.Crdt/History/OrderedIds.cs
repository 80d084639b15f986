using MDReader.Crdt.Blocks;
using MDReader.Crdt.Ids;

namespace MDReader.Crdt.History;

/// <summary>
/// Ids, and the order in which their clients came up. Yjs goes through them in that order, and what is brought back gets
/// its clocks in it.
/// </summary>
sealed class OrderedIds
{
    readonly List<ulong> _clients = [];
    readonly IdSet _ids = new();

    public OrderedIds(IEnumerable<ulong> clients, IEnumerable<ClientRange> ranges) => Add(clients, ranges);

    /// <summary>Descending by client, then ascending and apart from each other.</summary>
    public IReadOnlyList<ClientRange> Ranges => _ids.Ranges.ToArray();

    public bool Contains(ulong client, int clock) => _ids.Contains(client, clock);

    public void Add(OrderedIds others) => Add(others._clients, others.Ranges);

    void Add(IEnumerable<ulong> clients, IEnumerable<ClientRange> ranges)
    {
        foreach (var client in clients)
        {
            if (!_clients.Contains(client))
                _clients.Add(client);
        }

        foreach (var range in ranges)
            _ids.Add(range.Client, range.Start, range.End);
        _ids.Normalise();
    }

    /// <summary>
    /// Goes through the blocks of the ids, cutting those that are only partly in. Garbage is left out. Visiting one may
    /// cut it and later ones.
    /// </summary>
    public void Visit(Transaction transaction, Action<int> visit)
    {
        var store = transaction.Store;
        foreach (var id in _clients)
        {
            if (store.Clients.Find(id) is not { } client)
                continue;
            foreach (var range in _ids.RangesOf(id).ToArray())
            {
                var end = Math.Min(range.End, client.State);
                for (var clock = range.Start; clock < end;)
                {
                    var number = Splitting.CleanStart(transaction, client, clock);
                    if (store[number].Kind != BlockKind.Gc)
                    {
                        Splitting.CleanEnd(transaction, client, Math.Min(end, store[number].End) - 1);
                        visit(number);
                    }

                    clock = store[number].End;
                }
            }
        }
    }
}
