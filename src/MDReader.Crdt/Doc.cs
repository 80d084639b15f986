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
    readonly UpdateApplication _application;
    readonly Dictionary<string, Text> _texts = [];
    readonly Transaction _transaction;
    bool _isOpen;

    public Doc(DocOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ClientId = options.ClientId;
        Gc = options.Gc;
        Budget = options.Budget;
        _transaction = new(this);
        _application = new(this);
    }

    public ulong ClientId { get; }

    /// <summary>A snapshot of what is held now; it doesn't change with the document.</summary>
    public StateVector StateVector
    {
        get
        {
            var clocks = new List<Id>(Store.Clients.Length);
            foreach (var client in Store.Clients)
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
    public bool HasPending => !_application.Pending.IsEmpty;

    /// <summary>Raised once after each transaction that added something.</summary>
    public event Action<UpdateEvent>? Updated;

    internal BlockStore Store { get; } = new();

    internal bool Gc { get; }

    internal Budget Budget { get; }

    /// <summary>The root text of that name; there is always one.</summary>
    public Text GetText(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (!_texts.TryGetValue(name, out var text))
            _texts[name] = text = new(this, name, Store.Root(name));
        return text;
    }

    /// <summary>
    /// Applies an update V1. What depends on something not yet here is kept and applied when that arrives.
    /// </summary>
    /// <exception cref="MalformedUpdateException">Refused; the document is as it was.</exception>
    public void ApplyUpdate(ReadOnlySpan<byte> update, object? origin = null) =>
        Apply(_application.Read(update), origin);

    /// <summary>What applying the update would do. Nothing changes.</summary>
    /// <exception cref="MalformedUpdateException">The update can't be applied to this document at all.</exception>
    public UpdateEffect Examine(DecodedUpdate update)
    {
        ArgumentNullException.ThrowIfNull(update);
        return _application.Examine(update);
    }

    /// <inheritdoc cref="ApplyUpdate"/>
    public void Apply(DecodedUpdate update, object? origin = null)
    {
        ArgumentNullException.ThrowIfNull(update);
        if (_isOpen)
            throw new InvalidOperationException("A transaction is open; apply the update after it.");
        _application.Plan(update);
        Open(origin);
        var isWhole = false;
        try
        {
            isWhole = _application.Apply(_transaction, update);
        }
        finally
        {
            Close(isWhole ? update : null);
        }
    }

    /// <summary>
    /// What a replica with <paramref name="stateVector"/> (encoded; empty for everything) lacks, as an update V1.
    /// </summary>
    /// <exception cref="MalformedUpdateException">The bytes are no state vector.</exception>
    public byte[] EncodeStateAsUpdate(ReadOnlySpan<byte> stateVector = default)
    {
        var target = stateVector.IsEmpty ? StateVector.Empty : StateVector.Decode(stateVector, Budget);
        return StateEncoder.EncodeState(Store, _application.Pending, target);
    }

    /// <summary>
    /// Makes local edits one transaction: one update event, after the last of them. Transactions nest: the
    /// outermost is the one.
    /// </summary>
    public void Transact(Action<Transaction> change, object? origin = null)
    {
        ArgumentNullException.ThrowIfNull(change);
        var isOutermost = Open(origin);
        try
        {
            change(_transaction);
        }
        finally
        {
            if (isOutermost)
                Close(null);
        }
    }

    /// <summary>The open transaction; <paramref name="isOutermost"/> tells who has to close it.</summary>
    internal Transaction Begin(out bool isOutermost)
    {
        isOutermost = Open(null);
        return _transaction;
    }

    internal void End(bool isOutermost)
    {
        if (isOutermost)
            Close(null);
    }

    bool Open(object? origin)
    {
        if (_isOpen)
            return false;
        _isOpen = true;
        _transaction.Origin = origin;
        return true;
    }

    /// <param name="whole">The update that the transaction was made of, when its bytes say all that happened.</param>
    void Close(DecodedUpdate? whole)
    {
        UpdateEvent? happened = null;
        _transaction.Tidy();
        if (Updated is not null && !_transaction.ChangedNothing)
        {
            var bytes = whole is not null ? whole.Bytes.ToArray() : StateEncoder.EncodeTransaction(_transaction);
            happened = new(bytes, _transaction.Origin);
        }

        _transaction.Reset();
        _isOpen = false;
        if (happened is not null)
            Updated?.Invoke(happened);
    }
}
