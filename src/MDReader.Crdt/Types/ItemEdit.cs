using MDReader.Crdt.Blocks;

namespace MDReader.Crdt.Types;

/// <summary>Makes this replica's new items: each gets the next clock and is placed like any other.</summary>
static class ItemEdit
{
    /// <summary>The writing client, with room for that many units more.</summary>
    public static ClientBlocks Author(Transaction transaction, int units)
    {
        var client = transaction.Store.Clients.FindOrAdd(transaction.Doc.ClientId);
        if (units > transaction.Doc.Budget.MaxClock - client.State)
            throw new InvalidOperationException(
                $"Client {client.Id} has written {client.State} units and is full; open the document with a new id.");
        transaction.MarkExtended(client);
        return client;
    }

    /// <summary>An item between two that are adjacent, or, for a redone one, were.</summary>
    public static int Insert(
        Transaction transaction, SharedType parent, (int Left, int Right) place, BlockKind kind,
        ReadOnlySpan<byte> content, int length = 1)
    {
        var number = Add(transaction, kind, content, length);
        Link(transaction, parent, place, Block.None, number);
        return number;
    }

    public static int InsertText(
        Transaction transaction, SharedType parent, (int Left, int Right) place, ReadOnlySpan<char> text)
    {
        var client = Author(transaction, text.Length);
        var number = transaction.Store.Add(BlockKind.String, client.Index, client.State, text.Length);
        transaction.Store[number].Content = AppendWellFormed(client.Text, text);
        Link(transaction, parent, place, Block.None, number);
        return number;
    }

    /// <summary>A new value of a map's key.</summary>
    public static int Set(
        Transaction transaction, SharedType parent, int key, int left, BlockKind kind, ReadOnlySpan<byte> content)
    {
        var number = Add(transaction, kind, content, 1);
        Link(transaction, parent, (left, Block.None), key, number);
        return number;
    }

    /// <summary>What a block holds, as a new item: a type comes back empty, a deleted content deleted.</summary>
    public static int InsertCopy(
        Transaction transaction, SharedType parent, (int Left, int Right) place, int key, int copied)
    {
        var store = transaction.Store;
        // An author who goes on writing may move the texts it has.
        var client = Author(transaction, store[copied].Length);
        var source = store[copied];
        var owner = store.Clients[source.Client];
        int number;
        switch (source.Kind)
        {
            case BlockKind.String:
                number = store.Add(BlockKind.String, client.Index, client.State, source.Length);
                store[number].Content = client.Text.AppendCopy(owner.Text, source.Content, source.Length);
                break;
            case BlockKind.Type:
                number = Add(transaction, source.Kind, store.Type(source.Content).Encoded, 1);
                break;
            case BlockKind.Deleted:
                number = Add(transaction, source.Kind, [], source.Length);
                store[number].Deleted = true;
                transaction.Deletions.Add(
                    store.Clients[store[number].Client].Id, store[number].Clock, store[number].End);
                break;
            default:
                number = Add(transaction, source.Kind, owner.Values.Of(in source, 0, source.Length), source.Length);
                break;
        }

        Link(transaction, parent, place, key, number);
        return number;
    }

    static int Add(Transaction transaction, BlockKind kind, ReadOnlySpan<byte> content, int length)
    {
        var client = Author(transaction, length);
        var number = transaction.Store.Add(kind, client.Index, client.State, length);
        if (kind == BlockKind.Type)
        {
            var type = transaction.Store.AddType(number, content);
            transaction.AddedTypes.Add(type.Number);
            transaction.Store[number].Content = type.Number;
            return number;
        }

        transaction.Store[number].Content = client.Values.Append(content);
        return number;
    }

    static void Link(Transaction transaction, SharedType parent, (int Left, int Right) place, int key, int number)
    {
        var store = transaction.Store;
        ref var block = ref store[number];
        (block.Left, block.Right) = place;
        block.Parent = parent.Number;
        store.SetKey(number, key);
        if (block.Left != Block.None)
            (block.OriginClient, block.OriginClock) = (store[block.Left].Client, store[block.Left].End - 1);
        if (block.Right != Block.None)
            (block.RightOriginClient, block.RightOriginClock) = (store[block.Right].Client, store[block.Right].Clock);
        Integration.Place(transaction, number);
        store.Clients[block.Client].Append(number, block.Clock, block.End);
    }

    // As on the wire, where a lone surrogate has no encoding.
    public static int AppendWellFormed(TextBuffer buffer, ReadOnlySpan<char> text)
    {
        if (!HasLoneSurrogate(text, out var first))
            return buffer.AppendChars(text);
        var mended = text.ToArray();
        for (var i = first; i < mended.Length; i++)
        {
            if (i + 1 < mended.Length && char.IsSurrogatePair(mended[i], mended[i + 1]))
                i++;
            else if (char.IsSurrogate(mended[i]))
                mended[i] = '\uFFFD';
        }

        return buffer.AppendChars(mended);
    }

    static bool HasLoneSurrogate(ReadOnlySpan<char> text, out int first)
    {
        for (first = 0; first < text.Length; first++)
        {
            if (!char.IsSurrogate(text[first]))
                continue;
            if (first + 1 == text.Length || !char.IsSurrogatePair(text[first], text[first + 1]))
                return true;
            first++;
        }

        return false;
    }
}
