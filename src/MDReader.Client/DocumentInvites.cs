namespace MDReader.Client;

/// <summary>Invites to single documents, by mail.</summary>
public sealed class DocumentInvites
{
    readonly Calls _calls;

    internal DocumentInvites(Calls calls) => _calls = calls;

    public IAsyncEnumerable<DocumentInvite> List(Guid document, CancellationToken cancellation = default) =>
        _calls.List<DocumentInvite>($"documents/{document}/invites", cancellation);

    /// <param name="key">Sent again with the same key it is made once, and its token shown no second time.</param>
    public Task<DocumentInvite> Create(
        Guid document, DocumentInviteTerms terms, Guid? key = null, CancellationToken cancellation = default) =>
        _calls.Post<DocumentInvite>(
            $"documents/{document}/invites",
            Bodies.Of(
                ("email", terms.Email), ("role", terms.Role.Word()), ("message", terms.Message), ("expiresAt", terms.ExpiresAt),
                ("useLimit", terms.UseLimit)),
            key, cancellation);

    /// <summary>Mails it once more, with a new token.</summary>
    public Task<DocumentInvite> Resend(
        Guid document, Guid invite, Guid? key = null, CancellationToken cancellation = default) =>
        _calls.Post<DocumentInvite>($"documents/{document}/invites/{invite}/resend", body: null, key, cancellation);

    public Task Revoke(Guid document, Guid invite, CancellationToken cancellation = default) =>
        _calls.Delete($"documents/{document}/invites/{invite}", cancellation);

    /// <summary>What an invite leads to; for whoever has its token, also without an account.</summary>
    public Task<DocumentInvitation> GetInvitation(string token, CancellationToken cancellation = default) =>
        _calls.Get<DocumentInvitation>($"document-invites/{token.Escaped()}", cancellation);

    public Task<AcceptedInvite> Accept(string token, Guid? key = null, CancellationToken cancellation = default) =>
        _calls.Post<AcceptedInvite>($"document-invites/{token.Escaped()}/accept", body: null, key, cancellation);
}

/// <param name="Email">Only the person with this address may accept.</param>
/// <param name="Role">What they will be.</param>
public sealed record DocumentInviteTerms(string Email, Role Role)
{
    /// <summary>Goes into the letter.</summary>
    public string? Message { get; init; }

    /// <summary>Null for 7 days from now; at most 90.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>How often it may be accepted, 1 to 100; null for once.</summary>
    public int? UseLimit { get; init; }
}

/// <summary>An invite to a document as its owners see it.</summary>
/// <param name="SentAt">When the letter last went out.</param>
/// <param name="Uses">How often it was accepted.</param>
/// <param name="IsOpen">Whether it can still be accepted.</param>
public sealed record DocumentInvite(
    Guid Id, Guid DocumentId, string Email, Role Role, Guid CreatedBy, DateTimeOffset CreatedAt, DateTimeOffset SentAt,
    DateTimeOffset ExpiresAt, int UseLimit, int Uses, bool IsOpen)
{
    /// <summary>Shown when it was made or sent again, and then never more.</summary>
    public string? Token { get; init; }

    /// <summary>The page that the letter leads to, with the token; shown likewise.</summary>
    public string? Url { get; init; }
}

/// <summary>What whoever has an invite's token is shown before they accept it.</summary>
/// <param name="Title">Of the document.</param>
/// <param name="InvitedBy">The name of the person who invites.</param>
/// <param name="Role">What they will be.</param>
/// <param name="Email">The address that may accept, all but its ends hidden.</param>
public sealed record DocumentInvitation(string Title, string InvitedBy, Role Role, string Email, DateTimeOffset ExpiresAt);

/// <summary>The document that an invite led to.</summary>
/// <param name="Role">The caller's in it now, which is at least the invite's.</param>
public sealed record AcceptedInvite(Guid DocumentId, Guid WorkspaceId, string Title, Role Role);
