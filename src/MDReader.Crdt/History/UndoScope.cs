using MDReader.Crdt.Blocks;
using MDReader.Crdt.Types;

namespace MDReader.Crdt.History;

/// <summary>What an <see cref="UndoManager"/> is responsible for: types with all that stands in them, or all.</summary>
sealed class UndoScope(Doc doc)
{
    readonly HashSet<SharedType> _types = [];

    public bool IsAll { get; set; }

    /// <exception cref="ArgumentException">The type is of another document.</exception>
    public void Add(AbstractType type)
    {
        ArgumentNullException.ThrowIfNull(type);
        if (type.Doc != doc)
            throw new ArgumentException("The type is of another document; make an undo manager for each document.");
        _types.Add(type.Type);
    }

    /// <summary>Whether a block, which is no garbage, stands in it.</summary>
    public bool Holds(BlockStore store, int number)
    {
        if (IsAll)
            return true;
        for (var type = store.Type(store[number].Parent); type is not null; type = Observation.Around(store, type))
        {
            if (_types.Contains(type))
                return true;
        }

        return false;
    }

    public bool HoldsAny(IEnumerable<SharedType> types) => IsAll || types.Any(_types.Contains);

    /// <summary>The types that a transaction changed, and all that they stand in.</summary>
    public static HashSet<SharedType> ChangedTypes(Transaction transaction)
    {
        var changed = new HashSet<SharedType>();
        foreach (var (type, _) in transaction.Changes)
        {
            for (var around = type; around is not null; around = Observation.Around(transaction.Store, around))
                changed.Add(around);
        }

        return changed;
    }
}
