using System.Runtime.InteropServices;

namespace MDReader.Server.Collaboration;

/// <summary>Replaces <paramref name="Length"/> UTF-16 code units at <paramref name="Start"/> of the old text.</summary>
readonly record struct TextChange(int Start, int Length, string Inserted)
{
    public int End => Start + Length;
}

/// <summary>
/// The changes that turn one text into another, word by word: people's cursors and comments stay on the words that are
/// kept, and a word that is new stands there whole. Changes never begin or end inside a surrogate pair.
/// </summary>
static class TextDiff
{
    // Texts that differ in more places have nothing left for a cursor to hold on to; a room takes each change by itself.
    const int MostChanges = 10_000;

    /// <summary>The changes, last first, so that each applies at its own offsets of <paramref name="before"/>.</summary>
    public static IReadOnlyList<TextChange> Between(string before, string after)
    {
        var start = CommonWords(before, after);
        var end = CommonWordsAtEnd(before.AsSpan(start), after.AsSpan(start));
        var (oldText, newText) = (before[start..^end], after[start..^end]);
        if (oldText.Length == 0 && newText.Length == 0)
            return [];
        if (oldText.Length == 0 || newText.Length == 0)
            return [new(start, oldText.Length, newText)];
        return Middle(oldText, newText, start);
    }

    static List<TextChange> Middle(string before, string after, int offset)
    {
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        var (old, oldStarts) = Words(before, numbers);
        var (@new, newStarts) = Words(after, numbers);
        var diff = WordDiff.Between(old, @new);
        var changes = new List<TextChange>();
        for (int i = 0, j = 0; i < old.Length || j < @new.Length;)
        {
            var (fromOld, fromNew) = (i, j);
            while (i < old.Length && diff.Deleted[i])
                i++;
            while (j < @new.Length && diff.Inserted[j])
                j++;
            if (fromOld == i && fromNew == j)
                (i, j) = (i + 1, j + 1);
            else
                changes.Add(new(offset + oldStarts[fromOld], oldStarts[i] - oldStarts[fromOld],
                    after[newStarts[fromNew]..newStarts[j]]));
        }
        if (changes.Count > MostChanges)
            changes = [Whole(changes, before, after, offset)];
        changes.Reverse();
        return changes;
    }

    static TextChange Whole(List<TextChange> changes, string before, string after, int offset)
    {
        var (start, end) = (changes[0].Start - offset, changes[^1].End - offset);
        return new(changes[0].Start, end - start, after[start..^(before.Length - end)]);
    }

    /// <summary>The length of what both begin with, not ending inside a word of either.</summary>
    static int CommonWords(ReadOnlySpan<char> a, ReadOnlySpan<char> b)
    {
        var length = a.CommonPrefixLength(b);
        if ((length < a.Length && IsWord(a[length])) || (length < b.Length && IsWord(b[length])))
            while (length > 0 && IsWord(a[length - 1]))
                length--;
        return length;
    }

    static int CommonWordsAtEnd(ReadOnlySpan<char> a, ReadOnlySpan<char> b)
    {
        var length = CommonSuffix(a, b);
        if ((length < a.Length && IsWord(a[^(length + 1)])) || (length < b.Length && IsWord(b[^(length + 1)])))
            while (length > 0 && IsWord(a[^length]))
                length--;
        return length;
    }

    static int CommonSuffix(ReadOnlySpan<char> a, ReadOnlySpan<char> b)
    {
        var length = 0;
        while (length < a.Length && length < b.Length && a[^(length + 1)] == b[^(length + 1)])
            length++;
        return length;
    }

    /// <summary>The text in pieces, equal ones by the same number, and where each starts, the end included.</summary>
    static (int[] Numbers, int[] Starts) Words(string text, Dictionary<string, int> numbers)
    {
        var known = numbers.GetAlternateLookup<ReadOnlySpan<char>>();
        var (words, starts) = (new List<int>(text.Length / 4), new List<int>(text.Length / 4));
        for (int start = 0, end; start < text.Length; start = end)
        {
            end = EndOfWord(text, start);
            var word = text.AsSpan(start, end - start);
            ref var number = ref CollectionsMarshal.GetValueRefOrAddDefault(known, word, out var exists);
            if (!exists)
                number = numbers.Count;
            words.Add(number);
            starts.Add(start);
        }
        starts.Add(text.Length);
        return ([.. words], [.. starts]);
    }

    /// <summary>Words, and single other characters. Each blank counts by itself: where a word is taken out from between two,
    /// both are still there.</summary>
    static int EndOfWord(string text, int start)
    {
        var end = start + 1;
        if (IsWord(text[start]))
            while (end < text.Length && IsWord(text[end]))
                end++;
        return end;
    }

    // Surrogates count as letters, so that no pair is ever cut. Scripts that write no blanks are compared by the letter.
    static bool IsWord(char c) => (char.IsLetterOrDigit(c) || char.IsSurrogate(c) || c == '_')
        && c is not ((>= '\u0E00' and <= '\u0EFF') or (>= '\u1000' and <= '\u109F') or (>= '\u1780' and <= '\u17FF')
            or (>= '\u3040' and <= '\u30FF') or (>= '\u3400' and <= '\u9FFF') or (>= '\uF900' and <= '\uFAFF'));
}
