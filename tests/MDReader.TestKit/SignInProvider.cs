using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace MDReader.TestKit;

/// <summary>
/// A small provider on loopback, OpenID Connect and GitHub's OAuth in one: everybody who comes is signed in at once, as
/// <see cref="Claims"/> says. It holds its clients to PKCE, their secret and their callback, and what it signs can be bent.
/// </summary>
public sealed class SignInProvider : IAsyncDisposable
{
    public const string ClientId = "mdreader";
    public const string ClientSecret = "a-secret-of-the-client";

    readonly WebApplication _app;
    readonly Dictionary<string, Grant> _grants = [];
    RsaSecurityKey _key = NewKey("first");

    SignInProvider(WebApplication app) => _app = app;

    public string Issuer { get; private set; } = "";

    /// <summary>Who signs in.</summary>
    public Dictionary<string, object> Claims { get; } = new()
    {
        ["sub"] = "ada-1815",
        ["email"] = "ada@example.org",
        ["email_verified"] = true,
        ["name"] = "Ada Lovelace",
    };

    /// <summary>Changes what is signed before it is.</summary>
    public Action<SecurityTokenDescriptor> Bend { get; set; } = _ => { };

    /// <summary>Makes another token of the one that was signed.</summary>
    public Func<string, string> Forge { get; set; } = token => token;

    /// <summary>What <c>userinfo</c> says; the claims when null.</summary>
    public Dictionary<string, object>? UserInfo { get; set; }

    /// <summary>The key that is published.</summary>
    public RsaSecurityKey Key => _key;

    public int KeysAsked { get; private set; }

    public TimeProvider Time { get; set; } = TimeProvider.System;

    /// <summary>The configuration of a server that lets people in by this provider.</summary>
    public (string, string)[] Settings(string name = "oidc", string kind = "OpenIdConnect") =>
    [
        ($"MDReader:Accounts:Providers:{name}:Kind", kind),
        ($"MDReader:Accounts:Providers:{name}:Issuer", Issuer),
        ($"MDReader:Accounts:Providers:{name}:Api", Issuer),
        ($"MDReader:Accounts:Providers:{name}:ClientId", ClientId),
        ($"MDReader:Accounts:Providers:{name}:ClientSecret", ClientSecret),
    ];

    public static async Task<SignInProvider> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddRouting();
        var app = builder.Build();
        var provider = new SignInProvider(app);
        app.MapGet("/.well-known/openid-configuration", () => Results.Json(new Dictionary<string, string>
        {
            ["issuer"] = provider.Issuer,
            ["authorization_endpoint"] = $"{provider.Issuer}/authorize",
            ["token_endpoint"] = $"{provider.Issuer}/token",
            ["jwks_uri"] = $"{provider.Issuer}/keys",
            ["userinfo_endpoint"] = $"{provider.Issuer}/userinfo",
        }));
        app.MapGet("/keys", provider.Keys);
        app.MapGet("/authorize", provider.Authorize);
        app.MapPost("/token", (HttpRequest request) => provider.Token(request, isGitHub: false));
        app.MapGet("/userinfo", () => Results.Json(provider.UserInfo ?? provider.Claims));
        app.MapGet("/login/oauth/authorize", provider.Authorize);
        app.MapPost("/login/oauth/access_token", (HttpRequest request) => provider.Token(request, isGitHub: true));
        app.MapGet("/user", () => Results.Json(new { id = 1815, login = "ada", name = provider.Claims["name"] }));
        app.MapGet("/user/emails", () => Results.Json(new[]
        {
            new { email = "old@example.org", primary = false, verified = true },
            new
            {
                email = (string)provider.Claims["email"], primary = true, verified = (bool)provider.Claims["email_verified"],
            },
        }));
        await app.StartAsync();
        provider.Issuer = app.Urls.Single();
        return provider;
    }

    public static RsaSecurityKey NewKey(string id) => new(RSA.Create(2048)) { KeyId = id };

    /// <summary>Signs with another key from now on, which is published.</summary>
    public void Rotate(string id) => _key = NewKey(id);

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    IResult Keys()
    {
        KeysAsked++;
        var key = JsonWebKeyConverter.ConvertFromRSASecurityKey(new RsaSecurityKey(_key.Rsa.ExportParameters(false)) { KeyId = _key.KeyId });
        return Results.Json(new { keys = new[] { new { kty = key.Kty, kid = key.Kid, n = key.N, e = key.E, use = "sig" } } });
    }

    IResult Authorize(HttpRequest request)
    {
        var query = request.Query;
        if (query["client_id"] != ClientId || query["code_challenge_method"] != "S256")
        {
            return Results.BadRequest();
        }

        var code = Guid.NewGuid().ToString("N");
        _grants[code] = new(query["redirect_uri"]!, query["code_challenge"]!, query["nonce"].ToString());
        return Results.Redirect(QueryHelpers.AddQueryString(
            query["redirect_uri"]!, new Dictionary<string, string?> { ["code"] = code, ["state"] = query["state"] }));
    }

    async Task<IResult> Token(HttpRequest request, bool isGitHub)
    {
        var form = await request.ReadFormAsync();
        var isGood = _grants.Remove(form["code"].ToString(), out var grant)
            && form["client_id"] == ClientId && form["client_secret"] == ClientSecret
            && form["redirect_uri"] == grant.RedirectUri
            && WebEncoders.Base64UrlEncode(SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"].ToString()))) == grant.Challenge;
        if (!isGood)
        {
            return Results.Json(new { error = "invalid_grant" }, statusCode: isGitHub ? 200 : 400);
        }

        return isGitHub
            ? Results.Json(new { access_token = "gho_1", token_type = "bearer" })
            : Results.Json(new { access_token = "at_1", token_type = "Bearer", id_token = Forge(Sign(grant!.Nonce)) });
    }

    string Sign(string nonce)
    {
        var now = Time.GetUtcNow().UtcDateTime;
        var descriptor = new SecurityTokenDescriptor
        {
            Issuer = Issuer,
            Audience = ClientId,
            IssuedAt = now,
            NotBefore = now,
            Expires = now.AddMinutes(5),
            Claims = new Dictionary<string, object>(Claims) { ["nonce"] = nonce },
            SigningCredentials = new SigningCredentials(_key, SecurityAlgorithms.RsaSha256),
        };
        Bend(descriptor);
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(descriptor);
    }

    sealed record Grant(string RedirectUri, string Challenge, string Nonce);
}

