using MDReader.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace MDReader.Server.Documents;

/// <summary>Which documents of a workspace, in which order.</summary>
public sealed record DocumentFilter
{
    /// <summary>Only of this folder.</summary>
    [FromQuery(Name = "folderId")]
    public Guid? FolderId { get; init; }

    /// <summary>True for what is in the trash instead of what is not.</summary>
    [FromQuery(Name = "trashed")]
    public bool? Trashed { get; init; }

    /// <summary>Only with this tag.</summary>
    [FromQuery(Name = "tag")]
    public string? Tag { get; init; }

    /// <summary>True for templates only, false for none.</summary>
    [FromQuery(Name = "template")]
    public bool? Template { get; init; }

    /// <summary><c>created</c>, the newest first, which is the order without it; <c>updated</c>, the latest first;
    /// <c>title</c>.</summary>
    [FromQuery(Name = "sort")]
    public string? Sort { get; init; }
}

static class WorkspaceDocumentRoutes
{
    const long LargestBody = 4 * 1024 * 1024;

    public static void MapWorkspaceDocumentRoutes(this RouteGroupBuilder api)
    {
        var documents = api.MapGroup("/workspaces/{workspace:guid}/documents");
        documents.MapGet("", List).WithName("ListDocuments").Refuses(
            Problems.NotFound, Problems.BadRequest, Problems.CursorMismatch);
        documents.MapPost("", Create).WithName("CreateDocument").WithMetadata(new GivesETag()).WithBodyLimit(LargestBody)
            .Refuses(Problems.NotFound, Problems.Forbidden, Problems.TooLarge, Problems.Invalid);
    }

    static async Task<Results<Answer<Page<DocumentEntry>>, Refusal>> List(
        Guid workspace,
        [AsParameters] DocumentFilter filter,
        [AsParameters] PageQuery query,
        HttpContext context,
        DocumentList documents)
    {
        if (!DocumentSorts.IsOffered(filter.Sort))
        {
            return Problems.BadRequest.Because("Sort by created, updated or title.");
        }

        return await documents.Read(workspace, filter, query, context) is var (page, refusal) && page is not null
            ? Answers.With(page)
            : refusal!;
    }

    static async Task<Results<Made<DocumentEntry>, Refusal>> Create(
        Guid workspace, DocumentRequest body, HttpContext context, NewDocument documents, DocumentCopies copies)
    {
        var caller = Caller.Of(context)!;
        var (request, noTemplate) = await copies.FillIn(body, caller, context.RequestAborted);
        if (request is null)
        {
            return noTemplate!;
        }

        var (document, refusal) = await documents.Make(workspace, request, caller, context.RequestAborted);
        if (document is null)
        {
            return refusal!;
        }

        context.Response.Headers.ETag = ETags.OfVersion(1);
        return Answers.Made($"{Api.Root}/v1/documents/{document.Id}", document);
    }
}
