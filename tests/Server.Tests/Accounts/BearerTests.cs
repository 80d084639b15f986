using System.Net;
using System.Text;
using MDReader.Server.Platform;
using MDReader.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Server.Tests.Accounts;

public sealed class BearerTests(SharedServer shared) : IAsyncLifetime
{
    readonly RunningServer _server = shared.Server;
    TestPerson _ada = null!;

    public async ValueTask InitializeAsync()
    {
        _ada = await _server.SignUp("Ada");
    }

    public ValueTask DisposeAsync()
    {
        _ada.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Nobody_is_unauthenticated_everywhere_but_on_the_public_routes()
    {
        (await _server.Http.Ask("GET", "/api/v1/me")).Problem.ShouldBe("unauthenticated");
        (await _server.Http.Ask("GET", "/api/v1/me")).Header("WWW-Authenticate").ShouldBe("Bearer");
        (await _server.Http.Ask("GET", "/api/v1/config")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_zoo_of_bad_tokens_is_unauthenticated()
    {
        var parts = _ada.AccessToken.Split('.');
        var payload = Encoding.UTF8.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(parts[1]));
        string[] zoo =
        [
            "x", "..", "mdr_pat_", "mdr_pat_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
            $"{parts[0]}.{parts[1]}.",
            $"{Encode("{\"alg\":\"none\",\"typ\":\"at+jwt\"}")}.{parts[1]}.",
            $"{Encode("{\"alg\":\"none\",\"typ\":\"at+jwt\"}")}.{parts[1]}.{parts[2]}",
            $"{parts[0]}.{Encode(payload.Replace(_ada.Id.ToString(), Guid.NewGuid().ToString(), StringComparison.Ordinal))}.{parts[2]}",
            $"{parts[0]}.{parts[1]}.{new string([.. parts[2].Reverse()])}",
            _ada.RefreshToken,
        ];

        foreach (var token in zoo)
        {
            using var http = _server.As(token);
            (await http.Ask("GET", "/api/v1/me")).Status.ShouldBe(HttpStatusCode.Unauthorized, token);
        }

        static string Encode(string json) => System.Buffers.Text.Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));
    }

    [Theory]
    [InlineData("at+jwt", "mdreader", "mdreader-api", 10, true)]
    [InlineData("JWT", "mdreader", "mdreader-api", 10, false)]
    [InlineData("at+jwt", "somebody", "mdreader-api", 10, false)]
    [InlineData("at+jwt", "mdreader", "another-api", 10, false)]
    [InlineData("at+jwt", "mdreader", "mdreader-api", -1, false)]
    public async Task A_token_signed_with_the_right_key_must_be_an_access_token_for_this_API_and_of_today(
        string type, string issuer, string audience, int minutes, bool opens)
    {
        var session = new JsonWebTokenHandler().ReadJsonWebToken(_ada.AccessToken).GetPayloadValue<string>("sid");
        var key = new SymmetricSecurityKey(_server.Services.GetRequiredService<InstanceSecrets>().Get("access-tokens"));
        var token = new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            TokenType = type,
            Issuer = issuer,
            Audience = audience,
            NotBefore = TimeProvider.System.GetUtcNow().UtcDateTime.AddHours(-1),
            Expires = TimeProvider.System.GetUtcNow().UtcDateTime.AddMinutes(minutes),
            Claims = new Dictionary<string, object> { ["sub"] = $"{_ada.Id}", ["sid"] = session },
            SigningCredentials = new(key, SecurityAlgorithms.HmacSha256),
        });
        using var http = _server.As(token);
        (await http.Ask("GET", "/api/v1/me")).Status.ShouldBe(opens ? HttpStatusCode.OK : HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_paused_token_opens_nothing_until_it_may_go_on()
    {
        var made = await _ada.Http.Ask("POST", "/api/v1/me/tokens", new { name = "agent", isAgent = true });
        var path = $"/api/v1/me/tokens/{made["id"].GetGuid()}";
        using var agent = _server.As(made["token"].GetString()!);
        made["isAgent"].GetBoolean().ShouldBeTrue();
        (await agent.Ask("GET", "/api/v1/workspaces")).Status.ShouldBe(HttpStatusCode.OK);

        var paused = await _ada.Http.Ask("PATCH", path, new { paused = true });
        paused.Status.ShouldBe(HttpStatusCode.OK, paused.Text);
        paused["pausedAt"].GetDateTimeOffset();
        (await agent.Ask("GET", "/api/v1/workspaces")).Status.ShouldBe(HttpStatusCode.Unauthorized);

        (await _ada.Http.Ask("PATCH", path, new { paused = false }))["pausedAt"].GetString().ShouldBeNull();
        (await agent.Ask("GET", "/api/v1/workspaces")).Status.ShouldBe(HttpStatusCode.OK);
        (await _ada.Http.Ask("PATCH", path, new { })).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task A_token_tells_its_person_when_it_was_last_used()
    {
        var made = await _ada.Http.Ask("POST", "/api/v1/me/tokens", new { name = "script" });
        async Task<string?> LastUsed() => (await _ada.Http.Ask("GET", "/api/v1/me/tokens"))["items"].EnumerateArray()
            .Single(entry => entry.GetProperty("id").GetGuid() == made["id"].GetGuid()).GetProperty("lastUsedAt").GetString();
        (await LastUsed()).ShouldBeNull();

        using var script = _server.As(made["token"].GetString()!);
        await script.Ask("GET", "/api/v1/workspaces");

        (await LastUsed()).ShouldNotBeNull();
    }

    [Fact]
    public async Task A_personal_access_token_is_shown_once_and_works_until_it_is_revoked()
    {
        var made = await _ada.Http.Ask("POST", "/api/v1/me/tokens", "{\"name\": \"script\", \"scopes\": [\"read\", \"account\"]}");
        made.Status.ShouldBe(HttpStatusCode.Created);
        var token = made["token"].GetString()!;
        token.ShouldStartWith("mdr_pat_");
        using var script = _server.As(token);

        (await script.Ask("GET", "/api/v1/me"))["id"].GetGuid().ShouldBe(_ada.Id);
        var list = await _ada.Http.Ask("GET", "/api/v1/me/tokens");
        list.Text.ShouldContain("script");
        list.Text.ShouldNotContain(token);

        (await _ada.Http.Ask("DELETE", $"/api/v1/me/tokens/{made["id"].GetGuid()}")).Status.ShouldBe(HttpStatusCode.NoContent);
        (await script.Ask("GET", "/api/v1/me")).Status.ShouldBe(HttpStatusCode.Unauthorized);
        (await _ada.Http.Ask("DELETE", $"/api/v1/me/tokens/{made["id"].GetGuid()}")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_token_does_what_its_scopes_say()
    {
        var made = await _ada.Http.Ask("POST", "/api/v1/me/tokens", "{\"name\": \"reader\", \"scopes\": [\"read\"]}");
        using var reader = _server.As(made["token"].GetString()!);

        (await reader.Ask("GET", "/api/v1/workspaces")).Status.ShouldBe(HttpStatusCode.OK);
        (await reader.Ask("POST", "/api/v1/workspaces", new { name = "Mine" })).Problem.ShouldBe("insufficient-scope");
        (await reader.Ask("GET", "/api/v1/me")).Status.ShouldBe(HttpStatusCode.OK);
        (await reader.Ask("PATCH", "/api/v1/me", new { name = "Eve" })).Problem.ShouldBe("insufficient-scope");
        (await reader.Ask("GET", "/api/v1/me/tokens")).Problem.ShouldBe("insufficient-scope");
    }

    [Theory]
    [InlineData("{\"scopes\": [\"read\"]}", "/name")]
    [InlineData("{\"name\": \"x\", \"scopes\": [\"root\"]}", "/scopes")]
    [InlineData("{\"name\": \"x\", \"scopes\": []}", "/scopes")]
    [InlineData("{\"name\": \"x\", \"expiresAt\": \"2001-01-01T00:00:00Z\"}", "/expiresAt")]
    [InlineData("{\"name\": \"x\", \"expiresAt\": \"2999-01-01T00:00:00Z\"}", "/expiresAt")]
    public async Task A_flawed_token_request_is_refused(string body, string pointer)
    {
        var answer = await _ada.Http.Ask("POST", "/api/v1/me/tokens", body);

        answer.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        answer["errors"][0].GetProperty("pointer").GetString().ShouldBe(pointer);
    }

    [Fact]
    public async Task Nobody_revokes_another_persons_token()
    {
        var made = await _ada.Http.Ask("POST", "/api/v1/me/tokens", new { name = "script" });
        using var eve = await _server.SignUp("Eve");

        (await eve.Http.Ask("DELETE", $"/api/v1/me/tokens/{made["id"].GetGuid()}")).Status.ShouldBe(HttpStatusCode.NotFound);
        using var script = _server.As(made["token"].GetString()!);
        (await script.Ask("GET", "/api/v1/workspaces")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_token_ends_at_its_time()
    {
        var time = new ManualTime();
        await using var server = await RunningServer.Start(services => services.AddSingleton<TimeProvider>(time));
        using var ada = await server.SignUp("Ada");
        var made = await ada.Http.Ask(
            "POST", "/api/v1/me/tokens", new { name = "script", expiresAt = time.GetUtcNow().AddHours(1) });
        using var script = server.As(made["token"].GetString()!);

        time.Advance(TimeSpan.FromMinutes(14));
        (await ada.Http.Ask("GET", "/api/v1/me")).Status.ShouldBe(HttpStatusCode.OK);
        time.Advance(TimeSpan.FromMinutes(1));
        (await ada.Http.Ask("GET", "/api/v1/me")).Status.ShouldBe(HttpStatusCode.Unauthorized);

        (await script.Ask("GET", "/api/v1/workspaces")).Status.ShouldBe(HttpStatusCode.OK);
        time.Advance(TimeSpan.FromMinutes(45));
        (await script.Ask("GET", "/api/v1/workspaces")).Status.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_person_sees_their_sessions_and_ends_another_one()
    {
        var other = await _server.Http.Ask(
            "POST", "/api/v1/auth/login", new { email = _ada.Email, password = People.Password, tokenDelivery = "body" },
            ("User-Agent", "pocket/1"));
        using var pocket = _server.As(other["accessToken"].GetString()!);
        var sessions = (await _ada.Http.Ask("GET", "/api/v1/me/sessions"))["items"].EnumerateArray().ToList();
        sessions.Count.ShouldBe(2);
        var stolen = sessions.Single(session => !session.GetProperty("isCurrent").GetBoolean());
        stolen.GetProperty("userAgent").GetString().ShouldBe("pocket/1");

        var id = stolen.GetProperty("id").GetGuid();
        (await _ada.Http.Ask("DELETE", $"/api/v1/me/sessions/{id}")).Status.ShouldBe(HttpStatusCode.NoContent);

        (await pocket.Ask("GET", "/api/v1/me")).Status.ShouldBe(HttpStatusCode.Unauthorized);
        (await _ada.Http.Ask("GET", "/api/v1/me")).Status.ShouldBe(HttpStatusCode.OK);
        (await _ada.Http.Ask("DELETE", $"/api/v1/me/sessions/{id}")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_person_ends_all_their_other_sessions_at_once()
    {
        await _server.Http.Ask("POST", "/api/v1/auth/login", new { email = _ada.Email, password = People.Password });

        (await _ada.Http.Ask("DELETE", "/api/v1/me/sessions")).Status.ShouldBe(HttpStatusCode.NoContent);

        (await _ada.Http.Ask("GET", "/api/v1/me/sessions"))["items"].GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task A_person_changes_their_name_and_colour()
    {
        var changed = await _ada.Http.Ask("PATCH", "/api/v1/me", new { name = "Ada Lovelace", colour = "#AA00cc" });

        changed["name"].GetString().ShouldBe("Ada Lovelace");
        (await _ada.Http.Ask("GET", "/api/v1/me"))["colour"].GetString().ShouldBe("#aa00cc");
        (await _ada.Http.Ask("PATCH", "/api/v1/me", new { name = " ", colour = "red" }))["errors"].GetArrayLength().ShouldBe(2);
    }
}
