using System.Net;
using System.Security.Cryptography;
using MDReader.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Server.Tests.Accounts;

namespace Cloud.Tests;

/// <summary>Cognito's own access tokens in the place of a session's, on REST and at sockets.</summary>
public sealed class CognitoTokenTests : IAsyncLifetime
{
    const string Email = "ada@example.org";
    const string Password = "quiet-Harbour-71-lamps";

    readonly ManualTime _time = new();
    Cognito? _cognito;
    RunningServer? _server;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipUnless(AwsPeer.IsInstalled, "Run npm ci in tests/Cloud.Tests/aws-peer.");
        _cognito = await Cognito.Start();
        _server = await RunningServer.Start(services => services.AddSingleton<TimeProvider>(_time), _cognito.Settings);
        await Ask("auth/signup", new { email = Email, password = Password, name = "Ada" });
        await Ask("auth/confirm", new { email = Email, code = AwsPeer.Code });
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
        if (_cognito is not null)
            await _cognito.DisposeAsync();
    }

    [Fact]
    public async Task A_token_of_Cognito_opens_the_routes_and_sockets()
    {
        var token = await _cognito!.AccessToken(Email, Password);
        using var ada = _server!.As(token);
        var signedIn = await Ask("auth/login", new { email = Email, password = Password, tokenDelivery = "body" });

        var me = await ada.Ask("GET", "/api/v1/me");

        me.Status.ShouldBe(HttpStatusCode.OK, me.Text);
        me["id"].GetGuid().ShouldBe(signedIn["user.id"].GetGuid());
        var workspace = (await ada.Ask("POST", "/api/v1/workspaces", new { name = "Engines" })).Header("Location")!;
        var document = (await ada.Ask("POST", $"{workspace}/documents", new { title = "Notes" }))["id"].GetString()!;
        await using var live = await LiveClient.Connect(_server!.Address, document, $"token={token}&ack=1");
        await live.Synced();
        await live.Type("by Cognito");
        (await ada.Ask("GET", $"/api/v1/documents/{document}/content")).Text.ShouldBe("by Cognito");
        _cognito.CalledFor("GetUser").Count().ShouldBe(1);
    }

    [Fact]
    public async Task A_sign_in_at_Cognito_is_a_session_that_its_person_can_end()
    {
        using var ada = _server!.As(await _cognito!.AccessToken(Email, Password));
        var session = (await ada.Ask("GET", "/api/v1/me/sessions"))["items"].EnumerateArray().ShouldHaveSingleItem();
        session.GetProperty("userAgent").GetString().ShouldBe("Amazon Cognito");
        session.GetProperty("isCurrent").GetBoolean().ShouldBeTrue();

        (await ada.Ask("DELETE", $"/api/v1/me/sessions/{session.GetProperty("id").GetString()}")).Status.ShouldBe(HttpStatusCode.NoContent);

        (await ada.Ask("GET", "/api/v1/me")).Problem.ShouldBe("unauthenticated");
        using var again = _server!.As(await _cognito!.AccessToken(Email, Password));
        (await again.Ask("GET", "/api/v1/me")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_token_ends_when_it_says_so()
    {
        using var ada = _server!.As(await _cognito!.AccessToken(Email, Password));
        (await ada.Ask("GET", "/api/v1/me")).Status.ShouldBe(HttpStatusCode.OK);

        _time.Advance(TimeProvider.System.GetUtcNow() + TimeSpan.FromHours(25) - _time.GetUtcNow());

        (await ada.Ask("GET", "/api/v1/me")).Problem.ShouldBe("unauthenticated");
    }

    [Fact]
    public async Task What_Cognito_has_revoked_begins_nothing()
    {
        _cognito!.Refusing = ("GetUser", "NotAuthorizedException");
        using var ada = _server!.As(await _cognito.AccessToken(Email, Password));

        (await ada.Ask("GET", "/api/v1/me")).Problem.ShouldBe("unauthenticated");
    }

    [Fact]
    public async Task Who_has_a_second_factor_here_comes_in_by_it()
    {
        var signedIn = await Ask("auth/login", new { email = Email, password = Password, tokenDelivery = "body" });
        using var ada = _server!.As(signedIn["accessToken"].GetString()!);
        var app = await ada.Ask("POST", "/api/v1/me/second-factor", new { password = Password });
        await SecondFactor.Enable(ada, app["uri"].GetString()!, _time);

        using var around = _server!.As(await _cognito!.AccessToken(Email, Password));

        (await around.Ask("GET", "/api/v1/me")).Problem.ShouldBe("unauthenticated");
    }

    [Fact]
    public async Task A_zoo_of_tokens_opens_nothing()
    {
        var now = _time.GetUtcNow().ToUnixTimeSeconds();
        var subject = new JsonWebToken(await _cognito!.AccessToken(Email, Password)).Subject;
        Dictionary<string, object> Claims(params (string Name, object? Value)[] changes)
        {
            var claims = new Dictionary<string, object>
            {
                ["iss"] = _cognito.Issuer,
                ["sub"] = subject,
                ["client_id"] = _cognito.Client,
                ["token_use"] = "access",
                ["jti"] = Guid.NewGuid().ToString(),
                ["auth_time"] = now,
                ["iat"] = now,
                ["exp"] = now + 600,
            };
            foreach (var (name, value) in changes)
            {
                claims.Remove(name);
                if (value is not null)
                    claims[name] = value;
            }

            return claims;
        }

        (await Status(_cognito.Sign(Claims()))).ShouldBe(HttpStatusCode.OK);
        var signed = _cognito.Sign(Claims());
        using var stranger = RSA.Create(2048);
        (string Name, string Token)[] zoo =
        [
            ("of another pool", _cognito.Sign(Claims(("iss", $"{_cognito.Issuer}2")))),
            ("of nobody", _cognito.Sign(Claims(("iss", null)))),
            ("of another client", _cognito.Sign(Claims(("client_id", "another")))),
            ("without a client", _cognito.Sign(Claims(("client_id", null)))),
            ("for the client as its audience", _cognito.Sign(Claims(("client_id", null), ("aud", _cognito.Client)))),
            ("an ID token", _cognito.Sign(Claims(("token_use", "id")))),
            ("without a use", _cognito.Sign(Claims(("token_use", null)))),
            ("expired", _cognito.Sign(Claims(("exp", now - 1)))),
            ("without an end", _cognito.Sign(Claims(("exp", null)))),
            ("not good yet", _cognito.Sign(Claims(("nbf", now + 60)))),
            ("of nobody known", _cognito.Sign(Claims(("sub", Guid.NewGuid().ToString())))),
            ("by another algorithm", _cognito.Sign(Claims(), SecurityAlgorithms.RsaSsaPssSha256)),
            ("signed by a stranger", Forged(Claims(), stranger)),
            ("without a signature", $"{signed[..signed.LastIndexOf('.')]}."),
            ("unsigned by its own word", $"{Base64UrlEncoder.Encode("{\"alg\":\"none\"}")}.{signed.Split('.')[1]}."),
            ("with another payload", $"{signed.Split('.')[0]}.{_cognito.Sign(Claims(("client_id", "x"))).Split('.')[1]}.{signed.Split('.')[2]}"),
            ("malformed", $"{signed.Split('.')[0]}.AAAA.{signed.Split('.')[2]}"),
        ];
        foreach (var (name, token) in zoo)
        {
            (await Status(token)).ShouldBe(HttpStatusCode.Unauthorized, name);
        }
    }

    [Fact]
    public async Task Where_Cognito_has_too_many_requests_people_are_told_when_to_come_again()
    {
        foreach (var (operation, path, body) in ((string, string, object)[])
        [
            ("InitiateAuth", "auth/login", new { email = Email, password = Password }),
            ("SignUp", "auth/signup", new { email = "ben@example.org", password = Password, name = "Ben" }),
            ("ConfirmSignUp", "auth/confirm", new { email = Email, code = AwsPeer.Code }),
            ("ConfirmForgotPassword", "auth/password/reset", new { email = Email, code = AwsPeer.Code, password = "loud-Mountain-42-doors" }),
        ])
        {
            _cognito!.Refusing = (operation, "TooManyRequestsException");
            var answer = await Ask(path, body);
            answer.Status.ShouldBe(HttpStatusCode.TooManyRequests, path);
            answer.Problem.ShouldBe("rate-limited", path);
            answer.Header("Retry-After").ShouldBe("5", path);
        }

        _cognito!.Refusing = ("InitiateAuth", "LimitExceededException");
        (await Ask("auth/login", new { email = Email, password = Password })).Header("Retry-After").ShouldBe("60");
        _cognito.Refusing = null;
        (await Ask("auth/login", new { email = Email, password = Password })).Status.ShouldBe(HttpStatusCode.OK);
    }

    static string Forged(Dictionary<string, object> claims, RSA key) =>
        new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Claims = claims,
            SigningCredentials = new SigningCredentials(new RsaSecurityKey(key) { KeyId = "test" }, SecurityAlgorithms.RsaSha256),
        });

    async Task<HttpStatusCode> Status(string token)
    {
        using var http = _server!.As(token);
        return (await http.Ask("GET", "/api/v1/me")).Status;
    }

    Task<Answer> Ask(string path, object body) => _server!.Http.Ask("POST", $"/api/v1/{path}", body);
}
