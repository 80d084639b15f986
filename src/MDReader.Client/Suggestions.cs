using System.Text.Json.Nodes;

namespace MDReader.Client;

/// <summary>Edits that somebody proposes, and somebody else decides on.</summary>
public sealed class Suggestions
{
    readonly Calls _calls;

    internal Suggestions(Calls calls) => _calls = calls;

    /// <param name="status"><c>open</c> or <c>decided</c>; null for all.</param>
    public IAsyncEnumerable<Suggestion> List(
        Guid document, string? status = null, CancellationToken cancellation = default) =>
        _calls.List<Suggestion>($"documents/{document}/suggestions".With("status", status), cancellation);

    public Task<Suggestion> Get(Guid suggestion, CancellationToken cancellation = default) =>
        _calls.Get<Suggestion>($"suggestions/{suggestion}", cancellation);

    /// <param name="key">Sent again with the same key it is made once.</param>
    public Task<Suggestion> Create(
        Guid document, Proposal proposal, Guid? key = null, CancellationToken cancellation = default) =>
        _calls.Post<Suggestion>($"documents/{document}/suggestions", proposal.Write(), key, cancellation);

    public Task Withdraw(Guid suggestion, CancellationToken cancellation = default) =>
        _calls.Delete($"suggestions/{suggestion}", cancellation);

    /// <param name="hunks">Which of its hunks; null for all that are open.</param>
    /// <param name="key">Sent again with the same key it is decided once.</param>
    public Task<Suggestion> Accept(
        Guid suggestion, IEnumerable<Guid>? hunks = null, Guid? key = null, CancellationToken cancellation = default) =>
        Decide(suggestion, "accept", hunks, key, cancellation);

    /// <summary>All that is open of several suggestions, which one person made by one road, as one edit.</summary>
    /// <param name="key">Sent again with the same key it is decided once.</param>
    public Task<AcceptedTogether> AcceptTogether(
        Guid document, IEnumerable<Guid> suggestions, Guid? key = null, CancellationToken cancellation = default) =>
        _calls.Post<AcceptedTogether>(
            $"documents/{document}/suggestions/accept",
            Bodies.Of(("suggestions", Bodies.List(suggestions, suggestion => suggestion))), key, cancellation);

    /// <summary>Takes back all that one accepting brought: the text is without it, and what was accepted is open again.
    /// What others have written since stays.</summary>
    /// <param name="etag">As <see cref="AcceptedTogether.Etag"/>.</param>
    /// <param name="key">Sent again with the same key it is taken back once.</param>
    public Task<Reopened> Reopen(
        Guid document, string etag, Guid? key = null, CancellationToken cancellation = default) =>
        _calls.Post<Reopened>($"documents/{document}/suggestions/reopen", Bodies.Of(("etag", etag)), key, cancellation);

    /// <inheritdoc cref="Accept"/>
    public Task<Suggestion> Reject(
        Guid suggestion, IEnumerable<Guid>? hunks = null, Guid? key = null, CancellationToken cancellation = default) =>
        Decide(suggestion, "reject", hunks, key, cancellation);

    Task<Suggestion> Decide(
        Guid suggestion, string word, IEnumerable<Guid>? hunks, Guid? key, CancellationToken cancellation) =>
        _calls.Post<Suggestion>(
            $"suggestions/{suggestion}/{word}", Bodies.Of(("hunks", Bodies.List(hunks, hunk => hunk))), key, cancellation);
}

/// <summary>What is proposed.</summary>
/// <param name="Base">The ETag of the text that it was made for.</param>
public abstract record Proposal(string Base)
{
    /// <summary>Why; up to 500 characters.</summary>
    public string? Message { get; init; }

    /// <summary>A model worked it out: people are told so.</summary>
    public bool? IsAssisted { get; init; }

    internal JsonObject Write()
    {
        var body = Bodies.Of(("base", Base), ("message", Message), ("isAssisted", IsAssisted));
        Add(body);
        return body;
    }

    private protected abstract void Add(JsonObject body);

    /// <param name="Content">The text as it should be.</param>
    public sealed record Whole(string Base, string Content) : Proposal(Base)
    {
        private protected override void Add(JsonObject body) => body["content"] = Content;
    }

    public sealed record Edits(string Base, IReadOnlyList<Edit> List) : Proposal(Base)
    {
        private protected override void Add(JsonObject body) => body["edits"] = Bodies.List(List, edit => edit.Write());
    }
}

/// <summary>Edits that somebody proposes.</summary>
/// <param name="Author">Whose they are, also once they are in the text.</param>
/// <param name="Via">What its author worked by; null in the app.</param>
/// <param name="Status"><c>open</c> while one of its hunks is, else <c>decided</c>.</param>
/// <param name="Hunks">In the order of the text.</param>
public sealed record Suggestion(
    Guid Id, Guid DocumentId, Somebody Author, string? Message, Via? Via, bool IsAssisted, string Status, DateTimeOffset CreatedAt,
    IReadOnlyList<Hunk> Hunks);

/// <summary>What came of accepting several suggestions as one edit.</summary>
/// <param name="Before">Of the text right before them, as an ETag; null where they stood there already.</param>
/// <param name="Etag">Of the text with them.</param>
/// <param name="Conflicts">The hunks that stay open, because what they are about was changed since.</param>
public sealed record AcceptedTogether(string? Before, string Etag, IReadOnlyList<Guid> Conflicts);

/// <summary>What came of taking accepted suggestions back.</summary>
/// <param name="Etag">Of the text without them.</param>
/// <param name="Suggestions">Those that are open again.</param>
public sealed record Reopened(string Etag, IReadOnlyList<Guid> Suggestions);

/// <summary>One place that a suggestion changes; each is decided on by itself.</summary>
/// <param name="Before">What it replaces; empty for an insertion.</param>
/// <param name="After">What it puts there; empty for a deletion.</param>
/// <param name="Start">A relative position of Yjs, in base64: its first character, or the one behind which it inserts.</param>
/// <param name="End">Likewise: its last character, or the one before which it inserts.</param>
/// <param name="Range">Where that is now; null when it is decided, or in conflict.</param>
/// <param name="Status"><c>open</c>, <c>accepted</c> or <c>rejected</c>.</param>
/// <param name="Conflict">It can't be accepted: what it is about was changed since.</param>
public sealed record Hunk(
    Guid Id, string Before, string After, string Start, string End, TextRange? Range, string Status, bool Conflict,
    Somebody? DecidedBy, DateTimeOffset? DecidedAt);
