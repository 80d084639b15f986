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
        var writer = new ByteWriter(64);
        try
        {
            // All are written once before, so that one that can't be leaves nothing half done.
            foreach (var value in values)
                ValueContent.Write(ref writer, value, transaction.Doc.Budget.MaxDepth);
            writer.Clear();
            for (var i = 0; i < values.Count;)
            {
                var length = 0;
                for (; i + length < values.Count && ValueContent.IsPlain(values[i + length]); length++)
                    ValueContent.Write(ref writer, values[i + length], transaction.Doc.Budget.MaxDepth);
                var kind = BlockKind.Any;
                if (length == 0)
                {
                    length = 1;
                    kind = ValueContent.Write(ref writer, values[i], transaction.Doc.Budget.MaxDepth);
                }

                place.Left = ItemEdit.Insert(transaction, type, place, kind, writer.Written, length);
                if (kind == BlockKind.Doc)
                    transaction.Adopt(place.Left, ((Value.Document)values[i]).Of);
                writer.Clear();
                i += length;
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
