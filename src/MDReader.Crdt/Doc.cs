using MDReader.Crdt.Blocks;
using MDReader.Crdt.Encoding;
using MDReader.Crdt.History;
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
    readonly Telling _telling;
    Action<TransactionEvent>? _transactionEnded;
    Transaction? _transaction;
    Pending? _pending;
    List<UndoManager>? _undoManagers;

    public Doc(DocOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _telling = new(this);
        ClientId = options.ClientId;
        Gc = options.Gc;
        GcFilter = options.GcFilter;
        Guid = options.Guid;
        Meta = options.Meta;
        AutoLoad = options.AutoLoad;
        Budget = options.Budget;
        if (CleanUpFormatting = options.CleanUpFormatting)
            Watchers++;
    }

    /// <summary>Names this replica's own edits from now on; see <see cref="ClientIdTaken"/>.</summary>
    /// <exception cref="InvalidOperationException">A transaction is open.</exception>
    public ulong ClientId
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, ByteReader.MaxSafeInteger);
            if (_transaction is not null)
                throw new InvalidOperationException("A transaction is open; change the client id after it.");
            field = value;
        }
    }

    /// <inheritdoc cref="DocOptions.Guid"/>
    public string? Guid { get; }

    /// <inheritdoc cref="DocOptions.Meta"/>
    public Value? Meta { get; }

    /// <inheritdoc cref="DocOptions.AutoLoad"/>
    public bool AutoLoad { get; }

    /// <summary>The documents that stand in this one.</summary>
    public IReadOnlyCollection<Doc> SubDocuments => HeldDocuments;

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

    /// <summary>How many clients have written in it.</summary>
    public int ClientCount => Store.Clients.Count;

    /// <summary>Everything deleted: descending by client, then ascending and apart from each other.</summary>
    public IReadOnlyList<ClientRange> DeletedRanges =>
        StateEncoder.AllDeletions(Store, pending: null).Ranges.ToArray();

    /// <summary>True while something waits for updates it depends on.</summary>
    public bool HasPending => _pending is { IsEmpty: false };

    /// <summary>Raised once after each transaction that added something.</summary>
    public event Action<UpdateEvent>? Updated;

    /// <summary>Raised once after each transaction, whether it changed something or not.</summary>
    public event Action<TransactionEvent>? TransactionEnded
    {
        add
        {
            _transactionEnded += value;
            Watchers++;
        }

        remove
        {
            var before = _transactionEnded;
            _transactionEnded -= value;
            Watchers -= before == _transactionEnded ? 0 : 1;
        }
    }

    /// <summary>
    /// Raised when an update brought what this replica's client id has written and this replica hasn't: somebody else
    /// writes by it, or it did so itself before its last start. Two who go on by one id lose what they write, so give
    /// the document a new one.
    /// </summary>
    public event Action? ClientIdTaken;

    /// <summary>Raised when sub-documents come, go, or are asked to be loaded.</summary>
    public event Action<SubDocumentsEvent>? SubDocumentsChanged;

    /// <summary>As a sub-document: the document it stands in.</summary>
    public Doc? Owner { get; internal set; }

    /// <summary>As a sub-document: whether its content is asked for, by <see cref="Load"/> or from the beginning.</summary>
    public bool IsWanted { get; internal set; } = true;

    /// <summary>Asks for the content of a sub-document, once: its owner raises <see cref="SubDocumentsChanged"/>.</summary>
    public void Load()
    {
        if (IsWanted)
            return;
        IsWanted = true;
        Owner?.SubDocumentsChanged?.Invoke(new([], [], [this]));
    }

    /// <summary>
    /// Gives the content of a sub-document up: in its place stands another one of the same guid, which can be loaded
    /// again. This one stands nowhere any more.
    /// </summary>
    public void Unload()
    {
        if (Owner is not { } owner)
            return;
        Owner = null;
        if (owner.HeldDocuments.Replace(this) is { } fresh)
            owner.SubDocumentsChanged?.Invoke(new([fresh], [this], []));
    }

    internal void Attach(UndoManager undoManager)
    {
        (_undoManagers ??= []).Add(undoManager);
        Watchers++;
    }

    internal void Detach(UndoManager undoManager)
    {
        if (_undoManagers?.Remove(undoManager) != true)
            return;
        Watchers--;
        if (_undoManagers.Count == 0)
            _undoManagers = null;
    }

    /// <summary>How many listen to more than updates. While none does, nobody notes what changes.</summary>
    internal int Watchers { get; set; }

    internal bool IsWatched => Watchers > 0;

    internal Action<TransactionEvent>? TransactionEndedListeners => _transactionEnded;

    internal SubDocuments HeldDocuments => field ??= new(this);

    internal BlockStore Store { get; } = new();

    internal Pending Pending => _pending ??= new();

    /// <inheritdoc cref="DocOptions.Gc"/>
    public bool Gc { get; }

    internal Func<ClientRange, bool>? GcFilter { get; }

    /// <inheritdoc cref="DocOptions.CleanUpFormatting"/>
    public bool CleanUpFormatting { get; }

    internal Budget Budget { get; }

    /// <summary>The root text of that name; there is always one.</summary>
    /// <exception cref="InvalidOperationException">It is used as another type already; so for all roots.</exception>
    public Text GetText(string name) => Root(name, static (doc, type) => new Text(doc, type));

    /// <summary>The root array of that name; there is always one.</summary>
    public Types.Array GetArray(string name) => Root(name, static (doc, type) => new Types.Array(doc, type));

    /// <summary>The root map of that name; there is always one.</summary>
    public Map GetMap(string name) => Root(name, static (doc, type) => new Map(doc, type));

    /// <summary>The root fragment of that name; there is always one.</summary>
    public XmlFragment GetXmlFragment(string name) => Root(name, static (doc, type) => new XmlFragment(doc, type));

    /// <summary>The root element of that name; there is always one. Its node name is yjs's "UNDEFINED".</summary>
    public XmlElement GetXmlElement(string name) =>
        Root(name, static (doc, type) => new XmlElement(doc, type, "UNDEFINED"));

    /// <summary>The names of the roots that were asked for, or that updates have filled.</summary>
    public IReadOnlyList<string> RootNames =>
        [.. Store.Roots.Select(root => System.Text.Encoding.UTF8.GetString(root.RootName!))];

    /// <summary>The roots by name, as plain values; one that nobody has asked for is undefined, as its type is unknown.</summary>
    public Value ToJson() => Value.Object.Of(Store.Roots.Select(ViewOf).Select(root =>
        KeyValuePair.Create(root.Name!, root.ToJson())));

    // On the wire a root has a name and no type: it is what it is first used as.
    T Root<T>(string name, Func<Doc, SharedType, T> view)
        where T : AbstractType
    {
        ArgumentNullException.ThrowIfNull(name);
        var root = Store.Root(System.Text.Encoding.UTF8.GetBytes(name));
        if (root.View is null or UntypedRoot)
            root.View = view(this, root);
        return root.View as T ?? throw new InvalidOperationException(
            $"The root '{name}' is used as {root.View.GetType().Name}; ask for that, or choose another name.");
    }

    /// <summary>The view of a type that stands in another, or of a root that has one.</summary>
    internal AbstractType ViewOf(SharedType type) => type.View ??= NestedTypes.View(this, type);

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

    /// <summary>Whether somebody asks in which order clients' content was deleted.</summary>
    internal bool KeepsDeletionOrder => CleanUpFormatting || _undoManagers is not null;

    internal void Apply(DecodedUpdate update, IntegrationPlan plan, object? origin)
    {
        if (_transaction is not null)
            throw new InvalidOperationException("A transaction is open; apply the update after it.");
        plan.Make(update, Store);
        UpdateApplication.CheckWaiting(this, update, plan);
        _transaction = Transaction.Open(this, origin, isLocal: false);
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
    public byte[] EncodeStateAsUpdate(ReadOnlySpan<byte> stateVector = default) =>
        StateEncoder.EncodeState(Store, _pending, Decode(stateVector));

    internal StateVector Decode(ReadOnlySpan<byte> stateVector) =>
        stateVector.IsEmpty ? StateVector.Empty : StateVector.Decode(stateVector, Budget);

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

    /// <summary>As <see cref="Transact(Action{Transaction}, object?)"/>, and returns what <paramref name="change"/> does.</summary>
    public T Transact<T>(Func<Transaction, T> change, object? origin = null)
    {
        ArgumentNullException.ThrowIfNull(change);
        T result = default!;
        Transact(transaction => { result = change(transaction); }, origin);
        return result;
    }

    /// <summary>The open transaction, or a new one, which the caller then has to end.</summary>
    internal Transaction Begin(out bool isOutermost, object? origin = null)
    {
        isOutermost = _transaction is null;
        return _transaction ??= Transaction.Open(this, origin, isLocal: true);
    }

    /// <param name="transaction">The open one.</param>
    /// <param name="whole">The update that it was made of, when that one's bytes say all that happened.</param>
    internal void Close(Transaction transaction, DecodedUpdate? whole)
    {
        UpdateEvent? happened = null;
        transaction.EndDeletions(KeepsDeletionOrder);
        // What changed is found out before deleted contents are let go, and told when all is done.
        var news = IsWatched ? Observation.Of(transaction) : null;
        for (var i = 0; i < _undoManagers?.Count; i++)
            _undoManagers[i].Capture(transaction, news ??= []);
        if (transaction.ChangesDocuments)
            news = UpdateDocuments(transaction, news);
        if (ClientIdTaken is { } taken && !transaction.IsLocal && IsOwnIdIn(transaction.Extended))
            (news ??= []).Add(taken);
        var cleanUp = CleanUpFormatting ? FormattingCleanUp.After(transaction) : null;
        transaction.Tidy();
        if (Updated is not null && !transaction.ChangedNothing)
        {
            var bytes = whole is not null ? whole.Bytes.ToArray() : StateEncoder.EncodeTransaction(transaction);
            happened = new(bytes, transaction.Origin);
        }

        transaction.Release();
        _transaction = null;
        _telling.Add(news, happened);
        if (cleanUp is not null)
            Transact(cleanUp.Run);
        _telling.Tell();
    }

    internal void RaiseUpdated(UpdateEvent update) => Updated?.Invoke(update);

    bool IsOwnIdIn(IReadOnlyList<ClientBlocks> clients)
    {
        for (var i = 0; i < clients.Count; i++)
        {
            if (clients[i].Id == ClientId)
                return true;
        }

        return false;
    }

    List<Action>? UpdateDocuments(Transaction transaction, List<Action>? news)
    {
        var documents = HeldDocuments.Update(transaction);
        if (SubDocumentsChanged is not null && documents is not { Added: [], Removed: [] })
            (news ??= []).Add(() => SubDocumentsChanged?.Invoke(documents));
        return news;
    }
}
