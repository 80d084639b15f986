using MDReader.Crdt.Blocks;
using MDReader.Crdt.Encoding;
using MDReader.Crdt.Ids;

namespace MDReader.Crdt.Updates;

/// <summary>
/// Refuses structs that claim to stand in something that holds nothing, as far as it is here to be seen. (What was
/// a type and is deleted may still be named: who wrote there didn't know yet.)
/// </summary>
static class ParentCheck
{
    public static void Check(DecodedUpdate update, BlockStore store)
    {
        for (var i = 0; i < update.Structs.Count; i++)
        {
            ref var item = ref update.Structs[i];
            if (item.HasParentItem && KindOf(update, store, item.ParentItem) is { } kind
                && kind is not (BlockKind.Type or BlockKind.Deleted or BlockKind.Gc))
                throw new MalformedUpdateException(MalformedReason.Parent,
                    $"The parent {item.ParentItem} is {kind} and holds nothing; name a shared type.");
        }
    }

    static BlockKind? KindOf(DecodedUpdate update, BlockStore store, Id id)
    {
        if (store.Clients.Find(id.Client) is { } client && id.Clock < client.State)
            return store[client.BlockAt(id.Clock)].Kind;
        var found = update.FindGroup(id.Client);
        if (found < 0)
            return null;
        var group = update.Groups[found];
        int low = group.First, high = group.EndIndex - 1;
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            ref var item = ref update.Structs[middle];
            if (id.Clock >= item.End)
                low = middle + 1;
            else if (id.Clock < item.Clock)
                high = middle - 1;
            else
                return item.Kind == BlockKind.Skip ? null : item.Kind;
        }

        return null;
    }
}
