using DiffPlex;

namespace MDReader.Server.Collaboration;

/// <summary>Replaces <paramref name="Length"/> UTF-16 code units at <paramref name="Start"/> of the old text.</summary>
readonly record struct TextChange(int Start, int Length, string Inserted);

/// <summary>
/// The changes that turn one text into another, as small as is worth the time: people's cursors and comments stay
/// where the text around them stays. Changes never begin or end inside a surrogate pair.
/// </summary>
static class TextDiff
{
    // Myers' algorithm takes time in proportion to length × differences; above these products a coarser unit serves.
    const long WordBudget = 4_000_000;
    const long LineBudget = 16_000_000;

    /// <summary>The changes, last first, so that each applies at its own offsets of <paramref name="before"/>.</summary>
    public static IEnumerable<TextChange> Between(string before, string after)
    {
        var prefix = before.AsSpan().CommonPrefixLength(after);
        if (prefix > 0 && char.IsHighSurrogate(before[prefix - 1]))
            prefix--;
        var suffix = CommonSuffix(before.AsSpan(prefix), after.AsSpan(prefix));
        var (oldText, newText) = (before[prefix..^suffix], after[prefix..^suffix]);
        if (oldText.Length == 0 && newText.Length == 0)
            return [];
        if (oldText.Length == 0 || newText.Length == 0)
            return [new(prefix, oldText.Length, newText)];
        return Middle(oldText, newText, prefix).Reverse();
    }

    static int CommonSuffix(ReadOnlySpan<char> a, ReadOnlySpan<char> b)
    {
        var length = 0;
        while (length < a.Length && length < b.Length && a[^(length + 1)] == b[^(length + 1)])
            length++;
        return length > 0 && char.IsLowSurrogate(a[^length]) ? length - 1 : length;
    }

    static IEnumerable<TextChange> Middle(string before, string after, int offset)
    {
        Func<string, string[]>? unit = Product(before, after, ' ') <= WordBudget ? Words
            : Product(before, after, '\n') <= LineBudget ? Lines
            : null;
        if (unit is null)
        {
            yield return new(offset, before.Length, after);
            yield break;
        }
        var diff = new Differ().CreateCustomDiffs(before, after, ignoreWhiteSpace: false, unit);
        var (oldStarts, newStarts) = (Starts(diff.PiecesOld), Starts(diff.PiecesNew));
        foreach (var block in diff.DiffBlocks)
        {
            var start = oldStarts[block.DeleteStartA];
            var insertStart = newStarts[block.InsertStartB];
            yield return new(offset + start, oldStarts[block.DeleteStartA + block.DeleteCountA] - start,
                after[insertStart..newStarts[block.InsertStartB + block.InsertCountB]]);
        }
    }

    static long Product(string a, string b, char separator) =>
        (a.AsSpan().Count(separator) + 1L) * (b.AsSpan().Count(separator) + 1L);

    /// <summary>Words, runs of blanks, and single other characters; joined again they are the text.</summary>
    static string[] Words(string text) => Cut(text, start =>
    {
        var end = start + 1;
        if (IsWord(text[start]))
            while (end < text.Length && IsWord(text[end]))
                end++;
        else if (text[start] == ' ')
            while (end < text.Length && text[end] == ' ')
                end++;
        return end;
    });

    static string[] Lines(string text) => Cut(text, start =>
        text.IndexOf('\n', start) is var end and >= 0 ? end + 1 : text.Length);

    static string[] Cut(string text, Func<int, int> endOfPiece)
    {
        var pieces = new List<string>();
        for (int start = 0, end; start < text.Length; start = end)
        {
            end = endOfPiece(start);
            pieces.Add(text[start..end]);
        }
        return [.. pieces];
    }

    // Surrogates count as word characters, so that no pair is ever cut.
    static bool IsWord(char c) => char.IsLetterOrDigit(c) || char.IsSurrogate(c) || c == '_';

    static int[] Starts(string[] pieces)
    {
        var starts = new int[pieces.Length + 1];
        for (var i = 0; i < pieces.Length; i++)
            starts[i + 1] = starts[i] + pieces[i].Length;
        return starts;
    }
}
