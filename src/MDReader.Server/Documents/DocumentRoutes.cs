using MDReader.Server.Access;
using MDReader.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace MDReader.Server.Documents;

public sealed record TitleRequest(string? Title = null) : IChecked
{
    public IEnumerable<Flaw> Check() => Checked.Line(Title, "/title", DocumentEntry.LongestTitle);
}

static class DocumentRoutes
{
    static readonly Func<MDReaderDb, Guid, Task<Document?>> Find = EF.CompileAsyncQuery(
        (MDReaderDb db, Guid id) => db.Set<Document>().AsNoTracking().SingleOrDefault(found => found.Id == id));

    public static void MapDocumentRoutes(this RouteGroupBuilder api)
    {
        var one = api.MapGroup("/documents/{id:guid}");
        one.MapGet("", Get).WithName("GetDocument").Refuses(Problems.NotFound, Problems.Trashed);
        one.MapPatch("", Rename).WithName("RenameDocument").Refuses(
            Problems.NotFound, Problems.Trashed, Problems.Forbidden, Problems.PreconditionFailed, Problems.Invalid);
        one.MapDelete("", Delete).WithName("DeleteDocument").Refuses(
            Problems.NotFound, Problems.Trashed, Problems.Forbidden, Problems.PreconditionFailed);
        one.MapPost("/restore", Restore).WithName("RestoreDocument").Refuses(
            Problems.NotFound, Problems.Forbidden, Problems.PreconditionFailed);
    }

    static async Task<Results<Ok<DocumentEntry>, NotModified, Refusal>> Get(
        Guid id, Caller caller, HttpContext context, Database database, DocumentAccess access)
    {
        var (role, refusal) = await access.MayRead(id, caller.UserId, context.RequestAborted);
        if (role is null)
        {
            return refusal!;
        }

        var document = await database.Read((db, _) => Find(db, id), context.RequestAborted);
        if (document is null)
        {
            return Problems.NotFound.Because("The document was deleted a moment ago.");
        }

        var etag = ETags.OfVersion(document.Version);
        context.Response.Headers.ETag = etag;
        return ETags.IsKnown(context.Request.Headers.IfNoneMatch, etag)
            ? new NotModified()
            : TypedResults.Ok(DocumentEntry.Of(document, role.Value));
    }

    static Task<Results<Ok<DocumentEntry>, Refusal>> Rename(
        Guid id, TitleRequest body, HttpContext context, DocumentAccess access, Database database, TimeProvider time) =>
        access.Change<Ok<DocumentEntry>>(id, (Ability.Write, Trash.Excluded), context, (_, document, role) =>
        {
            document.Title = body.Title!.Trim();
            return Changed(document, role, context, database, time);
        });

    /// <summary>Into the trash; or, by an owner who says so, gone for good.</summary>
    static Task<Results<NoContent, Refusal>> Delete(
        Guid id,
        HttpContext context,
        DocumentAccess access,
        Database database,
        TimeProvider time,
        bool permanent = false) =>
        permanent
            ? access.Change<NoContent>(id, (Ability.Own, Trash.Included), context, (db, document, _) =>
            {
                db.Remove(document);
                database.Note(new Change.Deleted(document.WorkspaceId, ObjectType.Document, id, Gone.Purged));
                database.Announce(new DocumentPurged(id));
                return TypedResults.NoContent();
            })
            : access.Change<NoContent>(id, (Ability.Write, Trash.Excluded), context, (_, document, _) =>
            {
                document.TrashedAt = time.Now();
                document.Version++;
                database.Note(new Change.Deleted(document.WorkspaceId, ObjectType.Document, id, Gone.Trashed));
                database.Announce(new DocumentTrashed(id));
                return TypedResults.NoContent();
            });

    /// <summary>Out of the trash; a document that isn't there stays as it is.</summary>
    static Task<Results<Ok<DocumentEntry>, Refusal>> Restore(
        Guid id, HttpContext context, DocumentAccess access, Database database, TimeProvider time) =>
        access.Change<Ok<DocumentEntry>>(id, (Ability.Write, Trash.Included), context, (_, document, role) =>
        {
            if (document.TrashedAt is null)
            {
                context.Response.Headers.ETag = ETags.OfVersion(document.Version);
                return TypedResults.Ok(DocumentEntry.Of(document, role));
            }

            document.TrashedAt = null;
            return Changed(document, role, context, database, time);
        });

    static Ok<DocumentEntry> Changed(
        Document document, Role role, HttpContext context, Database database, TimeProvider time)
    {
        database.Note(new Change.Upserted(document.WorkspaceId, ObjectType.Document, document.Id));
        document.Version++;
        document.UpdatedAt = time.Now();
        context.Response.Headers.ETag = ETags.OfVersion(document.Version);
        return TypedResults.Ok(DocumentEntry.Of(document, role));
    }
}
