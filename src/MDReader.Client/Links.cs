using System.Text.Json.Nodes;

namespace MDReader.Client;

/// <summary>Links by which anybody who has them comes into a document.</summary>
public sealed class Links
{
    readonly Calls _calls;

    internal Links(Calls calls) => _calls = calls;

    public IAsyncEnumerable<ShareLink> List(Guid document, CancellationToken cancellation = default) =>
        _calls.List<ShareLink>($"documents/{document}/links", cancellation);

    /// <summary>All into a workspace's documents, the newest first; for its owners.</summary>
    public IAsyncEnumerable<WorkspaceLink> ListAll(Guid workspace, CancellationToken cancellation = default) =>
        _calls.List<WorkspaceLink>($"workspaces/{workspace}/links", cancellation);

    /// <summary>Ends all links into a workspace's documents; whoever came in by one is out.</summary>
    public Task DeleteAll(Guid workspace, CancellationToken cancellation = default) =>
        _calls.Delete($"workspaces/{workspace}/links", cancellation);

    /// <param name="key">Sent again with the same key it is made once, and its token shown no second time.</param>
    public Task<ShareLink> Create(
        Guid document, LinkTerms terms, Guid? key = null, CancellationToken cancellation = default) => _calls.Post<ShareLink>(
        $"documents/{document}/links",
        Bodies.Of(
            ("role", terms.Role.Word()), ("label", terms.Label), ("password", terms.Password), ("expiresAt", terms.ExpiresAt),
            ("useLimit", terms.UseLimit), ("allowsGuests", terms.AllowsGuests)),
        key, cancellation);

    public Task<ShareLink> Change(Guid link, LinkChanges changes, CancellationToken cancellation = default) =>
        _calls.Patch<ShareLink>($"links/{link}", changes.Write(), cancellation);

    /// <summary>Whoever came in by it is out.</summary>
    public Task Delete(Guid link, CancellationToken cancellation = default) => _calls.Delete($"links/{link}", cancellation);

    /// <summary>What a link leads to; for whoever has its token, also without an account.</summary>
    public Task<LinkNotice> GetNotice(string token, CancellationToken cancellation = default) =>
        _calls.Get<LinkNotice>($"links/{token.Escaped()}", cancellation);

    /// <summary>Comes in by a link: as oneself, or without an account as a guest.</summary>
    public Task<OpenedLink> Open(string token, LinkVisitor? visitor = null, CancellationToken cancellation = default) =>
        _calls.Post<OpenedLink>(
            $"links/{token.Escaped()}/open",
            Bodies.Of(
                ("password", visitor?.Password), ("name", visitor?.Name), ("guestKey", visitor?.GuestKey), ("tokenDelivery", "body")),
            key: null, cancellation);
}

/// <summary>A link as the document's owners see it.</summary>
/// <param name="Role">Of whoever comes in by it.</param>
/// <param name="Label">What the owners call it.</param>
/// <param name="AllowsGuests">Whether it lets in people without an account, too.</param>
/// <param name="Uses">How many people have come in by it.</param>
/// <param name="LastUsedAt">When somebody last came in by it, or came back.</param>
/// <param name="IsOpen">Whether it still lets anybody new in.</param>
public sealed record ShareLink(
    Guid Id, Guid DocumentId, Role Role, string? Label, bool HasPassword, DateTimeOffset? ExpiresAt, int? UseLimit,
    bool AllowsGuests, int Uses, Guid CreatedBy, DateTimeOffset CreatedAt, DateTimeOffset? LastUsedAt, bool IsOpen)
{
    /// <summary>For <see cref="Links.Open"/>; null where the same request was sent again.</summary>
    public string? Token { get; init; }

    /// <summary>The page to send to others, with the token.</summary>
    public string? Url { get; init; }
}

