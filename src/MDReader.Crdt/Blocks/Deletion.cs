namespace MDReader.Crdt.Blocks;

/// <summary>Deleting marks blocks; what they held is let go at the end of the transaction (<see cref="Garbage"/>).</summary>
static class Deletion
{
    /// <summary>Deletes known clocks of a client, cutting the first and last block where needed.</summary>
    public static void DeleteRange(Transaction transaction, ClientBlocks client, int start, int end)
    {
        var store = transaction.Store;
        for (var clock = start; clock < end;)
        {
            var number = client.BlockAt(clock);
            if (!store[number].Deleted)
            {
                if (store[number].Clock < clock)
                    number = Splitting.Split(transaction, number, clock - store[number].Clock);
                if (store[number].End > end)
                    Splitting.Split(transaction, number, end - clock);
                Delete(transaction, number);
            }

            clock = store[number].End;
        }
    }

    /// <summary>
    /// What stands in a deleted type goes with it, in the order in which yjs goes through it: each with all that it
    /// holds, a list before its keys. Nesting is no reason to recurse.
    /// </summary>
    public static void Delete(Transaction transaction, int number)
    {
        if (!Mark(transaction, number))
            return;
        var store = transaction.Store;
        var left = transaction.ToDelete;
        Enter(store, left, number);
        while (left.Count > 0)
        {
            var (child, isInList) = left[^1];
            left.RemoveAt(left.Count - 1);
            if (isInList && store[child].Right != Block.None)
                left.Add((store[child].Right, true));
            if (Mark(transaction, child))
                Enter(store, left, child);
            else
                // One deleted long ago becomes garbage with its parent, and may then join its neighbours.
                transaction.MarkForMerging(store[child].Client, store[child].Clock);
        }
    }

    static void Enter(BlockStore store, List<(int Block, bool IsInList)> left, int number)
    {
        if (store[number].Kind != BlockKind.Type)
            return;
        var type = store.Type(store[number].Content);
        var first = left.Count;
        if (type.HasMap)
        {
            foreach (var value in type.Map.Values)
                left.Add((value, false));
            left.Reverse(first, left.Count - first);
        }

        if (type.Start != Block.None)
            left.Add((type.Start, true));
    }

    static bool Mark(Transaction transaction, int number)
    {
        var store = transaction.Store;
        ref var block = ref store[number];
        if (block.Deleted)
            return false;
        if (!block.HasKey)
        {
            var parent = store.Type(block.Parent);
            parent.Length -= block.VisibleLength;
            parent.Positions?.Hide(number);
        }

        block.Deleted = true;
        transaction.HasDeleted = true;
        transaction.Deletions.Add(store.Clients[block.Client].Id, block.Clock, block.End);
        transaction.MarkChanged(store.Type(block.Parent), store.KeyOf(number));
        if (block.Kind == BlockKind.Type)
            transaction.ForgetChanges(store.Type(block.Content));
        else if (block.Kind == BlockKind.Doc)
            transaction.RemoveDocument(number);

        return true;
    }
}
