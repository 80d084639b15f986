using System.Text.Json.Serialization;
using MDReader.Server.Platform;

namespace MDReader.Server.Accounts;

/// <summary>The answer to a sign-in and to a refresh.</summary>
/// <param name="AccessToken">Goes into <c>Authorization: Bearer</c>.</param>
/// <param name="ExpiresIn">Seconds.</param>
/// <param name="User">Who signed in.</param>
/// <param name="RefreshToken">Only with <c>"tokenDelivery": "body"</c>; otherwise it is in a cookie that scripts can't read.</param>
public sealed record SignedIn(
    string AccessToken,
    int ExpiresIn,
    Person User,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? RefreshToken = null)
{
    public override string ToString() => nameof(SignedIn);
}

/// <summary>How the refresh token travels.</summary>
static class TokenDelivery
{
    public const string Body = "body";
    public const string Cookie = "cookie";
    const string CookieName = "mdreader-refresh";
    const string CookiePath = Api.Root + "/v1/auth";

    public static IEnumerable<Flaw> Check(string? delivery) => delivery is null or Body or Cookie
        ? []
        : [new Flaw("/tokenDelivery", "unknown", $"Use \"{Body}\" or \"{Cookie}\", or leave it out.")];

    public static SignedIn Deliver(HttpContext context, Tokens tokens, string? delivery)
    {
        if (delivery == Body)
        {
            return new SignedIn(tokens.Access, tokens.ExpiresIn, tokens.User, tokens.Refresh);
        }

        context.Response.Cookies.Append(CookieName, tokens.Refresh, Options(tokens.RefreshLifetime));
        return new SignedIn(tokens.Access, tokens.ExpiresIn, tokens.User);
    }

    /// <summary>The refresh token that came along, and the way back for its successor.</summary>
    public static (string? Token, string Delivery) Take(HttpContext context, string? inBody) => inBody is not null
        ? (inBody, Body)
        : (context.Request.Cookies[CookieName], Cookie);

    public static void Forget(HttpContext context) => context.Response.Cookies.Delete(CookieName, Options(lifetime: null));

    static CookieOptions Options(TimeSpan? lifetime) => new()
    {
        HttpOnly = true,
        Secure = true,
        SameSite = SameSiteMode.Strict,
        Path = CookiePath,
        MaxAge = lifetime,
        IsEssential = true,
    };
}
