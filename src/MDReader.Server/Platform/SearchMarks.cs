using System.Text;

namespace MDReader.Server.Platform;

/// <summary>Marks in texts what a search found there, as <see cref="SearchHit"/> has it.</summary>
public sealed class SearchMarks(IReadOnlyList<SearchTerm> terms)
{
    const int WordsInSnippet = 24;
    const int WordsBefore = 6;

    // In UTF-16 code units: some words are long, and so may be what stands between them.
    const int LongestBefore = 80;
    const int LongestEdge = 40;
    const int LongestSnippet = 400;
    const string Cut = "…";

    // Of a whole text, read around what was found.
    const int ReadBefore = 1_000;
    const int ReadBehind = 3_000;

    readonly IReadOnlyList<(string[] Words, bool IsBegun)> _terms =
        [.. terms.Select(term => (term.Words.Select(word => TextWords.Folded(word)).ToArray(), term.IsBegun))];

    /// <summary>The whole of a title.</summary>
    public string Mark(string title)
    {
        var words = TextWords.In(title).ToList();
        return Mark(title, (0, title.Length), words, Finds(title, words));
    }

    /// <summary>Some words of a text, from where the last of the terms to stand in it stands for the first time: it is the
    /// rarest, and the others are likely to stand there as well. What comes behind isn't read.</summary>
    public string Snippet(string text)
    {
        var shown = RarestIn(text);
        var from = Boundary(text, Math.Max(0, shown - ReadBefore));
        var to = Boundary(text, Math.Min(text.Length, shown + ReadBehind));
        return Snippet(text[from..to], isBeginning: from == 0, isEnd: to == text.Length);
    }

    int RarestIn(string text)
    {
        var missing = Enumerable.Range(0, _terms.Count).ToList();
        var most = _terms.Max(term => term.Words.Length);
        var (last, starts) = (new List<string>(most), new List<int>(most));
        var shown = 0;
        foreach (var word in TextWords.In(text))
        {
            if (last.Count == most)
            {
                last.RemoveAt(0);
                starts.RemoveAt(0);
            }

            last.Add(TextWords.Folded(text.AsSpan(word.Start, word.End - word.Start)));
            starts.Add(word.Start);
            missing.RemoveAll(IsFound);
            if (missing.Count == 0)
            {
                break;
            }
        }

        bool IsFound(int term)
        {
            var first = last.Count - _terms[term].Words.Length;
            if (first < 0 || !IsAt(last, first, _terms[term]))
            {
                return false;
            }

            shown = starts[first];
            return true;
        }

        return shown;
    }

    static int Boundary(string text, int at) => at > 0 && at < text.Length && char.IsLowSurrogate(text[at]) ? at - 1 : at;

    /// <summary>Some words of a stretch of a text, where most of the terms stand together for the first time.</summary>
    /// <param name="stretch">From the text.</param>
    /// <param name="isBeginning">Whether the text begins with it.</param>
    /// <param name="isEnd">Whether the text ends with it.</param>
    public string Snippet(string stretch, bool isBeginning, bool isEnd)
    {
        var words = TextWords.In(stretch).ToList();
        if (words.Count == 0)
        {
            return stretch[..Math.Min(stretch.Length, LongestEdge)];
        }

        var finds = Finds(stretch, words);
        var (from, to) = Window(stretch, words, Best(words, finds));
        var before = from > 0 || !isBeginning ? Cut : "";
        var after = to < stretch.Length || !isEnd ? Cut : "";
        return before + Mark(stretch, (from, to), words, finds) + after;
    }

    List<Find> Finds(string text, List<TextWord> words)
    {
        var folded = words.ConvertAll(word => TextWords.Folded(text.AsSpan(word.Start, word.End - word.Start)));
        var finds = new List<Find>();
        for (var first = 0; first < words.Count; first++)
        {
            for (var term = 0; term < _terms.Count; term++)
            {
                if (IsAt(folded, first, _terms[term]))
                {
                    finds.Add(new Find(term, first, first + _terms[term].Words.Length - 1));
                }
            }
        }

        return finds;
    }

    static bool IsAt(List<string> folded, int first, (string[] Words, bool IsBegun) term)
    {
        var last = term.Words.Length - 1;
        if (first + last >= folded.Count)
        {
            return false;
        }

        for (var i = 0; i < last; i++)
        {
            if (folded[first + i] != term.Words[i])
            {
                return false;
            }
        }

        return term.IsBegun
            ? folded[first + last].StartsWith(term.Words[last], StringComparison.Ordinal)
            : folded[first + last] == term.Words[last];
    }

    /// <summary>The word that the best window begins with; the first where nothing was found.</summary>
    static int Best(List<TextWord> words, List<Find> finds)
    {
        var (best, most) = (0, 0);
        for (var i = 0; i < finds.Count; i++)
        {
            var first = finds[i].First;
            var inWindow = finds.Skip(i)
                .TakeWhile(find => find.First - first < WordsInSnippet && words[find.Last].End - words[first].Start <= LongestSnippet)
                .Select(find => find.Term).Distinct().Count();
            if (inWindow > most)
            {
                (best, most) = (first, inWindow);
            }
        }

        return best;
    }

    static (int From, int To) Window(string text, List<TextWord> words, int best)
    {
        var first = best;
        while (first > 0 && best - first < WordsBefore && words[best].Start - words[first - 1].Start <= LongestBefore)
        {
            first--;
        }

        var end = best + 1;
        while (end < words.Count && end - first < WordsInSnippet && words[end].End - words[first].Start <= LongestSnippet)
        {
            end++;
        }

        var from = first == 0 && words[0].Start <= LongestEdge ? 0 : words[first].Start;
        var to = end == words.Count && text.Length - words[^1].End <= LongestEdge ? text.Length : words[end - 1].End;
        return (from, to - from <= LongestSnippet ? to : Whole(text, from + LongestSnippet));
    }

    static int Whole(string text, int end) => char.IsLowSurrogate(text[end]) ? end - 1 : end;

    static string Mark(string text, (int From, int To) part, List<TextWord> words, List<Find> finds)
    {
        var marked = new StringBuilder();
        var at = part.From;
        foreach (var (_, first, last) in finds)
        {
            var (start, end) = (Math.Max(words[first].Start, at), Math.Min(words[last].End, part.To));
            if (start < end)
            {
                marked.Append(text, at, start - at).Append(SearchHit.Open).Append(text, start, end - start).Append(SearchHit.Close);
                at = end;
            }
        }

        return marked.Append(text, at, part.To - at).ToString();
    }

    /// <param name="First">Number of its first word.</param>
    /// <param name="Last">Of its last.</param>
    readonly record struct Find(int Term, int First, int Last);
}
