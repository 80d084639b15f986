using MDReader.Crdt.Blocks;
using MDReader.Crdt.Ids;

namespace MDReader.Crdt.Updates;

/// <summary>Tells what a planned update would do.</summary>
static class Examination
{
    public static UpdateEffect Of(DecodedUpdate update, IntegrationPlan plan, BlockStore store)
    {
        var added = new List<ClientRange>();
        for (var i = 0; i < update.GroupCount; i++)
        {
            var client = update.Groups[i].Client;
            var state = store.StateOf(client);
            if (plan.StateAfter(i) > state)
                added.Add(new(client, state, plan.StateAfter(i)));
        }

        var (deletes, missing) = Deletions(update, plan, store);
        return new(added, TextLength(update, plan), deletes, missing || plan.Waits.Count > 0);
    }

    static int TextLength(DecodedUpdate update, IntegrationPlan plan)
    {
        var length = 0;
        foreach (var run in plan.Runs)
        {
            for (var i = run.First; i < run.First + run.Count; i++)
            {
                if (update.Structs[i].Kind == BlockKind.String)
                    length += update.Structs[i].Length - (i == run.First ? run.Offset : 0);
            }
        }

        return length;
    }

    static (bool Deletes, bool Missing) Deletions(DecodedUpdate update, IntegrationPlan plan, BlockStore store)
    {
        var deletes = false;
        var missing = false;
        foreach (var range in update.Deletions.Ranges)
        {
            var after = plan.StateAfter(update, store, range.Client);
            missing |= range.End > after;
            if (deletes)
                continue;
            var state = store.StateOf(range.Client);
            deletes = Math.Min(range.End, after) > Math.Max(range.Start, state)
                || HasVisible(store, range with { End = Math.Min(range.End, state) });
        }

        return (deletes, missing);
    }

    static bool HasVisible(BlockStore store, ClientRange range)
    {
        for (var clock = range.Start; clock < range.End;)
        {
            ref var block = ref store[store.Clients.Find(range.Client)!.BlockAt(clock)];
            if (!block.Deleted)
                return true;
            clock = block.End;
        }

        return false;
    }
}
