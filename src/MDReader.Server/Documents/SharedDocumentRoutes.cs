using MDReader.Server.Access;
using MDReader.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace MDReader.Server.Documents;

static class SharedDocumentRoutes
{
    public static void MapSharedDocumentRoutes(this RouteGroupBuilder api) =>
        api.MapGet("/documents/shared", List).WithName("ListSharedDocuments").Refuses(Problems.CursorMismatch);

    /// <summary>The documents of workspaces that the caller isn't in, shared with them one by one; the newest first.</summary>
    static Task<Results<Answer<Page<DocumentEntry>>, Refusal>> List(
        [AsParameters] PageQuery query, HttpContext context, Caller caller, Database database, Pages pages, TimeProvider time)
    {
        var now = time.Now();
        return pages.Answer(query, "shared documents", context, (start, cancellation) => database.Read(
            async (db, token) => await DocumentEntry.Of(db, (await (
                    from grant in db.GrantsAt(now)
                    where grant.UserId == caller.UserId
                    join document in db.Documents on grant.DocumentId equals document.Id
                    where document.TrashedAt == null && (start.After == null || document.Id < start.After)
                    where !db.Set<Membership>().Any(membership =>
                        membership.WorkspaceId == document.WorkspaceId && membership.UserId == caller.UserId)
                    orderby document.Id descending
                    select new { document, grant.Role }).Take(start.Limit + 1).ToListAsync(token))
                .ConvertAll(row => (row.document, row.Role)), token),
            cancellation), entry => entry.Id);
    }
}
