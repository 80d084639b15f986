using MDReader.Crdt.Blocks;
using MDReader.Crdt.Encoding;

namespace MDReader.Crdt.Types;

/// <summary>
/// Edits of formatted text. A format is a pair of marks around what it holds for: where it begins, and where what
/// held before goes on. Which marks are written and which are deleted follows yjs exactly.
/// </summary>
static class TextEdit
{
    /// <summary>Inserts with the formats that hold where it is inserted.</summary>
    public static void Insert(Transaction transaction, SharedType type, int index, ReadOnlySpan<char> text)
    {
        if (!type.HasFormats)
        {
            LocalEdit.Insert(transaction, type, index, text);
            return;
        }

        var cursor = TextCursor.At(transaction, type, WholePair(transaction, type, index));
        // Marks that change nothing here are passed, as are deleted blocks.
        while (cursor.Right != Block.None && IsPassed(cursor))
            cursor.Forward();
        ItemEdit.InsertText(transaction, type, (cursor.Left, cursor.Right), text);
    }

    static bool IsPassed(TextCursor cursor)
    {
        ref var block = ref cursor.Transaction.Store[cursor.Right];
        if (block.Deleted)
            return true;
        if (block.Kind != BlockKind.Format)
            return false;
        var (key, value) = Contents.Format(cursor.Transaction.Store, in block);
        return FormatValue.AreEqual(cursor.Current(key), value);
    }

    /// <summary>Inserts with these formats and no others.</summary>
    public static void Insert(
        Transaction transaction, SharedType type, int index, DeltaOp inserted, Value.Object attributes)
    {
        var cursor = TextCursor.AtStart(transaction, type);
        cursor.Skip(WholePair(transaction, type, index));
        Insert(cursor, inserted, attributes);
    }

    /// <summary>Inserts a type, with these formats and no others.</summary>
    public static int InsertType(
        Transaction transaction, SharedType type, int index, NewType inserted, Value.Object attributes)
    {
        var cursor = TextCursor.AtStart(transaction, type);
        cursor.Skip(WholePair(transaction, type, index));
        return InsertType(cursor, inserted, attributes);
    }

    /// <inheritdoc cref="Insert(TextCursor, DeltaOp, Value.Object)"/>
    public static int InsertType(TextCursor cursor, NewType inserted, Value.Object attributes) =>
        Insert(cursor, attributes, place => ListEdit.InsertType(cursor.Transaction, cursor.Type, place, inserted));

    static int WholePair(Transaction transaction, SharedType type, int index) =>
        LocalEdit.CutsPair(transaction.Store, type, index) ? index - 1 : index;

    /// <summary>Inserts at a cursor that has the formats; it ends behind what was inserted.</summary>
    public static void Insert(TextCursor cursor, DeltaOp inserted, Value.Object attributes) =>
        Insert(cursor, attributes, place => InsertContent(cursor, place, inserted));

    static int Insert(TextCursor cursor, Value.Object attributes, Func<(int Left, int Right), int> insert)
    {
        attributes = attributes.Copy();
        foreach (var (key, _) in cursor.Attributes!)
        {
            if (attributes[key] is null)
                attributes.Set(key, Value.Nothing);
        }

        Formatting.PassEqual(cursor, attributes);
        var negated = Formatting.Begin(cursor, attributes);
        var number = insert((cursor.Left, cursor.Right));
        cursor.Right = number;
        cursor.Forward();
        Formatting.End(cursor, negated);
        return number;
    }

    static int InsertContent(TextCursor cursor, (int Left, int Right) place, DeltaOp inserted)
    {
        if (inserted is DeltaOp.InsertText { Text: var text })
            return ItemEdit.InsertText(cursor.Transaction, cursor.Type, place, text);
        var writer = new ByteWriter(64);
        try
        {
            var embedded = ((DeltaOp.InsertEmbed)inserted).Value;
            ValueContent.WriteEmbed(ref writer, embedded, cursor.Transaction.Doc.Budget.MaxDepth);
            return ItemEdit.Insert(cursor.Transaction, cursor.Type, place, BlockKind.Embed, writer.Written);
        }
        finally
        {
            writer.Dispose();
        }
    }

    /// <summary>Widened to whole pairs outward, as a deletion is.</summary>
    public static void Format(
        Transaction transaction, SharedType type, int index, int length, Value.Object attributes)
    {
        (index, length) = LocalEdit.WholePairs(transaction.Store, type, index, length);
        Formatting.Format(TextCursor.At(transaction, type, index), length, attributes);
    }

    public static void Delete(Transaction transaction, SharedType type, int index, int length)
    {
        if (!type.HasFormats)
        {
            LocalEdit.Delete(transaction, type, index, length);
            return;
        }

        (index, length) = LocalEdit.WholePairs(transaction.Store, type, index, length);
        Delete(TextCursor.At(transaction, type, index), length);
    }

    /// <summary>Deletes units, and then the marks that have nothing to hold for any more.</summary>
    public static int Delete(TextCursor cursor, int length)
    {
        var store = cursor.Transaction.Store;
        var start = cursor.Right;
        var beforeStart = cursor.Left;
        var formatsBefore = cursor.Attributes?.Copy();
        while (length > 0 && cursor.Right != Block.None)
        {
            if (store[cursor.Right].VisibleLength > 0)
            {
                length -= cursor.CutTo(length);
                Deletion.Delete(cursor.Transaction, cursor.Right);
            }

            cursor.Forward();
        }

        if (start != Block.None)
            Formatting.CleanGap(cursor, start,
                key => formatsBefore is not null ? formatsBefore[key] : cursor.Before(beforeStart, key));
        return -Math.Min(length, 0);
    }

    public static void ApplyDelta(Transaction transaction, SharedType type, IEnumerable<DeltaOp> delta)
    {
        var cursor = TextCursor.AtStart(transaction, type);
        // A step that would cut a surrogate pair takes all of it, and the next one begins that much later.
        var ahead = 0;
        foreach (var operation in delta)
        {
            switch (operation)
            {
                case DeltaOp.InsertText { Text: "" }:
                    break;
                case DeltaOp.InsertText { Attributes: var attributes }:
                    Insert(cursor, operation, attributes ?? new());
                    break;
                case DeltaOp.InsertEmbed { Attributes: var attributes }:
                    Insert(cursor, operation, attributes ?? new());
                    break;
                case DeltaOp.Retain(var length, var attributes):
                    ahead = Formatting.Format(cursor, Math.Max(length - ahead, 0), attributes ?? new());
                    break;
                case DeltaOp.Delete(var length):
                    ahead = Delete(cursor, Math.Max(length - ahead, 0));
                    break;
                default:
                    throw new ArgumentException("A text's delta inserts text or embedded values, not lists of values.");
            }
        }
    }
}
