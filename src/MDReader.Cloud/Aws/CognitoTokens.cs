using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using MDReader.Server.Accounts;
using MDReader.Server.Platform;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace MDReader.Cloud.Aws;

/// <summary>Whose access tokens are believed: the pool's, for this client, signed with the keys that the pool publishes.</summary>
/// <param name="Issuers">The pool's own name, and what it calls itself where its calls go elsewhere.</param>
sealed record CognitoIssuer(string Client, IReadOnlyList<string> Issuers, PublishedKeys Keys)
{
    public static CognitoIssuer Of(CognitoAddress pool, AwsAddress where, ProviderHttp http, TimeProvider time)
    {
        var issuer = new Uri(where.Endpoint, pool.Pool).ToString();
        var keys = Task.FromResult(new Uri($"{issuer}/.well-known/jwks.json"));
        return new(pool.Client, [$"https://cognito-idp.{pool.Region}.amazonaws.com/{pool.Pool}", issuer], new PublishedKeys(() => keys, http, time));
    }
}

/// <summary>
/// Reads Cognito's own access tokens. Each sign-in at Cognito is a session here: it begins with the first token that is
/// shown of it, when Cognito is asked whether that one still stands, and ends here as every session does, with what is
/// left of its tokens.
/// </summary>
sealed class CognitoTokens(
    CognitoApi cognito, CognitoIssuer issuer, CognitoArrival arrival, PoolRoom room, SecondFactorCheck secondFactor)
{
    const string UserAgent = "Amazon Cognito";
    const int TimeBytes = 6;
    const int IdBytes = 16;

    /// <inheritdoc cref="ReadPoolToken"/>
    public async ValueTask<(Guid UserId, Guid SessionId, DateTimeOffset ExpiresAt)?> Read(
        string token, CancellationToken cancellationToken)
    {
        // Nobody is asked for keys because of a token that doesn't even say that it is the pool's.
        if (!SaysItIsThePools(token) || await issuer.Keys.Check(token, Rules, cancellationToken) is not { } jwt
            || Claim(jwt, "token_use") != "access" || Claim(jwt, "client_id") != issuer.Client)
            return null;
        var session = SessionOf(jwt);
        var user = await UserOf(session, cancellationToken) ?? await Begin(token, jwt.Subject, session, cancellationToken);
        return user is { } id ? (id, session, new DateTimeOffset(jwt.ValidTo, TimeSpan.Zero)) : null;
    }

    async Task<Guid?> UserOf(Guid session, CancellationToken cancellationToken) =>
        await room.Database.Look(
            "select user_id from sessions where id = @session", [("@session", room.Database.Stored(session))],
            row => row.GetGuid(0), cancellationToken) is [var user] ? user : null;

    // The token shows what Cognito asked for. Who has a second factor here shows that here, by signing in.
    async Task<Guid?> Begin(string token, string subject, Guid session, CancellationToken cancellationToken)
    {
        if (await Ask(token, cancellationToken) is not { } person || person.Subject != subject)
            return null;
        var (user, _) = await arrival.Welcome(person, cancellationToken);
        if (user is null || await secondFactor.IsOn(user.Id, cancellationToken))
            return null;
        await room.Sessions.Join(session, user.Id, UserAgent, cancellationToken);
        return user.Id;
    }

    async Task<ExternalPerson?> Ask(string token, CancellationToken cancellationToken)
    {
        try
        {
            var attributes = (await cognito.GetUser(token, cancellationToken)).GetProperty("UserAttributes").EnumerateArray()
                .ToDictionary(attribute => attribute.Text("Name")!, attribute => attribute.Text("Value"));
            var proven = attributes.GetValueOrDefault("email_verified") == "true" ? EmailAddress.Normalise(attributes.GetValueOrDefault("email")) : null;
            return new ExternalPerson(attributes["sub"]!, proven, attributes.GetValueOrDefault("name"));
        }
        catch (AwsException refused) when (refused.Code is "NotAuthorizedException" or "UserNotFoundException"
            or "PasswordResetRequiredException" or "UserNotConfirmedException")
        {
            // Revoked, or made without the scope aws.cognito.signin.user.admin, or its user is gone.
            return null;
        }
    }

    bool SaysItIsThePools(string token)
    {
        try
        {
            return token.Split('.') is [_, var payload, _] && UrlText.Read(payload) is { } claims
                && JsonDocument.Parse(claims).RootElement.Text("iss") is { } said && issuer.Issuers.Contains(said);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    TokenValidationParameters Rules(IReadOnlyList<SecurityKey> keys) => new()
    {
        ValidAlgorithms = [SecurityAlgorithms.RsaSha256],
        ValidIssuers = issuer.Issuers,
        // An access token of Cognito's has none; it names the client instead.
        ValidateAudience = false,
        IssuerSigningKeys = keys,
        RequireExpirationTime = true,
        RequireSignedTokens = true,
        LifetimeValidator = IsWithin,
    };

    // The library's own check reads the machine's clock.
    bool IsWithin(DateTime? from, DateTime? until, SecurityToken token, TokenValidationParameters rules)
    {
        var now = room.Time.GetUtcNow().UtcDateTime;
        return (from is null || from <= now) && now < until;
    }

    /// <summary>The same id for all tokens of one sign-in, in every process: its time as in every id, and a hash for chance.</summary>
    static Guid SessionOf(JsonWebToken token)
    {
        var signIn = Claim(token, "origin_jti") ?? Claim(token, "jti") ?? "";
        var id = SHA256.HashData(Encoding.UTF8.GetBytes($"{token.Issuer} {token.Subject} {signIn}")).AsSpan(0, IdBytes);
        var at = token.TryGetPayloadValue<long>("auth_time", out var seconds) ? seconds : 0;
        Span<byte> milliseconds = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(milliseconds, at * 1000);
        milliseconds[^TimeBytes..].CopyTo(id);
        id[6] = (byte)(0x70 | (id[6] & 0x0f));
        id[8] = (byte)(0x80 | (id[8] & 0x3f));
        return new Guid(id, bigEndian: true);
    }

    static string? Claim(JsonWebToken token, string name) => token.TryGetPayloadValue<string>(name, out var value) ? value : null;
}
