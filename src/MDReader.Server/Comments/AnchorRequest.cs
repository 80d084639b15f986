using System.Text.Json;
using MDReader.Crdt.Encoding;
using MDReader.Server.Collaboration;
using MDReader.Server.Platform;

namespace MDReader.Server.Comments;

/// <summary>The range that a comment is about.</summary>
/// <param name="Start">A Yjs relative position in base64, or UTF-16 code units from the start of the text at <paramref name="Base"/>.</param>
/// <param name="End">As <paramref name="Start"/>, behind the last character.</param>
/// <param name="Quote">What the range says; read from the text where it is left out.</param>
/// <param name="Base">With numbers: the ETag of the text that they count in.</param>
public sealed record AnchorRequest(
    JsonElement? Start = null, JsonElement? End = null, string? Quote = null, string? Base = null) : IChecked
{
    const int LongestPosition = 100;

    public IEnumerable<Flaw> Check() => Check("/anchor");

    internal IEnumerable<Flaw> Check(string at)
    {
        if (Quote is { Length: > Anchor.LongestQuote })
            yield return new($"{at}/quote", "too-long", $"Shorten the quote to {Anchor.LongestQuote} characters (now {Quote.Length}).");
        if (Numbers is var (start, end))
        {
            if (start < 0 || end <= start)
                yield return new($"{at}/end", "empty-range", $"Choose at least one character (now {start} to {end}).");
            if (string.IsNullOrWhiteSpace(Base))
                yield return new($"{at}/base", "required", "Send the ETag of the text that the numbers count in as base.");
        }
        else if (Positions is null)
        {
            yield return new(at, "unreadable-anchor",
                "Send start and end both as Yjs relative positions in base64, or both as numbers with base.");
        }
    }

    internal (int Start, int End)? Numbers =>
        Number(Start) is { } start && Number(End) is { } end ? (start, end) : null;

    /// <summary>The anchor that the two positions make; null when they are none.</summary>
    internal Anchor? Positions
    {
        get
        {
            try
            {
                return Bytes(Start) is { } start && Bytes(End) is { } end ? Anchor.Read(start, end, Quote ?? "") : null;
            }
            // The second is a string in JSON that is no text: JsonElement finds out only when it is asked for.
            catch (Exception flaw) when (flaw is MalformedUpdateException or InvalidOperationException)
            {
                return null;
            }
        }
    }

    static int? Number(JsonElement? value) =>
        value is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out var index) ? index : null;

    static byte[]? Bytes(JsonElement? value)
    {
        if (value is not { ValueKind: JsonValueKind.String } text || text.GetString() is not { Length: <= LongestPosition } base64)
            return null;
        var bytes = new byte[LongestPosition];
        return Convert.TryFromBase64String(base64, bytes, out var length) ? bytes[..length] : null;
    }
}

/// <summary>Makes anchors of what clients send.</summary>
/// <remarks>It reads the log and not the room: a request with an idempotency key holds the database's turn to write, for
/// which the room may be waiting.</remarks>
sealed class AnchorReading(CommittedText texts)
{
    public async Task<(Anchor? Anchor, Refusal? Refusal)> Read(
        Guid document, AnchorRequest request, CancellationToken cancellationToken)
    {
        if (request.Numbers is not var (start, end))
            return await Completed(document, request.Positions!, cancellationToken);
        if (await texts.At(document, request.Base!) is not { } text)
            return (null, Problems.BaseUnavailable.Because(
                "The text with this ETag is no longer kept. Read the content again and count in that."));
        if (end > text.Length)
            return (null, Problems.Flawed(
                [new("/anchor/end", "out-of-range", $"The text has {text.Length} UTF-16 code units (now {end}).")]));
        var anchor = Anchor.At(text, start, end);
        return (request.Quote is { Length: > 0 } quote ? anchor with { Quote = quote } : anchor, null);
    }

    // A client may anchor to what it has typed and the log doesn't hold yet: then its own quote is all there is.
    async Task<(Anchor? Anchor, Refusal? Refusal)> Completed(
        Guid document, Anchor anchor, CancellationToken cancellationToken)
    {
        if (anchor.Quote.Length > 0 || await texts.Now(document) is not { } text || anchor.In(text) is not { } range)
            return (anchor, null);
        return (anchor with { Quote = Anchor.QuoteOf(text.ToString(), range.Start, range.End) }, null);
    }
}
