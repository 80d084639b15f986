using MDReader.Server.Access;
using MDReader.Server.Accounts;
using MDReader.Server.Platform;
using MDReader.Server.Workspaces;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace MDReader.Server.Agents;

/// <summary>A member's token, with which an agent or a program reaches the workspace.</summary>
/// <param name="Id">Of the token.</param>
/// <param name="Name">What its person calls it.</param>
/// <param name="IsAgent">It was made for an agent; else for a program of the person's own.</param>
/// <param name="LastUsedAt">To about a minute, anywhere; null when it never was.</param>
/// <param name="PausedAt">Since when its person has paused it everywhere.</param>
/// <param name="PausedHereAt">Since when an owner has paused it in this workspace; agents only.</param>
public sealed record WorkspaceAgent(
    Guid Id, string Name, Guid UserId, string UserName, bool IsAgent, IReadOnlyList<string> Scopes, DateTimeOffset ExpiresAt,
    DateTimeOffset? LastUsedAt, DateTimeOffset? PausedAt, DateTimeOffset? PausedHereAt);

/// <param name="Paused">True, and the agent reads and writes nothing in this workspace until it is false again.</param>
public sealed record WorkspaceAgentChange(bool? Paused = null) : IChecked
{
    public IEnumerable<Flaw> Check() =>
        Paused is null ? [new Flaw("/paused", "required", "Say whether the agent is paused here: true or false.")] : [];
}

static class WorkspaceAgentRoutes
{
    public static void MapWorkspaceAgents(this RouteGroupBuilder api)
    {
        var agents = api.MapGroup("/workspaces/{workspace:guid}/agents");
        agents.MapGet("", List).WithName("ListWorkspaceAgents")
            .Refuses(Problems.NotFound, Problems.Forbidden, Problems.CursorMismatch, Problems.BadRequest);
        agents.MapPatch("/{token:guid}", Change).WithName("ChangeWorkspaceAgent")
            .Refuses(Problems.NotFound, Problems.Forbidden, Problems.Invalid);
    }

    /// <summary>The tokens of its members that are good still, for owners; the newest first.</summary>
    static async Task<Results<Answer<Page<WorkspaceAgent>>, Refusal>> List(
        Guid workspace, [AsParameters] PageQuery query, HttpContext context, Database database, Authorizer authorizer, Pages pages,
        TimeProvider time)
    {
        var caller = Caller.Of(context)!;
        switch (await authorizer.Role(workspace, caller.UserId, context.RequestAborted))
        {
            case null:
                return WorkspaceAccess.Hidden();
            case { } role when !role.May(Ability.Own):
                return WorkspaceAccess.Forbidden(role, Ability.Own);
        }

        var now = time.Now();
        return await pages.Answer(query, $"agents of {workspace}", context, (start, cancellation) => database.Read(
            async (db, token) => (await Tokens(db, workspace)
                .Where(found => found.Token.ExpiresAt > now && (start.After == null || found.Token.Id < start.After))
                .OrderByDescending(found => found.Token.Id)
                .Take(start.Limit + 1)
                .ToListAsync(token))
                .ConvertAll(Entry),
            cancellation), entry => entry.Id);
    }

    /// <summary>Pauses an agent in this workspace, or lets it go on. Elsewhere it works as its person wants.</summary>
    static Task<Results<Answer<WorkspaceAgent>, Refusal>> Change(
        Guid workspace, Guid token, WorkspaceAgentChange body, HttpContext context, Database database, WorkspaceAccess access,
        TimeProvider time) =>
        access.Change<Answer<WorkspaceAgent>>(workspace, Ability.Own, context, async (db, _, _, cancellation) =>
        {
            if (await Tokens(db, workspace).SingleOrDefaultAsync(one => one.Token.Id == token && one.Token.IsAgent, cancellation)
                is not { } found)
            {
                return Problems.NotFound.Because("No member of the workspace has such an agent.");
            }

            if (body.Paused == (found.Pause is not null))
            {
                return Answers.With(Entry(found));
            }

            var pause = new AgentPause { WorkspaceId = workspace, TokenId = token, Since = time.Now() };
            if (body.Paused == true)
            {
                db.Add(pause);
                database.Announce(new AgentPaused(workspace, token));
            }
            else
            {
                await db.Set<AgentPause>().Where(one => one.WorkspaceId == workspace && one.TokenId == token).ExecuteDeleteAsync(cancellation);
            }

            var what = body.Paused == true ? AuditEvent.TokenPaused : AuditEvent.TokenResumed;
            database.Record(new(what, workspace, Caller.Of(context)!.UserId, "person", found.Token.UserId)
            {
                Details = new Dictionary<string, string?> { ["token"] = $"{token}" },
            });
            return Answers.With(Entry(found with { Pause = body.Paused == true ? pause : null }));
        });

    static IQueryable<Found> Tokens(MDReaderDb db, Guid workspace) =>
        from member in db.Memberships
        where member.WorkspaceId == workspace
        join token in db.PersonalAccessTokens on member.UserId equals token.UserId
        join user in db.Users on token.UserId equals user.Id
        join pause in db.Set<AgentPause>().Where(one => one.WorkspaceId == workspace) on token.Id equals pause.TokenId into pauses
        from pause in pauses.DefaultIfEmpty()
        select new Found { Token = token, Person = user.Name, Pause = pause };

    static WorkspaceAgent Entry(Found found) => new(
        found.Token.Id, found.Token.Name, found.Token.UserId, found.Person, found.Token.IsAgent, ScopeWords.Of(found.Token.Scopes),
        found.Token.ExpiresAt, found.Token.LastUsedAt, found.Token.PausedAt, found.Pause?.Since);

    sealed record Found
    {
        public required PersonalAccessToken Token { get; init; }

        public required string Person { get; init; }

        public AgentPause? Pause { get; init; }
    }
}
