using System.Runtime.InteropServices;
using MDReader.Crdt.Blocks;
using MDReader.Crdt.Ids;

namespace MDReader.Crdt;

/// <summary>Edits that belong together. It is valid until the call that opened it returns.</summary>
public sealed class Transaction
{
    readonly List<(int Client, int Clock)> _toMerge = [];
    readonly List<ClientBlocks> _extended = [];
    readonly List<(int Text, int Values)> _contentsBefore = [];
    readonly List<(int Client, int Position, (char High, char Low) Pair)> _cutPairs = [];

    // In the order in which they began to change. A dictionary gives the place of what is removed to what comes next, so that
    // what isn't to be told any more stays, as null.
    Dictionary<SharedType, HashSet<int>?>? _changes;
    List<(int Client, int Clock)>? _addedDocuments;
    List<(int Client, int Clock)>? _removedDocuments;

    [ThreadStatic]
    static Transaction? t_spare;

    Doc? _doc;

    Transaction() { }

    /// <exception cref="InvalidOperationException">The transaction has ended.</exception>
    public Doc Doc => _doc ?? throw new InvalidOperationException("The transaction has ended; open another one.");

    public object? Origin { get; internal set; }

    /// <summary>False for an update that came from somewhere else.</summary>
    public bool IsLocal { get; private set; }

    internal BlockStore Store => Doc.Store;

    /// <summary>One that ended on this thread is used again: opening one allocates nothing.</summary>
    internal static Transaction Open(Doc doc, object? origin, bool isLocal)
    {
        var transaction = t_spare ?? new();
        t_spare = null;
        transaction._doc = doc;
        transaction.Origin = origin;
        transaction.IsLocal = isLocal;
        return transaction;
    }

    /// <summary>What it deleted, items that were replaced or came deleted included.</summary>
    internal IdSet Deletions { get; } = new();

    /// <summary>The clients that it deleted something of, in the order in which it came to them.</summary>
    internal IReadOnlyList<ulong> DeletionOrder { get; private set; } = [];

    /// <summary>Whether it deleted what holds something. What came deleted has nothing that is to be let go.</summary>
    internal bool HasDeleted { get; set; }

    /// <summary>The work list of deletions that reach into types; empty between them.</summary>
    internal List<(int Block, bool IsInList)> ToDelete { get; } = [];

    /// <summary>The work list of types whose content is let go; empty between them.</summary>
    internal Stack<int> DeletedTypes { get; } = [];

    /// <summary>The clients that something was added of, each with its state before.</summary>
    internal IReadOnlyList<ClientBlocks> Extended => _extended;

    /// <summary>How much each of them held of text and values before; until the transaction is encoded.</summary>
    internal IReadOnlyList<(int Text, int Values)> ContentsBefore => _contentsBefore;

    internal List<int> AddedTypes { get; } = [];

    /// <summary>Per type the keys that changed; None stands for its list. Empty unless somebody watches.</summary>
    internal IEnumerable<(SharedType Type, HashSet<int> Keys)> Changes =>
        from change in _changes ?? [] where change.Value is not null select (change.Key, change.Value);

    internal IReadOnlyList<(int Client, int Position, (char High, char Low) Pair)> CutPairs => _cutPairs;

    /// <summary>Neighbours looked at to place items.</summary>
    internal long ConflictSteps { get; set; }

    internal bool ChangedNothing => _extended.Count == 0 && Deletions.Count == 0;

    internal void MarkExtended(ClientBlocks client)
    {
        if (client.IsExtended)
            return;
        client.Extend(Store);
        _extended.Add(client);
        _contentsBefore.Add((client.TextLength, client.ValuesLength));
    }

    /// <summary>As on the wire: descending by client.</summary>
    internal ReadOnlySpan<ClientBlocks> ExtendedClients()
    {
        if (_extended.Count > 1)
            _extended.Sort(static (a, b) => b.Id.CompareTo(a.Id));
        return CollectionsMarshal.AsSpan(_extended);
    }

