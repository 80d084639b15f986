using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using MDReader.Server.Accounts;
using MDReader.Server.Platform;

namespace MDReader.Cloud.Aws;

/// <summary>The pool of MDREADER_COGNITO: <c>cognito://us-east-1_AbCdEf123/client-id</c>; the pool's name says its region.</summary>
/// <param name="Secret">Of the client; null where it has none.</param>
sealed record CognitoAddress(string Pool, string Client, string? Secret)
{
    public string Region => Pool.Split('_')[0];

    /// <exception cref="FormatException">It isn't written like that.</exception>
    public static CognitoAddress Read(string text, string? secret)
    {
        var parts = text.StartsWith(Scheme, StringComparison.Ordinal) ? text[Scheme.Length..].Split('/') : [];
        return parts is [var pool, { Length: > 0 } client] && pool.Contains('_')
            ? new(pool, client, secret is { Length: > 0 } ? secret : null)
            : throw new FormatException("Write MDREADER_COGNITO as cognito://us-east-1_PoolId/clientId.");
    }

    const string Scheme = "cognito://";

    public override string ToString() => $"{Scheme}{Pool}/{Client}";
}

/// <summary>Somebody of the pool. Who came by another provider's pages has a name that is neither address nor subject.</summary>
/// <param name="IsElsewhere">What the pool holds of them is the other provider's to say.</param>
sealed record CognitoUser(string Name, bool IsElsewhere);

/// <summary>What of Cognito's API is used here; refusals come as <see cref="AwsException"/> with Cognito's code.</summary>
/// <param name="open">Calls that anybody may make; unsigned.</param>
/// <param name="signed">Calls as the pool's administrator.</param>
sealed class CognitoApi(AwsClient open, AwsClient signed, CognitoAddress address)
{
    const string Target = "AWSCognitoIdentityProviderService.";

    // Its quotas are counted by the second; by now it was asked three times.
    static readonly TimeSpan Breath = TimeSpan.FromSeconds(5);

    public Task<JsonElement> SignUp(string email, string password, string name, CancellationToken cancellationToken) =>
        Call("SignUp", email, cancellationToken, ("Password", password), ("UserAttributes", new JsonArray(
            new JsonObject { ["Name"] = "email", ["Value"] = email },
            new JsonObject { ["Name"] = "name", ["Value"] = name })));

    public Task<JsonElement> ConfirmSignUp(string email, string code, CancellationToken cancellationToken) =>
        Call("ConfirmSignUp", email, cancellationToken, ("ConfirmationCode", code));

    public Task<JsonElement> ResendConfirmationCode(string email, CancellationToken cancellationToken) =>
        Call("ResendConfirmationCode", email, cancellationToken);

    public Task<JsonElement> ForgotPassword(string email, CancellationToken cancellationToken) =>
        Call("ForgotPassword", email, cancellationToken);

    public Task<JsonElement> ConfirmForgotPassword(string email, string code, string password, CancellationToken cancellationToken) =>
        Call("ConfirmForgotPassword", email, cancellationToken, ("ConfirmationCode", code), ("Password", password));

    public Task<JsonElement> InitiateAuth(string email, string password, CancellationToken cancellationToken) => Open(
        "InitiateAuth",
        new JsonObject
        {
            ["AuthFlow"] = "USER_PASSWORD_AUTH",
            ["ClientId"] = address.Client,
            ["AuthParameters"] = WithSecret(email, new JsonObject { ["USERNAME"] = email, ["PASSWORD"] = password }),
        },
        cancellationToken);

    /// <param name="user">As the challenge named them.</param>
    public Task<JsonElement> RespondToAuthChallenge(string user, string session, string code, CancellationToken cancellationToken) => Open(
        "RespondToAuthChallenge",
        new JsonObject
        {
            ["ChallengeName"] = "SOFTWARE_TOKEN_MFA",
            ["ClientId"] = address.Client,
            ["Session"] = session,
            ["ChallengeResponses"] = WithSecret(user, new JsonObject { ["USERNAME"] = user, ["SOFTWARE_TOKEN_MFA_CODE"] = code }),
        },
        cancellationToken);

    /// <summary>Whose the access token is, if it still stands.</summary>
    public Task<JsonElement> GetUser(string accessToken, CancellationToken cancellationToken) =>
        Open("GetUser", new JsonObject { ["AccessToken"] = accessToken }, cancellationToken);

