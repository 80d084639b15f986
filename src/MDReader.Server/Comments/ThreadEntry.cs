using System.Text.Json.Serialization;
using MDReader.Server.Access;

namespace MDReader.Server.Comments;

/// <summary>A conversation about a range of the text.</summary>
/// <param name="Anchor">The range it is about.</param>
/// <param name="Status"><c>open</c> or <c>resolved</c>.</param>
/// <param name="Orphaned">None of the text it was about is there any more.</param>
/// <param name="CreatedBy">Who began it.</param>
/// <param name="ResolvedBy">Null while it is open.</param>
/// <param name="Comments">In the order they were written.</param>
public sealed record ThreadEntry(
    Guid Id,
    Guid DocumentId,
    AnchorEntry Anchor,
    string Status,
    bool Orphaned,
    Somebody CreatedBy,
    DateTimeOffset CreatedAt,
    Somebody? ResolvedBy,
    DateTimeOffset? ResolvedAt,
    IReadOnlyList<CommentEntry> Comments)
{
    public const string Open = "open";
    public const string Resolved = "resolved";
}

/// <summary>The range of a thread.</summary>
/// <param name="Start">A Yjs relative position, in base64.</param>
/// <param name="End">As <paramref name="Start"/>.</param>
/// <param name="Quote">What the range said when the thread was begun, or attached anew.</param>
/// <param name="Range">Where it is in the text now, in UTF-16 code units; null when its text is gone.</param>
public sealed record AnchorEntry(string Start, string End, string Quote, AnchorRange? Range);

/// <summary>One comment.</summary>
/// <param name="Body">Markdown; empty when deleted.</param>
/// <param name="Mentions">Whom it names.</param>
/// <param name="Reactions">Emoji, in the order they first came.</param>
/// <param name="ImportedFrom">The name of whoever wrote it elsewhere, for imported comments.</param>
/// <param name="Via">What its author worked by; null in the app.</param>
public sealed record CommentEntry(
    Guid Id,
    Guid ThreadId,
    Somebody Author,
    string Body,
    DateTimeOffset CreatedAt,
    DateTimeOffset? EditedAt,
    bool Deleted,
    IReadOnlyList<Guid> Mentions,
    IReadOnlyList<ReactionEntry> Reactions,
    string? ImportedFrom,
    ViaEntry? Via)
{
    /// <summary>Only in the answer to who wrote it: whom it mentions that can't read the document, to be invited. Left out
    /// where there is nobody.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<Somebody>? WithoutAccess { get; init; }
}

/// <summary>Everybody who reacted with one emoji.</summary>
public sealed record ReactionEntry(string Emoji, IReadOnlyList<Somebody> By);
