using MDReader.Server.Access;
using MDReader.Server.Documents;
using MDReader.Server.Platform;
using MDReader.Server.Workspaces;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace MDReader.Server.Publishing;

/// <summary>A page of a workspace that anybody can read.</summary>
/// <param name="DocumentTitle">What the document is called now.</param>
public sealed record WorkspacePublication(
    Guid DocumentId, string DocumentTitle, string Url, bool AllowIndexing, Somebody PublishedBy, DateTimeOffset PublishedAt);

static class WorkspacePublicationRoutes
{
    public static void MapWorkspacePublicationRoutes(this RouteGroupBuilder api) =>
        api.MapGet("/workspaces/{workspace:guid}/publications", List).WithName("ListPublications")
            .Refuses(Problems.NotFound, Problems.Forbidden, Problems.CursorMismatch);

    /// <summary>Of documents that aren't in the trash, where their pages are gone; for owners.</summary>
    static async Task<Results<Answer<Page<WorkspacePublication>>, Refusal>> List(
        Guid workspace, [AsParameters] PageQuery query, HttpContext context, Database database, Authorizer authorizer,
        Publications publications, Pages pages)
    {
        if (await authorizer.Role(workspace, Caller.Of(context)!.UserId, context.RequestAborted) is not { } role)
        {
            return WorkspaceAccess.Hidden();
        }

        if (!role.May(Ability.Own))
        {
            return WorkspaceAccess.Forbidden(role, Ability.Own);
        }

        return await pages.Answer(query, $"publications of {workspace}", context, (start, cancellation) => database.Read(
            async (db, token) =>
            {
                var found = await (
                    from publication in db.Publications
                    join document in db.Documents on publication.DocumentId equals document.Id
                    where document.WorkspaceId == workspace && document.TrashedAt == null
                    where start.After == null || document.Id < start.After
                    orderby document.Id descending
                    select new { Publication = publication, document.Title }).Take(start.Limit + 1).ToListAsync(token);
                var who = await Somebody.Known(db, found.Select(row => row.Publication.PublishedBy), token);
                return found.ConvertAll(row => new WorkspacePublication(
                    row.Publication.DocumentId,
                    row.Title,
                    publications.UrlOf(row.Publication, context.Request),
                    row.Publication.AllowsIndexing,
                    who(row.Publication.PublishedBy),
                    row.Publication.PublishedAt));
            },
            cancellation), entry => entry.DocumentId);
    }
}
