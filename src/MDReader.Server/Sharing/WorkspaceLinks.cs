using MDReader.Server.Access;
using MDReader.Server.Documents;
using MDReader.Server.Platform;
using MDReader.Server.Workspaces;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace MDReader.Server.Sharing;

/// <summary>A link as the workspace's owners see it among all others. Its token is shown at its document only.</summary>
/// <param name="Id">Opaque.</param>
/// <param name="DocumentTitle">What the document is called now.</param>
/// <param name="Role">Of whoever comes in by it.</param>
/// <param name="Label">What the owners call it.</param>
/// <param name="HasPassword">Whether one is asked for.</param>
/// <param name="AllowsGuests">Whether it lets in people without an account, too.</param>
/// <param name="Uses">How many people have come in by it.</param>
/// <param name="CreatedBy">Who made it.</param>
/// <param name="LastUsedAt">When somebody last came in by it, or came back.</param>
/// <param name="IsOpen">Whether it still lets anybody new in.</param>
public sealed record WorkspaceLink(
    Guid Id,
    Guid DocumentId,
    string DocumentTitle,
    Role Role,
    string? Label,
    bool HasPassword,
    DateTimeOffset? ExpiresAt,
    int? UseLimit,
    bool AllowsGuests,
    int Uses,
    Somebody CreatedBy,
    DateTimeOffset CreatedAt,
    DateTimeOffset? LastUsedAt,
    bool IsOpen);

/// <summary>All links into a workspace's documents, in one place.</summary>
sealed class WorkspaceLinks(Database database, WorkspaceAccess access, Authorizer authorizer, Links links, TimeProvider time)
{
    /// <summary>Why the caller may not look at them; null when they may.</summary>
    public async Task<Refusal?> Refuse(Guid workspace, Caller caller, CancellationToken cancellationToken) =>
        await authorizer.Role(workspace, caller.UserId, cancellationToken) is not { } role ? WorkspaceAccess.Hidden()
        : role.May(Ability.Own) ? null
        : WorkspaceAccess.Forbidden(role, Ability.Own);

    /// <summary>Of documents that aren't in the trash, where a link leads nowhere; the newest first.</summary>
    public Task<List<WorkspaceLink>> Read(Guid workspace, PageStart start, CancellationToken cancellationToken) => database.Read(
        async (db, token) =>
        {
            var found = await (
                from link in db.DocumentLinks
                join document in db.Documents on link.DocumentId equals document.Id
                where document.WorkspaceId == workspace && document.TrashedAt == null
                where start.After == null || link.Id < start.After
                orderby link.Id descending
                select new { Link = link, document.Title }).Take(start.Limit + 1).ToListAsync(token);
            var who = await Somebody.Known(db, found.Select(row => row.Link.CreatedBy), token);
            var now = time.Now();
            return found.ConvertAll(row => new WorkspaceLink(
                row.Link.Id,
                row.Link.DocumentId,
                row.Title,
                row.Link.Role,
                row.Link.Label,
                row.Link.PasswordHash is not null,
                row.Link.ExpiresAt,
                row.Link.UseLimit,
                row.Link.AllowsGuests,
                row.Link.Uses,
                who(row.Link.CreatedBy),
                row.Link.CreatedAt,
                row.Link.LastUsedAt,
                !row.Link.IsOver(now) && !row.Link.IsUsedUp));
        },
        cancellationToken);

    /// <summary>Ends every link, also into what is in the trash: it would be good again with its document.</summary>
    public Task<Results<NoContent, Refusal>> DeleteAll(Guid workspace, HttpContext context) =>
        access.Change<NoContent>(workspace, Ability.Own, context, async (db, _, _, token) =>
        {
            var all = await (
                from link in db.DocumentLinks
                join document in db.Documents on link.DocumentId equals document.Id
                where document.WorkspaceId == workspace
                select new { Link = link, Document = document }).ToListAsync(token);
            foreach (var one in all)
            {
                await links.End(db, one.Document, one.Link, context);
            }

            return TypedResults.NoContent();
        });
}

static class WorkspaceLinkRoutes
{
    public static void MapWorkspaceLinkRoutes(this RouteGroupBuilder api)
    {
        var links = api.MapGroup("/workspaces/{workspace:guid}/links");
        links.MapGet("", List).WithName("ListWorkspaceLinks").Refuses(Problems.NotFound, Problems.Forbidden, Problems.CursorMismatch);
        links.MapDelete("", DeleteAll).WithName("DeleteWorkspaceLinks").Refuses(
            Problems.NotFound, Problems.Forbidden, Problems.PreconditionFailed);
    }

    static async Task<Results<Answer<Page<WorkspaceLink>>, Refusal>> List(
        Guid workspace, [AsParameters] PageQuery query, HttpContext context, WorkspaceLinks links, Pages pages) =>
        await links.Refuse(workspace, Caller.Of(context)!, context.RequestAborted) is { } refusal
            ? refusal
            : await pages.Answer(
                query, $"links of {workspace}", context, (start, cancellation) => links.Read(workspace, start, cancellation),
                link => link.Id);

    /// <summary>Ends all links into the workspace's documents, and the roles of all who came by them.</summary>
    static Task<Results<NoContent, Refusal>> DeleteAll(Guid workspace, HttpContext context, WorkspaceLinks links) =>
        links.DeleteAll(workspace, context);
}
