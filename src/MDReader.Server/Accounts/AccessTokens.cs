using MDReader.Server.Platform;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace MDReader.Server.Accounts;

/// <summary>
/// Signs and reads the short-lived token of a session: a JWT that names the person and the session and nothing that could
/// go out of date. Algorithm, issuer, audience and use are pinned; the key is this instance's own.
/// </summary>
sealed class AccessTokens
{
    const string Key = "access-tokens";
    const string Issuer = "mdreader";
    const string Audience = "mdreader-api";
    const string Type = "at+jwt";
    const string Algorithm = SecurityAlgorithms.HmacSha256;

    static readonly JsonWebTokenHandler Handler = new() { SetDefaultTimesOnTokenCreation = false };

    readonly TimeProvider _time;
    // Kept, since the library prepares a key anew for every object it hasn't seen.
    readonly Lazy<SymmetricSecurityKey> _key;
    readonly Lazy<TokenValidationParameters> _rules;

    public AccessTokens(InstanceSecrets secrets, TimeProvider time, IOptions<AccountsOptions> options)
    {
        _time = time;
        Lifetime = options.Value.AccessTokenLifetime;
        _key = new(() => new SymmetricSecurityKey(secrets.Get(Key)));
        _rules = new(Rules);
    }

    public TimeSpan Lifetime { get; }

    public string Sign(Guid userId, Guid sessionId)
    {
        var now = _time.GetUtcNow().UtcDateTime;
        return Handler.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Issuer,
            Audience = Audience,
            TokenType = Type,
            IssuedAt = now,
            NotBefore = now,
            Expires = now + Lifetime,
            Claims = new Dictionary<string, object>
            {
                [JwtRegisteredClaimNames.Sub] = userId.ToString(),
                [JwtRegisteredClaimNames.Sid] = sessionId.ToString(),
            },
            SigningCredentials = new SigningCredentials(_key.Value, Algorithm),
        });
    }

    /// <summary>Null unless the token is ours, whole and within its time.</summary>
    public async Task<(Guid UserId, Guid SessionId, DateTimeOffset ExpiresAt)?> Read(string token)
    {
        var result = await Handler.ValidateTokenAsync(token, _rules.Value);
        return result.IsValid
            && result.SecurityToken is JsonWebToken jwt
            && Guid.TryParse(jwt.Subject, out var userId)
            && jwt.TryGetPayloadValue<string>(JwtRegisteredClaimNames.Sid, out var sid)
            && Guid.TryParse(sid, out var sessionId)
                ? (userId, sessionId, new DateTimeOffset(jwt.ValidTo, TimeSpan.Zero))
                : null;
    }

    // The library's own check reads the machine's clock.
    bool IsWithin(DateTime? from, DateTime? until, SecurityToken token, TokenValidationParameters parameters)
    {
        var now = _time.GetUtcNow().UtcDateTime;
        return from <= now && now < until;
    }

    TokenValidationParameters Rules() => new()
    {
        ValidAlgorithms = [Algorithm],
        ValidTypes = [Type],
        ValidIssuer = Issuer,
        ValidAudience = Audience,
        IssuerSigningKey = _key.Value,
        RequireExpirationTime = true,
        RequireSignedTokens = true,
        LifetimeValidator = IsWithin,
    };
}
