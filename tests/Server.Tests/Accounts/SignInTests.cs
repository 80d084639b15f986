using System.Net;
using MDReader.TestKit;

namespace Server.Tests.Accounts;

public sealed class SignInTests(SharedServer shared) : IAsyncLifetime
{
    const string Login = "/api/v1/auth/login";
    const string Refresh = "/api/v1/auth/refresh";
    const string Logout = "/api/v1/auth/logout";

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
    public async Task Tokens_come_in_the_body_when_asked_so()
    {
        var answer = await _server.Http.Ask(
            "POST", Login, new { email = _ada.Email, password = People.Password, tokenDelivery = "body" });

        answer.Status.ShouldBe(HttpStatusCode.OK);
        answer["refreshToken"].GetString().ShouldNotBeNullOrEmpty();
        answer["expiresIn"].GetInt32().ShouldBe(900);
        answer["user.id"].GetGuid().ShouldBe(_ada.Id);
        answer.Header("Set-Cookie").ShouldBeNull();
    }

    [Fact]
    public async Task A_browser_gets_its_refresh_token_in_a_cookie_that_only_the_auth_routes_see()
    {
        var answer = await _server.Http.Ask("POST", Login, new { email = _ada.Email, password = People.Password });

        answer.Json.TryGetProperty("refreshToken", out _).ShouldBeFalse();
        var cookie = answer.Header("Set-Cookie")!;
        foreach (var attribute in (string[])["httponly", "secure", "samesite=strict", "path=/api/v1/auth"])
        {
            cookie.ToLowerInvariant().ShouldContain(attribute);
        }

        var pair = cookie.Split(';')[0];
        var refreshed = await _server.Http.Ask("POST", Refresh, null, ("Cookie", pair));
        refreshed.Status.ShouldBe(HttpStatusCode.OK);
        refreshed.Json.TryGetProperty("refreshToken", out _).ShouldBeFalse();
        refreshed.Header("Set-Cookie")!.Split(';')[0].ShouldNotBe(pair);
    }

    [Fact]
    public async Task An_unknown_account_and_a_wrong_password_get_the_same_answer()
    {
        var wrong = await _server.Http.Ask("POST", Login, new { email = _ada.Email, password = "wrong" });
        var unknown = await _server.Http.Ask("POST", Login, new { email = "nobody@example.org", password = "wrong" });

        wrong.Status.ShouldBe(HttpStatusCode.Unauthorized);
        wrong.Problem.ShouldBe("invalid-credentials");
        unknown.Status.ShouldBe(wrong.Status);
        WithoutTrace(unknown).ShouldBe(WithoutTrace(wrong));

        static string WithoutTrace(Answer answer) =>
            answer.Text.Replace(answer["traceId"].GetString()!, "", StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_sixth_guess_in_a_minute_waits()
    {
        for (var guess = 0; guess < 5; guess++)
        {
            (await _server.Http.Ask("POST", Login, new { email = _ada.Email, password = "wrong" }))
                .Status.ShouldBe(HttpStatusCode.Unauthorized);
        }

        var sixth = await _server.Http.Ask("POST", Login, new { email = _ada.Email, password = People.Password });

        sixth.Status.ShouldBe(HttpStatusCode.TooManyRequests);
        sixth.Header("Retry-After").ShouldNotBeNull();
        sixth.Header("RateLimit")!.ShouldStartWith("\"sign-in\";r=0;");
    }

    [Fact]
    public async Task Signing_in_with_the_right_password_is_no_guess()
    {
        for (var i = 0; i < 7; i++)
        {
            (await _server.Http.Ask("POST", Login, new { email = _ada.Email, password = People.Password }))
                .Status.ShouldBe(HttpStatusCode.OK);
        }
    }

    [Fact]
    public async Task A_refresh_token_is_good_once_and_its_reuse_ends_the_family()
    {
        var second = await _server.Http.Ask("POST", Refresh, new { refreshToken = _ada.RefreshToken });
        second.Status.ShouldBe(HttpStatusCode.OK);
        (await _ada.Http.Ask("GET", "/api/v1/me")).Status.ShouldBe(HttpStatusCode.OK);

        var reuse = await _server.Http.Ask("POST", Refresh, new { refreshToken = _ada.RefreshToken });

        reuse.Status.ShouldBe(HttpStatusCode.Unauthorized);
        reuse.Problem.ShouldBe("invalid-refresh-token");
        (await _server.Http.Ask("POST", Refresh, new { refreshToken = second["refreshToken"].GetString() }))
            .Status.ShouldBe(HttpStatusCode.Unauthorized);
        (await _ada.Http.Ask("GET", "/api/v1/me")).Status.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Of_two_refreshes_at_once_one_wins()
    {
        var both = await Task.WhenAll(
            _server.Http.Ask("POST", Refresh, new { refreshToken = _ada.RefreshToken }),
            _server.Http.Ask("POST", Refresh, new { refreshToken = _ada.RefreshToken }));

        both.Count(answer => answer.Status == HttpStatusCode.OK).ShouldBe(1);
    }

    [Fact]
    public async Task Signing_out_ends_the_session_and_its_refresh_tokens()
    {
        (await _ada.Http.Ask("POST", Logout)).Status.ShouldBe(HttpStatusCode.NoContent);

        (await _ada.Http.Ask("GET", "/api/v1/me")).Status.ShouldBe(HttpStatusCode.Unauthorized);
        (await _server.Http.Ask("POST", Refresh, new { refreshToken = _ada.RefreshToken }))
            .Status.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Signing_out_works_with_the_refresh_token_alone_and_not_with_nothing()
    {
        (await _server.Http.Ask("POST", Logout)).Status.ShouldBe(HttpStatusCode.Unauthorized);
        (await _server.Http.Ask("POST", Logout, new { refreshToken = _ada.RefreshToken }))
            .Status.ShouldBe(HttpStatusCode.NoContent);
        (await _ada.Http.Ask("GET", "/api/v1/me")).Status.ShouldBe(HttpStatusCode.Unauthorized);
    }
}
