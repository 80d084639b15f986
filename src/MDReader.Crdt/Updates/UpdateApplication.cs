using MDReader.Crdt.Blocks;
using MDReader.Crdt.Encoding;
using MDReader.Crdt.Ids;

namespace MDReader.Crdt.Updates;

/// <summary>
/// The road of an update into a document: read, plan (where everything that can be refused is refused), integrate,
/// delete, keep what has to wait.
/// </summary>
sealed class UpdateApplication(Doc doc)
{
    readonly DecodedUpdate _scratch = new();
    readonly IntegrationPlan _plan = new();

    public Pending Pending { get; } = new();

    BlockStore Store => doc.Store;

    /// <summary>Reads into memory that the next update will use again.</summary>
    public DecodedUpdate Read(ReadOnlySpan<byte> bytes)
    {
        UpdateReaderV1.Read(bytes, doc.Budget, _scratch);
        return _scratch;
    }

    /// <summary>The last moment to refuse.</summary>
    public void Plan(DecodedUpdate update)
    {
        ParentCheck.Check(update, Store);
        _plan.Make(update, Store);
        var waitingRanges = 0;
        foreach (var range in update.Deletions.Ranges)
            waitingRanges += range.End > StateAfter(update, range.Client) ? 1 : 0;
        if (_plan.Waits.Count == 0 && waitingRanges == 0)
            return;
        var bytes = Pending.Bytes + Pending.BytesOf(update, _plan.Waits, waitingRanges);
        if (bytes > doc.Budget.MaxPendingBytes)
            throw new MalformedUpdateException(MalformedReason.Budget,
                $"{bytes} bytes would wait for missing updates, past the limit of {doc.Budget.MaxPendingBytes}; "
                + "send the missing ones first (sync step 1).");
    }

    /// <summary>Applies the update just planned. Returns true when its own bytes say all that happened.</summary>
    public bool Apply(Transaction transaction, DecodedUpdate update)
    {
        var steps = _plan.Steps.Length;
        var isWhole = update.IsCanonical && steps == update.StructCount && !HasOffsets();
        Integrate(transaction, update, doc.Budget.MaxConflictSteps);
        foreach (var range in update.Deletions.Ranges)
            isWhole &= Delete(transaction, range);
        if (Pending.IsEmpty)
            return isWhole;
        return !Retry(transaction) && isWhole;
    }

    public UpdateEffect Examine(DecodedUpdate update)
    {
        Plan(update);
        var added = new List<ClientRange>();
        for (var i = 0; i < update.GroupCount; i++)
        {
            var client = update.Groups[i].Client;
            var state = Store.StateOf(client);
            if (_plan.StateAfter(i) > state)
                added.Add(new(client, state, _plan.StateAfter(i)));
        }

        var text = 0;
        foreach (var step in _plan.Steps)
        {
            if (update.Structs[step.Index].Kind == BlockKind.String)
                text += update.Structs[step.Index].Length - step.Offset;
        }

        var (deletes, missing) = ExamineDeletions(update);
        return new(added, text, deletes, missing || _plan.Waits.Count > 0);
    }

    (bool Deletes, bool Missing) ExamineDeletions(DecodedUpdate update)
    {
        var deletes = false;
        var missing = false;
        foreach (var range in update.Deletions.Ranges)
        {
            var after = StateAfter(update, range.Client);
            missing |= range.End > after;
            if (deletes)
                continue;
            var state = Store.StateOf(range.Client);
            // A deletion of something new goes without saying once the new is looked at.
            deletes = Math.Min(range.End, after) > Math.Max(range.Start, state)
                || HasVisible(range with { End = Math.Min(range.End, state) });
        }

        return (deletes, missing);
    }

    bool HasVisible(ClientRange range)
    {
        if (range.Start >= range.End)
            return false;
        var client = Store.FindClient(range.Client)!;
        for (var i = client.PositionOf(range.Start); i < client.Count && Store[client[i]].Clock < range.End; i++)
        {
            if (!Store[client[i]].Deleted)
                return true;
        }

        return false;
    }

    int StateAfter(DecodedUpdate update, ulong client)
    {
        var group = update.FindGroup(client);
        return group >= 0 ? _plan.StateAfter(group) : Store.StateOf(client);
    }

    bool HasOffsets()
    {
        foreach (var step in _plan.Steps)
        {
            if (step.Offset > 0)
                return true;
        }

        return false;
    }

    void Integrate(Transaction transaction, DecodedUpdate update, long maxConflictSteps)
    {
        var group = -1;
        ClientBlocks? client = null;
        foreach (var step in _plan.Steps)
        {
            if (step.Group != group)
            {
                group = step.Group;
                client = Store.Client(update.Groups[group].Client);
            }

            Arrival.Integrate(transaction, update, client!, in update.Structs[step.Index], step.Offset);
            if (transaction.ConflictSteps <= maxConflictSteps)
                continue;
            Rollback.TakeBack(transaction);
            transaction.Reset();
            throw new MalformedUpdateException(MalformedReason.Budget,
                $"Placing what was written at one position takes more than {maxConflictSteps} steps; "
                + "send it in parts.");
        }

        if (_plan.Waits.Count > 0)
            Pending.Add(update, _plan.Waits);
    }

    /// <summary>Deletes what is here of the range, and keeps the rest waiting; false when something waits.</summary>
    bool Delete(Transaction transaction, ClientRange range)
    {
        var client = Store.FindClient(range.Client);
        var state = client?.State ?? 0;
        if (range.Start < state)
            Deletion.DeleteRange(transaction, client!, range.Start, Math.Min(range.End, state));
        if (range.End <= state)
            return true;
        Pending.AddDeletion(range.Client, Math.Max(range.Start, state), range.End);
        return false;
    }

    /// <summary>Looks at what waits again, until nothing that arrived frees anything more.</summary>
    bool Retry(Transaction transaction)
    {
        var retried = false;
        while (IsAwake(transaction))
        {
            var waiting = Pending.TakeStructs();
            _plan.Make(waiting, Store);
            // What waits is bounded in size, and can't be refused any more.
            Integrate(transaction, waiting, long.MaxValue);
            retried = true;
        }

        for (var i = 0; i < transaction.Extended.Count; i++)
        {
            if (Pending.TakeDeletions(transaction.Extended[i].Id) is not { } ranges)
                continue;
            foreach (var range in ranges)
                Delete(transaction, range);
            retried = true;
        }

        return retried;
    }

    bool IsAwake(Transaction transaction)
    {
        if (!Pending.HasStructs)
            return false;
        foreach (var client in transaction.Extended)
        {
            if (Pending.IsAwokenBy(client.Id, client.State))
                return true;
        }

        return false;
    }
}
