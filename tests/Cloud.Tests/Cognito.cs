using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using MDReader.Cloud.Aws;
using MDReader.TestKit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Cloud.Tests;

/// <summary>
/// Cognito with a pool and a client: npm's emulator, and before it what the emulator leaves out. The client's secret and
/// the administrator's signature are looked at, and the calls that it doesn't know are answered as the API reference says.
/// </summary>
sealed class Cognito : IAsyncDisposable
{
    const string Target = "AWSCognitoIdentityProviderService.";
    const string ClientSecret = "the-clients-secret";
    const string SecretKey = "test";
    const string OwnKey = "test";
    static readonly string[] ByEmail = ["email"];

    readonly WebApplication _front;
    readonly RSA _key = RSA.Create(2048);
    AwsPeer _emulator = null!;
    readonly ConcurrentQueue<CognitoCall> _calls = [];
    readonly ConcurrentDictionary<string, string> _namesElsewhere = [];
    string _pool = "";
    string _client = "";

    Cognito(WebApplication front) => _front = front;

    /// <summary>For <c>MDREADER_COGNITO</c>.</summary>
    public string Address => $"cognito://{_pool}/{_client}";

    /// <summary>What a server needs to have its people here.</summary>
    public (string Key, string Value)[] Settings =>
    [
        ("MDReader:Accounts:Cognito", Address),
        ("MDReader:Accounts:CognitoSecret", ClientSecret),
        ("AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER", _front.Urls.Single()),
    ];

    /// <summary>What tokens of the pool say that they come from.</summary>
    public string Issuer => $"{_front.Urls.Single()}/{_pool}";

    public string Client => _client;

    /// <summary>An operation that is refused from now on with this code; null for none.</summary>
    public (string Operation, string Code)? Refusing { get; set; }

    /// <summary>The subjects, or addresses, that an operation was called for.</summary>
    public IEnumerable<string> CalledFor(string operation) => _calls.Where(call => call.Operation == operation).Select(call => call.User);

