using MDReader.Crdt.Blocks;
using MDReader.Crdt.Updates;

namespace MDReader.Crdt.Types;

/// <summary>This replica's own edits of text without formatting: from an index to neighbours, in microseconds.</summary>
static class LocalEdit
{
    public static void Insert(Transaction transaction, SharedType type, int index, ReadOnlySpan<char> inserted)
    {
        var client = ItemEdit.Author(transaction, inserted.Length);
        var place = PlaceAt(transaction, type, index);
        if (!ContinuesLast(transaction.Store, client, place.Left, place.Right))
        {
            ItemEdit.InsertText(transaction, type, place, inserted);
            return;
        }

        ItemEdit.AppendWellFormed(client.Text, inserted);
        Arrival.Lengthen(transaction, client, inserted.Length);
    }

    /// <summary>Deletes at least the range: widened outward at both ends to whole pairs.</summary>
    public static void Delete(Transaction transaction, SharedType type, int index, int length)
    {
        (index, length) = WholePairs(transaction.Store, type, index, length);
        ListEdit.Delete(transaction, type, index, length);
    }

    public static (int Index, int Length) WholePairs(BlockStore store, SharedType type, int index, int length)
    {
        var end = index + length;
        index -= CutsPair(store, type, index) ? 1 : 0;
        end += CutsPair(store, type, end) ? 1 : 0;
        return (index, end - index);
    }

    /// <summary>
    /// What stands beside an index. Between the two visible units there may be deleted ones: as in Yjs, the place is
    /// right of them. The two are always adjacent, or replicas wouldn't converge.
    /// </summary>
    public static (int Left, int Right) PlaceAt(Transaction transaction, SharedType type, int index)
    {
        var store = transaction.Store;
        if (index == type.Length)
            return ListEdit.PlaceAtEnd(transaction, type);
        var (number, offset) = type.PositionsIn(store).Find(index);
        ref var block = ref store[number];
        if (offset > 0 && block.Kind == BlockKind.String
            && store.Clients[block.Client].Text.CutsPair(block.Content + offset))
            offset--;
        if (offset > 0)
        {
            var right = Splitting.Split(transaction, number, offset);
            return (number, right);
        }

        return (store[number].Left, number);
    }

    public static bool CutsPair(BlockStore store, SharedType type, int index)
    {
        if (index == 0 || index == type.Length)
            return false;
        var (number, offset) = type.PositionsIn(store).Find(index);
        ref var block = ref store[number];
        return offset > 0 && block.Kind == BlockKind.String
            && store.Clients[block.Client].Text.CutsPair(block.Content + offset);
    }

    static bool ContinuesLast(BlockStore store, ClientBlocks client, int left, int right)
    {
        if (left == Block.None || left != client.Last)
            return false;
        ref var last = ref store[left];
        return last.Kind == BlockKind.String && !last.Deleted && last.Content + last.Length == client.Text.Length
            && (right == Block.None
                ? !last.HasRightOrigin
                : last.RightOriginClient == store[right].Client && last.RightOriginClock == store[right].Clock);
    }
}
