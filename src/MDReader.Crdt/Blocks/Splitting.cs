namespace MDReader.Crdt.Blocks;

/// <summary>Blocks are cut where something is put between two of their units, or where a deletion begins or ends.</summary>
static class Splitting
{
    /// <summary>The block that begins at a known clock. Garbage stands nowhere, so it is never cut.</summary>
    public static int CleanStart(Transaction transaction, ClientBlocks client, int clock)
    {
        var number = client.BlockAt(clock);
        ref var block = ref transaction.Store[number];
        return block.Clock == clock || block.Kind == BlockKind.Gc
            ? number
            : Split(transaction, number, clock - block.Clock);
    }

    /// <summary>The block whose last unit is at a known clock.</summary>
    public static int CleanEnd(Transaction transaction, ClientBlocks client, int clock)
    {
        var number = client.BlockAt(clock);
        ref var block = ref transaction.Store[number];
        if (block.End - 1 != clock && block.Kind != BlockKind.Gc)
            Split(transaction, number, clock + 1 - block.Clock);
        return number;
    }

    /// <summary>Cuts after <paramref name="length"/> units; returns the new right part.</summary>
    public static int Split(Transaction transaction, int left, int length)
    {
        var store = transaction.Store;
        var part = store[left];
        var client = store.Clients[part.Client];
        var right = store.Add(part.Kind, part.Client, part.Clock + length, part.Length - length);
        part.Clock += length;
        part.Length -= length;
        part.Left = left;
        part.OriginClient = client.Index;
        part.OriginClock = part.Clock - 1;
        SplitContent(transaction, client, ref store[left], ref part, length);
        store[right] = part;
        if (part.IsRedone)
            store.Redone.Add(right, (store.Redone[left].Client, store.Redone[left].Clock + length));
        store[left].Right = right;
        store[left].Length = length;
        if (part.Right != Block.None)
            store[part.Right].Left = right;
        else if (part.HasKey)
            store.Type(part.Parent).Map[store.KeyOf(left)] = right;
        if (part.HasKey)
            store.SetKey(right, store.KeyOf(left));
        else
            store.Type(part.Parent).Positions?.Split(left, right);
        client.Insert(right, part.Clock);
        transaction.MarkForMerging(client.Index, part.Clock);
        return right;
    }

    static void SplitContent(
        Transaction transaction, ClientBlocks client, ref Block left, ref Block right, int length)
    {
        switch (left.Kind)
        {
            case BlockKind.String:
                right.Content += length;
                if (client.Text.CutsPair(right.Content))
                    transaction.MarkCut(client.Index, right.Content, client.Text.Cut(right.Content));
                break;
            case BlockKind.Any or BlockKind.Json:
                right.Content = client.Values.StartOf(in left, length);
                break;
        }
    }
}
