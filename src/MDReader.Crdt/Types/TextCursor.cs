using MDReader.Crdt.Blocks;

namespace MDReader.Crdt.Types;

/// <summary>
/// A place between two blocks of a text, and the formats that hold there. A place found by its index looks for a
/// format among the marks left of it when it is asked; one that went from the start has them all.
/// </summary>
sealed class TextCursor
{
    readonly SharedType _type;

    TextCursor(Transaction transaction, SharedType type, Value.Object? attributes)
    {
        (Transaction, _type, Attributes) = (transaction, type, attributes);
        Right = type.Start;
    }

    public Transaction Transaction { get; }

    public SharedType Type => _type;

    public int Left { get; private set; } = Block.None;

    public int Right { get; set; }

    /// <summary>The formats that hold here, for a cursor that went from the start.</summary>
    public Value.Object? Attributes { get; }

    BlockStore Store => Transaction.Store;

    public static TextCursor AtStart(Transaction transaction, SharedType type) => new(transaction, type, new());

    /// <summary>Right behind the visible unit before an index, in front of deleted ones and of marks.</summary>
    public static TextCursor At(Transaction transaction, SharedType type, int index)
    {
        var cursor = new TextCursor(transaction, type, null);
        (cursor.Left, cursor.Right) = ListEdit.PlaceAt(transaction, type, index);
        return cursor;
    }

    public void Forward()
    {
        ref var block = ref Store[Right];
        if (Attributes is not null && block is { Kind: BlockKind.Format, Deleted: false })
        {
            var (key, value) = Contents.Format(Store, in block);
            FormatValue.Apply(Attributes, key, value);
        }

        Left = Right;
        Right = block.Right;
    }

    /// <summary>
    /// Goes over so many visible units, to right behind the last. Returns how many more than asked for, which is one
    /// where the end would have cut a surrogate pair.
    /// </summary>
    public int Skip(int count)
    {
        while (Right != Block.None && count > 0)
        {
            count -= CutTo(count);
            Forward();
        }

        return -Math.Min(count, 0);
    }

    /// <summary>Cuts the block at the right if it is longer than what is left to go; returns its visible length.</summary>
    public int CutTo(int count)
    {
        var length = Store[Right].VisibleLength;
        if (count >= length)
            return length;
        ref var block = ref Store[Right];
        if (block.Kind == BlockKind.String && Store.Clients[block.Client].Text.CutsPair(block.Content + count))
        {
            if (count + 1 == length)
                return length;
            Splitting.Split(Transaction, Right, count + 1);
            return count + 1;
        }

        Splitting.Split(Transaction, Right, count);
        return count;
    }

    /// <summary>The value of a format here; null where it has none.</summary>
    public Value? Current(string key) => Attributes is not null ? Attributes[key] : Before(Left, key);

    /// <summary>The value of a format behind a block.</summary>
    public Value? Before(int number, string key)
    {
        for (; number != Block.None; number = Store[number].Left)
        {
            ref var block = ref Store[number];
            if (block.Kind != BlockKind.Format || block.Deleted)
                continue;
            var (found, value) = Contents.Format(Store, in block);
            if (found == key)
                return FormatValue.IsNull(value) ? null : value;
        }

        return null;
    }
}