    /// <summary>Makes somebody whose address is proven already, and who gets no letter of it; gives their subject.</summary>
    public async Task<string> Create(string email, CancellationToken cancellationToken)
    {
        var made = await AsAdministrator("AdminCreateUser", email, cancellationToken,
            ("MessageAction", "SUPPRESS"), ("UserAttributes", Proven(email)));
        return Subject(made.GetProperty("User").GetProperty("Attributes"));
    }

    /// <summary>The subject of whoever signs in with this address.</summary>
    public async Task<string> SubjectOf(string email, CancellationToken cancellationToken) =>
        Subject((await AsAdministrator("AdminGetUser", email, cancellationToken)).GetProperty("UserAttributes"));

    /// <summary>Who has this subject; null when nobody has.</summary>
    public async Task<CognitoUser?> Find(string subject, CancellationToken cancellationToken)
    {
        var body = new JsonObject { ["UserPoolId"] = address.Pool, ["Filter"] = $"sub = \"{subject}\"", ["Limit"] = 1 };
        var found = await Ask(signed, "ListUsers", body, cancellationToken);
        return found.GetProperty("Users").EnumerateArray().Select(user => new CognitoUser(
            user.Text("Username")!, user.Text("UserStatus") == "EXTERNAL_PROVIDER")).FirstOrDefault();
    }

    public Task SetPassword(string email, string password, CancellationToken cancellationToken) =>
        AsAdministrator("AdminSetUserPassword", email, cancellationToken, ("Password", password), ("Permanent", true));

    /// <param name="name">Theirs in the pool, or the address that they sign in with.</param>
    public Task SetAddress(string name, string email, CancellationToken cancellationToken) =>
        AsAdministrator("AdminUpdateUserAttributes", name, cancellationToken, ("UserAttributes", Proven(email)));

    public Task SignOutEverywhere(CognitoUser user, CancellationToken cancellationToken) =>
        AsAdministrator("AdminUserGlobalSignOut", user.Name, cancellationToken);

    public Task Delete(CognitoUser user, CancellationToken cancellationToken) =>
        AsAdministrator("AdminDeleteUser", user.Name, cancellationToken);

    static string Subject(JsonElement attributes) =>
        attributes.EnumerateArray().Single(attribute => attribute.Text("Name") == "sub").Text("Value")!;

    static JsonArray Proven(string email) => new(
        new JsonObject { ["Name"] = "email", ["Value"] = email },
        new JsonObject { ["Name"] = "email_verified", ["Value"] = "true" });

    /// <summary>What shows that it is the client who asks, for this user.</summary>
    internal static string SecretHash(string user, string client, string secret) => Convert.ToBase64String(
        HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(user + client)));

    Task<JsonElement> Call(string operation, string email, CancellationToken cancellationToken, params (string Name, JsonNode Value)[] more)
    {
        var body = new JsonObject { ["ClientId"] = address.Client, ["Username"] = email };
        if (address.Secret is { } secret)
            body["SecretHash"] = SecretHash(email, address.Client, secret);
        foreach (var (name, value) in more)
            body[name] = value;
        return Open(operation, body, cancellationToken);
    }

    Task<JsonElement> AsAdministrator(string operation, string user, CancellationToken cancellationToken, params (string Name, JsonNode Value)[] more)
    {
        var body = new JsonObject { ["UserPoolId"] = address.Pool, ["Username"] = user };
        foreach (var (name, value) in more)
            body[name] = value;
        return Ask(signed, operation, body, cancellationToken);
    }

    Task<JsonElement> Open(string operation, JsonObject body, CancellationToken cancellationToken) =>
        Ask(open, operation, body, cancellationToken);

    static async Task<JsonElement> Ask(AwsClient client, string operation, JsonObject body, CancellationToken cancellationToken)
    {
        try
        {
            return await client.Call(Target + operation, "1.1", body, cancellationToken);
        }
        catch (AwsException refused) when (refused.Code is "TooManyRequestsException" or "ThrottlingException")
        {
            throw new OverloadedException("Cognito", Breath, refused);
        }
    }

    JsonObject WithSecret(string user, JsonObject parameters)
    {
        if (address.Secret is { } secret)
            parameters["SECRET_HASH"] = SecretHash(user, address.Client, secret);
        return parameters;
    }
}
