using System.Text.Json.Serialization;
using MDReader.Server.Access;
using MDReader.Server.Accounts;
using MDReader.Server.Platform;

namespace MDReader.Server.Sharing;

/// <param name="Password">Of a link that asks for one.</param>
/// <param name="Name">A guest's, as others see it; "Guest" without one. Who is signed in has a name.</param>
/// <param name="GuestKey">From an earlier answer: the guest who comes back. Browsers leave it out, their cookie holds it.</param>
/// <param name="TokenDelivery"><c>body</c> to be given the guest's key in the answer and not as a cookie.</param>
public sealed record OpenLinkRequest(
    string? Password = null, string? Name = null, string? GuestKey = null, string? TokenDelivery = null)
    : SecretBody, IChecked
{
    public IEnumerable<Flaw> Check() =>
    [
        .. string.IsNullOrEmpty(Name) ? [] : Checked.Line(Name, "/name", Person.LongestName),
        .. Accounts.TokenDelivery.Check(TokenDelivery),
    ];
}

/// <summary>What somebody with a link is shown before they open it.</summary>
/// <param name="Title">Of the document; null where a password is asked for.</param>
/// <param name="SharedBy">The name of who made the link.</param>
/// <param name="Role">What they will be.</param>
/// <param name="NeedsPassword">Whether opening it takes one.</param>
/// <param name="ExpiresAt">Until when; null for as long as nobody deletes it.</param>
/// <param name="AllowsGuests">Whether it lets in people without an account; otherwise they have to sign in first.</param>
public sealed record LinkNotice(
    string? Title, string? SharedBy, Role Role, bool NeedsPassword, DateTimeOffset? ExpiresAt, bool AllowsGuests);

/// <summary>The document that a link led to.</summary>
/// <param name="Role">The caller's in it now, which is at least the link's.</param>
/// <param name="ExpiresAt">When the link ends; null for as long as nobody deletes it.</param>
/// <param name="Guest">Who the caller is here; null for who is signed in, and stays who they are.</param>
/// <param name="AccessToken">A guest's bearer token, for this document only; open the link again for the next one.</param>
/// <param name="ExpiresIn">Seconds that the token is good for.</param>
/// <param name="GuestKey">Only with <c>"tokenDelivery": "body"</c>; otherwise it is in a cookie that scripts can't read.</param>
public sealed record OpenedLink(
    Guid DocumentId,
    Guid WorkspaceId,
    string Title,
    Role Role,
    DateTimeOffset? ExpiresAt,
    GuestEntry? Guest,
    string? AccessToken,
    int? ExpiresIn,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? GuestKey = null)
{
    public override string ToString() => $"{nameof(OpenedLink)} {DocumentId}";
}

public sealed record GuestEntry(Guid Id, string Name);
