using System.Text.Json.Nodes;

namespace MDReader.Client;

/// <summary>Signing up, in and out. The tokens come in the answers; <see cref="MDReaderClient.At"/> takes them.</summary>
public sealed class Accounts
{
    readonly Calls _calls;

    internal Accounts(Calls calls) => _calls = calls;

    /// <summary>Makes the first account, an administrator, and the first workspace of a new server.</summary>
    /// <param name="token">What stands behind the <c>#</c> of the set-up link that the server logs.</param>
    /// <param name="workspace">What the workspace is called.</param>
    public Task<FirstSignIn> SetUp(
        string token, string name, string email, string password, string workspace, CancellationToken cancellation = default) =>
        _calls.Post<FirstSignIn>(
            "setup",
            InBody(("token", token), ("name", name), ("email", email), ("password", password), ("workspace", workspace)),
            key: null, cancellation);

    /// <param name="invite">The token of an invite, which it takes where sign-up is by invitation.</param>
    public Task<SignedUp> SignUp(
        string email, string password, string name, string? invite = null, CancellationToken cancellation = default) =>
        _calls.Post<SignedUp>(
            "auth/signup", Bodies.Of(("email", email), ("password", password), ("name", name), ("invite", invite)),
            key: null, cancellation);

    /// <exception cref="ProblemException"><c>second-factor-required</c> has a member <c>challenge</c> for
    /// <see cref="ShowSecondFactor"/>.</exception>
    public Task<SignedIn> LogIn(string email, string password, CancellationToken cancellation = default) =>
        _calls.Post<SignedIn>("auth/login", InBody(("email", email), ("password", password)), key: null, cancellation);

    /// <param name="code">What the authenticator app shows, or a recovery code.</param>
    public Task<SignedIn> ShowSecondFactor(string challenge, string code, CancellationToken cancellation = default) =>
        _calls.Post<SignedIn>("auth/login/second-factor", InBody(("challenge", challenge), ("code", code)), key: null, cancellation);

    /// <summary>A new access token; the refresh token is used up, and the answer has the next one.</summary>
    public Task<SignedIn> Refresh(string refreshToken, CancellationToken cancellation = default) =>
        _calls.Post<SignedIn>("auth/refresh", Bodies.Of(("refreshToken", refreshToken)), key: null, cancellation);

    public Task LogOut(string refreshToken, CancellationToken cancellation = default) =>
        _calls.Post("auth/logout", Bodies.Of(("refreshToken", refreshToken)), key: null, cancellation);

    /// <param name="code">As mailed; case and dashes don't matter.</param>
    public Task ConfirmEmail(string email, string code, CancellationToken cancellation = default) =>
        _calls.Post("auth/confirm", Bodies.Of(("email", email), ("code", code)), key: null, cancellation);

    /// <summary>Mails another code. Ends well for addresses that nobody has as well.</summary>
    public Task ResendConfirmation(string email, CancellationToken cancellation = default) =>
        _calls.Post("auth/confirm/resend", Bodies.Of(("email", email)), key: null, cancellation);

    /// <summary>Mails a code for <see cref="ResetPassword"/>. Ends well for addresses that nobody has as well.</summary>
    public Task ForgetPassword(string email, CancellationToken cancellation = default) =>
        _calls.Post("auth/password/forgot", Bodies.Of(("email", email)), key: null, cancellation);

    public Task ResetPassword(string email, string code, string password, CancellationToken cancellation = default) =>
        _calls.Post(
            "auth/password/reset", Bodies.Of(("email", email), ("code", code), ("password", password)), key: null, cancellation);

    // Programs keep no cookies.
    static JsonObject InBody(params ReadOnlySpan<(string Name, JsonNode? Value)> members)
    {
        var body = Bodies.Of(members);
        body["tokenDelivery"] = "body";
        return body;
    }
}

/// <summary>The answer to a sign-in.</summary>
/// <param name="AccessToken">Good for <paramref name="ExpiresIn"/> seconds.</param>
public sealed record SignedIn(string AccessToken, int ExpiresIn, Person User)
{
    /// <summary>For <see cref="Accounts.Refresh"/>, once.</summary>
    public string? RefreshToken { get; init; }
}

/// <param name="ConfirmationRequired">A code was mailed, for <see cref="Accounts.ConfirmEmail"/>, before signing in.</param>
public sealed record SignedUp(Person User, bool ConfirmationRequired);

/// <summary>The answer to the set-up.</summary>
public sealed record FirstSignIn(string AccessToken, int ExpiresIn, Person User, Workspace Workspace)
{
    /// <inheritdoc cref="SignedIn.RefreshToken"/>
    public string? RefreshToken { get; init; }
}
