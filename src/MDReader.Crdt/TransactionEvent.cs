using MDReader.Crdt.Ids;
using MDReader.Crdt.Types;

namespace MDReader.Crdt;

/// <summary>A transaction that has ended.</summary>
/// <param name="Origin">What was passed in where it began.</param>
/// <param name="IsLocal">False for an update that came from somewhere else.</param>
/// <param name="Added">The clocks that it added, deleted ones included.</param>
/// <param name="Deleted">What it deleted: descending by client, then ascending.</param>
/// <param name="Changed">The types that it changed, but for new and deleted ones.</param>
public sealed record TransactionEvent(
    object? Origin,
    bool IsLocal,
    IReadOnlyList<ClientRange> Added,
    IReadOnlyList<ClientRange> Deleted,
    IReadOnlyList<AbstractType> Changed);
