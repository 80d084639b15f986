using MDReader.Crdt.Blocks;
using MDReader.Crdt.Encoding;

namespace MDReader.Crdt.Types;

/// <summary>Writes and deletes the marks that formats are made of.</summary>
static class Formatting
{
    /// <summary>Formats units from a cursor on. Returns how many more than asked for, to keep a pair whole.</summary>
    public static int Format(TextCursor cursor, int length, Value.Object attributes)
    {
        var transaction = cursor.Transaction;
        var store = transaction.Store;
        PassEqual(cursor, attributes);
        var negated = Begin(cursor, attributes);
        // Behind the last unit too: marks there may already say what would have to be said.
        while (cursor.Right != Block.None && (length > 0 || (negated.Count > 0 && IsDeletedOrMark(cursor))))
        {
            ref var block = ref store[cursor.Right];
            if (block is { Kind: BlockKind.Format, Deleted: false })
            {
                var (key, value) = Contents.Format(store, in block);
                if (attributes[key] is { } wanted)
                {
                    if (FormatValue.AreEqual(wanted, value))
                        negated.Remove(key);
                    else if (length <= 0)
                        break;
                    else
                        negated.Set(key, value);
                    Deletion.Delete(transaction, cursor.Right);
                }
            }
            else if (!block.Deleted)
            {
                length -= cursor.CutTo(length);
            }

            cursor.Forward();
        }

        // As in yjs, what lies past the end is made up of line ends.
        if (length > 0)
        {
            cursor.Right = ItemEdit.InsertText(
                transaction, cursor.Type, (cursor.Left, cursor.Right), new string('\n', length));
            cursor.Forward();
        }

        End(cursor, negated);
        return -Math.Min(length, 0);
    }

    static bool IsDeletedOrMark(TextCursor cursor)
    {
        ref var block = ref cursor.Transaction.Store[cursor.Right];
        return block.Deleted || block.Kind == BlockKind.Format;
    }

    /// <summary>Goes past deleted blocks and marks that say what is wanted anyway.</summary>
    public static void PassEqual(TextCursor cursor, Value.Object attributes)
    {
        var store = cursor.Transaction.Store;
        for (; cursor.Right != Block.None; cursor.Forward())
        {
            ref var block = ref store[cursor.Right];
            if (block.Deleted)
                continue;
            if (block.Kind != BlockKind.Format)
                return;
            var (key, value) = Contents.Format(store, in block);
            if (!FormatValue.AreEqual(attributes[key], value))
                return;
        }
    }

    /// <summary>Writes the marks that begin formats. Returns what has to be said where they end.</summary>
    public static Value.Object Begin(TextCursor cursor, Value.Object attributes)
    {
        var negated = new Value.Object();
        foreach (var (key, value) in attributes)
        {
            var current = cursor.Current(key);
            if (FormatValue.AreEqual(current, value))
                continue;
            negated.Set(key, current ?? Value.Nothing);
            Mark(cursor, key, value);
        }

        return negated;
    }

    /// <summary>Writes the marks that end formats, but for those that stand there already.</summary>
    public static void End(TextCursor cursor, Value.Object negated)
    {
        var store = cursor.Transaction.Store;
        for (; cursor.Right != Block.None; cursor.Forward())
        {
            ref var block = ref store[cursor.Right];
            if (block.Deleted)
                continue;
            if (block.Kind != BlockKind.Format)
                break;
            var (key, value) = Contents.Format(store, in block);
            if (negated[key] is not { } wanted || !FormatValue.AreEqual(wanted, value))
                break;
            negated.Remove(key);
        }

        foreach (var (key, value) in negated)
            Mark(cursor, key, value);
    }

    static void Mark(TextCursor cursor, string key, Value value)
    {
        var writer = new ByteWriter(64);
        try
        {
            ValueContent.WriteFormat(ref writer, key, value, cursor.Transaction.Doc.Budget.MaxDepth);
            cursor.Right = ItemEdit.Insert(
                cursor.Transaction, cursor.Type, (cursor.Left, cursor.Right), BlockKind.Format, writer.Written);
            cursor.Forward();
        }
        finally
        {
            writer.Dispose();
        }
    }

    /// <summary>
    /// After a deletion: of the marks from a block to the next visible unit, those that another one overrides, and
    /// those that say what holds anyway, are deleted.
    /// </summary>
    public static void CleanGap(TextCursor cursor, int start, Func<string, Value?> before)
    {
        var store = cursor.Transaction.Store;
        var lastMarks = new Dictionary<string, int>();
        var end = start;
        for (; end != Block.None && store[end].VisibleLength == 0; end = store[end].Right)
        {
            if (store[end] is { Kind: BlockKind.Format, Deleted: false })
                lastMarks[Contents.Format(store, in store[end]).Key] = end;
        }

        if (lastMarks.Count == 0)
            return;
        var isBeforeCursor = true;
        for (var number = start; number != end; number = store[number].Right)
        {
            isBeforeCursor &= number != cursor.Right;
            if (store[number] is not { Kind: BlockKind.Format, Deleted: false })
                continue;
            var (key, value) = Contents.Format(store, in store[number]);
            var held = before(key);
            if (lastMarks[key] == number && !FormatValue.IsSame(held, value))
            {
                if (isBeforeCursor && cursor.Attributes is { } attributes)
                    FormatValue.Apply(attributes, key, value);
                continue;
            }

            Deletion.Delete(cursor.Transaction, number);
            if (isBeforeCursor && cursor.Attributes is { } current
                && FormatValue.AreEqual(current[key], value) && !FormatValue.IsSame(held, value))
                FormatValue.Apply(current, key, held ?? Value.Nothing);
        }
    }
}
