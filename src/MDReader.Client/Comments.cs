using System.Text.Json.Nodes;

namespace MDReader.Client;

/// <summary>Conversations about parts of a text. Bodies are Markdown, in which <c>@[name](user-id)</c> mentions somebody.</summary>
public sealed class Comments
{
    readonly Calls _calls;

    internal Comments(Calls calls) => _calls = calls;

    /// <param name="filter">Null for all.</param>
    public IAsyncEnumerable<CommentThread> Threads(
        Guid document, ThreadFilter? filter = null, CancellationToken cancellation = default) => _calls.List<CommentThread>(
        $"documents/{document}/threads"
            .With("status", filter?.Status).With("mine", filter?.IsMine).With("orphaned", filter?.IsOrphaned),
        cancellation);

    public Task<CommentThread> GetThread(Guid thread, CancellationToken cancellation = default) =>
        _calls.Get<CommentThread>($"threads/{thread}", cancellation);

    /// <summary>Begins a conversation with its first comment.</summary>
    /// <param name="key">Sent again with the same key it is begun once.</param>
    public Task<CommentThread> Begin(
        Guid document, Anchoring anchor, string body, Guid? key = null, CancellationToken cancellation = default) =>
        _calls.Post<CommentThread>(
            $"documents/{document}/threads", Bodies.Of(("anchor", anchor.Write()), ("body", body)), key, cancellation);

    public Task<CommentThread> Resolve(Guid thread, CancellationToken cancellation = default) =>
        ChangeThread(thread, Bodies.Of(("status", "resolved")), cancellation);

    public Task<CommentThread> Reopen(Guid thread, CancellationToken cancellation = default) =>
        ChangeThread(thread, Bodies.Of(("status", "open")), cancellation);

    /// <summary>Makes it about another part of the text.</summary>
    public Task<CommentThread> Attach(Guid thread, Anchoring anchor, CancellationToken cancellation = default) =>
        ChangeThread(thread, Bodies.Of(("anchor", anchor.Write())), cancellation);

    public Task DeleteThread(Guid thread, CancellationToken cancellation = default) => _calls.Delete($"threads/{thread}", cancellation);

    /// <param name="key">Sent again with the same key it is written once.</param>
    public Task<Comment> Reply(Guid thread, string body, Guid? key = null, CancellationToken cancellation = default) =>
        _calls.Post<Comment>($"threads/{thread}/comments", Bodies.Of(("body", body)), key, cancellation);

    public Task<Comment> Edit(Guid comment, string body, CancellationToken cancellation = default) =>
        _calls.Patch<Comment>($"comments/{comment}", Bodies.Of(("body", body)), cancellation);

    public Task Delete(Guid comment, CancellationToken cancellation = default) => _calls.Delete($"comments/{comment}", cancellation);

    public Task React(Guid comment, string emoji, CancellationToken cancellation = default) =>
        _calls.Put($"comments/{comment}/reactions/{emoji.Escaped()}", cancellation);

    public Task TakeBackReaction(Guid comment, string emoji, CancellationToken cancellation = default) =>
        _calls.Delete($"comments/{comment}/reactions/{emoji.Escaped()}", cancellation);

    /// <summary>Whom the caller may mention: first who can read the document, by name.</summary>
    /// <param name="words">The beginning of a name or an address; null for all.</param>
    public Task<MentionablePeople> Mentionable(
        Guid document, string? words = null, CancellationToken cancellation = default) => _calls.Get<MentionablePeople>(
        $"documents/{document}/mentionable".With("q", words).With("limit", Calls.PageSize), cancellation);

    /// <summary>All of a document's comments, as a file to be kept beside it.</summary>
    public Task<CommentsFile> Export(Guid document, CancellationToken cancellation = default) =>
        _calls.Get<CommentsFile>($"documents/{document}/comments.json", cancellation);

    /// <summary>Takes in what isn't there yet.</summary>
    public Task<CommentsImported> Import(
        Guid document, CommentsFile file, Guid? key = null, CancellationToken cancellation = default) =>
        _calls.Post<CommentsImported>($"documents/{document}/comments.json", ClientJson.Node(file), key, cancellation);

