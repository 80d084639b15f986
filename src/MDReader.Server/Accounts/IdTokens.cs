using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using MDReader.Server.Platform;
using Microsoft.IdentityModel.Tokens;

namespace MDReader.Server.Accounts;

/// <summary>Believes an ID token, or not (OpenID Connect Core 1.0, 3.1.3.7): signed by the provider with one of the
/// algorithms below, for this client, by this issuer, now, for this very sign-in.</summary>
sealed class IdTokens(string clientId, TimeProvider time)
{
    const int LongestSubject = 255;
    static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(2);

    static readonly string[] Algorithms =
    [
        SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512,
        SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSsaPssSha384, SecurityAlgorithms.RsaSsaPssSha512,
        SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.EcdsaSha512,
    ];

    /// <summary>What the token claims.</summary>
    /// <exception cref="ProviderException">It can't be believed.</exception>
    public async Task<JsonElement> Read(string token, string nonce, OidcKeys keys, CancellationToken cancellationToken)
    {
        var issuer = (await keys.Discover(cancellationToken)).Issuer;
        var jwt = await keys.Keys.Check(token, known => Rules(issuer, known), cancellationToken)
            ?? throw ProviderException.Unbelievable("The provider's ID token is not valid; begin again.");
        var claims = JsonDocument.Parse(UrlText.Read(jwt.EncodedPayload)).RootElement;
        return claims.Text("sub") is { Length: > 0 and <= LongestSubject }
            && IsNonce(claims.Text("nonce"), nonce)
            && (jwt.Audiences.Count() == 1 || claims.Text("azp") is not null)
            && (claims.Text("azp") ?? clientId) == clientId
                ? claims
                : throw ProviderException.Unbelievable("The provider's ID token is of another sign-in; begin again.");
    }

    static bool IsNonce(string? said, string nonce) => CryptographicOperations.FixedTimeEquals(
        Encoding.UTF8.GetBytes(said ?? ""), Encoding.UTF8.GetBytes(nonce));

    // The library's own check reads the machine's clock.
    bool IsWithin(DateTime? from, DateTime? until, SecurityToken token, TokenValidationParameters rules)
    {
        var now = time.GetUtcNow().UtcDateTime;
        return (from is null || from - ClockSkew <= now) && now < until + ClockSkew;
    }

    TokenValidationParameters Rules(string issuer, IReadOnlyList<SecurityKey> keys) => new()
    {
        ValidAlgorithms = Algorithms,
        ValidIssuer = issuer,
        ValidAudience = clientId,
        IssuerSigningKeys = keys,
        RequireExpirationTime = true,
        RequireSignedTokens = true,
        LifetimeValidator = IsWithin,
    };
}
