using System.Text.Json.Serialization;
using MDReader.Server.Access;
using MDReader.Server.Accounts;
using MDReader.Server.Platform;

namespace MDReader.Server.Sharing;

/// <param name="Email">Only the person with this address may accept.</param>
/// <param name="Role">One of <c>owner</c>, <c>editor</c>, <c>commenter</c>, <c>viewer</c>.</param>
/// <param name="Message">Goes into the letter.</param>
/// <param name="ExpiresAt">Without it in 7 days; at most in 90.</param>
/// <param name="UseLimit">How often it may be accepted, 1 to 100; without it once.</param>
public sealed record DocumentInviteRequest(
    string? Email = null, string? Role = null, string? Message = null, DateTimeOffset? ExpiresAt = null, int? UseLimit = null)
    : IChecked
{
    public const int LongestMessage = 1_000;
    public const int LargestUseLimit = 100;

    public IEnumerable<Flaw> Check() =>
    [
        .. NewAccount.CheckEmail(Email),
        .. new PermissionRequest(Role).Check(),
        .. Message is not { Length: > LongestMessage }
            ? Array.Empty<Flaw>()
            : [new Flaw("/message", "too-long", $"Shorten /message to {LongestMessage} characters (now {Message.Length}).")],
        .. UseLimit is null or (>= 1 and <= LargestUseLimit)
            ? Array.Empty<Flaw>()
            : [new Flaw("/useLimit", "out-of-range", $"Choose 1 to {LargestUseLimit}, or leave it out (now {UseLimit}).")],
    ];
}

/// <summary>An invite to a document as its owners see it.</summary>
/// <param name="CreatedBy">The account that invites.</param>
/// <param name="SentAt">When the letter last went out.</param>
/// <param name="Uses">How often it was accepted.</param>
/// <param name="IsOpen">Whether it can still be accepted.</param>
/// <param name="Token">Shown when it was made or sent again, and then never more.</param>
/// <param name="Url">The page that the letter leads to, with the token; shown likewise.</param>
public sealed record DocumentInviteEntry(
    Guid Id,
    Guid DocumentId,
    string Email,
    Role Role,
    Guid CreatedBy,
    DateTimeOffset CreatedAt,
    DateTimeOffset SentAt,
    DateTimeOffset ExpiresAt,
    int UseLimit,
    int Uses,
    bool IsOpen,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Token = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Url = null)
{
    internal static DocumentInviteEntry Of(DocumentInvite invite, DateTimeOffset now) => new(
        invite.Id, invite.DocumentId, invite.Email, invite.Role, invite.CreatedBy, invite.CreatedAt, invite.SentAt,
        invite.ExpiresAt, invite.UseLimit, invite.Uses, invite.IsOpen(now));

    public override string ToString() => $"{nameof(DocumentInviteEntry)} {Id}";
}

/// <summary>What whoever has the token of an invite is shown before they accept it.</summary>
/// <param name="Title">Of the document.</param>
/// <param name="InvitedBy">The name of the person who invites.</param>
/// <param name="Role">What they will be.</param>
/// <param name="Email">The address that may accept, all but its ends hidden.</param>
public sealed record DocumentInvitation(string Title, string InvitedBy, Role Role, string Email, DateTimeOffset ExpiresAt);

/// <summary>The document that an invite led to.</summary>
/// <param name="Role">The caller's in it now, which is at least the invite's.</param>
public sealed record AcceptedInvite(Guid DocumentId, Guid WorkspaceId, string Title, Role Role);
