using MDReader.Crdt.Encoding;
using MDReader.Crdt.Ids;
using MDReader.Crdt.Types;
using MDReader.Crdt.Updates;

namespace MDReader.Crdt;

/// <summary>How a document is opened. The client id is passed in: the engine has no randomness of its own.</summary>
public sealed record DocOptions
{
    /// <summary>Names this replica's own edits. Never use one id in two places at the same time.</summary>
    public required ulong ClientId { get; init; }

    /// <summary>Forget what was deleted. Off, a document can be read as it was at a snapshot.</summary>
    public bool Gc { get; init; } = true;

    public Budget Budget { get; init; } = Budget.Default;
}

/// <summary>What one transaction added, as an update V1 for other replicas.</summary>
public sealed record UpdateEvent(byte[] Update, object? Origin);

/// <summary>
/// A document that merges: whatever order two replicas apply the same updates in, they end equal.
/// It has one writer at a time and takes no locks.
/// </summary>
public sealed class Doc
{
    public Doc(DocOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ClientId = options.ClientId;
    }

    public ulong ClientId { get; }

    /// <summary>A snapshot of what is held now; it doesn't change with the document.</summary>
    public StateVector StateVector => throw new NotSupportedException();

    /// <summary>True while something waits for updates it depends on.</summary>
    public bool HasPending => throw new NotSupportedException();

    /// <summary>Raised once after each transaction that added something.</summary>
    public event Action<UpdateEvent>? Updated;

    /// <summary>The root text of that name; there is always one.</summary>
    public Text GetText(string name) => throw new NotSupportedException();

    /// <summary>
    /// Applies an update V1. What depends on something not yet here is kept and applied when that arrives.
    /// </summary>
    /// <exception cref="MalformedUpdateException">Refused; the document is as it was.</exception>
    public void ApplyUpdate(ReadOnlySpan<byte> update, object? origin = null) => throw new NotSupportedException();

    /// <summary>What applying the update would do. Nothing changes.</summary>
    /// <exception cref="MalformedUpdateException">The update can't be applied to this document at all.</exception>
    public UpdateEffect Examine(DecodedUpdate update) => throw new NotSupportedException();

    /// <inheritdoc cref="ApplyUpdate"/>
    public void Apply(DecodedUpdate update, object? origin = null) => throw new NotSupportedException();

    /// <summary>
    /// What a replica with <paramref name="stateVector"/> (encoded; empty for everything) lacks, as an update V1.
    /// </summary>
    public byte[] EncodeStateAsUpdate(ReadOnlySpan<byte> stateVector = default) => throw new NotSupportedException();

    /// <summary>
    /// Makes local edits one transaction: one update event, after the last of them. Transactions nest: the
    /// outermost is the one.
    /// </summary>
    public void Transact(Action<Transaction> change, object? origin = null)
    {
        Updated?.Invoke(new([], origin));
        throw new NotSupportedException();
    }
}
