using MDReader.Server.Access;
using MDReader.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;

namespace MDReader.Server.Documents;

/// <summary>What to change; what is left out stays.</summary>
public sealed record DocumentPatch : IChecked
{
    public string? Title { get; set; }

    /// <summary>A folder of the same workspace; null puts the document at its top.</summary>
    public Guid? FolderId
    {
        get;
        set
        {
            field = value;
            Moves = true;
        }
    }

    /// <summary>Whether others may be begun with its text.</summary>
    public bool? IsTemplate { get; set; }

    internal bool Moves { get; private set; }

    public IEnumerable<Flaw> Check() =>
        Title is null ? [] : Checked.Line(Title, "/title", DocumentEntry.LongestTitle);
}

static class DocumentRoutes
{
    public static void MapDocumentRoutes(this RouteGroupBuilder api)
    {
        var one = api.MapGroup("/documents/{id:guid}");
        one.MapGet("", Get).WithName("GetDocument").OpenToGuests().Refuses(Problems.NotFound, Problems.Trashed);
        one.MapPatch("", Patch).WithName("ChangeDocument").Refuses(
            Problems.NotFound, Problems.Trashed, Problems.Forbidden, Problems.PreconditionFailed, Problems.Invalid);
        one.MapDelete("", Delete).WithName("DeleteDocument").Refuses(
            Problems.NotFound, Problems.Trashed, Problems.Forbidden, Problems.PreconditionFailed);
    }

    static async Task<Results<Answer<DocumentEntry>, NotModified, Refusal>> Get(
        Guid id, Caller caller, HttpContext context, DocumentAccess access)
    {
        var (document, refusal) = await access.Read(id, caller.UserId, context.RequestAborted);
        if (refusal is not null)
        {
            return refusal;
        }

        var etag = ETags.OfVersion(document.Version);
        context.Response.Headers.ETag = etag;
        return ETags.IsKnown(context.Request.Headers.IfNoneMatch, etag)
            ? new NotModified()
            : Answers.With(document.Entry!);
    }

    static Task<Results<Answer<DocumentEntry>, Refusal>> Patch(
        Guid id, DocumentPatch body, HttpContext context, DocumentAccess access, Places places) =>
        access.Change<Answer<DocumentEntry>>(id, (Ability.Write, Trash.Excluded), context, async (db, document, role, token) =>
        {
            if (body.Moves)
            {
                if (await Places.Refuse(db, document.WorkspaceId, body.FolderId, token) is { } refusal)
                {
                    return refusal;
                }

                document.FolderId = body.FolderId;
            }

            document.Title = body.Title?.Trim() ?? document.Title;
            document.IsTemplate = body.IsTemplate ?? document.IsTemplate;
            places.Changed(document, Caller.Of(context)!);
            return Answer(document, role, context);
        });

    /// <summary>Into the trash; or, by an owner who says so, gone for good.</summary>
    static Task<Results<NoContent, Refusal>> Delete(
        Guid id, HttpContext context, DocumentAccess access, Places places, bool permanent = false) =>
        permanent
            ? access.Change<NoContent>(id, (Ability.Own, Trash.Included), context, (db, document, _) =>
            {
                places.Purge(db, document, Caller.Of(context)!.UserId);
                return TypedResults.NoContent();
            })
            : access.Change<NoContent>(id, (Ability.Write, Trash.Excluded), context, (_, document, _) =>
            {
                places.Record(AuditEvent.DocumentTrashed, document, context);
                places.Trash(document);
                return TypedResults.NoContent();
            });

    /// <summary>The document as the caller has made it.</summary>
    internal static Answer<DocumentEntry> Answer(Document document, Role role, HttpContext context)
    {
        context.Response.Headers.ETag = ETags.OfVersion(document.Version);
        return Answers.With(DocumentEntry.Of(document, role, Caller.Of(context)!));
    }
}
