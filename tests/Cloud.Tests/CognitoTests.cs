using System.Net;
using System.Security.Cryptography;
using System.Text;
using MDReader.Cloud.Aws;
using MDReader.TestKit;
using Server.Tests.Accounts;

namespace Cloud.Tests;

/// <summary>The story of an account whose password Cognito keeps, told through the server's own routes.</summary>
public sealed class CognitoTests : IAsyncLifetime
{
    const string Email = "ada@example.org";
    const string Password = "quiet-Harbour-71-lamps";
    const string Other = "loud-Mountain-42-doors";

    readonly DirectoryInfo _letters = Directory.CreateTempSubdirectory("mdreader-letters-");
    Cognito? _cognito;
    RunningServer? _server;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipUnless(AwsPeer.IsInstalled, "Run npm ci in tests/Cloud.Tests/aws-peer.");
        _cognito = await Cognito.Start();
        _server = await RunningServer.Start([.. _cognito.Settings, ("MDReader:Mail:Folder", _letters.FullName)]);
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
        if (_cognito is not null)
            await _cognito.DisposeAsync();
        _letters.Delete(recursive: true);
    }

    [Fact]
    public async Task Somebody_signs_up_confirms_and_comes_in()
    {
        var made = await SignUp();
        made.Status.ShouldBe(HttpStatusCode.Created);
        made["confirmationRequired"].GetBoolean().ShouldBeTrue();

        (await Ask("auth/confirm", new { email = Email, code = "999999" })).Problem.ShouldBe("invalid-code");
        (await SignIn(Password)).Problem.ShouldBe("confirmation-required");
        (await Ask("auth/confirm", new { email = Email, code = AwsPeer.Code })).Status.ShouldBe(HttpStatusCode.NoContent);

        var signedIn = await SignIn(Password);
        signedIn.Status.ShouldBe(HttpStatusCode.OK);
        using var person = _server!.As(signedIn["accessToken"].GetString()!);
        var me = await person.Ask("GET", "/api/v1/me");
        me["id"].GetGuid().ShouldBe(made["user.id"].GetGuid());
        me["name"].GetString().ShouldBe("Ada");
    }

    [Fact]
    public async Task Sessions_are_renewed_and_ended_by_the_server()
    {
        await Confirmed();
        var first = await SignIn(Password);
        var renewed = await Ask("auth/refresh", new { refreshToken = first["refreshToken"].GetString() });
        renewed.Status.ShouldBe(HttpStatusCode.OK);
        (await Ask("auth/logout", new { refreshToken = renewed["refreshToken"].GetString() })).Status.ShouldBe(HttpStatusCode.NoContent);
        (await Ask("auth/refresh", new { refreshToken = renewed["refreshToken"].GetString() })).Status.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_wrong_password_and_an_unknown_person_are_refused_alike()
    {
        await Confirmed();
        var wrong = await SignIn(Other);
        var unknown = await Ask("auth/login", new { email = "nobody@example.org", password = Password, tokenDelivery = "body" });
        wrong.Problem.ShouldBe("invalid-credentials");
        unknown.Problem.ShouldBe("invalid-credentials");
        wrong["detail"].GetString().ShouldBe(unknown["detail"].GetString());
    }

    [Fact]
    public async Task An_address_is_taken_once()
    {
        await SignUp();
        (await SignUp()).Problem.ShouldBe("email-taken");
    }

    [Fact]
    public async Task A_forgotten_password_is_set_anew_and_every_session_ends()
    {
        await Confirmed();
        var before = await SignIn(Password);
        (await Ask("auth/password/forgot", new { email = Email })).Status.ShouldBe(HttpStatusCode.Accepted);
        await Eventually.Holds(
            async () => (await Ask("auth/password/reset", new { email = Email, code = AwsPeer.Code, password = Other })).Status == HttpStatusCode.NoContent,
            "the code to be made");
        (await SignIn(Password)).Status.ShouldBe(HttpStatusCode.Unauthorized);
        (await SignIn(Other)).Status.ShouldBe(HttpStatusCode.OK);
        (await Ask("auth/refresh", new { refreshToken = before["refreshToken"].GetString() })).Status.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Who_has_an_app_is_asked_for_its_code_after_the_password()
    {
        await Confirmed();
        var app = await _cognito!.GiveAnApp(Email, Password);
        var asked = await SignIn(Password);
        asked.Problem.ShouldBe("second-factor-required");
        var challenge = asked["challenge"].GetString()!;

        (await Show(challenge, "000000")).Problem.ShouldBe("invalid-code");
        (await Show("cognito.*.*", "000000")).Problem.ShouldBe("invalid-challenge");
        var signedIn = await Show(challenge, SecondFactor.Now(app));

        signedIn.Status.ShouldBe(HttpStatusCode.OK, signedIn.Text);
        using var person = _server!.As(signedIn["accessToken"].GetString()!);
        (await person.Ask("GET", "/api/v1/me"))["email"].GetString().ShouldBe(Email);
    }

    [Fact]
    public async Task With_another_password_nobody_keeps_what_they_had_by_the_old_one()
    {
        await Confirmed();
        var (here, elsewhere) = (await SignIn(Password), await SignIn(Password));
        using var person = _server!.As(here["accessToken"].GetString()!);
        (await person.Ask("PATCH", "/api/v1/me", new { password = Other, currentPassword = Password })).Status.ShouldBe(HttpStatusCode.OK);

        (await Ask("auth/refresh", new { refreshToken = elsewhere["refreshToken"].GetString() })).Status.ShouldBe(HttpStatusCode.Unauthorized);
        (await Ask("auth/refresh", new { refreshToken = here["refreshToken"].GetString() })).Status.ShouldBe(HttpStatusCode.OK);
        (await SignIn(Password)).Problem.ShouldBe("invalid-credentials");
        (await SignIn(Other)).Status.ShouldBe(HttpStatusCode.OK);
        await Eventually.Holds(() => _cognito!.CalledFor("AdminUserGlobalSignOut").Any(), "Cognito's own tokens to end");
    }

    [Fact]
    public async Task Another_code_is_sent_to_who_waits_for_one()
    {
        await SignUp();
        (await Ask("auth/confirm/resend", new { email = Email })).Status.ShouldBe(HttpStatusCode.Accepted);
        await Eventually.Holds(() => _cognito!.CalledFor("ResendConfirmationCode").Contains(Email), "Cognito to be asked for it");
    }

    [Fact]
    public async Task Who_changes_their_address_signs_in_by_the_new_one()
    {
        const string New = "countess@example.org";
        await Confirmed();
        using var person = _server!.As((await SignIn(Password))["accessToken"].GetString()!);
        (await person.Ask("PATCH", "/api/v1/me", new { email = New, currentPassword = Password })).Status.ShouldBe(HttpStatusCode.OK);
        (await Ask("auth/confirm", new { email = New, code = "WRONG-CODE" })).Problem.ShouldBe("invalid-code");
        var code = (await new Mailbox(_letters.FullName).Next(New, "Confirm")).Code;
        (await Ask("auth/confirm", new { email = New, code })).Status.ShouldBe(HttpStatusCode.NoContent);

        await Eventually.Holds(async () => (await SignIn(Password, New)).Status == HttpStatusCode.OK, "Cognito to know the new address");
        (await person.Ask("PATCH", "/api/v1/me", new { password = Other, currentPassword = Password })).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Whose_address_somebody_else_wants_confirms_it_all_the_same()
    {
        const string Wanted = "ben@example.org";
        await Confirmed();
        using var person = _server!.As((await SignIn(Password))["accessToken"].GetString()!);
        (await person.Ask("PATCH", "/api/v1/me", new { email = Wanted, currentPassword = Password })).Status.ShouldBe(HttpStatusCode.OK);
        await Ask("auth/signup", new { email = Wanted, password = Password, name = "Ben" });
        (await Ask("auth/confirm", new { email = Wanted, code = AwsPeer.Code })).Status.ShouldBe(HttpStatusCode.NoContent);
        (await SignIn(Password, Wanted)).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Who_ends_their_account_is_gone_from_Cognito_as_well()
    {
        await Confirmed();
        using var person = _server!.As((await SignIn(Password))["accessToken"].GetString()!);
        (await person.Ask("GET", "/api/v1/me/export"))["cognito.subjects"].GetArrayLength().ShouldBe(1);
        (await person.Ask("DELETE", "/api/v1/me", new { password = Password })).Status.ShouldBe(HttpStatusCode.NoContent);

        await Eventually.Holds(() => _cognito!.CalledFor("AdminDeleteUser").Any(), "Cognito to let go of them");
        (await SignUp()).Status.ShouldBe(HttpStatusCode.Created);
    }

    [Fact]
    public void The_client_shows_its_secret_as_Cognito_reckons_it()
    {
        // RFC 2104 over "user" + "client", as the API reference of SignUp describes SecretHash.
        using var hmac = new HMACSHA256("secret"u8.ToArray());
        CognitoApi.SecretHash("user", "client", "secret").ShouldBe(Convert.ToBase64String(hmac.ComputeHash(Encoding.UTF8.GetBytes("userclient"))));
    }

    [Theory]
    [InlineData("us-east-1_Pool")]
    [InlineData("cognito://pool/client")]
    [InlineData("cognito://us-east-1_Pool/")]
    public void An_address_that_is_none_says_how_to_write_one(string text) =>
        Should.Throw<FormatException>(() => CognitoAddress.Read(text, null)).Message.ShouldContain("cognito://us-east-1_PoolId/clientId");

    async Task Confirmed()
    {
        await SignUp();
        await Ask("auth/confirm", new { email = Email, code = AwsPeer.Code });
    }

    Task<Answer> SignUp() => Ask("auth/signup", new { email = Email, password = Password, name = "Ada" });

    Task<Answer> SignIn(string password, string email = Email) => Ask("auth/login", new { email, password, tokenDelivery = "body" });

    Task<Answer> Show(string challenge, string code) => Ask("auth/login/second-factor", new { challenge, code, tokenDelivery = "body" });

    Task<Answer> Ask(string path, object body) => _server!.Http.Ask("POST", $"/api/v1/{path}", body);
}
