using System.Runtime.ExceptionServices;
using MDReader.Crdt.Blocks;
using MDReader.Crdt.Ids;
using MDReader.Crdt.Types;

namespace MDReader.Crdt.History;

/// <summary>
/// Takes one's own edits back, step by step, and brings them again, while others go on editing: what they wrote stays.
/// An undo is an edit like any other, so peers need not know. While a step can come back, the document keeps what it
/// deleted; dispose of the manager to stop taking up steps.
/// </summary>
/// <remarks>
/// As in yjs 13, decision for decision. That goes for its corners too: what is brought back in one step and edited at its
/// end may later be taken back together with what was brought back right behind it.
/// </remarks>
public sealed class UndoManager : IDisposable
{
    readonly Doc _doc;
    readonly HashSet<object?> _trackedOrigins;
    readonly List<StackItem> _undoStack = [];
    readonly List<StackItem> _redoStack = [];
    DateTimeOffset? _lastChange;
    StackKind? _popping;
    IReadOnlyList<AbstractType> _changedByPop = [];

    /// <summary>Takes up edits anywhere in a document.</summary>
    public UndoManager(Doc doc, UndoOptions options)
    {
        ArgumentNullException.ThrowIfNull(doc);
        ArgumentNullException.ThrowIfNull(options);
        (_doc, Options, Scope) = (doc, options, new(doc));
        Scope.IsAll = true;
        _trackedOrigins = [.. options.TrackedOrigins, this];
        doc.Attach(this);
    }

    /// <summary>Takes up edits of a type and of all that stands in it.</summary>
    public UndoManager(AbstractType type, UndoOptions options) : this([type], options)
    {
    }

    /// <summary>Takes up edits of several types of one document, and of all that stands in them.</summary>
    /// <exception cref="ArgumentException">There is no type, or they are of several documents.</exception>
    public UndoManager(IReadOnlyList<AbstractType> types, UndoOptions options)
        : this(DocOf(types), options)
    {
        Scope.IsAll = false;
        AddToScope([.. types]);
    }

    static Doc DocOf(IReadOnlyList<AbstractType> types)
    {
        ArgumentNullException.ThrowIfNull(types);
        if (types.Count == 0 || types.Any(type => type.Doc != types[0].Doc))
            throw new ArgumentException("Give at least one type, all of one document.");
        return types[0].Doc;
    }

    /// <summary>Raised when a transaction began a new step.</summary>
    public event Action<StackItemEvent>? StackItemAdded;

    /// <summary>Raised when a transaction was added to the last step.</summary>
    public event Action<StackItemEvent>? StackItemUpdated;

    /// <summary>Raised when a step was taken back.</summary>
    public event Action<StackItemEvent>? StackItemPopped;

    /// <summary>Raised when steps were forgotten: by <see cref="Clear()"/>, and those to redo by a new edit.</summary>
    public event Action<StacksClearedEvent>? StackCleared;

    /// <summary>What <see cref="Undo"/> takes back, the next one last.</summary>
    public IReadOnlyList<StackItem> UndoStack => _undoStack;

    /// <summary>What <see cref="Redo"/> brings again, the next one last.</summary>
    public IReadOnlyList<StackItem> RedoStack => _redoStack;

    public bool CanUndo => _undoStack.Count > 0;

    public bool CanRedo => _redoStack.Count > 0;

    /// <summary>The step that is being taken back, for those who hear of the changes; null at other times.</summary>
    public StackItem? CurrentStackItem { get; private set; }

    internal UndoOptions Options { get; }

    internal UndoScope Scope { get; }

    /// <summary>Takes up edits of these types too.</summary>
    /// <exception cref="ArgumentException">A type is of another document.</exception>
    public void AddToScope(params IReadOnlyList<AbstractType> types)
    {
        ArgumentNullException.ThrowIfNull(types);
        foreach (var type in types)
            Scope.Add(type);
    }

    /// <summary>Takes up transactions with that origin too, or with origins of exactly that <see cref="Type"/>.</summary>
    public void AddTrackedOrigin(object? origin) => _trackedOrigins.Add(origin);

    /// <summary>Takes up no more transactions with that origin.</summary>
    public void RemoveTrackedOrigin(object? origin) => _trackedOrigins.Remove(origin);

    /// <summary>The next edit begins a new step, however soon it follows.</summary>
    public void StopCapturing() => _lastChange = null;

    /// <summary>
    /// Takes the last step back. Steps that others' edits left nothing of are passed over.
    /// </summary>
    /// <returns>The step; null when there was nothing to take back.</returns>
    public StackItem? Undo() => Pop(_undoStack, StackKind.Undo);

    /// <summary>Brings again what was last undone, as <see cref="Undo"/> takes it back.</summary>
    /// <returns>The step; null when there was nothing to bring again.</returns>
    public StackItem? Redo() => Pop(_redoStack, StackKind.Redo);

    /// <summary>Forgets all steps, to undo and to redo.</summary>
    public void Clear() => Clear(undo: true, redo: true);

