using MDReader.Server.Access;
using MDReader.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace MDReader.Server.Workspaces;

/// <summary>What a workspace holds, in numbers.</summary>
/// <param name="Items"><c>members</c>, <c>documents</c>, <c>trash</c>, <c>edits</c> (with the room of all texts and their history),
/// <c>files</c>, <c>versions</c>, <c>assistantRequests</c> and <c>assistantTokens</c> of the last 30 days. There may come to be
/// more.</param>
public sealed record UsageOfWorkspace(IReadOnlyList<UsageCount> Items);

static class UsageRoutes
{
    public static void MapUsageRoutes(this RouteGroupBuilder api) =>
        api.MapGet("/workspaces/{workspace:guid}/usage", Read).WithName("ReadUsage").Refuses(Problems.NotFound, Problems.Forbidden);

    /// <summary>What the workspace holds, in numbers, for its owners.</summary>
    static async Task<Results<Answer<UsageOfWorkspace>, Refusal>> Read(
        Guid workspace, HttpContext context, WorkspaceAccess access, IEnumerable<WorkspaceUsage> parts, Database database)
    {
        if (await access.Refuse(workspace, Ability.Own, context) is { } refusal)
        {
            return refusal;
        }

        return Answers.With(new UsageOfWorkspace(await database.Read(
            async (db, token) =>
            {
                var items = new List<UsageCount>();
                foreach (var part in parts)
                {
                    items.AddRange(await part.Read(db, workspace, token));
                }

                return items;
            },
            context.RequestAborted)));
    }
}

sealed record MemberUsage : WorkspaceUsage
{
    public override async Task<IReadOnlyList<UsageCount>> Read(
        MDReaderDb db, Guid workspaceId, CancellationToken cancellationToken) =>
        [new("members", await db.Memberships.CountAsync(member => member.WorkspaceId == workspaceId, cancellationToken))];
}
