namespace MDReader.Crdt.Blocks;

/// <summary>
/// Joins neighbours after a transaction: what one client wrote in a row, and that still stands in a row, is one
/// block again. As Yjs joins the same ones, both encode a document to the same bytes.
/// </summary>
static class Merging
{
    /// <summary>Joins what can be over every border from the block at <paramref name="start"/> to the one at <paramref name="end"/>.</summary>
    public static void Merge(BlockStore store, ClientBlocks client, int start, int end)
    {
        var left = client.BlockAt(start);
        // One that only grew was apart from the one before it, and is.
        if (store[left].Clock == start && start > 0)
            left = client.BlockAt(start - 1);
        left = FindJoint(store, client, left, end);
        for (var border = store[left].End; border <= end && border < client.State;)
        {
            var right = client.BlockAt(border);
            var next = store[right].End;
            if (Join(store, left, right))
                client.Remove(border);
            else
                left = right;
            border = next;
        }
    }

    /// <summary>The first block from one on that can be joined with the next, or the last one: mostly there is none.</summary>
    static int FindJoint(BlockStore store, ClientBlocks client, int left, int end)
    {
        foreach (var right in client.From(store[left].Clock))
        {
            if (store[left].End > end || (right != left && CanJoin(store, left, right)))
                break;
            left = right;
        }

        return left;
    }

    static bool CanJoin(BlockStore store, int leftNumber, int rightNumber)
    {
        ref var left = ref store[leftNumber];
        if (left.Right != rightNumber && left.Kind != BlockKind.Gc)
            return false;
        ref var right = ref store[rightNumber];
        return left.Kind == right.Kind && left.Deleted == right.Deleted && !left.IsRedone && !right.IsRedone
            && (left.Kind == BlockKind.Gc
                || (right.OriginClient == left.Client && right.OriginClock == left.End - 1
                    && right.RightOriginClient == left.RightOriginClient
                    && (!right.HasRightOrigin || right.RightOriginClock == left.RightOriginClock)
                    && ContentContinues(in left, in right)));
    }

    static bool Join(BlockStore store, int leftNumber, int rightNumber)
    {
        if (!CanJoin(store, leftNumber, rightNumber))
            return false;
        ref var left = ref store[leftNumber];
        ref var right = ref store[rightNumber];
        if (left.Kind != BlockKind.Gc)
            Unlink(store, leftNumber, rightNumber);
        left.Length += right.Length;
        store.Free(rightNumber);
        return true;
    }

    /// <summary>Takes a block out of its list, whose content the one before it will hold.</summary>
    static void Unlink(BlockStore store, int leftNumber, int rightNumber)
    {
        ref var left = ref store[leftNumber];
        ref var right = ref store[rightNumber];
        var parent = store.Type(left.Parent);
        if (!left.HasKey)
            parent.Positions?.Join(leftNumber, rightNumber);
        left.IsKept |= right.IsKept;
        left.Right = right.Right;
        if (right.Right != Block.None)
            store[right.Right].Left = leftNumber;
        else if (left.HasKey)
            parent.Map[store.KeyOf(leftNumber)] = leftNumber;
    }

    static bool ContentContinues(in Block left, in Block right) => left.Kind switch
    {
        BlockKind.String => left.Content + left.Length == right.Content,
        // A client's values lie in the order of their clocks, and are never moved.
        BlockKind.Deleted or BlockKind.Any or BlockKind.Json => true,
        _ => false,
    };
}