    Task<CommentThread> ChangeThread(Guid thread, JsonObject body, CancellationToken cancellation) =>
        _calls.Patch<CommentThread>($"threads/{thread}", body, cancellation);
}

/// <summary>Which threads. What is left out makes no difference.</summary>
public sealed record ThreadFilter
{
    /// <summary><c>open</c> or <c>resolved</c>.</summary>
    public string? Status { get; init; }

    /// <summary>True for those that the caller began, wrote in or is mentioned in.</summary>
    public bool? IsMine { get; init; }

    /// <summary>True for those whose text is gone, false for those whose text is there.</summary>
    public bool? IsOrphaned { get; init; }
}

/// <summary>Where a thread is to be: the part of the text that it is about.</summary>
public abstract record Anchoring
{
    Anchoring()
    {
    }

    internal abstract JsonNode Write();

    /// <param name="Etag">Of the text that the range counts in.</param>
    public sealed record At(TextRange Range, string Etag) : Anchoring
    {
        internal override JsonNode Write() => Bodies.Of(("start", Range.Start), ("end", Range.End), ("base", Etag));
    }

    /// <param name="Start">A relative position of Yjs, in base64.</param>
    /// <param name="End">Likewise.</param>
    /// <param name="Quote">What the part says; null to have it read from the text.</param>
    public sealed record Between(string Start, string End, string? Quote = null) : Anchoring
    {
        internal override JsonNode Write() => Bodies.Of(("start", Start), ("end", End), ("quote", Quote));
    }
}

/// <summary>A conversation about a part of the text.</summary>
/// <param name="Status"><c>open</c> or <c>resolved</c>.</param>
/// <param name="Orphaned">None of the text that it was about is there any more.</param>
/// <param name="Comments">In the order they were written.</param>
public sealed record CommentThread(
    Guid Id, Guid DocumentId, Anchor Anchor, string Status, bool Orphaned, Somebody CreatedBy, DateTimeOffset CreatedAt,
    Somebody? ResolvedBy, DateTimeOffset? ResolvedAt, IReadOnlyList<Comment> Comments);

/// <param name="Start">A relative position of Yjs, in base64.</param>
/// <param name="End">Likewise.</param>
/// <param name="Quote">What the part said when the thread was begun, or attached anew.</param>
/// <param name="Range">Where it is now; null when its text is gone.</param>
public sealed record Anchor(string Start, string End, string Quote, TextRange? Range);

/// <param name="Body">Markdown; empty when it was deleted.</param>
/// <param name="Mentions">Whom it names.</param>
/// <param name="Reactions">In the order the emoji first came.</param>
/// <param name="ImportedFrom">The name of whoever wrote it elsewhere.</param>
/// <param name="Via">What its author worked by; null in the app.</param>
public sealed record Comment(
    Guid Id, Guid ThreadId, Somebody Author, string Body, DateTimeOffset CreatedAt, DateTimeOffset? EditedAt, bool Deleted,
    IReadOnlyList<Guid> Mentions, IReadOnlyList<Reaction> Reactions, string? ImportedFrom, Via? Via)
{
    /// <summary>Whom it mentions that can't read the document, to be invited; told only to who wrote it, at once.</summary>
    public IReadOnlyList<Somebody>? WithoutAccess { get; init; }
}

/// <summary>Everybody who reacted with one emoji.</summary>
public sealed record Reaction(string Emoji, IReadOnlyList<Somebody> By);

/// <summary>A person as others see them.</summary>
/// <param name="Name">Null when their account is gone.</param>
/// <param name="Guest">They came by a link, without an account.</param>
public sealed record Somebody(Guid Id, string? Name, bool Guest);

public sealed record MentionablePeople(IReadOnlyList<MentionablePerson> Items);

/// <param name="Email">Null for who isn't a member of the workspace themselves.</param>
/// <param name="Role">In the document; null where they would have to be invited first.</param>
public sealed record MentionablePerson(Guid UserId, string Name, string? Email, string? Colour, Role? Role);
