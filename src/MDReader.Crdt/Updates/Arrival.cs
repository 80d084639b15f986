using MDReader.Crdt.Blocks;
using MDReader.Crdt.Ids;

namespace MDReader.Crdt.Updates;

/// <summary>Takes a decoded struct, whose dependencies are all here, into the store.</summary>
static class Arrival
{
    /// <param name="transaction">The open transaction.</param>
    /// <param name="update">What the struct came in.</param>
    /// <param name="client">Who wrote it.</param>
    /// <param name="item">The struct.</param>
    /// <param name="offset">Units of it that are known already.</param>
    public static void Integrate(
        Transaction transaction, DecodedUpdate update, ClientBlocks client, in DecodedStruct item, int offset)
    {
        // What stands apart in one update is apart: something that comes later in it stands between.
        var isFirst = !client.IsExtended;
        transaction.MarkExtended(client);
        if (offset == 0 && ((isFirst && ContinueLast(transaction, update, client, in item))
            || PutBetween(transaction, update, client, in item)))
            return;
        var store = transaction.Store;
        var (left, right) = FindNeighbours(transaction, client, in item, offset);
        var length = item.Length - offset;
        var clock = item.Clock + offset;
        var parent = Block.None;
        var key = Block.None;
        if (item.Kind != BlockKind.Gc)
            (parent, key) = FindParent(store, update, in item, offset, left, right);
        if (parent == Block.None)
        {
            var garbage = store.Add(BlockKind.Gc, client.Index, clock, length);
            store[garbage].Deleted = true;
            client.Append(garbage, clock, clock + length);
            return;
        }

        var number = store.Add(item.Kind, client.Index, clock, length);
        ref var block = ref store[number];
        block.Left = left;
        block.Right = right;
        block.Parent = parent;
        store.SetKey(number, key);
        if (left != Block.None && (offset > 0 || item.HasOrigin))
            (block.OriginClient, block.OriginClock) = (store[left].Client, store[left].End - 1);
        if (right != Block.None)
            (block.RightOriginClient, block.RightOriginClock) = (store[right].Client, store[right].Clock);
        TakeContent(transaction, update, client, in item, offset, number);
        Integration.Place(transaction, number);
        client.Append(number, clock, clock + length);
        Settle(transaction, number);
    }

    /// <summary>
    /// Where nothing came between an item's origins, it goes there, without a search for its place: most do, as they
    /// were written one after the other, and as a load takes them in the order of their clocks.
    /// </summary>
    static bool PutBetween(
        Transaction transaction, DecodedUpdate update, ClientBlocks client, in DecodedStruct item)
    {
        var kind = item.Kind;
        var store = transaction.Store;
        if (kind is BlockKind.Gc or BlockKind.Doc || !(item.HasOrigin
            ? IsGapBehind(store, client, in item, out var left, out var right)
            : IsGapAtStart(store, client, in item, out left, out right)))
            return false;
        var parent = store[left != Block.None ? left : right].Parent;
        var list = store.Type(parent);
        var number = store.Add(kind, client.Index, item.Clock, item.Length);
        ref var block = ref store[number];
        block.Left = left;
        block.Right = right;
        block.Parent = parent;
        if (left != Block.None)
        {
            ref var before = ref store[left];
            before.Right = number;
            block.OriginClient = before.Client;
            block.OriginClock = item.Origin.Clock;
        }
        else
        {
            list.Start = number;
        }

        if (right != Block.None)
        {
            ref var behind = ref store[right];
            behind.Left = number;
            block.RightOriginClient = behind.Client;
            block.RightOriginClock = behind.Clock;
        }

        TakeContent(transaction, update, client, in item, 0, number);
        list.Length += kind is BlockKind.Deleted or BlockKind.Format ? 0 : item.Length;
        list.HasFormats |= kind == BlockKind.Format;
        list.Positions?.Insert(number);
        client.Append(number, item.Clock, item.End);
        transaction.MarkChanged(list, Block.None);
        if (kind == BlockKind.Deleted)
            transaction.Deletions.Add(client.Id, item.Clock, item.End);
        else if (IsGone(store, list))
            Deletion.Delete(transaction, number);
        return true;
    }

