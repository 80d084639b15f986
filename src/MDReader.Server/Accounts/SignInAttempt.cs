using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using MDReader.Server.Platform;

namespace MDReader.Server.Accounts;

/// <summary>
/// A sign-in elsewhere that this browser began: what it must bring back, and what only it and this server know. It stays
/// with the browser, sealed, so that nobody else can finish it and nothing has to be stored.
/// </summary>
/// <param name="State">Comes back in the address.</param>
/// <param name="Nonce">Comes back inside the provider's signed word.</param>
/// <param name="Verifier">Of PKCE; its hash goes ahead.</param>
/// <param name="ReturnTo">A path of this server.</param>
/// <param name="LinkTo">The account that the sign-in is added to; null to sign in.</param>
sealed record SignInAttempt(
    string Provider, string State, string Nonce, string Verifier, string ReturnTo, Guid? LinkTo, DateTimeOffset ExpiresAt)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    public string Challenge => UrlText.Of(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier)));

    public static SignInAttempt New(string provider, string? returnTo, Guid? linkTo, TimeProvider time) => new(
        provider, SecretToken.New(), SecretToken.New(), SecretToken.New(), Local(returnTo), linkTo, time.GetUtcNow() + Lifetime);

    public bool IsState(string? state) => CryptographicOperations.FixedTimeEquals(
        Encoding.UTF8.GetBytes(State), Encoding.UTF8.GetBytes(state ?? ""));

    public override string ToString() => nameof(SignInAttempt);

    // "//host" and "/\host" are other servers to a browser.
    static string Local(string? path) =>
        path is ['/', ..] and not (['/', '/' or '\\', ..]) && !path.Any(char.IsControl) && path.Length <= 1000 ? path : "/";
}

/// <summary>The cookie that an attempt waits in. Lax and not strict, since the browser comes back from elsewhere.</summary>
sealed class SignInAttempts(Seals seals, TimeProvider time)
{
    const string CookieName = "mdreader-sign-in";
    const string Purpose = "sign-in-attempt";

    public void Keep(HttpContext context, SignInAttempt attempt) => context.Response.Cookies.Append(
        CookieName,
        UrlText.Of(seals.Close(Purpose, JsonSerializer.SerializeToUtf8Bytes(attempt))),
        Options(SignInAttempt.Lifetime));

    /// <summary>The attempt of this browser, which is over with it; null when there is none for this provider.</summary>
    public SignInAttempt? Take(HttpContext context, string provider)
    {
        var cookie = context.Request.Cookies[CookieName] ?? "";
        context.Response.Cookies.Delete(CookieName, Options(lifetime: null));
        return UrlText.Read(cookie) is { } closed
            && seals.Open(Purpose, closed) is { } opened
            && JsonSerializer.Deserialize<SignInAttempt>(opened) is { } attempt
            && attempt.Provider == provider
            && time.GetUtcNow() < attempt.ExpiresAt
                ? attempt
                : null;
    }

    static CookieOptions Options(TimeSpan? lifetime) => new()
    {
        HttpOnly = true,
        Secure = true,
        SameSite = SameSiteMode.Lax,
        Path = ProviderRoutes.CookiePath,
        MaxAge = lifetime,
        IsEssential = true,
    };
}
