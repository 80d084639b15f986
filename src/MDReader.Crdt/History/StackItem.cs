using MDReader.Crdt.Ids;

namespace MDReader.Crdt.History;

/// <summary>One step of undo or redo: what was inserted and deleted in it.</summary>
public sealed class StackItem
{
    internal StackItem(OrderedIds inserted, OrderedIds deleted) => (Inserted, Deleted) = (inserted, deleted);

    /// <summary>
    /// For whatever belongs to the step, as the selection before it: put it here when
    /// <see cref="UndoManager.StackItemAdded"/> is raised, and take it when <see cref="UndoManager.StackItemPopped"/> is.
    /// </summary>
    public IDictionary<object, object?> Meta { get; } = new Dictionary<object, object?>();

    /// <summary>Descending by client, then ascending and apart from each other.</summary>
    public IReadOnlyList<ClientRange> Insertions => Inserted.Ranges;

    /// <inheritdoc cref="Insertions"/>
    public IReadOnlyList<ClientRange> Deletions => Deleted.Ranges;

    internal OrderedIds Inserted { get; }

    internal OrderedIds Deleted { get; }
}