    /// <summary>Whether an item's right origin stands behind its origin still.</summary>
    static bool IsGapBehind(BlockStore store, ClientBlocks client, in DecodedStruct item, out int left, out int right)
    {
        var origin = item.Origin;
        var owner = origin.Client == client.Id ? client : store.Clients.Find(origin.Client)!;
        left = owner == client && origin.Clock == item.Clock - 1 ? client.Last : owner.BlockAt(origin.Clock);
        ref var before = ref store[left];
        right = before.Right;
        return before.End - 1 == origin.Clock && before.Kind != BlockKind.Gc && !before.HasKey
            && IsFirstOf(store, right, client, in item);
    }

    /// <summary>Whether the right origin of an item without an origin is the first in its list still.</summary>
    static bool IsGapAtStart(BlockStore store, ClientBlocks client, in DecodedStruct item, out int left, out int right)
    {
        (left, right) = (Block.None, Block.None);
        if (!item.HasRightOrigin)
            return false;
        var origin = item.RightOrigin;
        var owner = origin.Client == client.Id ? client : store.Clients.Find(origin.Client)!;
        right = owner == client && origin.Clock == item.Clock - 1 ? client.Last : owner.BlockAt(origin.Clock);
        ref var behind = ref store[right];
        return behind.Clock == origin.Clock && behind.Left == Block.None && behind.Kind != BlockKind.Gc && !behind.HasKey;
    }

    /// <summary>Whether what stands behind the origin begins with the right origin; both may be none.</summary>
    static bool IsFirstOf(BlockStore store, int right, ClientBlocks client, in DecodedStruct item)
    {
        if (!item.HasRightOrigin || right == Block.None)
            return item.HasRightOrigin == (right != Block.None);
        ref var behind = ref store[right];
        var origin = item.RightOrigin;
        return behind.Clock == origin.Clock && (origin.Client == client.Id
            ? behind.Client == client.Index
            : store.Clients[behind.Client].Id == origin.Client);
    }

    static (int Left, int Right) FindNeighbours(
        Transaction transaction, ClientBlocks client, in DecodedStruct item, int offset)
    {
        var store = transaction.Store;
        var left = Block.None;
        var right = Block.None;
        if (item.Kind == BlockKind.Gc)
            return (left, right);
        if (offset > 0 || IsBehindLast(client, in item))
            left = client.Last;
        else if (item.HasOrigin)
            left = Splitting.CleanEnd(transaction, store.Clients.Find(item.Origin.Client)!, item.Origin.Clock);
        if (!item.HasRightOrigin || IsBeside(store, left, item.RightOrigin, out right))
            return (left, right);
        var end = left == Block.None ? 0 : store[left].End;
        right = Splitting.CleanStart(
            transaction, store.Clients.Find(item.RightOrigin.Client)!, item.RightOrigin.Clock);
        // A forged one lies within the left neighbour. Where that is cut mustn't depend on how blocks were cut before.
        if (left != Block.None && store[left].End < end)
            left = store.Clients[store[left].Client].BlockAt(end - 1);
        return (left, right);
    }

    // Most of what is written follows what its author wrote before.
    static bool IsBehindLast(ClientBlocks client, in DecodedStruct item) =>
        item.HasOrigin && item.Clock > 0 && item.Origin == new Id(client.Id, item.Clock - 1);

    // Where nothing came between, the right neighbour needs no search.
    static bool IsBeside(BlockStore store, int left, Id rightOrigin, out int right)
    {
        right = left == Block.None ? Block.None : store[left].Right;
        if (right != Block.None
            && store[right].Clock == rightOrigin.Clock && store.Clients[store[right].Client].Id == rightOrigin.Client)
            return true;
        right = Block.None;
        return false;
    }

    /// <summary>What it stands in; None when that is gone, and then the struct is garbage.</summary>
    static (int Parent, int Key) FindParent(
        BlockStore store, DecodedUpdate update, in DecodedStruct item, int offset, int left, int right)
    {
        if ((left != Block.None && store[left].Kind == BlockKind.Gc)
            || (right != Block.None && store[right].Kind == BlockKind.Gc))
            return (Block.None, Block.None);
        // What goes on after a known part stands where that stands, whatever a forged struct says.
        if (offset == 0 && (item.HasParentRoot || item.HasParentItem))
        {
            var key = item.HasKey
                ? store.Keys.NumberOf(update.Slice(item.KeyStart, item.KeyLength))
                : Block.None;
            return (item.HasParentRoot ? Root(store, update, in item) : TypeOf(store, item.ParentItem), key);
        }

        var neighbour = left != Block.None ? left : right;
        return neighbour != Block.None ? (store[neighbour].Parent, store.KeyOf(neighbour)) : (Block.None, Block.None);
    }

