using MDReader.Server.Access;
using MDReader.Server.Comments;

namespace MDReader.Server.Suggestions;

/// <summary>Edits that somebody proposes.</summary>
/// <param name="Author">Whose they are, also once they are in the text.</param>
/// <param name="Message">Why, in their words.</param>
/// <param name="Via">What its author worked by; null in the app.</param>
/// <param name="IsAssisted">A model worked it out, on the author's behalf.</param>
/// <param name="Status"><c>open</c> while one of its hunks is, else <c>decided</c>.</param>
/// <param name="Hunks">In the order of the text that they were made for.</param>
public sealed record SuggestionEntry(
    Guid Id,
    Guid DocumentId,
    Somebody Author,
    string? Message,
    ViaEntry? Via,
    bool IsAssisted,
    string Status,
    DateTimeOffset CreatedAt,
    IReadOnlyList<HunkEntry> Hunks)
{
    public const string Open = "open";
    public const string Decided = "decided";
}

/// <summary>One place that a suggestion changes; each is decided on by itself.</summary>
/// <param name="Before">What it replaces; empty for an insertion.</param>
/// <param name="After">What it puts there; empty for a deletion.</param>
/// <param name="Start">A Yjs relative position, in base64: its first character, or the one behind which it inserts.</param>
/// <param name="End">As <paramref name="Start"/>: its last character, or the one before which it inserts.</param>
/// <param name="Range">Where that is in the text now; null when it is decided, or in conflict.</param>
/// <param name="Status"><c>open</c>, <c>accepted</c> or <c>rejected</c>.</param>
/// <param name="Conflict">It can't be accepted: what it is about was changed since.</param>
/// <param name="DecidedBy">Who accepted or rejected it.</param>
public sealed record HunkEntry(
    Guid Id,
    string Before,
    string After,
    string Start,
    string End,
    AnchorRange? Range,
    string Status,
    bool Conflict,
    Somebody? DecidedBy,
    DateTimeOffset? DecidedAt)
{
    public const string Open = "open";
    public const string Accepted = "accepted";
    public const string Rejected = "rejected";
}
