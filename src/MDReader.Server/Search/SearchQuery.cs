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
                var room = MostParts - terms.Count - filters.Count;
                terms.AddRange(words.Take(room).Select(word => new SearchTerm([word], IsBegun: false)));
                endsInWord = words.Count > 0 && words.Count <= room && rest.IsEmpty;
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

    static List<string> Words(ReadOnlySpan<char> part)
    {
        var text = new string(part);
        return [.. TextWords.In(text).Select(word => text[word.Start..word.End])];
    }
}
