namespace MDReader.Crdt.Blocks;

/// <summary>
/// The one place that decides where an item stands: YATA, as Yjs does it. Every replica decides the same, whatever
/// order items arrive in.
/// </summary>
static class Integration
{
    /// <summary>Steps to the first value of a key, past which it is noted.</summary>
    const int LongWay = 8;

    /// <summary>
    /// Links a new item into its parent. Its Left and Right are what its origins name; where something was written
    /// between them at the same time, the scan finds its place.
    /// </summary>
    public static void Place(Transaction transaction, int number)
    {
        var store = transaction.Store;
        ref var item = ref store[number];
        var parent = store.Type(item.Parent);
        var left = item.Left;
        var right = item.Right;
        var somethingBetween = left == Block.None
            ? right == Block.None || store[right].Left != Block.None
            : store[left].Right != right;
        if (somethingBetween)
            left = Scan(transaction, parent, number);

        if (left != Block.None)
        {
            right = store[left].Right;
            store[left].Right = number;
        }
        else if (item.HasKey)
        {
            var key = store.KeyOf(number);
            right = FirstOfKey(transaction, parent, key);
            if (parent.NotedFirstOf(key) != Block.None)
                parent.NoteFirst(key, number);
        }
        else
        {
            right = parent.Start;
            parent.Start = number;
        }

        item.Left = left;
        item.Right = right;
        if (right != Block.None)
            store[right].Left = number;
        else if (item.HasKey)
            BecomeValue(transaction, parent, number, left);

        if (!item.HasKey)
        {
            parent.Length += item.VisibleLength;
            parent.HasFormats |= item.Kind == BlockKind.Format;
            parent.Positions?.Insert(number);
        }

        if (item.Kind == BlockKind.Doc)
            transaction.AddDocument(number);
        transaction.MarkChanged(parent, store.KeyOf(number));
    }

    // The rightmost item of a key is its value; what it replaces is deleted.
    static void BecomeValue(Transaction transaction, SharedType parent, int number, int replaced)
    {
        parent.Map[transaction.Store.KeyOf(number)] = number;
        if (replaced != Block.None)
            Deletion.Delete(transaction, replaced);
    }

    /// <summary>Returns the item that the new one stands right of.</summary>
    /// <remarks>
    /// Yjs keeps two sets: the items met so far, and those of them met since the last one that the new item was put
    /// behind. Items are met in order, so a rising stamp tells both: met in this scan is a stamp from
    /// <c>scanStart</c> on, and still in conflict a stamp from <c>conflictStart</c> on.
    /// </remarks>
    static int Scan(Transaction transaction, SharedType parent, int number)
    {
        var store = transaction.Store;
        ref var item = ref store[number];
        var clientId = store.Clients[item.Client].Id;
        var left = item.Left;
        var other = left != Block.None ? store[left].Right
            : item.HasKey ? FirstOfKey(transaction, parent, store.KeyOf(number))
            : parent.Start;
        var scanStart = store.NextStamp();
        var conflictStart = scanStart;
        var stamp = scanStart;
        while (other != Block.None && other != item.Right)
        {
            ref var met = ref store[other];
            store.StampOf(other) = stamp++;
            if (SameOrigin(in met, in item))
            {
                if (store.Clients[met.Client].Id < clientId)
                {
                    left = other;
                    conflictStart = stamp;
                }
                else if (SameRightOrigin(in met, in item))
                {
                    break;
                }
            }
            else if (met.HasOrigin && StampOfOrigin(store, in met) is var origin && origin >= scanStart)
            {
                if (origin < conflictStart)
                {
                    left = other;
                    conflictStart = stamp;
                }
            }
            else
            {
                break;
            }

            other = met.Right;
        }

        store.LastStamp = stamp;
        transaction.ConflictSteps += stamp - scanStart;
        return left;
    }

    static int StampOfOrigin(BlockStore store, in Block block) =>
        store.StampOf(store.Clients[block.OriginClient].BlockAt(block.OriginClock));

    static bool SameOrigin(in Block a, in Block b) =>
        a.OriginClient == b.OriginClient && (!a.HasOrigin || a.OriginClock == b.OriginClock);

    static bool SameRightOrigin(in Block a, in Block b) =>
        a.RightOriginClient == b.RightOriginClient
        && (!a.HasRightOrigin || a.RightOriginClock == b.RightOriginClock);

    static int FirstOfKey(Transaction transaction, SharedType parent, int key)
    {
        if (parent.NotedFirstOf(key) is var noted and not Block.None)
            return noted;
        if (!parent.Map.TryGetValue(key, out var first))
            return Block.None;
        var store = transaction.Store;
        var steps = 0;
        for (; store[first].Left != Block.None; first = store[first].Left)
            steps++;
        transaction.ConflictSteps += steps;
        if (steps > LongWay)
            parent.NoteFirst(key, first);
        return first;
    }
}
