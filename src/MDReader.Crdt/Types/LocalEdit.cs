using MDReader.Crdt.Blocks;
using MDReader.Crdt.Updates;

namespace MDReader.Crdt.Types;

/// <summary>This replica's own edits of a text: from an index to neighbours, and from there as any other item.</summary>
static class LocalEdit
{
    public static void Insert(Transaction transaction, Text text, int index, ReadOnlySpan<char> inserted)
    {
        var store = transaction.Store;
        var client = store.Clients.FindOrAdd(transaction.Doc.ClientId);
        if (inserted.Length > transaction.Doc.Budget.MaxClock - client.State)
            throw new InvalidOperationException(
                $"Client {client.Id} has written {client.State} units and is full; open the document with a new id.");
        transaction.MarkExtended(client);
        var (left, right) = Neighbours(transaction, text, index);
        if (ContinuesLast(store, client, left, right))
        {
            AppendWellFormed(client.Text, inserted);
            Arrival.Lengthen(store, client, inserted.Length);
            return;
        }

        var number = store.Add(BlockKind.String, client.Index, client.State, inserted.Length);
        ref var block = ref store[number];
        block.Left = left;
        block.Right = right;
        block.Parent = text.Type.Number;
        if (left != Block.None)
            (block.OriginClient, block.OriginClock) = (store[left].Client, store[left].End - 1);
        if (right != Block.None)
            (block.RightOriginClient, block.RightOriginClock) = (store[right].Client, store[right].Clock);
        block.Content = AppendWellFormed(client.Text, inserted);
        Integration.Place(transaction, number);
        client.Append(number, client.State, client.State + inserted.Length);
    }

    public static void Delete(Transaction transaction, Text text, int index, int length)
    {
        var store = transaction.Store;
        var end = index + length;
        // Widened to whole pairs: outward at both ends.
        index -= CutsPair(store, text, index) ? 1 : 0;
        end += CutsPair(store, text, end) ? 1 : 0;
        for (length = end - index; length > 0;)
        {
            var (number, offset) = text.Positions.Find(index);
            ref var block = ref store[number];
            var client = store.Clients[block.Client];
            var start = block.Clock + offset;
            var count = Math.Min(length, block.Length - offset);
            Deletion.DeleteRange(transaction, client, start, start + count);
            length -= count;
        }
    }

    /// <summary>
    /// What stands beside an index. Between the two visible units there may be deleted ones: as in Yjs, the place is
    /// right of them. The two are always adjacent, or replicas wouldn't converge.
    /// </summary>
    static (int Left, int Right) Neighbours(Transaction transaction, Text text, int index)
    {
        var store = transaction.Store;
        if (index == text.Length)
            return (LastOf(store, text), Block.None);
        var (number, offset) = text.Positions.Find(index);
        ref var block = ref store[number];
        var client = store.Clients[block.Client];
        if (offset > 0 && block.Kind == BlockKind.String && client.Text.CutsPair(block.Content + offset))
            offset--;
        if (offset > 0)
        {
            var right = Splitting.Split(transaction, number, offset);
            return (number, right);
        }

        return (store[number].Left, number);
    }

    static int LastOf(BlockStore store, Text text)
    {
        if (text.Type.Start == Block.None)
            return Block.None;
        return text.Positions.Last;
    }

    static bool CutsPair(BlockStore store, Text text, int index)
    {
        if (index == 0 || index == text.Length)
            return false;
        var (number, offset) = text.Positions.Find(index);
        ref var block = ref store[number];
        return offset > 0 && block.Kind == BlockKind.String
            && store.Clients[block.Client].Text.CutsPair(block.Content + offset);
    }

    static bool ContinuesLast(BlockStore store, ClientBlocks client, int left, int right)
    {
        if (left == Block.None || left != client.Blocks.Last)
            return false;
        ref var last = ref store[left];
        return last.Kind == BlockKind.String && !last.Deleted && last.Content + last.Length == client.Text.Length
            && (right == Block.None
                ? !last.HasRightOrigin
                : last.RightOriginClient == store[right].Client && last.RightOriginClock == store[right].Clock);
    }

    // As on the wire, where a lone surrogate has no encoding.
    static int AppendWellFormed(TextBuffer buffer, ReadOnlySpan<char> text)
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
