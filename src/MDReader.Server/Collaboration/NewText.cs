using System.Text;
using MDReader.Crdt.Types;

namespace MDReader.Server.Collaboration;

/// <summary>What somebody wants a document's text to be. It is worked out against one version of the text; the room
/// only ever sees what came of it.</summary>
abstract record NewText
{
    /// <summary>How this text has to change, last first.</summary>
    public abstract (IReadOnlyList<TextChange> Changes, EditFlaw? Flaw) ChangesOf(string text);

    /// <summary>The file's format once the changes are made.</summary>
    public abstract FileFormat FormatOf(Text written, FileFormat before);

    /// <summary>The whole file.</summary>
    public sealed record WholeFile(MarkdownFile File) : NewText
    {
        public override (IReadOnlyList<TextChange> Changes, EditFlaw? Flaw) ChangesOf(string text) =>
            (TextDiff.Between(text, File.Text), null);

        public override FileFormat FormatOf(Text written, FileFormat before) => FileFormat.Of(File, written);
    }

    /// <summary>A few edits of what is there, all of them or none. Lines they bring end as the file's lines do.</summary>
    public sealed record Edits(IReadOnlyList<ContentEdit> List) : NewText
    {
        static readonly EditFlaw Overlap = new(EditFlawKind.Invalid, "overlap", "Two edits change the same text; make them one.");

        public override (IReadOnlyList<TextChange> Changes, EditFlaw? Flaw) ChangesOf(string text)
        {
            var changes = new List<(TextChange Change, int Number)>();
            for (var number = 0; number < List.Count; number++)
            {
                var (change, flaw) = List[number].ChangeOf(text);
                if (flaw is not null)
                    return ([], flaw with { Edit = number });
                changes.Add((change, number));
            }
            // Stable: what is inserted at one place stands in the order of the edits.
            var ordered = changes.OrderBy(change => change.Change.Start).ThenBy(change => change.Change.Length > 0).ToList();
            for (var i = 1; i < ordered.Count; i++)
                if (ordered[i].Change.Start < ordered[i - 1].Change.End)
                    return ([], Overlap with { Edit = ordered[i].Number });
            ordered.Reverse();
            return (ordered.ConvertAll(change => change.Change), null);
        }

        public override FileFormat FormatOf(Text written, FileFormat before) => before;
    }
}

/// <summary>One edit of a text, as it was asked for. Positions are UTF-16 code units of the text with LF line ends.</summary>
abstract record ContentEdit
{
    public abstract (TextChange Change, EditFlaw? Flaw) ChangeOf(string text);

    /// <param name="Occurrence">Which one, from 1; null where there has to be one only.</param>
    public sealed record Replace(string Find, string With, int? Occurrence) : ContentEdit
    {
        public override (TextChange Change, EditFlaw? Flaw) ChangeOf(string text)
        {
            var wanted = Occurrence ?? 1;
            var found = new Occurrences(text, Find).Take(wanted + (Occurrence is null ? 1 : 0)).ToList();
            if (found.Count < wanted)
                return (default, new EditFlaw(EditFlawKind.NotFound, "not-found",
                    $"Read the text again; what to find is there {found.Count} times."));
            return Occurrence is null && found.Count > 1
                ? (default, new EditFlaw(EditFlawKind.Ambiguous, "ambiguous",
                    "Say which occurrence, or find more of the text around it; it is there more than once."))
                : (new TextChange(found[wanted - 1], Find.Length, With), null);
        }
    }

    public sealed record Range(int Start, int End, string Text) : ContentEdit
    {
        public override (TextChange Change, EditFlaw? Flaw) ChangeOf(string text) =>
            Start < 0 || Start > End || End > text.Length
                ? (default, new EditFlaw(EditFlawKind.Invalid, "out-of-range",
                    $"Send a start and an end between 0 and {text.Length}, the length of the text in UTF-16 code units."))
            : Splits(text, Start) || Splits(text, End)
                ? (default, new EditFlaw(EditFlawKind.Invalid, "splits-character",
                    "Move the range by one: it begins or ends inside a surrogate pair."))
            : (new TextChange(Start, End - Start, Text), null);

        static bool Splits(string text, int at) =>
            at > 0 && at < text.Length && char.IsHighSurrogate(text[at - 1]) && char.IsLowSurrogate(text[at]);
    }

    public sealed record Append(string Text) : ContentEdit
    {
        public override (TextChange Change, EditFlaw? Flaw) ChangeOf(string text) => (new TextChange(text.Length, 0, Text), null);
    }
}

enum EditFlawKind
{
    NotFound,
    Ambiguous,
    Invalid,
}

/// <summary>Why an edit can't be made.</summary>
/// <param name="Code">Stable.</param>
sealed record EditFlaw(EditFlawKind Kind, string Code, string Message)
{
    /// <summary>Its place in the list, from 0.</summary>
    public int Edit { get; init; }
}

static class TextChanges
{
    // A struct's id, origins and lengths, and the ranges of what it deletes.
    const int AroundAChange = 64;

    /// <summary>What makes every line end with a line feed, last first.</summary>
    public static IReadOnlyList<TextChange> ToLineFeeds(string text)
    {
        var changes = new List<TextChange>();
        for (var at = text.LastIndexOf('\r'); at >= 0; at = at == 0 ? -1 : text.LastIndexOf('\r', at - 1))
            changes.Add(new(at, 1, at + 1 < text.Length && text[at + 1] == '\n' ? "" : "\n"));
        return changes;
    }

    /// <summary>Bytes that an encoded state grows by at most when the changes are made; what is deleted leaves less than it was.</summary>
    public static int LargestUpdate(IReadOnlyList<TextChange> changes) =>
        changes.Sum(change => Encoding.UTF8.GetByteCount(change.Inserted) + AroundAChange);

    /// <summary>How many bytes of UTF-8 the text has after the changes.</summary>
    public static long SizeAfter(string text, IReadOnlyList<TextChange> changes)
    {
        var size = (long)Encoding.UTF8.GetByteCount(text);
        foreach (var change in changes)
            size += Encoding.UTF8.GetByteCount(change.Inserted)
                - Encoding.UTF8.GetByteCount(text.AsSpan(change.Start, change.Length));
        return size;
    }
}