    static int Root(BlockStore store, DecodedUpdate update, in DecodedStruct item) =>
        store.Root(update.Slice(item.RootName.Start, item.RootName.Length)).Number;

    // Who names something that holds nothing, or nothing any more, has written garbage: in yjs too, so all agree.
    static int TypeOf(BlockStore store, Id id)
    {
        ref var parent = ref store[store.Clients.Find(id.Client)!.BlockAt(id.Clock)];
        return parent.Kind == BlockKind.Type ? parent.Content : Block.None;
    }

    static void TakeContent(
        Transaction transaction, DecodedUpdate update, ClientBlocks client, in DecodedStruct item, int offset,
        int number)
    {
        var store = transaction.Store;
        var content = update.Slice(item.ContentStart, item.ContentBytes);
        ref var block = ref store[number];
        switch (item.Kind)
        {
            case BlockKind.Deleted:
                block.Deleted = true;
                break;
            case BlockKind.String:
                block.Content = client.Text.AppendUtf8(content, item.Length, offset);
                break;
            case BlockKind.Type:
                block.Content = store.AddType(number, content).Number;
                transaction.AddedTypes.Add(block.Content);
                break;
            default:
                if (offset > 0)
                    content = content[ContentValue.BytesOf(content, item.Kind, offset)..];
                block.Content = client.Values.Append(content);
                break;
        }
    }

    // What arrives deleted, in a deleted parent, or as a value that was replaced already, is deleted.
    static void Settle(Transaction transaction, int number)
    {
        var store = transaction.Store;
        ref var block = ref store[number];
        if (block.Kind == BlockKind.Deleted)
            transaction.Deletions.Add(store.Clients[block.Client].Id, block.Clock, block.End);
        if (IsGone(store, store.Type(block.Parent)) || (block.HasKey && block.Right != Block.None))
            Deletion.Delete(transaction, number);
    }

    static bool IsGone(BlockStore store, SharedType type) => type.Item != Block.None && store[type.Item].Deleted;

    /// <summary>
    /// Typing goes on where the client's last block ends: the text is put at its end, which gives what integrating
    /// and joining would.
    /// </summary>
    static bool ContinueLast(
        Transaction transaction, DecodedUpdate update, ClientBlocks client, in DecodedStruct item)
    {
        if (item.Kind != BlockKind.String || !item.HasOrigin || item.Origin.Client != client.Id
            || item.Origin.Clock != item.Clock - 1)
            return false;
        var store = transaction.Store;
        ref var last = ref store[client.Last];
        if (last.Kind != BlockKind.String || last.Deleted || last.HasKey
            || last.HasRightOrigin != item.HasRightOrigin
            || last.Content + last.Length != client.Text.Length)
            return false;
        if (!item.HasRightOrigin)
        {
            if (last.Right != Block.None)
                return false;
        }
        else
        {
            var right = item.RightOrigin;
            if (last.RightOriginClock != right.Clock || store.Clients[last.RightOriginClient].Id != right.Client
                || last.Right == Block.None
                || store[last.Right].Clock != right.Clock || store[last.Right].Client != last.RightOriginClient)
                return false;
        }

        client.Text.AppendUtf8(update.Slice(item.ContentStart, item.ContentBytes), item.Length, skip: 0);
        Lengthen(transaction, client, item.Length);
        return true;
    }

    /// <summary>Counts units in that were put behind the text of the client's last block.</summary>
    public static void Lengthen(Transaction transaction, ClientBlocks client, int length)
    {
        var store = transaction.Store;
        ref var last = ref store[client.Last];
        last.Length += length;
        client.State += length;
        var parent = store.Type(last.Parent);
        parent.Length += length;
        parent.Positions?.Lengthen(client.Last, length);
        transaction.MarkChanged(parent, Block.None);
    }
}