    /// <summary>Forgets the steps to undo.</summary>
    public void ClearUndoStack() => Clear(undo: true, redo: false);

    /// <summary>Forgets the steps to redo.</summary>
    public void ClearRedoStack() => Clear(undo: false, redo: true);

    /// <summary>Takes up nothing any more.</summary>
    public void Dispose() => _doc.Detach(this);

    StackItem? Pop(List<StackItem> stack, StackKind kind)
    {
        (_popping, _changedByPop) = (kind, []);
        StackItem? popped;
        try
        {
            _doc.Transact(transaction => TakeBack(transaction, stack), this);
        }
        finally
        {
            (popped, CurrentStackItem, _popping) = (CurrentStackItem, null, null);
        }

        if (popped is not null)
            StackItemPopped?.Invoke(new(popped, kind, this, _changedByPop));
        return popped;
    }

    void TakeBack(Transaction transaction, List<StackItem> stack)
    {
        while (stack.Count > 0 && CurrentStackItem is null)
        {
            var step = stack[^1];
            stack.RemoveAt(stack.Count - 1);
            if (new Reversal(transaction, step, this).Run())
                CurrentStackItem = step;
        }
    }

    void Clear(bool undo, bool redo)
    {
        if ((!undo || !CanUndo) && (!redo || !CanRedo))
            return;
        _doc.Transact(transaction => Clear(transaction, undo, redo));
        StackCleared?.Invoke(new(undo, redo));
    }

    void Clear(Transaction transaction, bool undo, bool redo)
    {
        if (undo)
            Forget(transaction, _undoStack);
        if (redo)
            Forget(transaction, _redoStack);
    }

    void Forget(Transaction transaction, List<StackItem> stack)
    {
        foreach (var step in stack)
            SetKept(transaction, step.Deleted, false);
        stack.Clear();
    }

    void SetKept(Transaction transaction, OrderedIds ids, bool isKept) => ids.Visit(transaction, number =>
    {
        if (Scope.Holds(transaction.Store, number))
            RedoneItems.SetKept(transaction.Store, number, isKept);
    });

    /// <summary>
    /// Takes up a transaction that ends, before anything that it deleted is let go. What there is to tell of it is
    /// added to <paramref name="news"/>, told when all is done.
    /// </summary>
    internal void Capture(Transaction transaction, List<Action> news)
    {
        if (transaction.ChangedNothing || !IsTracked(transaction.Origin))
            return;
        var changed = UndoScope.ChangedTypes(transaction);
        if (!Scope.HoldsAny(changed))
            return;
        try
        {
            if (!Options.CaptureTransaction(Observation.Summary(transaction)))
                return;
        }
        catch (Exception e)
        {
            // The transaction has to end all the same.
            var failure = ExceptionDispatchInfo.Capture(e);
            news.Add(failure.Throw);
            return;
        }

        var views = changed.Select(transaction.Doc.ViewOf).ToArray();
        if (_popping is not null)
            _changedByPop = views;
        Put(transaction, views, news);
    }

    bool IsTracked(object? origin) =>
        _trackedOrigins.Contains(origin) || (origin is not null && _trackedOrigins.Contains(origin.GetType()));

    void Put(Transaction transaction, AbstractType[] changed, List<Action> news)
    {
        if (_popping == StackKind.Undo)
            StopCapturing();
        else if (_popping is null && CanRedo)
        {
            Forget(transaction, _redoStack);
            news.Add(() => StackCleared?.Invoke(new(UndoStackCleared: false, RedoStackCleared: true)));
        }

        var inserted = new OrderedIds(
            transaction.Extended.OrderBy(client => client.Index).Select(client => client.Id),
            transaction.Extended.Select(client => new ClientRange(client.Id, client.StateBefore, client.State)));
        var deleted = new OrderedIds(transaction.DeletionOrder, transaction.Deletions.Ranges.ToArray());
        var (stack, kind) = _popping == StackKind.Undo
            ? (_redoStack, StackKind.Redo)
            : (_undoStack, StackKind.Undo);
        var isNew = !Continues(stack);
        if (isNew)
        {
            stack.Add(new(inserted, deleted));
        }
        else
        {
            stack[^1].Inserted.Add(inserted);
            stack[^1].Deleted.Add(deleted);
        }

        SetKept(transaction, deleted, true);
        var happened = new StackItemEvent(stack[^1], kind, transaction.Origin, changed);
        news.Add(() => (isNew ? StackItemAdded : StackItemUpdated)?.Invoke(happened));
    }

    /// <summary>Whether an edit now belongs to the last step. It counts as the last change from then on.</summary>
    bool Continues(List<StackItem> stack)
    {
        if (_popping is not null)
            return false;
        var now = Options.Time.GetUtcNow();
        var continues = _lastChange is { } last && now - last < Options.CaptureTimeout && stack.Count > 0;
        _lastChange = now;
        return continues;
    }
}