    /// <summary>
    /// Notes that a key of a type changed, or its list (None), for those who watch. What stands in a type that is
    /// new or deleted is told with that.
    /// </summary>
    internal void MarkChanged(SharedType type, int key)
    {
        if (!Doc.IsWatched)
            return;
        if (type.Item != Block.None)
        {
            ref var holder = ref Store[type.Item];
            if (holder.Deleted || IsNew(in holder))
                return;
        }

        _changes ??= [];
        if (!_changes.TryGetValue(type, out var keys) || keys is null)
            _changes[type] = keys = [];
        keys.Add(key);
    }

    internal void ForgetChanges(SharedType type)
    {
        if (_changes?.ContainsKey(type) == true)
            _changes[type] = null;
    }

    /// <summary>Whether all of a block was added in this transaction.</summary>
    internal bool IsNew(in Block block) =>
        Store.Clients[block.Client] is { IsExtended: true } client && block.Clock >= client.StateBefore;

    /// <summary>A document was put into a block as a sub-document of this one.</summary>
    internal void Adopt(int block, Doc document) => Doc.HeldDocuments.Adopt(PlaceOf(block), document);

    internal void AddDocument(int block) => (_addedDocuments ??= []).Add(PlaceOf(block));

    internal void RemoveDocument(int block)
    {
        if (_addedDocuments?.Remove(PlaceOf(block)) == true)
            Doc.HeldDocuments.Forget(PlaceOf(block));
        else
            (_removedDocuments ??= []).Add(PlaceOf(block));
    }

    internal bool ChangesDocuments => _addedDocuments is not null || _removedDocuments is not null;

    (int Client, int Clock) PlaceOf(int block) => (Store[block].Client, Store[block].Clock);

    internal IReadOnlyCollection<(int Client, int Clock)> AddedDocuments => _addedDocuments ?? [];

    internal IReadOnlyCollection<(int Client, int Clock)> RemovedDocuments => _removedDocuments ?? [];

    internal void MarkForMerging(int client, int clock) => _toMerge.Add((client, clock));

    /// <summary>Notes what a cut does to a pair, should it be taken back.</summary>
    internal void MarkCut(int client, int position, (char High, char Low) pair) =>
        _cutPairs.Add((client, position, pair));

    /// <summary>Sorts what was deleted, once nothing more is; the order of clients is kept for those who undo.</summary>
    internal void EndDeletions(bool keepsOrder)
    {
        if (keepsOrder)
            DeletionOrder = Deletions.ClientsAsAdded();
        Deletions.Normalise();
    }

    /// <summary>Lets go of what was deleted and joins neighbours.</summary>
    internal void Tidy()
    {
        Deletions.Normalise();
        if (Doc.Gc && HasDeleted)
            Garbage.Collect(this);
        foreach (var client in _extended)
            Merging.Merge(Store, client, client.StateBefore, client.State);
        foreach (var range in Deletions.Ranges)
        {
            var client = Store.Clients.Find(range.Client)!;
            if (!client.IsExtended || range.Start < client.StateBefore)
                Merging.Merge(Store, client, range.Start, range.End);
        }

        MergeMarked();
    }

    internal void MergeMarked()
    {
        foreach (var (client, clock) in _toMerge)
        {
            var blocks = Store.Clients[client];
            // What was cut may have been taken back.
            if (clock >= blocks.State)
                continue;
            // The border behind it too: a block that became garbage may join either neighbour.
            var end = Store[blocks.BlockAt(clock)].End;
            Merging.Merge(Store, blocks, clock, end);
        }
    }

    /// <summary>Forgets all, to be used again.</summary>
    internal void Release()
    {
        foreach (var client in _extended)
            client.EndExtension();
        _extended.Clear();
        _contentsBefore.Clear();
        _toMerge.Clear();
        if (_toMerge.Capacity > 4096)
            _toMerge.Capacity = 0;
        Deletions.Clear();
        DeletionOrder = [];
        ToDelete.Clear();
        HasDeleted = false;
        DeletedTypes.Clear();
        _cutPairs.Clear();
        AddedTypes.Clear();
        _changes = null;
        _addedDocuments = null;
        _removedDocuments = null;
        ConflictSteps = 0;
        Origin = null;
        // The thread keeps this, and would keep the document with it.
        _doc = null;
        t_spare = this;
    }
}
