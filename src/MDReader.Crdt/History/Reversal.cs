using MDReader.Crdt.Blocks;
using MDReader.Crdt.Ids;
using MDReader.Crdt.Types;

namespace MDReader.Crdt.History;

/// <summary>
/// Takes one step back: what it deleted is brought back as new items at the same place, and what it inserted is deleted.
/// Which, where and in which order is yjs's choice, so that both write the same.
/// </summary>
sealed class Reversal(Transaction transaction, StackItem step, UndoManager manager)
{
    readonly HashSet<int> _toRedo = [];

    BlockStore Store => transaction.Store;

    /// <summary>False when there was nothing to take back any more.</summary>
    public bool Run()
    {
        var toDelete = new List<int>();
        step.Inserted.Visit(transaction, number =>
        {
            if (Store[number].IsRedone)
                number = Newest(number);
            if (!Store[number].Deleted && manager.Scope.Holds(Store, number))
                toDelete.Add(number);
        });
        var toRedo = new List<int>();
        step.Deleted.Visit(transaction, number =>
        {
            // What came and went in the same step doesn't come back.
            if (manager.Scope.Holds(Store, number) && !step.Inserted.Contains(ClientOf(number), Store[number].Clock)
                && _toRedo.Add(number))
                toRedo.Add(number);
        });

        var isChanged = false;
        foreach (var number in toRedo)
            isChanged |= Redo(number) != Block.None;
        // Children come before what they stand in, so that the filter still finds them there.
        for (var i = toDelete.Count - 1; i >= 0; i--)
        {
            if (!manager.Options.DeleteFilter(Describe(toDelete[i])))
                continue;
            Deletion.Delete(transaction, toDelete[i]);
            isChanged = true;
        }

        return isChanged;
    }

    int Newest(int number)
    {
        var client = Store.Clients[Store[number].Client];
        var (found, offset) = RedoneItems.Follow(Store, client, Store[number].Clock);
        return offset == 0 || Store[found].Kind == BlockKind.Gc
            ? found
            : Splitting.Split(transaction, found, offset);
    }

    /// <summary>Brings a block back, after the types that it stands in; None where that can't be.</summary>
    int Redo(int number)
    {
        var left = new Stack<int>([number]);
        while (!Store[left.Peek()].IsRedone && HolderOf(left.Peek()) is var holder and not Block.None
            && Store[holder] is { Deleted: true, IsRedone: false })
        {
            // A type that somebody else deleted stays so, and what stood in it with it.
            if (!_toRedo.Contains(holder))
                return Block.None;
            left.Push(holder);
        }

        var redone = Block.None;
        while (left.TryPop(out var next))
        {
            redone = RedoOne(next);
            if (redone == Block.None)
                return Block.None;
        }

        return redone;
    }

    int RedoOne(int number)
    {
        if (Store[number].IsRedone)
            return RedoneItems.Next(transaction, number);
        var holder = HolderOf(number);
        if (holder != Block.None && Store[holder].Deleted)
        {
            while (Store[holder].IsRedone)
                holder = RedoneItems.Next(transaction, holder);
            if (Store[holder].Kind != BlockKind.Type)
                return Block.None;
        }

        var key = Store.KeyOf(number);
        var parent = Store.Type(holder == Block.None ? Store[number].Parent : Store[holder].Content);
        if (PlaceOf(number, key, parent) is not { } place)
            return Block.None;
        var author = ItemEdit.Author(transaction, Store[number].Length);
        RedoneItems.Mark(Store, number, author.Index, author.State);
        var redone = ItemEdit.InsertCopy(transaction, parent, place, key, number);
        RedoneItems.SetKept(Store, redone, true);
        if ((holder != Block.None && Store[holder].Deleted) || (key != Block.None && Store[redone].Right != Block.None))
            Deletion.Delete(transaction, redone);
        return redone;
    }

    /// <summary>Where it stood, in the type that stands for its own now; null when others have been there.</summary>
    (int Left, int Right)? PlaceOf(int number, int key, SharedType parent)
    {
        if (key == Block.None)
            return (Nearest(Store[number].Left, parent, static (in Block block) => block.Left),
                Nearest(number, parent, static (in Block block) => block.Right));
        var left = parent.ValueOf(key);
        if (Store[number].Right == Block.None || manager.Options.IgnoreRemoteMapChanges)
            return (left, Block.None);
        var last = number;
        while (Store[last].Right is var next and not Block.None && IsOurs(next))
        {
            last = next;
            while (Store[last].IsRedone)
                last = RedoneItems.Next(transaction, last);
        }

        if (Store[last].Right != Block.None)
            return null;
        return Store[last].Parent == parent.Number ? (last, Block.None) : (left, Block.None);
    }

    /// <summary>What replaced a value and is deleted by undoing, now or later, is no reason to leave it.</summary>
    bool IsOurs(int number)
    {
        var (client, clock) = (ClientOf(number), Store[number].Clock);
        return Store[number].IsRedone || step.Inserted.Contains(client, clock)
            || manager.UndoStack.Concat(manager.RedoStack).Any(other => other.Deleted.Contains(client, clock));
    }

    delegate int Neighbour(in Block block);

    /// <summary>The first block on the way that stands in a type, or was brought back as one that does.</summary>
    int Nearest(int number, SharedType parent, Neighbour next)
    {
        for (; number != Block.None; number = next(in Store[number]))
        {
            var trace = number;
            while (Store[trace].Parent != parent.Number && Store[trace].IsRedone)
                trace = RedoneItems.Next(transaction, trace);
            if (Store[trace].Parent == parent.Number)
                return trace;
        }

        return Block.None;
    }

    ulong ClientOf(int number) => Store.Clients[Store[number].Client].Id;

    int HolderOf(int number) => Store.Type(Store[number].Parent).Item;

    UndoneItem Describe(int number)
    {
        ref var block = ref Store[number];
        return new(
            new ClientRange(ClientOf(number), block.Clock, block.End),
            transaction.Doc.ViewOf(Store.Type(block.Parent)),
            block.HasKey ? MapEdit.NameOf(Store, Store.KeyOf(number)) : null,
            block.Kind == BlockKind.Type ? transaction.Doc.ViewOf(Store.Type(block.Content)) : null);
    }
}
