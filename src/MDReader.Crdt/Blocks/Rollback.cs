namespace MDReader.Crdt.Blocks;

/// <summary>
/// Takes back what a transaction integrated, when placing it turns out to cost more than its budget. That can't be
/// known before: everything else an update is refused for is found without touching the document.
/// </summary>
static class Rollback
{
    public static void TakeBack(Transaction transaction)
    {
        var store = transaction.Store;
        transaction.Deletions.Normalise();
        foreach (var range in transaction.Deletions.Ranges)
            Undelete(store, store.Clients.Find(range.Client)!, range.Start, range.End);
        for (var i = transaction.Extended.Count - 1; i >= 0; i--)
            Remove(store, transaction.Extended[i], transaction.ContentsBefore[i]);
        foreach (var type in transaction.AddedTypes)
            store.RemoveType(type);
        foreach (var (client, position, pair) in transaction.CutPairs)
            store.Clients[client].Text.Mend(position, pair);
        transaction.MergeMarked();
    }

    static void Undelete(BlockStore store, ClientBlocks client, int start, int end)
    {
        for (var clock = start; clock < end && !(client.IsExtended && clock >= client.StateBefore);)
        {
            var number = client.BlockAt(clock);
            ref var block = ref store[number];
            clock = block.End;
            block.Deleted = false;
            if (block.HasKey)
                continue;
            var parent = store.Type(block.Parent);
            parent.Length += block.VisibleLength;
            parent.Positions?.Show(number);
        }
    }

    static void Remove(BlockStore store, ClientBlocks client, (int Text, int Values) before)
    {
        while (client.Last is var last and not Block.None && store[last].Clock >= client.StateBefore)
        {
            client.Remove(store[last].Clock);
            Unlink(store, last);
        }

        client.State = client.StateBefore;
        if (client.State > 0)
            Shorten(store, client.Last, client.State);
        client.Text.Truncate(before.Text);
        client.Values.Truncate(before.Values);
    }

    static void Unlink(BlockStore store, int number)
    {
        ref var block = ref store[number];
        if (block.Parent != Block.None)
        {
            var parent = store.Type(block.Parent);
            if (block.Left != Block.None)
                store[block.Left].Right = block.Right;
            else if (block.HasKey)
                parent.ForgetFirst(store.KeyOf(number));
            else
                parent.Start = block.Right;
            if (block.Right != Block.None)
                store[block.Right].Left = block.Left;
            else if (block.HasKey && block.Left != Block.None)
                parent.Map[store.KeyOf(number)] = block.Left;
            else if (block.HasKey)
                parent.Map.Remove(store.KeyOf(number));
            if (!block.HasKey)
            {
                parent.Length -= block.VisibleLength;
                parent.Positions?.Remove(number);
            }
        }

        store.Free(number);
    }

    // Typing that went on where a block ended lengthened it.
    static void Shorten(BlockStore store, int number, int end)
    {
        ref var block = ref store[number];
        if (block.End == end)
            return;
        var parent = store.Type(block.Parent);
        var excess = block.End - end;
        block.Length -= excess;
        parent.Length -= excess;
        parent.Positions?.Lengthen(number, -excess);
    }
}
