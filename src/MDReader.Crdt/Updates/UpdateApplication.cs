using MDReader.Crdt.Blocks;
using MDReader.Crdt.Encoding;
using MDReader.Crdt.Ids;

namespace MDReader.Crdt.Updates;

/// <summary>
/// The road of a decoded and planned update into a document: integrate, delete, keep what has to wait.
/// </summary>
static class UpdateApplication
{
    /// <summary>The last moment to refuse: what would have to wait past the budget.</summary>
    public static void CheckWaiting(Doc doc, DecodedUpdate update, IntegrationPlan plan)
    {
        var waitingRanges = 0;
        foreach (var range in update.Deletions.Ranges)
            waitingRanges += range.End > plan.StateAfter(update, doc.Store, range.Client) ? 1 : 0;
        if (plan.Waits.Count == 0 && waitingRanges == 0)
            return;
        var added = Pending.BytesOf(update, plan.Waits, waitingRanges);
        if (doc.Pending.Bytes + added <= doc.Budget.MaxPendingBytes)
            return;
        // What was sent again and again is counted once.
        doc.Pending.Compact();
        var bytes = doc.Pending.Bytes + added;
        if (bytes > doc.Budget.MaxPendingBytes)
            throw new MalformedUpdateException(MalformedReason.Budget,
                $"{bytes} bytes would wait for missing updates, past the limit of {doc.Budget.MaxPendingBytes}; "
                + "send the missing ones first (sync step 1).");
    }

    /// <summary>Applies the update that was planned. Returns true when its own bytes say all that happened.</summary>
    public static bool Apply(Transaction transaction, DecodedUpdate update, IntegrationPlan plan)
    {
        var doc = transaction.Doc;
        var isWhole = update.IsCanonical && plan.TakesAll;
        if (!TryIntegrate(transaction, update, plan, update.MaxConflictSteps))
            Refuse(transaction, update.MaxConflictSteps);
        // A state's deletions came deleted, and then there is nothing left to delete. They came in the order of the structs,
        // which only some ask for.
        if (!doc.KeepsDeletionOrder)
            transaction.Deletions.Normalise();
        if (!transaction.Deletions.IsKnownToEqual(update.Deletions))
            isWhole &= DeleteAll(transaction, update);
        if (doc.HasPending)
            isWhole &= !Retry(transaction, plan, Math.Max(doc.Budget.MaxConflictSteps, update.MaxConflictSteps));
        return isWhole;
    }

    /// <summary>False when it stopped, because placing the items takes too many steps.</summary>
    static bool TryIntegrate(
        Transaction transaction, DecodedUpdate update, IntegrationPlan plan, long maxConflictSteps)
    {
        // What a load needs is known; typing goes on, and gets room ahead.
        if (plan.StructCount > 64)
            transaction.Store.Expect(plan.StructCount, Math.Min(update.GroupCount, plan.Runs.Length));
        foreach (var run in plan.Runs)
        {
            var group = update.Groups[run.Group];
            var client = transaction.Store.Clients.FindOrAdd(group.Client);
            if (run.First == group.First)
                Prepare(transaction.Store, client, in group, in update.Structs[run.First]);
            for (var i = 0; i < run.Count; i++)
            {
                Arrival.Integrate(
                    transaction, update, client, in update.Structs[run.First + i], i == 0 ? run.Offset : 0);
                if (transaction.ConflictSteps > maxConflictSteps)
                    return false;
            }
        }

        if (plan.Waits.Count > 0)
            transaction.Doc.Pending.Add(update, plan.Waits);
        return true;
    }

    /// <summary>Makes room at once for all that a client brings, in however many runs.</summary>
    static void Prepare(BlockStore store, ClientBlocks client, in DecodedUpdate.Group group, in DecodedStruct first)
    {
        if (group.Count == 1 && client.State == 0 && first.IsAscii && first.Length <= ClientBlocks.MaxSharedText)
            client.ShareText(store.SharedText);
        else
            client.LeaveSharedText(store);
        // For a few blocks, growing as it goes is as good.
        if (group.Count > 64)
            client.Text.ReserveAscii(group.TextBytes);
    }

    static void Refuse(Transaction transaction, long maxConflictSteps)
    {
        Rollback.TakeBack(transaction);
        throw new MalformedUpdateException(MalformedReason.Budget,
            $"Placing what was written at one position takes more than {maxConflictSteps} steps; send it in parts.");
    }

    static bool DeleteAll(Transaction transaction, DecodedUpdate update)
    {
        var isWhole = true;
        foreach (var range in update.Deletions.Ranges)
            isWhole &= Delete(transaction, range);
        return isWhole;
    }

    /// <summary>Deletes what is here of the range, and keeps the rest waiting; false when something waits.</summary>
    static bool Delete(Transaction transaction, ClientRange range)
    {
        var client = transaction.Store.Clients.Find(range.Client);
        var state = client?.State ?? 0;
        if (range.Start < state)
            Deletion.DeleteRange(transaction, client!, range.Start, Math.Min(range.End, state));
        if (range.End <= state)
            return true;
        transaction.Doc.Pending.AddDeletion(range.Client, Math.Max(range.Start, state), range.End);
        return false;
    }

    /// <summary>Looks at what waits again, until nothing that arrived frees anything more.</summary>
    /// <remarks>
    /// What waited was taken, and who frees it isn't to blame: past the budget, the rest of it is forgotten. The state
    /// vector says that it is lacking, so that who has it sends it again.
    /// </remarks>
    static bool Retry(Transaction transaction, IntegrationPlan plan, long maxConflictSteps)
    {
        var pending = transaction.Doc.Pending;
        var retried = false;
        while (pending.IsAwokenBy(transaction))
        {
            var waiting = pending.TakeStructs();
            plan.Make(waiting, transaction.Store);
            retried = true;
            if (!TryIntegrate(transaction, waiting, plan, maxConflictSteps))
                break;
        }

        for (var i = 0; i < transaction.Extended.Count; i++)
        {
            if (pending.TakeDeletions(transaction.Extended[i].Id) is not { } ranges)
                continue;
            foreach (var range in ranges)
                Delete(transaction, range);
            retried = true;
        }

        return retried;
    }
}
