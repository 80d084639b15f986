using System.Globalization;
using System.Text;
using MDReader.Server.Platform;

namespace MDReader.Server.Search;

/// <summary>What somebody typed into the search box. Anything can be typed: what means nothing is left out.</summary>
/// <param name="Terms">Each must occur; the last word may still be going on.</param>
/// <param name="Tags">The document has each: <c>tag:plan</c>.</param>
sealed record SearchQuery(IReadOnlyList<SearchTerm> Terms, IReadOnlyList<string> Tags)
{
    const int Longest = 200;
    const int MostTerms = 16;
    const string Tag = "tag:";

    public static SearchQuery Read(string? typed)
    {
        var (terms, tags) = (new List<SearchTerm>(), new List<string>());
        var rest = typed.AsSpan()[..Math.Min(typed?.Length ?? 0, Longest)];
        while (!rest.IsEmpty && terms.Count + tags.Count < MostTerms)
        {
            rest = rest.TrimStart();
            var isPhrase = rest is ['"', ..];
            rest = isPhrase ? rest[1..] : rest;
            var end = isPhrase ? rest.IndexOf('"') : rest.IndexOfAny(' ', '\t', '\n');
            var part = end < 0 ? rest : rest[..end];
            rest = end < 0 ? [] : rest[(end + 1)..];
            if (!isPhrase && part.StartsWith(Tag, StringComparison.OrdinalIgnoreCase) && part.Length > Tag.Length)
            {
                tags.Add(new string(part[Tag.Length..]));
            }
            else if (isPhrase)
            {
                if (Words(part) is { Count: > 0 } phrase)
                {
                    terms.Add(new SearchTerm(phrase, IsBegun: end < 0));
                }
            }
            else
            {
                terms.AddRange(Words(part).Select(word => new SearchTerm([word], IsBegun: false)));
            }
        }

        if (terms is [.., { Words.Count: 1, IsBegun: false } last] && typed is [.., not '"'])
        {
            terms[^1] = last with { IsBegun = true };
        }

        return new SearchQuery(terms, tags);
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
