using MDReader.Crdt.Encoding;
using MDReader.Crdt.Positions;
using MDReader.Crdt.Types;
using MDReader.Server.Platform;

namespace MDReader.Server.Comments;

/// <summary>Where the range is in the text now.</summary>
/// <param name="Start">UTF-16 code units from the start of the text.</param>
/// <param name="End">Behind the last one.</param>
public sealed record AnchorRange(int Start, int End);

/// <summary>
/// A range that moves with its text: two Yjs relative positions, one at the range's first character and one at its last,
/// and what it said. What is typed at its edges stays outside, what is typed inside belongs to it.
/// </summary>
sealed record Anchor(RelativePosition Start, RelativePosition End, string Quote)
{
    /// <summary>The longest quote that is kept; a longer range is quoted by its beginning.</summary>
    public const int LongestQuote = 2_000;

    /// <summary>A shorter quote is only looked for where it stands once.</summary>
    const int TellingQuote = 12;

    static readonly Budget Small = Budget.Default;

    /// <exception cref="MalformedUpdateException">The bytes are no relative positions.</exception>
    public static Anchor Read(byte[] start, byte[] end, string quote) =>
        new(RelativePosition.Decode(start, Small), RelativePosition.Decode(end, Small), quote);

    /// <summary>The range from <paramref name="start"/> to <paramref name="end"/>, widened to whole characters.</summary>
    public static Anchor At(Text text, int start, int end)
    {
        var content = text.ToString();
        while (start > 0 && char.IsLowSurrogate(content[start]) && char.IsHighSurrogate(content[start - 1]))
            start--;
        while (end < content.Length && char.IsLowSurrogate(content[end]) && char.IsHighSurrogate(content[end - 1]))
            end++;
        return new(RelativePosition.At(text, start), RelativePosition.At(text, end, assoc: -1), QuoteOf(content, start, end));
    }

    /// <summary>Where the range is; null when none of its text is there any more.</summary>
    public AnchorRange? In(Text text) =>
        Start.IndexIn(text) is { } start && End.IndexIn(text) is { } end && start < end ? new(start, end) : null;

    /// <summary>
    /// Where the quoted text stands, for a range whose own characters are gone: cut and pasted elsewhere, or deleted and
    /// brought back, it is other characters with the same words. Null where that would be a guess.
    /// </summary>
    public AnchorRange? FindQuote(Text text) => FindQuote(text.ToString(), Quote, Start.IndexIn(text) ?? 0);

    /// <summary>Where the quote stands nearest to a place; null where that would be a guess.</summary>
    public static AnchorRange? FindQuote(string content, string quote, int near)
    {
        if (quote.Length == 0)
            return null;
        AnchorRange? found = null;
        for (var at = content.IndexOf(quote, StringComparison.Ordinal); at >= 0;
             at = content.IndexOf(quote, at + 1, StringComparison.Ordinal))
        {
            if (found is not null && quote.Length < TellingQuote)
                return null;
            if (found is null || Math.Abs(at - near) < Math.Abs(found.Start - near))
                found = new(at, at + quote.Length);
        }
        return found;
    }

    public static string QuoteOf(string content, int start, int end) =>
        content.AsSpan(start, end - start).CutTo(LongestQuote).ToString();
}
