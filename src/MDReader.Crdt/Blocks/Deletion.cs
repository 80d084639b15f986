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

    public static void Delete(Transaction transaction, int number)
    {
        if (!Mark(transaction, number))
            return;
        // What stands in a deleted type goes with it, level by level: nesting is no reason to recurse.
        var types = transaction.DeletedTypes;
        while (types.TryPop(out var type))
            DeleteChildren(transaction, transaction.Store.Type(type));
    }

    static void DeleteChildren(Transaction transaction, SharedType type)
    {
        var store = transaction.Store;
        for (var child = type.Start; child != Block.None; child = store[child].Right)
            DeleteChild(transaction, child);
        if (!type.HasMap)
            return;
        foreach (var value in type.Map.Values)
            DeleteChild(transaction, value);
    }

    static void DeleteChild(Transaction transaction, int child)
    {
        // One deleted long ago becomes garbage with its parent, and may then join its neighbours.
        if (!Mark(transaction, child))
            transaction.MarkForMerging(transaction.Store[child].Client, transaction.Store[child].Clock);
    }

    static bool Mark(Transaction transaction, int number)
    {
        var store = transaction.Store;
        ref var block = ref store[number];
        if (block.Deleted)
            return false;
        if (block.Key == Block.None)
        {
            var parent = store.Type(block.Parent);
            parent.Length -= block.VisibleLength;
            parent.Positions?.Hide(number);
        }

        block.Deleted = true;
        transaction.Deletions.Add(store.Clients[block.Client].Id, block.Clock, block.End);
        transaction.MarkChanged(store.Type(block.Parent), block.Key);
        if (block.Kind == BlockKind.Type)
        {
            transaction.DeletedTypes.Push(block.Content);
            transaction.ForgetChanges(store.Type(block.Content));
        }
        else if (block.Kind == BlockKind.Doc)
        {
            transaction.RemoveDocument(number);
        }

        return true;
    }
}
