using MDReader.Server.Access;
using MDReader.Server.Platform;
using MDReader.Server.Workspaces;
using Microsoft.AspNetCore.Http.HttpResults;

namespace MDReader.Server.Documents;

/// <param name="WorkspaceId">Left out, the document stays in its workspace.</param>
/// <param name="FolderId">Of that workspace; left out, the document stands at its top.</param>
public sealed record MoveRequest(Guid? WorkspaceId = null, Guid? FolderId = null);

/// <param name="Title">Left out, "Copy of" and the title.</param>
/// <param name="WorkspaceId">Left out, the same workspace.</param>
/// <param name="FolderId">Left out, the same folder, or the top of another workspace.</param>
public sealed record DuplicateRequest(string? Title = null, Guid? WorkspaceId = null, Guid? FolderId = null) : IChecked
{
    public IEnumerable<Flaw> Check() =>
        Title is null ? [] : Checked.Line(Title, "/title", DocumentEntry.LongestTitle);
}

/// <summary>Where a document is: out of the trash, elsewhere, twice.</summary>
static class PlaceRoutes
{
    public static void MapPlaceRoutes(this RouteGroupBuilder api)
    {
        var one = api.MapGroup("/documents/{id:guid}");
        one.MapPost("/restore", Restore).WithName("RestoreDocument").Refuses(
            Problems.NotFound, Problems.Forbidden, Problems.PreconditionFailed);
        one.MapPost("/move", Move).WithName("MoveDocument").Refuses(
            Problems.NotFound, Problems.Trashed, Problems.Forbidden, Problems.PreconditionFailed, Problems.Invalid);
        one.MapPost("/duplicate", Duplicate).WithName("DuplicateDocument").WithMetadata(new GivesETag()).Refuses(
            Problems.NotFound, Problems.Trashed, Problems.Forbidden, Problems.Invalid);
    }

    /// <summary>Out of the trash; a document that isn't there stays as it is.</summary>
    static Task<Results<Answer<DocumentEntry>, Refusal>> Restore(
        Guid id, HttpContext context, DocumentAccess access, Places places) =>
        access.Change<Answer<DocumentEntry>>(id, (Ability.Write, Trash.Included), context, async (db, document, role, token) =>
        {
            if (document.TrashedAt is not null)
            {
                await places.Restore(db, document, Caller.Of(context)!, token);
                return DocumentRoutes.Answer(document, role, context);
            }

            context.Response.Headers.ETag = ETags.OfVersion(document.Version);
            return Answers.With((await DocumentEntry.Of(db, [(document, role)], token)).Single());
        });

    /// <summary>Within the workspace by who may write it; to another by its owners, who must be able to write there.</summary>
    internal static Task<Results<Answer<DocumentEntry>, Refusal>> Move(
        Guid id, MoveRequest body, HttpContext context, DocumentAccess access, Authorizer authorizer, Places places) =>
        access.Change<Answer<DocumentEntry>>(id, (Ability.Write, Trash.Excluded), context, async (db, document, role, token) =>
        {
            var target = body.WorkspaceId ?? document.WorkspaceId;
            if (target != document.WorkspaceId)
            {
                if (!role.May(Ability.Own))
                {
                    return DocumentAccess.Forbidden(role);
                }

                var caller = Caller.Of(context)!.UserId;
                if (await authorizer.Role(target, caller, token) is not { } there)
                {
                    return Problems.Flawed(
                        [new Flaw("/workspaceId", "no-such-workspace", "Choose a workspace that you are a member of.")]);
                }

                if (!there.May(Ability.Write))
                {
                    return WorkspaceAccess.Forbidden(there, Ability.Write);
                }
            }

            if (await Places.Refuse(db, target, body.FolderId, token) is { } refusal)
            {
                return refusal;
            }

            if (target != document.WorkspaceId)
            {
                // In the log of either workspace.
                places.Record(AuditEvent.DocumentMoved, document, context, ("to", $"{target}"));
            }

            var from = document.WorkspaceId;
            await places.Move(db, document, (target, body.FolderId), Caller.Of(context)!, token);
            if (target != from)
            {
                places.Record(AuditEvent.DocumentMoved, document, context, ("from", $"{from}"));
            }

            await db.SaveChangesAsync(token);
            var standing = await authorizer.Standing(id, Caller.Of(context)!.UserId, token);
            return DocumentRoutes.Answer(document, standing!.Value.Role!.Value, context);
        });

    /// <summary>A new document with the same text and format; nobody's comments, roles or history come along. Of a restricted
    /// one the copy is restricted, too.</summary>
    static async Task<Results<Made<DocumentEntry>, Refusal>> Duplicate(
        Guid id, DuplicateRequest? body, HttpContext context, DocumentCopies copies)
    {
        var (document, refusal) = await copies.Make(id, body ?? new(), Caller.Of(context)!, context.RequestAborted);
        if (document is null)
        {
            return refusal!;
        }

        context.Response.Headers.ETag = ETags.OfVersion(1);
        return Answers.Made($"{Api.Root}/v1/documents/{document.Id}", document);
    }
}
