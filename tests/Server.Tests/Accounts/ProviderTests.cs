using System.Net;
using System.Text;
using MDReader.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Tokens;

namespace Server.Tests.Accounts;

public sealed class ProviderTests : IAsyncLifetime
{
    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mdreader-mail-");
    SignInProvider _provider = null!;
    RunningServer _server = null!;

    public async ValueTask InitializeAsync()
    {
        _provider = await SignInProvider.Start();
        _server = await RunningServer.Start([.. _provider.Settings(), .. _provider.Settings("github", "GitHub")]);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await _provider.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    async Task<Answer> Me(ProviderVisit visit)
    {
        var refreshed = await visit.Visit("/api/v1/auth/refresh", "POST");
        using var http = _server.As(refreshed["accessToken"].GetString()!);
        return await http.Ask("GET", "/api/v1/me");
    }

    [Theory]
    [InlineData("oidc")]
    [InlineData("github")]
    public async Task Somebody_new_comes_in_and_back_to_where_they_were(string name)
    {
        var visit = new ProviderVisit(_server, name);

        var done = await visit.Go("/documents/1");

        done.Status.ShouldBe(HttpStatusCode.Found);
        done.Header("Location").ShouldBe("/documents/1");
        var me = await Me(visit);
        me["email"].GetString().ShouldBe("ada@example.org");
        me["emailConfirmed"].GetBoolean().ShouldBeTrue();
        me["name"].GetString().ShouldBe("Ada Lovelace");
        me["hasPassword"].GetBoolean().ShouldBeFalse();
        visit.Cookies.Keys.ShouldBe(["mdreader-refresh"]);
    }

    [Fact]
    public async Task Who_has_no_password_is_asked_for_none_before_an_app_is_set_up_or_the_account_ends()
    {
        var visit = new ProviderVisit(_server);
        await visit.Go();
        using var http = _server.As((await visit.Visit("/api/v1/auth/refresh", "POST"))["accessToken"].GetString()!);

        (await http.Ask("POST", "/api/v1/me/second-factor", new { })).Status.ShouldBe(HttpStatusCode.OK);
        (await http.Ask("DELETE", "/api/v1/me", new { })).Status.ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task The_ways_to_sign_in_are_public()
    {
        var config = await _server.Http.Ask("GET", "/api/v1/config");

        config["signInMethods"].EnumerateArray().Select(method => method.GetString()).ShouldBe(["password", "github", "oidc"]);
        config["providers"][0].GetProperty("title").GetString().ShouldBe("GitHub");
        config["providers"][1].GetProperty("startHref").GetString().ShouldBe("/api/v1/auth/providers/oidc/start");
        config.Text.ShouldNotContain(SignInProvider.ClientSecret);
    }

    [Fact]
    public async Task The_same_person_comes_to_the_same_account_whatever_their_address_is_now()
    {
        await new ProviderVisit(_server).Go();
        _provider.Claims["email"] = "countess@example.org";
        var again = new ProviderVisit(_server);

        (await again.Go()).Status.ShouldBe(HttpStatusCode.Found);

        (await Me(again))["email"].GetString().ShouldBe("ada@example.org");
    }

    [Theory]
    [InlineData("//evil.example/")]
    [InlineData("/\\evil.example/")]
    [InlineData("https://evil.example/")]
    [InlineData("javascript:alert(1)")]
    public async Task The_way_back_leads_to_this_server_only(string returnTo) =>
        (await new ProviderVisit(_server).Go(returnTo)).Header("Location").ShouldBe("/");

    [Fact]
    public async Task An_address_that_the_provider_does_not_vouch_for_opens_nothing()
    {
        _provider.Claims["email_verified"] = false;

        (await new ProviderVisit(_server).Go()).Problem.ShouldBe("email-not-verified");
        (await new ProviderVisit(_server, "github").Go()).Problem.ShouldBe("email-not-verified");
    }

    [Fact]
    public async Task An_account_whose_address_nobody_proved_is_not_joined_by_the_addresss_owner()
    {
        await _server.Http.Ask("POST", "/api/v1/auth/signup", new { email = "ada@example.org", password = People.Password, name = "Eve" });

        (await new ProviderVisit(_server).Go()).Problem.ShouldBe("account-exists");
    }

    [Fact]
    public async Task An_account_is_joined_where_both_sides_proved_the_address()
    {
        await using var server = await RunningServer.Start(
            [.. _provider.Settings(), ("MDReader:Mail:Folder", _folder.FullName)]);
        var made = await server.Http.Ask(
            "POST", "/api/v1/auth/signup", new { email = "ada@example.org", password = People.Password, name = "Ada" });
        var mail = await new Mailbox(_folder.FullName).Next("ada@example.org", "Confirm");
        await server.Http.Ask("POST", "/api/v1/auth/confirm", new { email = "ada@example.org", code = mail.Code });
        var visit = new ProviderVisit(server);

        (await visit.Go()).Status.ShouldBe(HttpStatusCode.Found);

        var refreshed = await visit.Visit("/api/v1/auth/refresh", "POST");
        refreshed["user.id"].GetGuid().ShouldBe(made["user.id"].GetGuid());
        refreshed["user.hasPassword"].GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task Whoever_signed_up_with_anothers_address_and_never_confirmed_it_is_out()
    {
        await using var server = await RunningServer.Start(
            [.. _provider.Settings(), ("MDReader:Mail:Folder", _folder.FullName)]);
        await server.Http.Ask(
            "POST", "/api/v1/auth/signup", new { email = "ada@example.org", password = People.Password, name = "Eve" });

        (await new ProviderVisit(server).Go()).Status.ShouldBe(HttpStatusCode.Found);

        (await server.Http.Ask("POST", "/api/v1/auth/login", new { email = "ada@example.org", password = People.Password }))
            .Problem.ShouldBe("invalid-credentials");
    }

    [Fact]
    public async Task Sign_up_by_invitation_holds_for_providers_too()
    {
        await using var server = await RunningServer.Start(
            [.. _provider.Settings(), ("MDReader:Accounts:Signup", "invited")]);

        (await new ProviderVisit(server).Go()).Problem.ShouldBe("signup-closed");
    }

    [Fact]
    public async Task A_callback_is_of_the_browser_that_began_and_once()
    {
        var victim = new ProviderVisit(_server);
        var start = await victim.Visit("/api/v1/auth/providers/oidc/start");
        var callback = await ProviderVisit.Callback(start.Header("Location")!);

        // Somebody else's browser, and a state that isn't this browser's.
        (await new ProviderVisit(_server).Visit(callback.PathAndQuery)).Problem.ShouldBe("provider-refused");
        var bent = callback.PathAndQuery.Replace("state=", "state=x", StringComparison.Ordinal);
        (await victim.Visit(bent)).Problem.ShouldBe("provider-refused");
        // The attempt was over with that.
        (await victim.Visit(callback.PathAndQuery)).Problem.ShouldBe("provider-refused");

        var good = new ProviderVisit(_server);
        start = await good.Visit("/api/v1/auth/providers/oidc/start");
        callback = await ProviderVisit.Callback(start.Header("Location")!);
        // A cookie of one provider doesn't do for another.
        (await good.Visit(callback.PathAndQuery.Replace("/oidc/", "/github/", StringComparison.Ordinal))).Problem.ShouldBe("provider-refused");
    }

    [Fact]
    public async Task The_attempt_stays_with_the_browser_where_scripts_and_other_paths_do_not_see_it()
    {
        var start = await _server.Http.Ask("GET", "/api/v1/auth/providers/oidc/start");

        var cookie = start.Header("Set-Cookie")!.ToLowerInvariant();
        foreach (var attribute in (string[])["httponly", "secure", "samesite=lax", "path=/api/v1/auth/providers", "max-age=600"])
        {
            cookie.ShouldContain(attribute);
        }

        var address = start.Header("Location")!;
        address.ShouldContain("code_challenge_method=S256");
        address.ShouldContain("response_type=code");
        address.ShouldContain("nonce=");
    }

    [Fact]
    public async Task A_person_in_a_browser_is_brought_back_to_the_page_with_the_problem()
    {
        var visit = new ProviderVisit(_server);

        var refused = await visit.Visit("/api/v1/auth/providers/oidc/callback?error=access_denied", accept: "text/html,*/*;q=0.8");

        refused.Status.ShouldBe(HttpStatusCode.Found);
        refused.Header("Location").ShouldBe("/sign-in#problem=provider-refused");
    }

    [Fact]
    public async Task Every_animal_of_a_zoo_of_bad_tokens_is_refused()
    {
        using var otherKey = SignInProvider.NewKey("first").Rsa;
        var secret = new SymmetricSecurityKey(_provider.Key.Rsa.ExportSubjectPublicKeyInfo()) { KeyId = "first" };
        var zoo = new Dictionary<string, Action>
        {
            ["another issuer"] = () => _provider.Bend = token => token.Issuer = "https://evil.example",
            ["no issuer"] = () => _provider.Bend = token => token.Issuer = null,
            ["another audience"] = () => _provider.Bend = token => token.Audience = "another-client",
            ["no audience"] = () => _provider.Bend = token => token.Audience = null,
            ["two audiences without azp"] = () => _provider.Bend = token =>
            {
                token.Audience = null;
                token.Claims["aud"] = new[] { SignInProvider.ClientId, "another-client" };
            },
            ["another azp"] = () => _provider.Bend = token => token.Claims["azp"] = "another-client",
            ["expired"] = () => _provider.Bend = token =>
                (token.NotBefore, token.IssuedAt, token.Expires) =
                    (token.Expires!.Value.AddHours(-2), token.Expires!.Value.AddHours(-2), token.Expires!.Value.AddHours(-1)),
            ["without an end"] = () => _provider.Bend = token => token.Expires = null,
            ["not yet"] = () => _provider.Bend = token =>
                (token.NotBefore, token.Expires) = (token.Expires!.Value.AddHours(1), token.Expires!.Value.AddHours(2)),
            ["another nonce"] = () => _provider.Bend = token => token.Claims["nonce"] = "another",
            ["no nonce"] = () => _provider.Bend = token => token.Claims.Remove("nonce"),
            ["no subject"] = () => _provider.Bend = token => token.Claims.Remove("sub"),
            ["another key"] = () => _provider.Bend = token =>
                token.SigningCredentials = new(new RsaSecurityKey(otherKey) { KeyId = "first" }, SecurityAlgorithms.RsaSha256),
            ["the public key as a shared secret"] = () => _provider.Bend = token =>
                token.SigningCredentials = new(secret, SecurityAlgorithms.HmacSha256),
            ["unsigned"] = () => _provider.Bend = token => token.SigningCredentials = null,
            ["alg none with a signature"] = () => _provider.Forge = token => WithHeader(token, "{\"alg\":\"none\"}"),
            ["signature cut off"] = () => _provider.Forge = token => token[..(token.LastIndexOf('.') + 1)],
            ["another payload"] = () => _provider.Forge = token => WithPayload(token, "ada-1815", "eve-1666"),
            ["no token"] = () => _provider.Forge = _ => "",
            ["rubbish"] = () => _provider.Forge = _ => "a.b.c",
        };

        foreach (var (animal, let) in zoo)
        {
            (_provider.Bend, _provider.Forge) = (_ => { }, token => token);
            let();
            var visit = new ProviderVisit(_server);
            var answer = await visit.Go();
            answer.Problem.ShouldBe("provider-refused", animal);
            visit.Cookies.ShouldBeEmpty(animal);
        }

        (_provider.Bend, _provider.Forge) = (_ => { }, token => token);
        (await new ProviderVisit(_server).Go()).Status.ShouldBe(HttpStatusCode.Found, "the keeper himself");

        static string WithHeader(string token, string header) =>
            Base64UrlEncoder.Encode(header) + token[token.IndexOf('.')..];

        static string WithPayload(string token, string old, string now)
        {
            var parts = token.Split('.');
            return $"{parts[0]}.{Base64UrlEncoder.Encode(Encoding.UTF8.GetString(Base64UrlEncoder.DecodeBytes(parts[1])).Replace(old, now, StringComparison.Ordinal))}.{parts[2]}";
        }
    }

    [Fact]
    public async Task A_new_key_of_the_provider_is_asked_for_but_not_all_the_time()
    {
        var time = new ManualTime();
        _provider.Time = time;
        await using var server = await RunningServer.Start(
            services => services.AddSingleton<TimeProvider>(time), _provider.Settings());
        (await new ProviderVisit(server).Go()).Status.ShouldBe(HttpStatusCode.Found);

        _provider.Rotate("second");
        (await new ProviderVisit(server).Go()).Problem.ShouldBe("provider-refused", "asked a moment ago");
        time.Advance(TimeSpan.FromMinutes(1));
        (await new ProviderVisit(server).Go()).Status.ShouldBe(HttpStatusCode.Found);
        _provider.KeysAsked.ShouldBe(2);
    }

    [Fact]
    public async Task What_the_token_leaves_out_is_asked_at_userinfo_and_must_be_of_the_same_person()
    {
        _provider.UserInfo = new(_provider.Claims);
        _provider.Claims.Remove("email");
        (await new ProviderVisit(_server).Go()).Status.ShouldBe(HttpStatusCode.Found);

        _provider.Claims["sub"] = "eve-1666";
        (await new ProviderVisit(_server).Go()).Problem.ShouldBe("provider-refused");
    }

    [Fact]
    public async Task A_provider_that_is_down_is_said_to_be()
    {
        await _provider.DisposeAsync();

        var answer = await new ProviderVisit(_server).Go();

        answer.Status.ShouldBe(HttpStatusCode.BadGateway);
        answer.Problem.ShouldBe("provider-failed");
    }

    [Fact]
    public async Task A_sign_in_is_linked_in_the_settings_and_removed_there()
    {
        using var bob = await _server.SignUp("Bob");
        var visit = new ProviderVisit(_server);
        var started = await bob.Http.Ask("POST", "/api/v1/me/identities", new { provider = "oidc", returnTo = "/settings" });
        visit.Keep(started);

        (await visit.Return(started["url"].GetString()!)).Header("Location").ShouldBe("/settings");
        var again = new ProviderVisit(_server);
        await again.Go();

        (await Me(again))["id"].GetGuid().ShouldBe(bob.Id);
        using var eve = await _server.SignUp("Eve");
        started = await eve.Http.Ask("POST", "/api/v1/me/identities", new { provider = "oidc" });
        var thief = new ProviderVisit(_server);
        thief.Keep(started);
        (await thief.Return(started["url"].GetString()!)).Problem.ShouldBe("identity-taken");

        var linked = (await bob.Http.Ask("GET", "/api/v1/me/identities"))["items"][0];
        linked.GetProperty("provider").GetString().ShouldBe("oidc");
        var one = $"/api/v1/me/identities/{linked.GetProperty("id").GetGuid()}";
        (await eve.Http.Ask("DELETE", one)).Status.ShouldBe(HttpStatusCode.NotFound);
        (await bob.Http.Ask("DELETE", one)).Status.ShouldBe(HttpStatusCode.NoContent);
        (await bob.Http.Ask("POST", "/api/v1/me/identities", new { provider = "nowhere" })).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_only_way_to_sign_in_stays()
    {
        var visit = new ProviderVisit(_server);
        await visit.Go();
        using var ada = _server.As((await visit.Visit("/api/v1/auth/refresh", "POST"))["accessToken"].GetString()!);
        var id = (await ada.Ask("GET", "/api/v1/me/identities"))["items"][0].GetProperty("id").GetGuid();

        (await ada.Ask("DELETE", $"/api/v1/me/identities/{id}")).Problem.ShouldBe("last-sign-in-method");

        // Just signed in, which does instead of a password that isn't there.
        (await ada.Ask("PATCH", "/api/v1/me", new { password = People.Password }))["hasPassword"].GetBoolean().ShouldBeTrue();
        (await ada.Ask("DELETE", $"/api/v1/me/identities/{id}")).Status.ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task A_second_factor_is_asked_for_whichever_way_somebody_comes_in()
    {
        var visit = new ProviderVisit(_server);
        await visit.Go();
        using var ada = _server.As((await visit.Visit("/api/v1/auth/refresh", "POST"))["accessToken"].GetString()!);
        var uri = (await ada.Ask("POST", "/api/v1/me/second-factor", new { password = "-" }))["uri"].GetString()!;
        uri.ShouldStartWith("otpauth://totp/MDReader:ada%40example.org?secret=");
        await SecondFactor.Enable(ada, uri);

        var again = new ProviderVisit(_server);
        var done = await again.Go();

        done.Header("Location")!.ShouldStartWith("/sign-in#challenge=");
        again.Cookies.ShouldBeEmpty();
    }
}
