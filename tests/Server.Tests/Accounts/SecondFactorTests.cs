using System.Net;
using MDReader.Server.Accounts;
using MDReader.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace Server.Tests.Accounts;

public sealed class SecondFactorTests : IAsyncLifetime
{
    readonly ManualTime _time = new();
    RunningServer _server = null!;
    TestPerson _ada = null!;
    byte[] _secret = [];
    List<string> _recoveryCodes = [];

    public async ValueTask InitializeAsync()
    {
        _server = await RunningServer.Start(
            services => services.AddSingleton<TimeProvider>(_time),
            ("MDReader:Accounts:AccessTokenLifetime", "2.00:00:00"),
            ("MDReader:Accounts:CodesPerMinuteAndAddress", "1000"));
        _ada = await _server.SignUp("Ada");
    }

    public async ValueTask DisposeAsync()
    {
        _ada.Dispose();
        await _server.DisposeAsync();
    }

    string Now => Totp.Code(_secret, Totp.Step(_time.GetUtcNow()));

    async Task TurnOn()
    {
        var begun = await _ada.Http.Ask("POST", "/api/v1/me/second-factor", new { password = People.Password });
        begun.Status.ShouldBe(HttpStatusCode.OK);
        var uri = begun["uri"].GetString()!;
        _secret = SecondFactor.SecretOf(uri);
        uri.ShouldBe(Totp.Address(_ada.Email, _secret));
        begun["secret"].GetString().ShouldBe(Totp.Base32(_secret));
        _recoveryCodes = await SecondFactor.Enable(_ada.Http, uri, _time);
        _time.Advance(TimeSpan.FromSeconds(30));
    }

    Task<Answer> LogIn() => _server.Http.Ask(
        "POST", "/api/v1/auth/login", new { email = _ada.Email, password = People.Password, tokenDelivery = "body" });

    async Task<string> Challenge() => (await LogIn())["challenge"].GetString()!;

    Task<Answer> Show(string challenge, string code) => _server.Http.Ask(
        "POST", "/api/v1/auth/login/second-factor", new { challenge, code, tokenDelivery = "body" });

