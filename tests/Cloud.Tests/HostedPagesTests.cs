using System.Net;
using MDReader.TestKit;

namespace Cloud.Tests;

/// <summary>People who come to Cognito by its hosted pages, from Google, and by no password.</summary>
public sealed class HostedPagesTests : IAsyncLifetime
{
    const string Subject = "7d9f0c1e-0000-4000-8000-000000000001";
    const string NameElsewhere = "google_1815";
    const string Password = "quiet-Harbour-71-lamps";

    Cognito? _cognito;
    SignInProvider? _pages;
    RunningServer? _server;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipUnless(AwsPeer.IsInstalled, "Run npm ci in tests/Cloud.Tests/aws-peer.");
        _cognito = await Cognito.Start();
        _cognito.LetInFromElsewhere(Subject, NameElsewhere);
        _pages = await SignInProvider.Start();
        _pages.Claims["sub"] = Subject;
        _server = await RunningServer.Start([.. _cognito.Settings, .. _pages.Settings("cognito")]);
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
        if (_pages is not null)
            await _pages.DisposeAsync();
        if (_cognito is not null)
            await _cognito.DisposeAsync();
    }

    [Fact]
    public async Task Who_ends_their_account_is_gone_from_Cognito_as_well()
    {
        using var ada = await SignIn();
        (await ada.Ask("DELETE", "/api/v1/me", new { password = "has none" })).Status.ShouldBe(HttpStatusCode.NoContent);
        await Eventually.Holds(() => _cognito!.CalledFor("AdminDeleteUser").Contains(NameElsewhere), "Cognito to let go of them");
    }

    [Fact]
    public async Task Who_sets_a_password_comes_in_by_it_as_well_and_ends_both_with_their_account()
    {
        using var ada = await SignIn();
        (await ada.Ask("PATCH", "/api/v1/me", new { password = Password })).Status.ShouldBe(HttpStatusCode.OK);

        var signedIn = await LogIn(Password);
        signedIn.Status.ShouldBe(HttpStatusCode.OK, signedIn.Text);
        using var again = _server!.As(signedIn["accessToken"].GetString()!);
        var me = await again.Ask("GET", "/api/v1/me");
        me["id"].GetGuid().ShouldBe((await ada.Ask("GET", "/api/v1/me"))["id"].GetGuid());
        me["hasPassword"].GetBoolean().ShouldBeTrue();

        (await again.Ask("DELETE", "/api/v1/me", new { password = Password })).Status.ShouldBe(HttpStatusCode.NoContent);
        await Eventually.Holds(() => _cognito!.CalledFor("AdminDeleteUser").Count() == 2, "Cognito to let go of both");
        _cognito!.CalledFor("AdminDeleteUser").ShouldContain(NameElsewhere);
    }

    [Fact]
    public async Task Who_only_claimed_their_address_before_them_comes_in_by_no_password()
    {
        const string strangers = "loud-Mountain-42-doors";
        await _cognito!.Claim("ada@example.org", strangers);
        using var ada = await SignIn();
        (await ada.Ask("PATCH", "/api/v1/me", new { password = Password })).Status.ShouldBe(HttpStatusCode.OK);
        (await LogIn(strangers)).Status.ShouldBe(HttpStatusCode.Unauthorized);
        var signedIn = await LogIn(Password);
        signedIn.Status.ShouldBe(HttpStatusCode.OK, signedIn.Text);
    }

    [Fact]
    public async Task Without_mail_that_could_prove_it_an_address_stays_what_it_is()
    {
        using var ada = await SignIn();
        (await ada.Ask("PATCH", "/api/v1/me", new { email = "ben@example.org" })).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await ada.Ask("GET", "/api/v1/me"))["email"].GetString().ShouldBe("ada@example.org");
    }

    Task<Answer> LogIn(string password) => _server!.Http.Ask(
        "POST", "/api/v1/auth/login", new { email = "ada@example.org", password, tokenDelivery = "body" });

    async Task<HttpClient> SignIn()
    {
        var visit = new ProviderVisit(_server!, "cognito");
        (await visit.Go()).Status.ShouldBe(HttpStatusCode.Found);
        return _server!.As((await visit.Visit("/api/v1/auth/refresh", "POST"))["accessToken"].GetString()!);
    }
}
