using MDReader.Server.Access;
using MDReader.Server.Documents;
using MDReader.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;

namespace MDReader.Server.Sharing;

/// <summary>One change to look at before it is made: of a permission, of a link, of the document's place, or of who may read it at
/// all.</summary>
/// <param name="Permission">As <c>PUT</c> or, without a role, <c>DELETE /documents/{id}/permissions/{userId}</c>.</param>
/// <param name="Link">As <c>PATCH</c> or, without a change, <c>DELETE /links/{id}</c>.</param>
/// <param name="Move">As <c>POST /documents/{id}/move</c>.</param>
/// <param name="Access">As <c>PATCH /documents/{id}/access</c>.</param>
public sealed record PreviewRequest(
    PermissionPreview? Permission = null, LinkPreview? Link = null, MoveRequest? Move = null, AccessPatch? Access = null) : IChecked
{
    public IEnumerable<Flaw> Check() =>
    [
        .. new object?[] { Permission, Link, Move, Access }.Count(change => change is not null) == 1
            ? Array.Empty<Flaw>()
            : [new Flaw("", "one-change", "Send one of permission, link, move and access.")],
        .. Permission?.Role is { } role ? new PermissionRequest(role).Check() : [],
        .. Link?.Change?.Check() ?? [],
        .. Access?.Check() ?? [],
    ];
}

/// <param name="Role">Null takes it away.</param>
public sealed record PermissionPreview(Guid UserId, string? Role = null);

/// <param name="Change">Null deletes it.</param>
public sealed record LinkPreview(Guid Id, LinkPatch? Change = null);

static class PreviewRoutes
{
    public static void MapPreviewRoutes(this RouteGroupBuilder api) =>
        api.MapPost("/documents/{id:guid}/access/preview", Preview).WithName("PreviewAccess")
            .WithMetadata(new NotIdempotent("it changes nothing, which holds in a transaction of its own only"))
            .Refuses(Problems.NotFound, Problems.Trashed, Problems.Forbidden, Problems.Invalid);

    /// <summary>Whom a change would touch. It is made and taken back, so it is refused where the change itself would be.</summary>
    static async Task<Results<Answer<AccessEffect>, Refusal>> Preview(
        Guid id, PreviewRequest body, HttpContext context, DocumentAccess access, Rehearsal rehearsal, Previewed changes)
    {
        var (_, refusal) = await access.May(id, Caller.Of(context)!.UserId, Ability.Own, context.RequestAborted);
        if (refusal is not null)
        {
            return refusal;
        }

        var (effect, refused) = await rehearsal.InDocument(
            id, () => changes.Make(id, body, context), context.RequestAborted);
        // Of what was taken back.
        context.Response.Headers.ETag = default;
        return effect is null ? refused! : Answers.With(effect);
    }
}

/// <summary>The changes that can be looked at before, as their own routes make them.</summary>
sealed class Previewed(
    Permissions permissions, Links links, GeneralAccess general, DocumentAccess access, Authorizer authorizer, Places places)
{
    public async Task<IResult> Make(Guid documentId, PreviewRequest request, HttpContext context) => request switch
    {
        { Permission: { Role: { } role, UserId: var person } } =>
            await permissions.Put(documentId, person, RoleWords.Read(role)!.Value, context),
        { Permission: { UserId: var person } } => await permissions.Remove(documentId, person, context),
        { Link: { Change: { } patch, Id: var link } } => await links.Change(link, patch, context),
        { Link.Id: var link } => await links.Delete(link, context),
        { Move: { } move } => await PlaceRoutes.Move(documentId, move, context, access, authorizer, places),
        { Access.IsRestricted: { } isRestricted } => await general.Change(documentId, isRestricted, context),
        _ => throw new InvalidOperationException("A preview is of a permission, a link, a move or the access."),
    };
}
