using MDReader.Crdt.Ids;
using MDReader.Crdt.Types;

namespace MDReader.Crdt.History;

/// <summary>What an <see cref="UndoManager"/> takes up, and how much of it makes one step.</summary>
public sealed record UndoOptions
{
    /// <summary>The clock that says whether edits follow each other closely.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>Edits that follow within this time are one step; zero makes each transaction one.</summary>
    public TimeSpan CaptureTimeout { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// The origins of transactions that are taken up: an origin itself, or the <see cref="Type"/> that it is exactly of.
    /// As in yjs, null is the origin of edits and updates that were given none: apply others' updates with an origin.
    /// </summary>
    public IReadOnlyCollection<object?> TrackedOrigins { get; init; } = [null];

    /// <summary>
    /// Asked about each transaction before it is taken up. It is called while the transaction ends, and must not edit.
    /// </summary>
    public Func<TransactionEvent, bool> CaptureTransaction { get; init; } = static _ => true;

    /// <summary>Asked about each item that undoing or redoing would delete; those it declines stay.</summary>
    public Func<UndoneItem, bool> DeleteFilter { get; init; } = static _ => true;

    /// <summary>
    /// Brings a key's value back even if somebody else has set the key since. Otherwise theirs stays.
    /// </summary>
    public bool IgnoreRemoteMapChanges { get; init; }
}

/// <summary>An item that an undo is about to delete.</summary>
/// <param name="Range">Its units.</param>
/// <param name="Parent">What it stands in.</param>
/// <param name="Key">The key that it is a value of; null in a list.</param>
/// <param name="Type">The type that it is; null for other content.</param>
public sealed record UndoneItem(ClientRange Range, AbstractType Parent, string? Key, AbstractType? Type);
