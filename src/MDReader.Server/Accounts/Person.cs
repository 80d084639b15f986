using MDReader.Server.Platform;

namespace MDReader.Server.Accounts;

/// <summary>An account as its own person sees it.</summary>
/// <param name="Id">Opaque.</param>
/// <param name="Email">In lower case.</param>
/// <param name="EmailConfirmed">Whether the address was proven.</param>
/// <param name="Name">What others see.</param>
/// <param name="Colour">Of the cursor, as <c>#rrggbb</c>; null lets the client choose one by the id.</param>
/// <param name="Picture">Where it is, an address that changes with it; null without one.</param>
/// <param name="HasPassword">False for somebody who signs in by a provider only.</param>
/// <param name="IsAdministrator">Runs this instance.</param>
/// <param name="CreatedAt">When the account was made.</param>
public sealed record Person(
    Guid Id,
    string Email,
    bool EmailConfirmed,
    string Name,
    string? Colour,
    string? Picture,
    bool HasPassword,
    bool IsAdministrator,
    DateTimeOffset CreatedAt)
{
    public const int LongestName = 100;

    /// <summary>The address this one changes to once the code that went there is confirmed.</summary>
    public string? PendingEmail { get; init; }

    internal static Person Of(User user) => new(
        user.Id,
        user.Email,
        user.EmailConfirmedAt is not null,
        user.Name,
        user.Colour,
        user.PictureTag is { } tag ? $"{Api.Root}/v1/me/picture?tag={tag}" : null,
        user.PasswordHash.Length > 0,
        user.IsAdministrator,
        user.CreatedAt);
}