/// <summary>A link among all others of its workspace; without its token.</summary>
/// <param name="Role">Of whoever comes in by it.</param>
/// <param name="Label">What the owners call it.</param>
/// <param name="AllowsGuests">Whether it lets in people without an account, too.</param>
/// <param name="Uses">How many people have come in by it.</param>
/// <param name="LastUsedAt">When somebody last came in by it, or came back.</param>
/// <param name="IsOpen">Whether it still lets anybody new in.</param>
public sealed record WorkspaceLink(
    Guid Id, Guid DocumentId, string DocumentTitle, Role Role, string? Label, bool HasPassword, DateTimeOffset? ExpiresAt,
    int? UseLimit, bool AllowsGuests, int Uses, Somebody CreatedBy, DateTimeOffset CreatedAt, DateTimeOffset? LastUsedAt, bool IsOpen);

/// <param name="Role">Of whoever comes in by it; not owner.</param>
public sealed record LinkTerms(Role Role)
{
    /// <summary>What the owners call it.</summary>
    public string? Label { get; init; }

    /// <summary>Asked of whoever opens it.</summary>
    public string? Password { get; init; }

    /// <summary>Null for as long as nobody deletes it.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>How many people may come in by it; null for any number.</summary>
    public int? UseLimit { get; init; }

    /// <summary>False lets in people with an account only.</summary>
    public bool AllowsGuests { get; init; } = true;

    public override string ToString() => $"{nameof(LinkTerms)} for {Role}";
}

/// <summary>What is left out stays as it is, and null takes away.</summary>
public sealed record LinkChanges
{
    public Optional<Role> Role { get; init; }

    public Optional<string?> Label { get; init; }

    /// <summary>Whoever came in under another one has to give the new one.</summary>
    public Optional<string?> Password { get; init; }

    public Optional<DateTimeOffset?> ExpiresAt { get; init; }

    public Optional<int?> UseLimit { get; init; }

    /// <summary>False takes the roles of the guests who came by it.</summary>
    public Optional<bool> AllowsGuests { get; init; }

    public override string ToString() => nameof(LinkChanges);

    internal JsonObject Write() => Bodies.Of()
        .With("role", Role, role => role.Word()).With("label", Label, label => label).With("password", Password, password => password)
        .With("expiresAt", ExpiresAt, end => end).With("useLimit", UseLimit, limit => limit)
        .With("allowsGuests", AllowsGuests, allowed => allowed);
}

/// <summary>What somebody with a link is shown before they open it.</summary>
/// <param name="Title">Null where a password is asked for.</param>
/// <param name="SharedBy">The name of who made the link.</param>
/// <param name="Role">What they will be.</param>
/// <param name="AllowsGuests">Whether it lets in people without an account; otherwise they have to sign in first.</param>
public sealed record LinkNotice(
    string? Title, string? SharedBy, Role Role, bool NeedsPassword, DateTimeOffset? ExpiresAt, bool AllowsGuests);

/// <summary>Who comes in by a link, where they aren't signed in.</summary>
public sealed record LinkVisitor
{
    /// <summary>The link's, where it asks for one; also of who is signed in.</summary>
    public string? Password { get; init; }

    /// <summary>As others see it; null for "Guest".</summary>
    public string? Name { get; init; }

    /// <summary>From an earlier <see cref="OpenedLink"/>, for the guest who comes back.</summary>
    public string? GuestKey { get; init; }

    public override string ToString() => $"{nameof(LinkVisitor)} {Name}";
}

/// <summary>The document that a link led to.</summary>
/// <param name="Role">The caller's in it now, which is at least the link's.</param>
/// <param name="Guest">Who the caller is there; null for who is signed in.</param>
/// <param name="AccessToken">A guest's, for this document only, good for <paramref name="ExpiresIn"/> seconds; open the link
/// again for the next one.</param>
public sealed record OpenedLink(
    Guid DocumentId, Guid WorkspaceId, string Title, Role Role, DateTimeOffset? ExpiresAt, Guest? Guest, string? AccessToken,
    int? ExpiresIn)
{
    /// <inheritdoc cref="LinkVisitor.GuestKey"/>
    public string? GuestKey { get; init; }

    public override string ToString() => $"{nameof(OpenedLink)} to {DocumentId}";
}

public sealed record Guest(Guid Id, string Name);
