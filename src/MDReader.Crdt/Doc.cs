using MDReader.Crdt.Blocks;
using MDReader.Crdt.Encoding;
using MDReader.Crdt.Ids;
using MDReader.Crdt.Types;
using MDReader.Crdt.Updates;

namespace MDReader.Crdt;

/// <summary>
/// A document that merges: whatever order two replicas apply the same updates in, they end equal.
/// It has one writer at a time and takes no locks.
/// </summary>
public sealed class Doc
{
    Transaction? _transaction;
    Pending? _pending;

    public Doc(DocOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.ClientId, ByteReader.MaxSafeInteger);
        ClientId = options.ClientId;
        Gc = options.Gc;
        Budget = options.Budget;
    }

    public ulong ClientId { get; }

    /// <summary>A snapshot of what is held now; it doesn't change with the document.</summary>
    public StateVector StateVector
    {
        get
        {
            var clocks = new List<Id>(Store.Clients.Count);
            foreach (var client in Store.Clients.All)
            {
                if (client.State > 0)
                    clocks.Add(new(client.Id, client.State));
            }

            return StateVector.Of([.. clocks]);
        }
    }

    /// <summary>Everything deleted: descending by client, then ascending and apart from each other.</summary>
    public IReadOnlyList<ClientRange> DeletedRanges =>
        StateEncoder.AllDeletions(Store, pending: null).Ranges.ToArray();

    /// <summary>True while something waits for updates it depends on.</summary>
    public bool HasPending => _pending is { IsEmpty: false };

    /// <summary>Raised once after each transaction that added something.</summary>
    public event Action<UpdateEvent>? Updated;

    internal BlockStore Store { get; } = new();

    internal Pending Pending => _pending ??= new();

    internal bool Gc { get; }

    internal Budget Budget { get; }

    /// <summary>The root text of that name; there is always one.</summary>
    public Text GetText(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var root = Store.Root(System.Text.Encoding.UTF8.GetBytes(name));
        return root.Text ??= new(this, name, root);
    }

    /// <summary>
    /// Applies an update V1. What depends on something not yet here is kept and applied when that arrives.
    /// </summary>
    /// <exception cref="MalformedUpdateException">Refused; the document is as it was.</exception>
    public void ApplyUpdate(ReadOnlySpan<byte> update, object? origin = null)
    {
        var scratch = Scratch.Take();
        try
        {
            UpdateReaderV1.Read(update, Budget, scratch.Update);
            Apply(scratch.Update, scratch.Plan, origin);
        }
        finally
        {
            scratch.Return();
        }
    }

    /// <summary>What applying the update would do. Nothing changes.</summary>
    public UpdateEffect Examine(DecodedUpdate update)
    {
        ArgumentNullException.ThrowIfNull(update);
        var scratch = Scratch.Take();
        try
        {
            scratch.Plan.Make(update, Store);
            return Examination.Of(update, scratch.Plan, Store);
        }
        finally
        {
            scratch.Return();
        }
    }

    /// <inheritdoc cref="ApplyUpdate"/>
    public void Apply(DecodedUpdate update, object? origin = null)
    {
        ArgumentNullException.ThrowIfNull(update);
        var scratch = Scratch.Take();
        try
        {
            Apply(update, scratch.Plan, origin);
        }
        finally
        {
            scratch.Return();
        }
    }

    void Apply(DecodedUpdate update, IntegrationPlan plan, object? origin)
    {
        if (_transaction is not null)
            throw new InvalidOperationException("A transaction is open; apply the update after it.");
        plan.Make(update, Store);
        UpdateApplication.CheckWaiting(this, update, plan);
        _transaction = Transaction.Open(this, origin);
        bool isWhole;
        try
        {
            isWhole = UpdateApplication.Apply(_transaction, update, plan);
        }
        catch (MalformedUpdateException)
        {
            // It was taken back, so there is nothing to tidy or tell.
            _transaction.Release();
            _transaction = null;
            throw;
        }

        Close(_transaction, isWhole ? update : null);
    }

    /// <summary>
    /// What a replica with <paramref name="stateVector"/> (encoded; empty for everything) lacks, as an update V1.
    /// </summary>
    /// <exception cref="MalformedUpdateException">The bytes are no state vector.</exception>
    public byte[] EncodeStateAsUpdate(ReadOnlySpan<byte> stateVector = default)
    {
        var target = stateVector.IsEmpty ? StateVector.Empty : StateVector.Decode(stateVector, Budget);
        return StateEncoder.EncodeState(Store, _pending, target);
    }

    /// <summary>
    /// Makes local edits one transaction: one update event, after the last of them. Transactions nest: the
    /// outermost is the one.
    /// </summary>
    public void Transact(Action<Transaction> change, object? origin = null)
    {
        ArgumentNullException.ThrowIfNull(change);
        var transaction = Begin(out var isOutermost, origin);
        try
        {
            change(transaction);
        }
        finally
        {
            if (isOutermost)
                Close(transaction, null);
        }
    }

    /// <summary>The open transaction, or a new one, which the caller then has to end.</summary>
    internal Transaction Begin(out bool isOutermost, object? origin = null)
    {
        isOutermost = _transaction is null;
        return _transaction ??= Transaction.Open(this, origin);
    }

    /// <param name="transaction">The open one.</param>
    /// <param name="whole">The update that it was made of, when that one's bytes say all that happened.</param>
    internal void Close(Transaction transaction, DecodedUpdate? whole)
    {
        UpdateEvent? happened = null;
        transaction.Tidy();
        if (Updated is not null && !transaction.ChangedNothing)
        {
            var bytes = whole is not null ? whole.Bytes.ToArray() : StateEncoder.EncodeTransaction(transaction);
            happened = new(bytes, transaction.Origin);
        }

        transaction.Release();
        _transaction = null;
        if (happened is not null)
            Updated?.Invoke(happened);
    }
}
