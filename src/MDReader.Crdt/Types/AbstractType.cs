using MDReader.Crdt.Blocks;
using MDReader.Crdt.Ids;
using MDReader.Crdt.Positions;

namespace MDReader.Crdt.Types;

/// <summary>
/// What all shared types have. A type is a view of what the document holds: it is made when it is first asked for,
/// and there is one of each. Reading one that was deleted finds it empty.
/// </summary>
public abstract class AbstractType
{
    Action<TypeEvent>? _changed;
    Action<IReadOnlyList<TypeEvent>>? _changedDeep;

    internal AbstractType(Doc doc, SharedType type) => (Doc, Type) = (doc, type);

    public Doc Doc { get; }

    /// <summary>A root's name; null for a type that stands in another.</summary>
    public string? Name => field ??=
        Type.RootName is { } name ? System.Text.Encoding.UTF8.GetString(name) : null;

    /// <summary>The id of what holds it; null for a root.</summary>
    public Id? Id
    {
        get
        {
            if (Type.Item == Block.None || Type.IsGone)
                return null;
            ref var holder = ref Doc.Store[Type.Item];
            return new(Doc.Store.Clients[holder.Client].Id, holder.Clock);
        }
    }

    /// <summary>The type it stands in; null for a root and for one that was deleted.</summary>
    public AbstractType? Parent =>
        Type.Item == Block.None || IsDeleted ? null : Doc.ViewOf(Doc.Store.Type(Doc.Store[Type.Item].Parent));

    /// <summary>A deleted type can't be edited any more, and is not deleted again.</summary>
    public bool IsDeleted => Type.IsGone || (Type.Item != Block.None && Doc.Store[Type.Item].Deleted);

    /// <summary>Raised after each transaction that changed its list, keys or formats.</summary>
    public event Action<TypeEvent>? Changed
    {
        add
        {
            _changed += value;
            Doc.Watchers++;
        }

        remove
        {
            var before = _changed;
            _changed -= value;
            Doc.Watchers -= before == _changed ? 0 : 1;
        }
    }

    /// <summary>
    /// Raised once after each transaction that changed it or types in it, with an event for each; those nearest to
    /// it come first.
    /// </summary>
    public event Action<IReadOnlyList<TypeEvent>>? ChangedDeep
    {
        add
        {
            _changedDeep += value;
            Doc.Watchers++;
        }

        remove
        {
            var before = _changedDeep;
            _changedDeep -= value;
            Doc.Watchers -= before == _changedDeep ? 0 : 1;
        }
    }

    internal Action<TypeEvent>? Listeners => _changed;

    internal Action<IReadOnlyList<TypeEvent>>? DeepListeners => _changedDeep;

    internal SharedType Type { get; }

    internal PositionIndex Positions => Type.PositionsIn(Doc.Store);

    /// <summary>As plain values: types within are replaced by what they hold.</summary>
    public abstract Value ToJson();

    /// <summary>One edit, in the open transaction or one of its own.</summary>
    internal void Edit<TArguments>(TArguments arguments, Action<Transaction, SharedType, TArguments> edit)
    {
        var transaction = BeginEdit(out var isOutermost);
        try
        {
            edit(transaction, Type, arguments);
        }
        finally
        {
            if (isOutermost)
                Doc.Close(transaction, null);
        }
    }

    /// <summary>The open transaction, or one that the caller then has to close.</summary>
    internal Transaction BeginEdit(out bool isOutermost)
    {
        if (IsDeleted)
            throw new InvalidOperationException("The type was deleted; look at IsDeleted before you edit it.");
        return Doc.Begin(out isOutermost);
    }
}
