using MDReader.Crdt.Blocks;

namespace MDReader.Crdt.Types;

/// <summary>
/// Deletes marks that an update from elsewhere left without a meaning, as each yjs does for itself after applying one.
/// It takes the same marks as yjs, so that replicas that all do it write the same.
/// </summary>
sealed class FormattingCleanUp
{
    readonly HashSet<SharedType> _texts = [];
    readonly List<(int Client, int Clock)> _deleted = [];

    /// <summary>
    /// What there is to look at after a transaction; null when nothing. To be asked before deleted blocks are let go, and
    /// run after it.
    /// </summary>
    public static FormattingCleanUp? After(Transaction transaction)
    {
        if (transaction.IsLocal || !transaction.Changes.Any(change => change.Type.HasFormats && transaction.Doc.ViewOf(change.Type) is Text))
            return null;
        var cleanUp = new FormattingCleanUp();
        cleanUp.NoteWrittenMarks(transaction);
        cleanUp.NoteDeletions(transaction);
        return cleanUp;
    }

    public void Run(Transaction transaction)
    {
        var last = Block.None;
        foreach (var (client, clock) in _deleted)
        {
            // What was deleted side by side is one block by now.
            var number = transaction.Store.Clients[client].BlockAt(clock);
            if (number != last)
                CleanAround(transaction, number);
            last = number;
        }

        // As in yjs, a text of which a mark was written or deleted is looked at as a whole, but only its beginning is cleaned.
        foreach (var text in _texts)
        {
            if (text.Length > 0)
                Formatting.CleanGap(TextCursor.AtStart(transaction, text), text.Start, _ => null);
        }
    }

    void NoteWrittenMarks(Transaction transaction)
    {
        var store = transaction.Store;
        foreach (var client in transaction.Extended)
        {
            for (var clock = client.StateBefore; clock < client.State;)
            {
                ref var block = ref store[client.BlockAt(clock)];
                if (block is { Kind: BlockKind.Format, Deleted: false })
                    _texts.Add(store.Type(block.Parent));
                clock = block.End;
            }
        }
    }

    void NoteDeletions(Transaction transaction)
    {
        var store = transaction.Store;
        foreach (var id in transaction.DeletionOrder)
        {
            var client = store.Clients.Find(id)!;
            foreach (var range in transaction.Deletions.RangesOf(id))
            {
                for (var clock = range.Start; clock < range.End;)
                {
                    ref var block = ref store[client.BlockAt(clock)];
                    NoteDeletion(store, in block);
                    clock = block.End;
                }
            }
        }
    }

    void NoteDeletion(BlockStore store, in Block block)
    {
        if (block.Kind == BlockKind.Gc || store.Type(block.Parent) is not { HasFormats: true } text || _texts.Contains(text))
            return;
        if (block.Kind == BlockKind.Format)
            _texts.Add(text);
        else
            _deleted.Add((block.Client, block.Clock));
    }

    /// <summary>Between two visible units the last mark of a format counts, whatever those before it say.</summary>
    static void CleanAround(Transaction transaction, int number)
    {
        var store = transaction.Store;
        if (store[number].Kind == BlockKind.Gc)
            return;
        while (store[number].Right is var right && right != Block.None && store[right].VisibleLength == 0)
            number = right;
        var formats = new HashSet<string>();
        for (; number != Block.None && store[number].VisibleLength == 0; number = store[number].Left)
        {
            if (store[number] is { Kind: BlockKind.Format, Deleted: false }
                && !formats.Add(Contents.Format(store, in store[number]).Key))
                Deletion.Delete(transaction, number);
        }
    }
}
