using System.Text;
using MDReader.Server.Access;
using MDReader.Server.Platform;

namespace MDReader.Server.Git;

/// <summary>Who may fetch a workspace: members, with a token that may read. Git sends it as the password of HTTP Basic; the
/// name before it says nothing.</summary>
sealed class GitDoor(Authenticate authenticate, Authorizer authorizer, PausedIn pausedIn, RateLimiter limiter)
{
    const string Basic = "Basic ";

    static readonly RateLimit PerMinute = new("git", 120, TimeSpan.FromMinutes(1));

    /// <summary>Null where an answer was given that lets nobody in.</summary>
    public async Task<Guid?> Admit(Guid workspace, HttpContext context)
    {
        var cancellation = context.RequestAborted;
        if ((Caller.Of(context) ?? await Identify(context)) is not { } caller)
        {
            context.Response.Headers.WWWAuthenticate = "Basic realm=\"MDReader\", charset=\"UTF-8\"";
            await Say(context, StatusCodes.Status401Unauthorized, "Send a personal access token as the password.");
            return null;
        }

        if (RateLimits.Refused(context, await limiter.Take(PerMinute, $"{caller.UserId}")) is not null)
        {
            await Say(context, StatusCodes.Status429TooManyRequests, "Wait a minute.");
        }
        else if (caller.IsGuest || await authorizer.Role(workspace, caller.UserId, cancellation) is null)
        {
            await Say(context, StatusCodes.Status404NotFound, "There is no such workspace.");
        }
        else if (!caller.Scopes.HasFlag(Scopes.Read))
        {
            await Say(context, StatusCodes.Status403Forbidden, "Use a token with the scope \"read\".");
        }
        else if (caller.IsAgent && (await pausedIn(caller.CredentialId, cancellation)).Contains(workspace))
        {
            await Say(context, StatusCodes.Status403Forbidden, "An owner of the workspace has paused this agent there.");
        }
        else
        {
            return caller.UserId;
        }

        return null;
    }

    /// <summary>Git shows plain text to who runs it.</summary>
    public static Task Say(HttpContext context, int status, string text)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(text + "\n", context.RequestAborted);
    }

    async ValueTask<Caller?> Identify(HttpContext context)
    {
        var header = context.Request.Headers.Authorization.ToString();
        var pair = new byte[header.Length];
        if (!header.StartsWith(Basic, StringComparison.OrdinalIgnoreCase)
            || !Convert.TryFromBase64String(header[Basic.Length..].Trim(), pair, out var length))
        {
            return null;
        }

        var (_, password) = Encoding.UTF8.GetString(pair, 0, length).Split(':', 2) is [var name, var given] ? (name, given) : ("", "");
        return await authenticate(password, context.RequestAborted);
    }
}
