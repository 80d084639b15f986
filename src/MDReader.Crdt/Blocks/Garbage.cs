namespace MDReader.Crdt.Blocks;

/// <summary>
/// Lets go of what was deleted. A deleted item keeps its place, so that others can still be put beside it; what
/// stood in a deleted type keeps nothing but its clocks.
/// </summary>
static class Garbage
{
    const int WorthClearing = 16 * 1024;

    public static void Collect(Transaction transaction)
    {
        var store = transaction.Store;
        foreach (var range in transaction.Deletions.Ranges)
        {
            var client = store.Clients.Find(range.Client)!;
            for (var clock = range.Start; clock < range.End;)
            {
                var number = client.BlockAt(clock);
                clock = store[number].End;
                Empty(transaction, number);
            }

            if (!client.Text.IsShared && client.Text.Garbage > WorthClearing && client.Text.Garbage > client.Text.Length / 2)
                ClearText(store, client);
        }
    }

    static void Empty(Transaction transaction, int number)
    {
        var store = transaction.Store;
        ref var block = ref store[number];
        if (block.IsKept || block.Kind is BlockKind.Deleted or BlockKind.Gc)
            return;
        if (transaction.Doc.GcFilter is { } mayForget
            && !mayForget(new(store.Clients[block.Client].Id, block.Clock, block.End)))
            return;
        LetGo(transaction, ref block);
        block.Kind = BlockKind.Deleted;
        block.Content = Block.None;
        while (transaction.DeletedTypes.TryPop(out var type))
            EmptyChildren(transaction, type);
    }

    static void EmptyChildren(Transaction transaction, int number)
    {
        var store = transaction.Store;
        var type = store.Type(number);
        for (var child = type.Start; child != Block.None;)
        {
            var next = store[child].Right;
            BecomeGc(transaction, child);
            child = next;
        }

        if (type.HasMap)
        {
            foreach (var value in type.Map.Values)
            {
                for (var child = value; child != Block.None;)
                {
                    var next = store[child].Left;
                    BecomeGc(transaction, child);
                    child = next;
                }
            }
        }

        store.RemoveType(number);
    }

    static void BecomeGc(Transaction transaction, int number)
    {
        ref var block = ref transaction.Store[number];
        LetGo(transaction, ref block);
        if (block.IsRedone)
            transaction.Store.Redone.Remove(number);
        block.Become(BlockKind.Gc, block.Client, block.Clock, block.Length);
        block.Deleted = true;
        transaction.MarkForMerging(block.Client, block.Clock);
    }

    static void LetGo(Transaction transaction, ref Block block)
    {
        if (block.Kind == BlockKind.Type)
            transaction.DeletedTypes.Push(block.Content);
        else if (block.Kind == BlockKind.String)
            transaction.Store.Clients[block.Client].Text.Garbage += block.Length;
    }

    static void ClearText(BlockStore store, ClientBlocks client)
    {
        var kept = 0;
        for (var clock = 0; clock < client.State;)
        {
            ref var block = ref store[client.BlockAt(clock)];
            clock = block.End;
            if (block.Kind != BlockKind.String)
                continue;
            client.Text.MoveDown(block.Content, kept, block.Length);
            block.Content = kept;
            kept += block.Length;
        }

        client.Text.Truncate(kept);
        client.Text.Garbage = 0;
    }
}
