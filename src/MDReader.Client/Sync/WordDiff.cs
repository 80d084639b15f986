using System.Text;

namespace MDReader.Client.Sync;

/// <summary>A word or a sign, with the blanks before it.</summary>
readonly record struct Word(string Text)
{
    /// <summary>By itself: with other blanks before it, it is the same word.</summary>
    public string Bare { get; } = Text.TrimStart(' ', '\t');
}

/// <param name="Kept">Each word of the old text as the new one has it; null where it hasn't.</param>
/// <param name="Inserted">What was put in before each word, and at the end.</param>
sealed record WordChanges(string?[] Kept, string[] Inserted);

/// <summary>The shortest way from one list of words to another (Myers, "An O(ND) difference algorithm", 1986).</summary>
static class WordDiff
{
    // Past this the texts have little in common, and all between their equal ends counts as rewritten.
    const int MostEdits = 2_000;

    /// <summary>Put together they are the text.</summary>
    public static List<Word> Words(string text)
    {
        var words = new List<Word>();
        for (int start = 0, at = 0; at < text.Length; start = at)
        {
            while (at < text.Length && text[at] is (' ' or '\t'))
                at++;
            var isSign = at < text.Length && !IsLetter(text[at]);
            at = isSign ? at + 1 : at;
            while (at < text.Length && !isSign && IsLetter(text[at]))
                at++;
            words.Add(new(text[start..at]));
        }
        return words;
    }

    public static WordChanges Between(List<Word> from, List<Word> to)
    {
        var head = 0;
        while (head < from.Count && head < to.Count && from[head] == to[head])
            head++;
        var tail = 0;
        while (tail < from.Count - head && tail < to.Count - head && from[^(tail + 1)] == to[^(tail + 1)])
            tail++;

        var kept = new string?[from.Count];
        for (var same = 0; same < from.Count; same++)
            if (same < head || same >= from.Count - tail)
                kept[same] = from[same].Text;
        var inserted = new StringBuilder[from.Count + 1];
        var at = head;
        foreach (var (old, @new) in Matches(from[head..^tail], to[head..^tail]).Append((from.Count - tail - head, to.Count - tail - head)))
        {
            for (; at < head + @new; at++)
                (inserted[head + old] ??= new()).Append(to[at].Text);
            if (head + old < from.Count - tail)
                kept[head + old] = to[at++].Text;
        }
        return new(kept, [.. inserted.Select(text => text?.ToString() ?? "")]);
    }

    // Pairs of places with the same word, in order.
    static List<(int Old, int New)> Matches(List<Word> from, List<Word> to)
    {
        var most = Math.Min(from.Count + to.Count, MostEdits);
        var furthest = new int[(2 * most) + 2];
        var trace = new List<int[]>();
        for (var edits = 0; edits <= most; edits++)
        {
            trace.Add(furthest[(most - edits)..(most + edits + 2)]);
            for (var diagonal = -edits; diagonal <= edits; diagonal += 2)
            {
                var down = diagonal == -edits
                    || (diagonal != edits && furthest[most + diagonal - 1] < furthest[most + diagonal + 1]);
                var x = down ? furthest[most + diagonal + 1] : furthest[most + diagonal - 1] + 1;
                while (x < from.Count && x - diagonal < to.Count && from[x].Bare == to[x - diagonal].Bare)
                    x++;
                furthest[most + diagonal] = x;
                if (x >= from.Count && x - diagonal >= to.Count)
                    return Walk(trace, from.Count, to.Count);
            }
        }
        return [];
    }

    static List<(int Old, int New)> Walk(List<int[]> trace, int x, int y)
    {
        var matches = new List<(int, int)>();
        for (var edits = trace.Count - 1; edits >= 0; edits--)
        {
            // The furthest points of the step before: diagonal k stands at k + edits.
            var before = trace[edits];
            var diagonal = x - y;
            var down = diagonal == -edits || (diagonal != edits && before[diagonal - 1 + edits] < before[diagonal + 1 + edits]);
            var (fromX, fromY) = edits == 0 ? (0, 0)
                : down ? (before[diagonal + 1 + edits], before[diagonal + 1 + edits] - diagonal - 1)
                : (before[diagonal - 1 + edits], before[diagonal - 1 + edits] - diagonal + 1);
            var start = edits == 0 || down ? fromX : fromX + 1;
            while (x > start)
                matches.Add((--x, --y));
            (x, y) = (fromX, fromY);
        }
        matches.Reverse();
        return matches;
    }

    static bool IsLetter(char sign) => char.IsLetterOrDigit(sign) || char.IsSurrogate(sign);
}
