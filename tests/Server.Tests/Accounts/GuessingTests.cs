using System.Globalization;
using System.Net;
using MDReader.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace Server.Tests.Accounts;

/// <summary>How often somebody may guess, with the limits as they come and a clock that is moved by hand.</summary>
public sealed class GuessingTests : IAsyncLifetime
{
    const string Login = "/api/v1/auth/login";

    readonly ManualTime _time = new();
    RunningServer _server = null!;
    TestPerson _ada = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await RunningServer.Start(services => services.AddSingleton<TimeProvider>(_time));
        _ada = await _server.SignUp("Ada");
    }

    public async ValueTask DisposeAsync()
    {
        _ada.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task The_fifty_first_guess_of_a_day_waits_for_the_next()
    {
        for (var minute = 0; minute < 10; minute++)
        {
            for (var guess = 0; guess < 5; guess++)
            {
                (await Guess(_ada.Email)).Status.ShouldBe(HttpStatusCode.Unauthorized);
            }

            _time.Advance(TimeSpan.FromMinutes(1));
        }

        var late = await Guess(_ada.Email, People.Password);
        Refused(late, "\"sign-in-by-day\";q=50;w=86400", TimeSpan.FromDays(1) - TimeSpan.FromMinutes(10));

        using var bob = await _server.SignUp("Bob");
        (await Guess(bob.Email, People.Password)).Status.ShouldBe(HttpStatusCode.OK);
        _time.Advance(TimeSpan.FromDays(1) - TimeSpan.FromMinutes(10));
        (await Guess(_ada.Email, People.Password)).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task The_sixty_first_guess_of_a_minute_from_one_address_waits_whoever_is_guessed_at()
    {
        for (var guess = 0; guess < 60; guess++)
        {
            (await Guess($"{guess}@example.org")).Status.ShouldBe(HttpStatusCode.Unauthorized);
        }

        Refused(await Guess(_ada.Email, People.Password), "\"sign-in-by-address\";q=60;w=60", TimeSpan.FromMinutes(1));
        _time.Advance(TimeSpan.FromMinutes(1));
        (await Guess(_ada.Email, People.Password)).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task The_thirty_first_code_of_a_minute_from_one_address_waits()
    {
        for (var guess = 0; guess < 30; guess++)
        {
            (await Code(guess)).Problem.ShouldBe("invalid-code");
        }

        Refused(await Code(30), "\"codes\";q=30;w=60", TimeSpan.FromMinutes(1));
        _time.Advance(TimeSpan.FromMinutes(1));
        (await Code(31)).Problem.ShouldBe("invalid-code");
    }

    static void Refused(Answer answer, string policy, TimeSpan wait)
    {
        var seconds = wait.TotalSeconds.ToString(CultureInfo.InvariantCulture);
        (answer.Status, answer.Problem).ShouldBe((HttpStatusCode.TooManyRequests, "rate-limited"));
        (answer.Header("RateLimit-Policy"), answer.Header("Retry-After")).ShouldBe((policy, seconds));
        answer["detail"].GetString().ShouldBe($"Wait {seconds} seconds.");
    }

    Task<Answer> Guess(string email, string password = "wrong") => _server.Http.Ask("POST", Login, new { email, password });

    Task<Answer> Code(int code) =>
        _server.Http.Ask("POST", "/api/v1/auth/confirm", new { email = _ada.Email, code = $"{100_000 + code}" });
}
