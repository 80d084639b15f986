namespace MDReader.Crdt.Blocks;

/// <summary>
/// What was deleted and brought back is another item from then on. That and what has to be kept for it is known here
/// only: nothing of it travels.
/// </summary>
static class RedoneItems
{
    /// <summary>Notes that a deleted block's content stands from that clock of this replica's on.</summary>
    public static void Mark(BlockStore store, int number, int client, int clock)
    {
        store[number].IsRedone = true;
        store.Redone.Add(number, (client, clock));
    }

    /// <summary>The block that a redone one was brought back as; cut, so that it begins with the same unit.</summary>
    public static int Next(Transaction transaction, int number)
    {
        var (client, clock) = transaction.Store.Redone[number];
        return Splitting.CleanStart(transaction, transaction.Store.Clients[client], clock);
    }

    /// <summary>Where a unit stands after all that was undone and redone: the block, and its place in that.</summary>
    public static (int Number, int Offset) Follow(BlockStore store, ClientBlocks client, int clock)
    {
        while (true)
        {
            var number = client.BlockAt(clock);
            var offset = clock - store[number].Clock;
            if (!store[number].IsRedone)
                return (number, offset);
            var (next, start) = store.Redone[number];
            (client, clock) = (store.Clients[next], start + offset);
        }
    }

    /// <summary>Keeps a block's content from being let go, and all that it stands in; or doesn't any more.</summary>
    public static void SetKept(BlockStore store, int number, bool isKept)
    {
        while (number != Block.None && store[number].IsKept != isKept)
        {
            store[number].IsKept = isKept;
            number = store.Type(store[number].Parent).Item;
        }
    }
}
