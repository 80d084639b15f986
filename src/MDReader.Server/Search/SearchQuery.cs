using System.Globalization;
using System.Text;
using MDReader.Server.Platform;

namespace MDReader.Server.Search;

/// <summary>What somebody typed into the search box. Anything can be typed: what means nothing is left out.</summary>
/// <param name="Terms">Each must occur; the last word may still be going on.</param>
/// <param name="Filters">Each narrows it down: <c>tag:plan</c>, <c>in:"Old plans"</c>, <c>by:ada</c>.</param>
sealed record SearchQuery(IReadOnlyList<SearchTerm> Terms, IReadOnlyList<SearchFilter> Filters)
{
    const int Longest = 200;
    const int MostParts = 16;

    public static SearchQuery Read(string? typed)
    {
        var (terms, filters) = (new List<SearchTerm>(), new List<SearchFilter>());
        var rest = typed.AsSpan().CutTo(Longest).TrimStart();
        var endsInWord = false;
        for (; !rest.IsEmpty && terms.Count + filters.Count < MostParts; rest = rest.TrimStart())
        {
            endsInWord = false;
            if (SearchFilter.NameAt(rest) is { } name)
            {
                var value = Part(ref rest, name.Length + 1, out _).Trim();
                if (!value.IsEmpty)
                {
                    filters.Add(new SearchFilter(name, new string(value)));
                }
            }
            else if (rest is ['"', ..])
            {
                if (Words(Part(ref rest, 0, out var isClosed)) is { Count: > 0 } phrase)
                {
                    terms.Add(new SearchTerm(phrase, IsBegun: !isClosed));
                }
            }
            else
            {
                var words = Words(Part(ref rest, 0, out _));
                terms.AddRange(words.Select(word => new SearchTerm([word], IsBegun: false)));
                endsInWord = words.Count > 0 && rest.IsEmpty;
            }
        }

        if (endsInWord)
        {
            terms[^1] = terms[^1] with { IsBegun = true };
        }

        return new SearchQuery(terms, filters);
    }

    /// <summary>Takes what begins at <paramref name="at"/>, up to the closing quote or the next blank.</summary>
    static ReadOnlySpan<char> Part(ref ReadOnlySpan<char> rest, int at, out bool isClosed)
    {
        rest = rest[at..];
        var isQuoted = rest is ['"', ..];
        rest = isQuoted ? rest[1..] : rest;
        var end = isQuoted ? rest.IndexOf('"') : rest.IndexOfAny(' ', '\t', '\n');
        isClosed = end >= 0;
        var part = isClosed ? rest[..end] : rest;
        rest = isClosed ? rest[(end + 1)..] : [];
        return part;
    }

    // As both databases take texts apart: letters and digits make words, all else parts them.
    static List<string> Words(ReadOnlySpan<char> text)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(rune) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark)
            {
                word.Append(rune.ToString());
            }
            else
            {
                Finish();
            }
        }

        Finish();
        return words;

        void Finish()
        {
            // Marks alone are no word.
            if (word.ToString().EnumerateRunes().Any(Rune.IsLetterOrDigit))
            {
                words.Add(word.ToString());
            }

            word.Clear();
        }
    }
}
