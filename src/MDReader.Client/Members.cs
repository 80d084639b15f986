namespace MDReader.Client;

/// <summary>The people of a workspace, and the invites by which more come in.</summary>
public sealed class Members
{
    readonly Calls _calls;

    internal Members(Calls calls) => _calls = calls;

    public IAsyncEnumerable<Member> List(Guid workspace, CancellationToken cancellation = default) =>
        _calls.List<Member>($"workspaces/{workspace}/members", cancellation);

    /// <summary>Gives somebody a role, and takes them in where they are no member yet.</summary>
    public Task<Member> Put(Guid workspace, Guid user, Role role, CancellationToken cancellation = default) =>
        _calls.Put<Member>($"workspaces/{workspace}/members/{user}", Bodies.Of(("role", role.Word())), cancellation);

    public Task Remove(Guid workspace, Guid user, CancellationToken cancellation = default) =>
        _calls.Delete($"workspaces/{workspace}/members/{user}", cancellation);

    /// <summary>What another role would do to who reaches what; nothing is changed.</summary>
    /// <param name="role">Null for none.</param>
    public Task<AccessEffect> Preview(Guid workspace, Guid user, Role? role, CancellationToken cancellation = default) =>
        _calls.Post<AccessEffect>(
            $"workspaces/{workspace}/members/{user}/preview", Bodies.Of(("role", role.Word())), key: null, cancellation);

    /// <summary>The invites to a workspace, without their tokens; for its owners.</summary>
    public IAsyncEnumerable<Invite> Invites(Guid workspace, CancellationToken cancellation = default) =>
        _calls.List<Invite>($"workspaces/{workspace}/invites", cancellation);

    /// <param name="key">Sent again with the same key it is made once, and its token shown no second time.</param>
    public Task<NewInvite> Invite(
        Guid workspace, InviteTerms terms, Guid? key = null, CancellationToken cancellation = default) =>
        _calls.Post<NewInvite>(
            $"workspaces/{workspace}/invites",
            Bodies.Of(
                ("role", terms.Role.Word()), ("email", terms.Email), ("expiresAt", terms.ExpiresAt), ("useLimit", terms.UseLimit)),
            key, cancellation);

    /// <summary>Mails it once more, with a new token.</summary>
    public Task<NewInvite> ResendInvite(Guid invite, Guid? key = null, CancellationToken cancellation = default) =>
        _calls.Post<NewInvite>($"invites/{invite}/resend", body: null, key, cancellation);

    public Task RevokeInvite(Guid invite, CancellationToken cancellation = default) => _calls.Delete($"invites/{invite}", cancellation);

    /// <summary>What an invite leads to; for whoever has its token, also without an account.</summary>
    public Task<Invitation> GetInvitation(string token, CancellationToken cancellation = default) =>
        _calls.Get<Invitation>($"invites/{token.Escaped()}", cancellation);

    public Task<Workspace> AcceptInvitation(string token, Guid? key = null, CancellationToken cancellation = default) =>
        _calls.Post<Workspace>($"invites/{token.Escaped()}/accept", body: null, key, cancellation);
}

/// <summary>Somebody in a workspace.</summary>
/// <param name="Colour">Of the cursor; null where clients choose one.</param>
public sealed record Member(Guid UserId, string Name, string Email, string? Colour, Role Role, DateTimeOffset Since);

/// <param name="Role">What they will be.</param>
public sealed record InviteTerms(Role Role)
{
    /// <summary>Only the person with this address may accept; null for whoever has the token.</summary>
    public string? Email { get; init; }

    /// <summary>Null for 7 days from now; at most 90.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>How many people may come in by it; null for one with an address, otherwise any number.</summary>
    public int? UseLimit { get; init; }
}

/// <summary>An invite to a workspace, without its token.</summary>
/// <param name="Uses">How many people have come in by it.</param>
/// <param name="IsOpen">Whether it still lets anybody in.</param>
public sealed record Invite(
    Guid Id, Role Role, string? Email, Guid CreatedBy, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt, int? UseLimit, int Uses,
    bool IsOpen);

/// <summary>An invite that was just made, or sent again.</summary>
public sealed record NewInvite(
    Guid Id, Role Role, string? Email, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt, int? UseLimit)
{
    /// <summary>Shown this once; null where the same request was sent again.</summary>
    public string? Token { get; init; }

    /// <summary>The page to send to whoever is invited, with the token.</summary>
    public string? Url { get; init; }
}

/// <summary>What whoever has an invite's token is shown before they accept it.</summary>
/// <param name="Workspace">What it is called.</param>
/// <param name="InvitedBy">The name of the person who invites.</param>
/// <param name="Email">The address that may accept, all but its ends hidden; null for any.</param>
public sealed record Invitation(string Workspace, string InvitedBy, Role Role, string? Email, DateTimeOffset ExpiresAt);
