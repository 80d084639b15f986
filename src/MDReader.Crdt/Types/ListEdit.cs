using MDReader.Crdt.Blocks;
using MDReader.Crdt.Encoding;

namespace MDReader.Crdt.Types;

/// <summary>Edits of lists of values: arrays, and what stands in XML.</summary>
static class ListEdit
{
    /// <summary>
    /// Where yjs puts what is inserted at an index: right behind the visible value before it, in front of deleted ones.
    /// </summary>
    public static (int Left, int Right) PlaceAt(Transaction transaction, SharedType type, int index)
    {
        if (index == 0)
            return (Block.None, type.Start);
        var store = transaction.Store;
        var (number, offset) = type.PositionsIn(store).Find(index - 1);
        if (offset + 1 < store[number].Length)
            Splitting.Split(transaction, number, offset + 1);
        return (number, store[number].Right);
    }

    /// <summary>Behind everything, deleted values included.</summary>
    public static (int Left, int Right) PlaceAtEnd(Transaction transaction, SharedType type) =>
        type.Start == Block.None
            ? (Block.None, Block.None)
            : (type.PositionsIn(transaction.Store).Last, Block.None);

    /// <summary>Inserts values; plain ones that follow each other are one item.</summary>
    public static void Insert(
        Transaction transaction, SharedType type, (int Left, int Right) place, IReadOnlyList<Value> values)
    {
        var items = new List<(BlockKind Kind, int First, int Start)>();
        var writer = new ByteWriter(64);
        try
        {
            // All are written before the first is inserted, so that one that can't be leaves nothing half done.
            for (var i = 0; i < values.Count; i++)
            {
                var start = writer.Written.Length;
                var kind = ValueContent.Write(ref writer, values[i], transaction.Doc.Budget.MaxDepth);
                if (kind != BlockKind.Any || items is not [.., { Kind: BlockKind.Any }])
                    items.Add((kind, i, start));
            }

            for (var i = 0; i < items.Count; i++)
            {
                var (kind, first, start) = items[i];
                var (next, end) = i + 1 < items.Count ? (items[i + 1].First, items[i + 1].Start) : (values.Count, writer.Written.Length);
                place.Left = ItemEdit.Insert(transaction, type, place, kind, writer.Written[start..end], next - first);
                if (kind == BlockKind.Doc)
                    transaction.Adopt(place.Left, ((Value.Document)values[first]).Of);
            }
        }
        finally
        {
            writer.Dispose();
        }
    }

    public static int InsertType(Transaction transaction, SharedType type, (int Left, int Right) place, NewType inserted)
    {
        var writer = new ByteWriter(64);
        try
        {
            inserted.Write(ref writer);
            var number = ItemEdit.Insert(transaction, type, place, BlockKind.Type, writer.Written);
            inserted.Fill(transaction, number);
            return number;
        }
        finally
        {
            writer.Dispose();
        }
    }

    public static void Delete(Transaction transaction, SharedType type, int index, int length)
    {
        var store = transaction.Store;
        while (length > 0)
        {
            var (number, offset) = type.PositionsIn(store).Find(index);
            ref var block = ref store[number];
            var start = block.Clock + offset;
            var count = Math.Min(length, block.Length - offset);
            Deletion.DeleteRange(transaction, store.Clients[block.Client], start, start + count);
            length -= count;
        }
    }
}