    [Fact]
    public async Task Signing_in_takes_the_password_and_a_code_of_the_app()
    {
        await TurnOn();

        var first = await LogIn();
        first.Status.ShouldBe(HttpStatusCode.Unauthorized);
        first.Problem.ShouldBe("second-factor-required");
        first["expiresIn"].GetInt32().ShouldBe(300);
        first.Json.TryGetProperty("accessToken", out _).ShouldBeFalse();
        var second = await Show(first["challenge"].GetString()!, Now);

        second.Status.ShouldBe(HttpStatusCode.OK);
        using var http = _server.As(second["accessToken"].GetString()!);
        (await http.Ask("GET", "/api/v1/me")).Status.ShouldBe(HttpStatusCode.OK);
        (await _ada.Http.Ask("GET", "/api/v1/me/second-factor"))["enabled"].GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task It_is_not_in_force_before_the_app_has_shown_that_it_works()
    {
        (await _ada.Http.Ask("POST", "/api/v1/me/second-factor", new { password = "wrong" })).Problem.ShouldBe("wrong-password");
        await _ada.Http.Ask("POST", "/api/v1/me/second-factor", new { password = People.Password });
        (await _ada.Http.Ask("POST", "/api/v1/me/second-factor/enable", new { code = "000000" })).Problem.ShouldBe("invalid-code");

        (await LogIn()).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_code_that_was_used_is_refused()
    {
        await TurnOn();
        (await Show(await Challenge(), Now)).Status.ShouldBe(HttpStatusCode.OK);

        (await Show(await Challenge(), Now)).Problem.ShouldBe("invalid-code");
        // The one before is of an earlier step, and no better for being in time.
        (await Show(await Challenge(), Totp.Code(_secret, Totp.Step(_time.GetUtcNow()) - 1))).Problem.ShouldBe("invalid-code");
        _time.Advance(TimeSpan.FromSeconds(30));
        (await Show(await Challenge(), Now)).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Of_two_who_show_the_same_code_at_once_one_is_in()
    {
        await TurnOn();
        var (one, other) = (await Challenge(), await Challenge());

        var both = await Task.WhenAll(Show(one, Now), Show(other, Now));

        both.Count(answer => answer.Status == HttpStatusCode.OK).ShouldBe(1);
    }

    [Fact]
    public async Task A_recovery_code_is_good_once()
    {
        await TurnOn();
        _recoveryCodes.Count.ShouldBe(10);

        (await Show(await Challenge(), _recoveryCodes[0].ToLowerInvariant())).Status.ShouldBe(HttpStatusCode.OK);
        (await Show(await Challenge(), _recoveryCodes[0])).Problem.ShouldBe("invalid-code");

        (await _ada.Http.Ask("GET", "/api/v1/me/second-factor"))["recoveryCodesLeft"].GetInt32().ShouldBe(9);
        var renewed = await _ada.Http.Ask("POST", "/api/v1/me/second-factor/recovery-codes", new { password = People.Password });
        renewed["recoveryCodes"].GetArrayLength().ShouldBe(10);
        (await Show(await Challenge(), _recoveryCodes[1])).Problem.ShouldBe("invalid-code");
    }

    [Fact]
    public async Task A_challenge_is_good_once_for_five_minutes_and_five_tries()
    {
        await TurnOn();
        var used = await Challenge();
        await Show(used, Now);
        _time.Advance(TimeSpan.FromSeconds(30));
        (await Show(used, Now)).Problem.ShouldBe("invalid-challenge");

        var late = await Challenge();
        _time.Advance(TimeSpan.FromMinutes(5));
        (await Show(late, Now)).Problem.ShouldBe("invalid-challenge");

        var guessed = await Challenge();
        for (var guess = 0; guess < 5; guess++)
        {
            (await Show(guessed, "000000")).Problem.ShouldBe("invalid-code");
        }

        (await Show(guessed, Now)).Problem.ShouldBe("invalid-challenge");
        (await Show("no-such-challenge", Now)).Problem.ShouldBe("invalid-challenge");
    }

    [Fact]
    public async Task Ten_wrong_codes_stop_the_guessing_whatever_challenge_they_come_with()
    {
        await TurnOn();
        for (var guess = 0; guess < 10; guess++)
        {
            (await Show(await Challenge(), "000000")).Problem.ShouldBe("invalid-code");
        }

        var tooMany = await Show(await Challenge(), Now);
        (tooMany.Problem, tooMany.Header("Retry-After"), tooMany.Header("RateLimit")).ShouldBe(("rate-limited", "900", "\"second-factor\";r=0;t=900"));
        (await Show(await Challenge(), _recoveryCodes[0])).Problem.ShouldBe("rate-limited");
        _time.Advance(TimeSpan.FromMinutes(15));
        (await Show(await Challenge(), Now)).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task It_is_turned_off_with_the_password()
    {
        await TurnOn();
        (await _ada.Http.Ask("POST", "/api/v1/me/second-factor", new { password = People.Password })).Problem.ShouldBe("second-factor-on");
        (await _ada.Http.Ask("DELETE", "/api/v1/me/second-factor", new { password = "wrong" })).Problem.ShouldBe("wrong-password");

        (await _ada.Http.Ask("DELETE", "/api/v1/me/second-factor", new { password = People.Password }))
            .Status.ShouldBe(HttpStatusCode.NoContent);

        (await LogIn()).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task The_secret_and_the_codes_are_not_in_the_replay_of_a_request()
    {
        Task<Answer> Begin() => _ada.Http.Ask(
            "POST", "/api/v1/me/second-factor", new { password = People.Password }, ("Idempotency-Key", "begin"));

        (await Begin())["secret"].GetString().ShouldNotBeNullOrEmpty();

        (await Begin()).Text.ShouldBe("{}");
    }
}
