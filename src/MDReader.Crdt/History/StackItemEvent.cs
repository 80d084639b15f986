using MDReader.Crdt.Types;

namespace MDReader.Crdt.History;

/// <summary>Which of the two stacks.</summary>
public enum StackKind
{
    Undo,
    Redo,
}

/// <summary>A step was put on a stack, added to, or taken from it.</summary>
/// <param name="StackItem">The step.</param>
/// <param name="Stack">Where it lies, or, taken from there, lay.</param>
/// <param name="Origin">The origin of the transaction that did it; the <see cref="UndoManager"/> where it did.</param>
/// <param name="ChangedTypes">The types which that transaction changed, and all that they stand in.</param>
public sealed record StackItemEvent(
    StackItem StackItem, StackKind Stack, object? Origin, IReadOnlyList<AbstractType> ChangedTypes);

/// <summary>Stacks were emptied; what was kept for their steps isn't kept for them any more.</summary>
public sealed record StacksClearedEvent(bool UndoStackCleared, bool RedoStackCleared);
