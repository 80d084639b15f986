using System.Security.Claims;

namespace MDReader.Server.Platform;

/// <summary>Who is calling, proven by a token.</summary>
/// <param name="UserId">The account.</param>
/// <param name="Name">The name others see.</param>
/// <param name="CredentialId">The session or the personal access token that proves it.</param>
/// <param name="Scopes">What the token may be used for.</param>
/// <param name="ExpiresAt">When the token ends; an open socket ends with it unless it is given a fresh one.</param>
public sealed record Caller(Guid UserId, string Name, Guid CredentialId, Scopes Scopes, DateTimeOffset ExpiresAt)
{
    /// <summary>What the personal access token is called; null where the caller has signed in.</summary>
    public string? TokenName { get; init; }

    /// <summary>What they work by; null in the app.</summary>
    public Via? Via { get; init; }

    /// <summary>The token was made for an agent, which owners of workspaces can pause.</summary>
    public bool IsAgent { get; init; }

    /// <summary>Somebody without an account, who came by a link to one document.</summary>
    public bool IsGuest { get; init; }

    /// <summary>Endpoints that ask for a caller demand one, so that the fallback below is never reached by a stranger.</summary>
    public static ValueTask<Caller> BindAsync(HttpContext context) =>
        ValueTask.FromResult(Of(context) ?? throw new BadHttpRequestException(
            "This route needs a bearer token.", StatusCodes.Status401Unauthorized));

    public static Caller? Of(HttpContext context) => (context.User.Identity as CallerIdentity)?.Caller;
}

/// <summary>What a token may be used for. A session's token may do everything its person may.</summary>
[Flags]
public enum Scopes
{
    None = 0,
    Read = 1,
    Write = 2,
    Account = 4,
    All = Read | Write | Account,
}

/// <summary>Told when a session was ended or a personal access token revoked: what was opened with it closes.</summary>
public sealed record CredentialRevoked(Guid CredentialId);

/// <summary>Reads a bearer token of any kind: null when it is malformed, unknown, expired or revoked.</summary>
public delegate ValueTask<Caller?> Authenticate(string token, CancellationToken cancellationToken);

/// <summary>Which of these sessions and personal access tokens are good still: not ended, revoked or expired.</summary>
public delegate Task<IReadOnlySet<Guid>> StillGood(IReadOnlyCollection<Guid> credentials, CancellationToken cancellationToken);

/// <summary>Told when an owner has paused an agent in their workspace: what it has open there closes.</summary>
/// <param name="CredentialId">The agent's token.</param>
public sealed record AgentPaused(Guid WorkspaceId, Guid CredentialId);

/// <summary>In which workspaces owners have paused the agent with this token.</summary>
public delegate Task<IReadOnlySet<Guid>> PausedIn(Guid agent, CancellationToken cancellationToken);

/// <summary>Why an agent may not make this request; null when it may.</summary>
public delegate ValueTask<Refusal?> AgentBrake(HttpContext context, Caller agent);

/// <summary>Carries the caller through ASP.NET Core's own notion of a user.</summary>
sealed class CallerIdentity(Caller caller) : ClaimsIdentity(authenticationType: "Bearer")
{
    public Caller Caller { get; } = caller;
}
