using MDReader.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace MDReader.Server.Accounts;

/// <summary>A sign-in on a device.</summary>
/// <param name="Id">Opaque.</param>
/// <param name="UserAgent">What the device called itself.</param>
/// <param name="IsCurrent">True for the session that asks.</param>
/// <param name="CreatedAt">When it was signed in.</param>
/// <param name="LastUsedAt">When it last took a new access token.</param>
public sealed record SessionEntry(
    Guid Id, string? UserAgent, bool IsCurrent, DateTimeOffset CreatedAt, DateTimeOffset LastUsedAt);

static class SessionRoutes
{
    public static void MapSessions(this RouteGroupBuilder me)
    {
        me.MapGet("/sessions", List).WithName("ListSessions").Refuses(Problems.CursorMismatch);
        me.MapDelete("/sessions", EndOthers).WithName("EndOtherSessions");
        me.MapDelete("/sessions/{id:guid}", End).WithName("EndSession").Refuses(Problems.NotFound);
    }

    static async Task<Results<Answer<Page<SessionEntry>>, Refusal>> List(
        [AsParameters] PageQuery query,
        HttpContext context,
        Database database,
        Pages pages,
        TimeProvider time,
        IOptions<AccountsOptions> options)
    {
        var caller = Caller.Of(context)!;
        var (start, refusal) = pages.Start(query, "sessions", caller);
        if (refusal is not null)
        {
            return refusal;
        }

        var stale = time.Now() - options.Value.RefreshTokenLifetime;
        var sessions = await database.Read(
            (db, token) => db.Sessions
                .Where(session => session.UserId == caller.UserId && session.EndedAt == null && session.LastUsedAt > stale)
                .Where(session => start.After == null || session.Id < start.After)
                .OrderByDescending(session => session.Id)
                .Take(start.Limit + 1)
                .Select(session => new SessionEntry(
                    session.Id,
                    session.UserAgent,
                    session.Id == caller.CredentialId,
                    session.CreatedAt,
                    session.LastUsedAt))
                .ToListAsync(token),
            context.RequestAborted);
        return Answers.With(pages.Finish(start, sessions, session => session.Id, context));
    }

    static async Task<NoContent> EndOthers(Caller caller, Sessions sessions, CancellationToken cancellationToken)
    {
        await sessions.End(caller.UserId, session => session.Id != caller.CredentialId, cancellationToken);
        return TypedResults.NoContent();
    }

    static async Task<Results<NoContent, Refusal>> End(
        Guid id, Caller caller, Sessions sessions, CancellationToken cancellationToken) =>
        await sessions.End(caller.UserId, session => session.Id == id, cancellationToken) == 1
            ? TypedResults.NoContent()
            : Problems.NotFound.Because("You have no such session, or it has ended.");
}
