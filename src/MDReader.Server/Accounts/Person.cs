namespace MDReader.Server.Accounts;

/// <summary>An account as its own person sees it.</summary>
/// <param name="Id">Opaque.</param>
/// <param name="Email">In lower case.</param>
/// <param name="Name">What others see.</param>
/// <param name="Colour">Of the cursor, as <c>#rrggbb</c>; null lets the client choose one by the id.</param>
/// <param name="IsAdministrator">Runs this instance.</param>
/// <param name="CreatedAt">When the account was made.</param>
public sealed record Person(
    Guid Id, string Email, string Name, string? Colour, bool IsAdministrator, DateTimeOffset CreatedAt)
{
    public const int LongestName = 100;

    internal static Person Of(User user) =>
        new(user.Id, user.Email, user.Name, user.Colour, user.IsAdministrator, user.CreatedAt);
}
