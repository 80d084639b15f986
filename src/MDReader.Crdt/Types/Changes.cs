using MDReader.Crdt.Blocks;

namespace MDReader.Crdt.Types;

/// <summary>What a transaction changed in one type: keys, and the delta of its list.</summary>
static class Changes
{
    public static TypeEvent Of(Transaction transaction, SharedType type, HashSet<int> keys)
    {
        var view = transaction.Doc.ViewOf(type);
        return new()
        {
            Target = view,
            CurrentTarget = view,
            Path = [],
            Delta = !keys.Contains(Block.None) ? []
                : view is Text ? new TextDelta(transaction, type).Compute()
                : ListDelta(transaction, type),
            Keys = OfKeys(transaction, type, keys),
            Origin = transaction.Origin,
            IsLocal = transaction.IsLocal,
        };
    }

    /// <summary>Deleted in this transaction; call where the block is known to be wholly old or wholly new.</summary>
    public static bool Deletes(Transaction transaction, in Block block) =>
        block.Deleted && transaction.Deletions.Contains(transaction.Store.Clients[block.Client].Id, block.Clock);

    static Dictionary<string, KeyChange> OfKeys(Transaction transaction, SharedType type, HashSet<int> keys)
    {
        var changes = new Dictionary<string, KeyChange>();
        foreach (var key in keys)
        {
            if (key != Block.None && OfKey(transaction, type.ValueOf(key)) is { } change)
                changes.Add(MapEdit.NameOf(transaction.Store, key), change);
        }

        return changes;
    }

    static KeyChange? OfKey(Transaction transaction, int number)
    {
        var store = transaction.Store;
        var before = number;
        while (before != Block.None && transaction.IsNew(in store[before]))
            before = store[before].Left;
        var isDeleted = store[number].Deleted;
        if (before == Block.None || !Deletes(transaction, in store[before]))
            return before == number || isDeleted ? null : new KeyChange.Added();
        var oldValue = Contents.Last(transaction.Doc, before);
        return before == number || isDeleted ? new KeyChange.Deleted(oldValue) : new KeyChange.Updated(oldValue);
    }

    static List<DeltaOp> ListDelta(Transaction transaction, SharedType type)
    {
        var store = transaction.Store;
        var delta = new List<DeltaOp>();
        List<Value>? inserted = null;
        var retained = 0;
        for (var number = type.Start; number != Block.None; number = store[number].Right)
        {
            ref var block = ref store[number];
            var isNew = transaction.IsNew(in block);
            if (block.Deleted)
            {
                if (isNew || !Deletes(transaction, in block))
                    continue;
                inserted = null;
                Retain(delta, ref retained);
                if (delta is [.., DeltaOp.Delete(var before)])
                    delta[^1] = new DeltaOp.Delete(before + block.Length);
                else
                    delta.Add(new DeltaOp.Delete(block.Length));
            }
            else if (!isNew)
            {
                inserted = null;
                retained += block.Length;
            }
            else
            {
                Retain(delta, ref retained);
                if (inserted is null)
                    delta.Add(new DeltaOp.InsertValues(inserted = []));
                Contents.AddTo(inserted, transaction.Doc, number, 0, block.Length);
            }
        }

        return delta;
    }

    static void Retain(List<DeltaOp> delta, ref int retained)
    {
        if (retained > 0)
            delta.Add(new DeltaOp.Retain(retained));
        retained = 0;
    }
}
