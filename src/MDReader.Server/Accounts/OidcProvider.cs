using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;

namespace MDReader.Server.Accounts;

/// <summary>Any OpenID Connect provider: authorization code with PKCE, state and nonce (OpenID Connect Core 1.0, 3.1).</summary>
sealed class OidcProvider(string name, ProviderOptions options, ProviderHttp http, TimeProvider time) : IProvider
{
    readonly OidcKeys _keys = new(options.Issuer!, http, time);
    readonly IdTokens _idTokens = new(options.ClientId, time);

    public string Name => name;

    public string Title => options.Title ?? name;

    public async Task<Uri> SignInAddress(SignInAttempt attempt, Uri callback, CancellationToken cancellationToken)
    {
        var discovered = await _keys.Discover(cancellationToken);
        return new Uri(QueryHelpers.AddQueryString(discovered.Authorization.ToString(), new Dictionary<string, string?>
        {
            ["response_type"] = "code",
            ["client_id"] = options.ClientId,
            ["redirect_uri"] = callback.ToString(),
            ["scope"] = options.Scopes,
            ["state"] = attempt.State,
            ["nonce"] = attempt.Nonce,
            ["code_challenge"] = attempt.Challenge,
            ["code_challenge_method"] = "S256",
        }));
    }

    public async Task<ExternalPerson> Redeem(CallbackCode code, SignInAttempt attempt, CancellationToken cancellationToken)
    {
        var discovered = await _keys.Discover(cancellationToken);
        var form = new Dictionary<string, string>
        {
            ["grant_type"] = "authorization_code",
            ["code"] = code.Code,
            ["redirect_uri"] = code.Callback.ToString(),
            ["client_id"] = options.ClientId,
            ["code_verifier"] = attempt.Verifier,
        };
        if (options.ClientSecret is { Length: > 0 } secret)
        {
            form["client_secret"] = secret;
        }

        var answer = await http.Post(discovered.Token, form, cancellationToken);
        var idToken = answer.Text("id_token")
            ?? throw ProviderException.Unbelievable($"{Title} sent no ID token; it must grant the scope \"openid\".");
        var claims = await _idTokens.Read(idToken, attempt.Nonce, _keys, cancellationToken);
        var subject = claims.Text("sub")!;
        if (claims.Text("email") is null && discovered.UserInfo is { } userInfo && answer.Text("access_token") is { } bearer)
        {
            claims = await UserInfo(userInfo, bearer, subject, cancellationToken);
        }

        return new ExternalPerson(
            subject,
            claims.IsTrue("email_verified") ? EmailAddress.Normalise(claims.Text("email")) : null,
            claims.Text("name") ?? claims.Text("preferred_username"));
    }

    // Where it is another person's, the two answers were mixed up (5.3.2).
    async Task<JsonElement> UserInfo(Uri address, string bearer, string subject, CancellationToken cancellationToken)
    {
        var claims = await http.Get(address, bearer, cancellationToken);
        return claims.Text("sub") == subject
            ? claims
            : throw ProviderException.Unbelievable($"{Title} spoke of two different people; begin again.");
    }
}