    public static async Task<Cognito> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var front = builder.Build();
        var cognito = new Cognito(front);
        front.MapPost("/", cognito.Answer);
        front.MapGet("/{pool}/.well-known/jwks.json", cognito.Keys);
        await front.StartAsync();
        cognito._emulator = await AwsPeer.Cognito(front.Urls.Single());
        Environment.SetEnvironmentVariable("AWS_ACCESS_KEY_ID", "AKIATEST");
        Environment.SetEnvironmentVariable("AWS_SECRET_ACCESS_KEY", SecretKey);
        var pool = await cognito.Ask("CreateUserPool",
            new { PoolName = "people", UsernameAttributes = ByEmail, AutoVerifiedAttributes = ByEmail, MfaConfiguration = "OPTIONAL" });
        cognito._pool = pool.GetProperty("UserPool").GetProperty("Id").GetString()!;
        var client = await cognito.Ask("CreateUserPoolClient", new { UserPoolId = cognito._pool, ClientName = "app" });
        cognito._client = client.GetProperty("UserPoolClient").GetProperty("ClientId").GetString()!;
        return cognito;
    }

    /// <summary>An access token from Cognito itself, as somebody's own program has one.</summary>
    public async Task<string> AccessToken(string email, string password) =>
        (await Ask("InitiateAuth",
            new { AuthFlow = "USER_PASSWORD_AUTH", ClientId = _client, AuthParameters = new { USERNAME = email, PASSWORD = password } }))
        .GetProperty("AuthenticationResult").GetProperty("AccessToken").GetString()!;

    /// <summary>A token with these claims, signed with a key that the pool publishes beside its other one.</summary>
    public string Sign(Dictionary<string, object> claims, string algorithm = SecurityAlgorithms.RsaSha256) =>
        new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Claims = claims,
            SigningCredentials = new SigningCredentials(new RsaSecurityKey(_key) { KeyId = OwnKey }, algorithm),
        });

    /// <summary>Puts an authenticator app into somebody's hands, by Cognito's own calls; gives its secret.</summary>
    public async Task<byte[]> GiveAnApp(string email, string password)
    {
        var signedIn = await Ask("InitiateAuth",
            new { AuthFlow = "USER_PASSWORD_AUTH", ClientId = _client, AuthParameters = new { USERNAME = email, PASSWORD = password } });
        var token = signedIn.GetProperty("AuthenticationResult").GetProperty("AccessToken").GetString();
        var app = await Ask("AssociateSoftwareToken", new { AccessToken = token });
        var secret = Server.Tests.Accounts.SecondFactor.SecretOf($"secret={app.GetProperty("SecretCode").GetString()}");
        await Ask("VerifySoftwareToken", new { AccessToken = token, UserCode = Server.Tests.Accounts.SecondFactor.Now(secret) });
        await Ask("SetUserMFAPreference",
            new { AccessToken = token, SoftwareTokenMfaSettings = new { Enabled = true, PreferredMfa = true } });
        return secret;
    }

    /// <summary>Somebody who came by another provider's pages: calls know them by this name alone, not by the subject.</summary>
    public void LetInFromElsewhere(string subject, string name) => _namesElsewhere[subject] = name;

    /// <summary>Somebody who gives this address as theirs, by Cognito's own calls, and never shows it.</summary>
    public Task Claim(string email, string password) => Ask("SignUp", new { ClientId = _client, Username = email, Password = password });

    public async ValueTask DisposeAsync()
    {
        await _front.StopAsync();
        await _front.DisposeAsync();
        await _emulator.DisposeAsync();
        _key.Dispose();
    }

    async Task<IResult> Keys(string pool)
    {
        var published = JsonNode.Parse(await _emulator.Http.GetStringAsync($"/{pool}/.well-known/jwks.json"))!;
        var own = JsonWebKeyConverter.ConvertFromRSASecurityKey(new RsaSecurityKey(_key.ExportParameters(includePrivateParameters: false)) { KeyId = OwnKey });
        published["keys"]!.AsArray().Add(new JsonObject { ["kty"] = own.Kty, ["kid"] = own.Kid, ["n"] = own.N, ["e"] = own.E, ["use"] = "sig" });
        return Results.Json(published);
    }

    // Past the front.
    Task<JsonElement> Ask(string operation, object body) => _emulator.Call(Target + operation, body);

    async Task<IResult> Answer(HttpRequest request)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body);
        var operation = request.Headers["X-Amz-Target"].ToString()[Target.Length..];
        var call = CognitoCall.Read(operation, JsonDocument.Parse(body.ToArray()).RootElement);
        _calls.Enqueue(call);
        if (Refusing is var (refused, code) && refused == operation)
            return Refused(code, "As the test wants it.");
        if (operation == "ListUsers" || operation.StartsWith("Admin", StringComparison.Ordinal))
        {
            if (!AwsSignature.Holds(request, body.ToArray(), "cognito-idp", SecretKey))
                return Refused("InvalidSignatureException", "The request signature we calculated does not match the signature you provided.");
        }
        else if (operation != "GetUser" && call.SecretHash != CognitoApi.SecretHash(call.User, _client, ClientSecret))
            return Refused("NotAuthorizedException", $"Unable to verify secret hash for client {_client}");
        return operation switch
        {
            "ListUsers" when NameElsewhere(call.User) is { } name => Results.Json(
                new { Users = new[] { new { Username = name, UserStatus = "EXTERNAL_PROVIDER" } } }, JsonSerializerOptions.Default),
            "AdminUpdateUserAttributes" or "AdminDeleteUser" when _namesElsewhere.Values.Contains(call.User) => Results.Json(new { }),
            "AdminUserGlobalSignOut" => Results.Json(new { }),
            "ResendConfirmationCode" => Results.Json(new
            {
                CodeDeliveryDetails = new { AttributeName = "email", DeliveryMedium = "EMAIL", Destination = "a***@e***" },
            }),
            _ => await Forward(operation, body.ToArray()),
        };
    }

    string? NameElsewhere(string filter) =>
        _namesElsewhere.Where(person => filter == $"sub = \"{person.Key}\"").Select(person => person.Value).SingleOrDefault();

    async Task<IResult> Forward(string operation, byte[] body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/") { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new("application/x-amz-json-1.1");
        request.Headers.Add("X-Amz-Target", Target + operation);
        using var answer = await _emulator.Http.SendAsync(request);
        return Results.Text(await answer.Content.ReadAsStringAsync(), "application/x-amz-json-1.1", statusCode: (int)answer.StatusCode);
    }

    static IResult Refused(string type, string message) =>
        Results.Json(new Dictionary<string, string> { ["__type"] = type, ["message"] = message }, statusCode: StatusCodes.Status400BadRequest);
}

/// <summary>A call of Cognito's API: who it is about, and what shows that the client asks.</summary>
/// <param name="User">A name, or what they are looked for by.</param>
sealed record CognitoCall(string Operation, string User, string? SecretHash)
{
    public static CognitoCall Read(string operation, JsonElement body) => operation switch
    {
        "InitiateAuth" => Of(operation, body.GetProperty("AuthParameters"), "USERNAME", "SECRET_HASH"),
        "RespondToAuthChallenge" => Of(operation, body.GetProperty("ChallengeResponses"), "USERNAME", "SECRET_HASH"),
        "GetUser" => new(operation, "", null),
        "ListUsers" => Of(operation, body, "Filter", "SecretHash"),
        _ => Of(operation, body, "Username", "SecretHash"),
    };

    static CognitoCall Of(string operation, JsonElement parameters, string user, string hash) => new(
        operation, parameters.GetProperty(user).GetString()!, parameters.TryGetProperty(hash, out var shown) ? shown.GetString() : null);
}
