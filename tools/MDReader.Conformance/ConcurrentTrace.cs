using System.Globalization;
using System.Text;
using System.Text.Json;
using MDReader.Crdt;

namespace MDReader.Conformance;

/// <summary>
/// A text as several people typed it at once. Each transaction says by whom and on top of which others it was made;
/// positions and counts are code points. Every author has a document that hears what its next transaction builds on.
/// </summary>
sealed class ConcurrentTrace
{
    readonly JsonElement[] _transactions;
    readonly Dictionary<int, Author> _authors = [];
    readonly byte[]?[] _updates;

    sealed record Author(Doc Doc, HashSet<int> Known);

    ConcurrentTrace(JsonElement trace)
    {
        _transactions = [.. trace.GetProperty("txns").EnumerateArray()];
        _updates = new byte[]?[_transactions.Length];
    }

    /// <param name="trace">The trace.</param>
    /// <param name="saved">
    /// What yjs ended with. Where two typed at the same place, another order than the recording editor's is as good,
    /// so yjs's is what counts.
    /// </param>
    /// <param name="report">Where to write what came of it.</param>
    public static void Run(JsonElement trace, string? saved, Report report)
    {
        var replay = new ConcurrentTrace(trace);
        for (var i = 0; i < replay._transactions.Length; i++)
            replay.Replay(i);
        var all = SessionVectors.Open();
        foreach (var update in replay._updates)
        {
            if (update is not null)
                all.ApplyUpdate(update);
        }

        var end = trace.GetProperty("endContent").GetString()!;
        var text = all.GetText("text").ToString();
        if (saved is null)
            report.Expect("length of the text", $"{end.Length}", $"{text.Length}");
        else
            report.Expect("text", SavedStates.Open(saved).GetText("text").ToString(), text);
        report.Expect("nothing waits", !all.HasPending);
        foreach (var (number, author) in replay._authors)
        {
            foreach (var update in replay._updates)
            {
                if (update is not null)
                    author.Doc.ApplyUpdate(update);
            }

            report.Expect($"author {number} ends with the same",
                all.EncodeStateAsUpdate(), author.Doc.EncodeStateAsUpdate());
        }
    }

    void Replay(int index)
    {
        var transaction = _transactions[index];
        var author = AuthorOf(transaction);
        foreach (var parent in Unheard(author, transaction))
        {
            if (_updates[parent] is { } update)
                author.Doc.ApplyUpdate(update);
            author.Known.Add(parent);
        }

        author.Doc.Updated += Keep;
        author.Doc.Transact(_ =>
        {
            foreach (var patch in transaction.GetProperty("patches").EnumerateArray())
                Apply(author.Doc, patch);
        });
        author.Doc.Updated -= Keep;
        author.Known.Add(index);

        void Keep(UpdateEvent update) => _updates[index] = update.Update;
    }

    Author AuthorOf(JsonElement transaction)
    {
        var agent = transaction.GetProperty("agent").GetInt32();
        if (!_authors.TryGetValue(agent, out var author))
        {
            var client = unchecked((uint)(agent + 1) * 2654435761u);
            _authors.Add(agent, author = new(new(new() { ClientId = client, Budget = SessionVectors.Roomy }), []));
        }

        return author;
    }

    /// <summary>What a transaction builds on and its author hasn't heard, the oldest first.</summary>
    SortedSet<int> Unheard(Author author, JsonElement transaction)
    {
        var unheard = new SortedSet<int>();
        var left = new Stack<JsonElement>([transaction]);
        while (left.TryPop(out var next))
        {
            foreach (var parent in next.GetProperty("parents").EnumerateArray().Select(parent => parent.GetInt32()))
            {
                if (!author.Known.Contains(parent) && unheard.Add(parent))
                    left.Push(_transactions[parent]);
            }
        }

        return unheard;
    }

    static void Apply(Doc doc, JsonElement patch)
    {
        var text = doc.GetText("text");
        var (at, count) = (patch[0].GetInt32(), patch[1].GetInt32());
        var content = text.ToString();
        var start = Units(content, 0, at);
        text.Delete(start, Units(content, start, count));
        text.Insert(start, patch[2].GetString()!);
    }

    /// <summary>How many UTF-16 units that many code points take.</summary>
    static int Units(string text, int from, int codePoints)
    {
        var at = from;
        for (; codePoints > 0; codePoints--)
            at += at < text.Length && Rune.TryGetRuneAt(text, at, out var rune) ? rune.Utf16SequenceLength : 1;
        return at <= text.Length ? at - from : throw new InvalidDataException(
            string.Create(CultureInfo.InvariantCulture, $"A patch goes past the end of {text.Length} units."));
    }
}
