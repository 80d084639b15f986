using System.Net;
using MDReader.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace Server.Tests.Contract;

/// <summary>How long, and how often, what is given away may be good: up to the limit, and not a second or a time more.</summary>
public sealed class TermLimitTests : IAsyncLifetime
{
    readonly ManualTime _time = new();
    RunningServer _server = null!;
    TestPerson _ada = null!;
    string _workspace = null!;
    string _document = null!;

    /// <param name="Path">Where it is made.</param>
    /// <param name="Days">It may be good for; null where there is no end to it.</param>
    /// <param name="Uses">How often it may be used; null where nobody counts.</param>
    sealed record Limited(Func<TermLimitTests, string> Path, int? Days, int? Uses, Dictionary<string, object> Body);

    static readonly Dictionary<string, Limited> All = new()
    {
        ["an invitation to a workspace"] = new(test => $"{test._workspace}/invites", 90, 1_000, new() { ["role"] = "viewer" }),
        ["an invitation to a document"] = new(
            test => $"{test._document}/invites", 90, 100, new() { ["role"] = "viewer", ["email"] = "grace@example.org" }),
        ["a link"] = new(test => $"{test._document}/links", null, 100_000, new() { ["role"] = "viewer" }),
        ["a personal access token"] = new(_ => "/api/v1/me/tokens", 366, null, new() { ["name"] = "script" }),
    };

    public static TheoryData<string> Names => new(All.Keys);

    public async ValueTask InitializeAsync()
    {
        _server = await RunningServer.Start(services => services.AddSingleton<TimeProvider>(_time));
        _ada = await _server.SignUp("Ada");
        _workspace = await _ada.MakeWorkspace();
        _document = await _ada.MakeDocument(_workspace);
    }

    public async ValueTask DisposeAsync()
    {
        _ada.Dispose();
        await _server.DisposeAsync();
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task It_may_be_good_for_so_long_and_so_often_and_no_more(string what)
    {
        var (path, days, uses, body) = All[what];
        if (days is { } most)
        {
            var latest = _time.GetUtcNow().AddDays(most);
            await Make("expiresAt", latest, latest.AddSeconds(1), $"{latest:u}");
        }

        if (uses is { } limit)
        {
            await Make("useLimit", limit, limit + 1, $"1 to {limit}");
            (await Ask("useLimit", 0)).Problem.ShouldBe("validation-failed");
        }

        (await Ask("expiresAt", _time.GetUtcNow())).Problem.ShouldBe("validation-failed");

        async Task Make(string member, object fits, object tooMuch, string advice)
        {
            var made = await Ask(member, fits);
            made.Status.ShouldBe(HttpStatusCode.Created, made.Text);
            var refused = await Ask(member, tooMuch);
            (refused.Status, refused.Problem).ShouldBe((HttpStatusCode.UnprocessableEntity, "validation-failed"));
            var flaw = refused["errors"].EnumerateArray().ShouldHaveSingleItem();
            flaw.GetProperty("pointer").GetString().ShouldBe($"/{member}");
            flaw.GetProperty("message").GetString()!.ShouldContain(advice);
        }

        Task<Answer> Ask(string member, object value) =>
            _ada.Http.Ask("POST", path(this), new Dictionary<string, object>(body) { [member] = value });
    }

    [Fact]
    public async Task A_key_is_good_for_24_hours()
    {
        var first = await Keyed("k1");
        _time.Advance(TimeSpan.FromHours(24));
        using var soon = await SignInAgain();
        (await Keyed("k1", soon)).Text.ShouldBe(first.Text);

        _time.Advance(TimeSpan.FromMilliseconds(1));
        (await Keyed("k1", soon))["id"].GetGuid().ShouldNotBe(first["id"].GetGuid());
    }

    [Fact]
    public async Task A_key_has_255_characters_at_most()
    {
        (await Keyed(new string('k', 255))).Status.ShouldBe(HttpStatusCode.Created);
        var tooLong = await Keyed(new string('k', 256));
        (tooLong.Status, tooLong.Problem).ShouldBe((HttpStatusCode.BadRequest, "bad-request"));
        tooLong["detail"].GetString().ShouldBe("Shorten Idempotency-Key to 255 characters.");
    }

    Task<Answer> Keyed(string key, HttpClient? http = null) =>
        (http ?? _ada.Http).Ask("POST", "/api/v1/workspaces", new { name = "Engines" }, ("Idempotency-Key", key));

    async Task<HttpClient> SignInAgain()
    {
        var answer = await _server.Http.Ask(
            "POST", "/api/v1/auth/login", new { email = _ada.Email, password = People.Password, tokenDelivery = "body" });
        return _server.As(answer["accessToken"].GetString()!);
    }
}
