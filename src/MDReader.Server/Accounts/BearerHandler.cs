using System.Security.Claims;
using System.Text.Encodings.Web;
using MDReader.Server.Platform;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace MDReader.Server.Accounts;

/// <summary>Reads <c>Authorization: Bearer</c> by the same road as a socket reads its <c>?token=</c>.</summary>
sealed class BearerHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, Authenticate authenticate)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "Bearer";
    const string Prefix = SchemeName + " ";

    // As the command names itself; it is only ever shown as where something came from.
    const string Cli = "mdreader-cli/";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
        {
            return AuthenticateResult.NoResult();
        }

        return await authenticate(header[Prefix.Length..].Trim(), Context.RequestAborted) is { } caller
            ? AuthenticateResult.Success(new AuthenticationTicket(
                new ClaimsPrincipal(new CallerIdentity(Known(caller))), SchemeName))
            : AuthenticateResult.Fail("The token is malformed, unknown, expired or revoked.");
    }

    Caller Known(Caller caller) =>
        caller.Via is { Way: Way.Api } via && Request.Headers.UserAgent.ToString().StartsWith(Cli, StringComparison.Ordinal)
            ? caller with { Via = via with { Way = Way.Cli } }
            : caller;

    protected override Task HandleChallengeAsync(AuthenticationProperties properties) => Problems.Unauthenticated
        .Because(Request.Headers.Authorization.Count == 0
            ? "Send Authorization: Bearer with an access token or a personal access token."
            : "The token is malformed, unknown, expired or revoked: refresh it, or sign in again.")
        .ExecuteAsync(Context);

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        Problems.Forbidden.Because("Ask an owner of the workspace.").ExecuteAsync(Context);
}