/// <summary>A browser at a sign-in elsewhere: follows the addresses and keeps the cookies.</summary>
public sealed class ProviderVisit(RunningServer server, string name = "oidc")
{
    static readonly HttpClient Elsewhere = new(new SocketsHttpHandler { AllowAutoRedirect = false });

    readonly HttpClient _browser = server.Client();

    /// <summary>Cookies of the server by their name.</summary>
    public Dictionary<string, string> Cookies { get; } = [];

    /// <summary>From the start through the provider to the callback; gives what that was answered.</summary>
    public async Task<Answer> Go(string? returnTo = null)
    {
        var start = await Visit(
            $"/api/v1/auth/providers/{name}/start" + (returnTo is null ? "" : $"?returnTo={Uri.EscapeDataString(returnTo)}"));
        return start.Header("Location") is { } address ? await Return(address) : start;
    }

    /// <summary>Signs in at the provider's address and comes back.</summary>
    public async Task<Answer> Return(string address)
    {
        var callback = await Callback(address);
        return await Visit(callback.PathAndQuery);
    }

    /// <summary>Where the provider sends the browser back to.</summary>
    public static async Task<Uri> Callback(string address)
    {
        using var answer = await Elsewhere.GetAsync(new Uri(address));
        return answer.Headers.Location ?? throw new InvalidOperationException($"The provider answered {(int)answer.StatusCode}.");
    }

    /// <summary>Asks the server with the cookies it gave.</summary>
    public async Task<Answer> Visit(string path, string method = "GET", object? body = null, string accept = "application/json")
    {
        var answer = await _browser.Ask(
            method, path, body, ("Cookie", string.Join("; ", Cookies.Select(cookie => $"{cookie.Key}={cookie.Value}"))), ("Accept", accept));
        Keep(answer);
        return answer;
    }

    /// <summary>Keeps the cookies that an answer brought.</summary>
    public void Keep(Answer answer)
    {
        foreach (var cookie in answer.Message.Headers.TryGetValues("Set-Cookie", out var set) ? set : [])
        {
            var pair = cookie.Split(';')[0].Split('=', 2);
            if (pair[1].Length == 0)
            {
                Cookies.Remove(pair[0]);
            }
            else
            {
                Cookies[pair[0]] = pair[1];
            }
        }
    }
}
