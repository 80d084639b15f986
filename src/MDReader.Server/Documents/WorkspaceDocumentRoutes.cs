using MDReader.Server.Access;
using MDReader.Server.Platform;
using MDReader.Server.Workspaces;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace MDReader.Server.Documents;

/// <summary>Which documents of a workspace.</summary>
/// <param name="FolderId">Only of this folder.</param>
/// <param name="Trashed">True for what is in the trash instead of what is not.</param>
public sealed record DocumentFilter(
    [FromQuery(Name = "folderId")] Guid? FolderId, [FromQuery(Name = "trashed")] bool? Trashed);

static class WorkspaceDocumentRoutes
{
    const long LargestBody = 4 * 1024 * 1024;

    public static void MapWorkspaceDocumentRoutes(this RouteGroupBuilder api)
    {
        var documents = api.MapGroup("/workspaces/{workspace:guid}/documents");
        documents.MapGet("", List).WithName("ListDocuments").Refuses(Problems.NotFound, Problems.CursorMismatch);
        documents.MapPost("", Create).WithName("CreateDocument").WithBodyLimit(LargestBody)
            .Refuses(Problems.NotFound, Problems.Forbidden, Problems.TooLarge, Problems.Invalid);
    }

    static async Task<Results<Ok<Page<DocumentEntry>>, Refusal>> List(
        Guid workspace,
        [AsParameters] DocumentFilter filter,
        [AsParameters] PageQuery query,
        HttpContext context,
        DocumentList documents)
    {
        var caller = Caller.Of(context)!;
        return await documents.Read(workspace, filter, query, caller, context) is var (page, refusal) && refusal is null
            ? TypedResults.Ok(page!)
            : refusal!;
    }

    static async Task<Results<Created<DocumentEntry>, Refusal>> Create(
        Guid workspace, DocumentRequest body, HttpContext context, NewDocument documents)
    {
        var (document, refusal) = await documents.Make(workspace, body, Caller.Of(context)!, context.RequestAborted);
        if (document is null)
        {
            return refusal!;
        }

        context.Response.Headers.ETag = ETags.OfVersion(1);
        return TypedResults.Created($"{Api.Root}/v1/documents/{document.Id}", document);
    }
}

/// <summary>A workspace's documents, the newest first.</summary>
sealed class DocumentList(Database database, Authorizer authorizer, Pages pages)
{
    public async Task<(Page<DocumentEntry>? Page, Refusal? Refusal)> Read(
        Guid workspace, DocumentFilter filter, PageQuery query, Caller caller, HttpContext context)
    {
        if (await authorizer.Role(workspace, caller.UserId, context.RequestAborted) is not { } role)
        {
            return (null, WorkspaceAccess.Hidden());
        }

        var trashed = filter.Trashed ?? false;
        var (start, refusal) = pages.Start(
            query, $"documents of {workspace} in {filter.FolderId} trashed {trashed}", caller);
        if (refusal is not null)
        {
            return (null, refusal);
        }

        var documents = await database.Read(
            (db, token) => db.Documents
                .Where(document => document.WorkspaceId == workspace && document.TrashedAt != null == trashed)
                .Where(document => filter.FolderId == null || document.FolderId == filter.FolderId)
                .Where(document => start.After == null || document.Id < start.After)
                .OrderByDescending(document => document.Id)
                .Take(start.Limit + 1)
                .ToListAsync(token),
            context.RequestAborted);
        var entries = documents.ConvertAll(document => DocumentEntry.Of(document, role));
        return (pages.Finish(start, entries, entry => entry.Id, context), null);
    }
}
