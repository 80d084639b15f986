using System.Net;
using System.Security.Cryptography;
using System.Text;
using MDReader.Cloud.Aws;
using MDReader.TestKit;

namespace Cloud.Tests;

/// <summary>The story of an account whose password Cognito keeps, told through the server's own routes.</summary>
public sealed class CognitoTests : IAsyncLifetime
{
    const string Email = "ada@example.org";
    const string Password = "quiet-Harbour-71-lamps";
    const string Other = "loud-Mountain-42-doors";

    static readonly string[] ByEmail = ["email"];

    AwsPeer? _cognito;
    RunningServer? _server;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipUnless(AwsPeer.IsInstalled, "Run npm ci in tests/Cloud.Tests/aws-peer.");
        _cognito = await AwsPeer.Cognito();
        var pool = await _cognito.Call("AWSCognitoIdentityProviderService.CreateUserPool", new
        {
            PoolName = "people",
            UsernameAttributes = ByEmail,
            AutoVerifiedAttributes = ByEmail,
        });
        var id = pool.GetProperty("UserPool").GetProperty("Id").GetString()!;
        var client = await _cognito.Call("AWSCognitoIdentityProviderService.CreateUserPoolClient", new { UserPoolId = id, ClientName = "app" });
        Environment.SetEnvironmentVariable("AWS_ACCESS_KEY_ID", "AKIATEST");
        Environment.SetEnvironmentVariable("AWS_SECRET_ACCESS_KEY", "test");
        _server = await RunningServer.Start(
            ("MDReader:Accounts:Cognito", $"cognito://{id}/{client.GetProperty("UserPoolClient").GetProperty("ClientId").GetString()}"),
            ("MDReader:Accounts:CognitoSecret", "a-secret"),
            ("AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER", _cognito.Address.ToString()));
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
        if (_cognito is not null)
            await _cognito.DisposeAsync();
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

    Task<Answer> SignIn(string password) => Ask("auth/login", new { email = Email, password, tokenDelivery = "body" });

    Task<Answer> Ask(string path, object body) => _server!.Http.Ask("POST", $"/api/v1/{path}", body);
}
