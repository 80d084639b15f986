using MDReader.Server.Platform;

namespace MDReader.Server.Sharing;

/// <summary>
/// By what a guest is known again: their id and the link's, sealed. In a browser it is a cookie that scripts can't read; it
/// opens nothing that the link doesn't.
/// </summary>
sealed class GuestKeys(Seals seals)
{
    const string Purpose = "guest-keys";
    const string CookiePath = Api.Root + "/v1/links";
    static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    /// <summary>The guest that a key of this link names, in the body or in the cookie; null without one that is ours.</summary>
    public Guid? Read(Guid linkId, string? inBody, HttpContext context) =>
        UrlText.Read(inBody ?? context.Request.Cookies[CookieName(linkId)] ?? "") is { } closed
        && seals.Open(Purpose, closed) is { Length: 32 } opened
        && new Guid(opened.AsSpan(0, 16)) == linkId
            ? new Guid(opened.AsSpan(16))
            : null;

    public string Make(Guid linkId, Guid guestId) =>
        UrlText.Of(seals.Close(Purpose, [.. linkId.ToByteArray(), .. guestId.ToByteArray()]));

    public static void Keep(Guid linkId, string key, HttpContext context) =>
        context.Response.Cookies.Append(CookieName(linkId), key, new CookieOptions
        {
            HttpOnly = true,
            Secure = true,
            SameSite = SameSiteMode.Strict,
            Path = CookiePath,
            MaxAge = Kept,
            IsEssential = true,
        });

    static string CookieName(Guid linkId) => $"mdreader-guest-{linkId:N}";
}
