using MDReader.Crdt.Blocks;
using MDReader.Crdt.Ids;

namespace MDReader.Crdt.Types;

/// <summary>
/// Finds out what a transaction changed, for those who listen and only for them. Done before deleted contents are
/// let go, since old values are told too.
/// </summary>
static class Observation
{
    /// <summary>The calls to make when the transaction is over; null when nobody is to be called.</summary>
    public static List<Action>? Of(Transaction transaction)
    {
        List<Action>? calls = null;
        var deep = new Dictionary<AbstractType, List<TypeEvent>>();
        foreach (var (type, keys) in transaction.Changes)
        {
            if (!IsListenedTo(transaction.Store, type))
                continue;
            var happened = Changes.Of(transaction, type, keys);
            if (happened.Target.Listeners is { } listeners)
                (calls ??= []).Add(() => listeners(happened));
            AddTo(deep, transaction.Doc, happened);
        }

        foreach (var (view, events) in deep)
        {
            var sorted = events.OrderBy(happened => happened.Path.Count).ToArray();
            (calls ??= []).Add(() => view.DeepListeners?.Invoke(sorted));
        }

        if (transaction.Doc.TransactionEndedListeners is { } ended)
        {
            var happened = Summary(transaction);
            (calls ??= []).Add(() => ended(happened));
        }

        return calls;
    }

    static bool IsListenedTo(BlockStore store, SharedType type)
    {
        if (type.View?.Listeners is not null)
            return true;
        for (var around = type; around is not null; around = Around(store, around))
        {
            if (around.View?.DeepListeners is not null)
                return true;
        }

        return false;
    }

    public static SharedType? Around(BlockStore store, SharedType type) =>
        type.Item == Block.None ? null : store.Type(store[type.Item].Parent);

    static void AddTo(Dictionary<AbstractType, List<TypeEvent>> deep, Doc doc, TypeEvent happened)
    {
        var store = doc.Store;
        var path = new List<Value>();
        for (var type = happened.Target.Type; ; type = store.Type(store[type.Item].Parent))
        {
            if (type.View is { DeepListeners: not null } view)
            {
                if (!deep.TryGetValue(view, out var events))
                    deep.Add(view, events = []);
                events.Add(happened with { CurrentTarget = view, Path = [.. Enumerable.Reverse(path)] });
            }

            if (type.Item == Block.None)
                return;
            path.Add(StepTo(store, type));
        }
    }

    static Value StepTo(BlockStore store, SharedType type)
    {
        ref var holder = ref store[type.Item];
        return holder.HasKey
            ? MapEdit.NameOf(store, store.KeyOf(type.Item))
            : store.Type(holder.Parent).PositionsIn(store).StartOf(type.Item);
    }

    public static TransactionEvent Summary(Transaction transaction) => new(
        transaction.Origin,
        transaction.IsLocal,
        [.. transaction.Extended.Select(client => new ClientRange(client.Id, client.StateBefore, client.State))],
        transaction.Deletions.Ranges.ToArray(),
        [.. transaction.Changes.Select(change => transaction.Doc.ViewOf(change.Type))]);
}
