using MDReader.Server.Access;
using MDReader.Server.Platform;
using MDReader.Server.Workspaces;
using Microsoft.AspNetCore.Http.HttpResults;

namespace MDReader.Server.Documents;

static class TrashRoutes
{
    public static void MapTrashRoutes(this RouteGroupBuilder api)
    {
        var trash = api.MapGroup("/workspaces/{workspace:guid}/trash");
        trash.MapGet("", List).WithName("ListTrash").Refuses(Problems.NotFound, Problems.CursorMismatch);
        trash.MapDelete("", Empty).WithName("EmptyTrash").Refuses(Problems.NotFound, Problems.Forbidden);
    }

    /// <summary>What was deleted last comes first.</summary>
    static async Task<Results<Answer<Page<DocumentEntry>>, Refusal>> List(
        Guid workspace, [AsParameters] PageQuery query, HttpContext context, DocumentList documents)
    {
        var filter = new DocumentFilter { Trashed = true, Sort = DocumentSorts.Trashed };
        return await documents.Read(workspace, filter, query, context) is var (page, refusal) && page is not null
            ? Answers.With(page)
            : refusal!;
    }

    /// <summary>Ends everything in the trash for good.</summary>
    static Task<Results<NoContent, Refusal>> Empty(
        Guid workspace, HttpContext context, Database database, WorkspaceAccess access, TrashPurge purge) =>
        access.Change<NoContent>(workspace, Ability.Own, context, async (db, _, _, token) =>
        {
            await purge.Purge(db, workspace, (Until: null, Caller.Of(context)!.UserId), token);
            return TypedResults.NoContent();
        });
}
