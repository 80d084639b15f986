using MDReader.Server.Access;
using MDReader.Server.Documents;
using MDReader.Server.Platform;
using MDReader.Server.Publishing;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace MDReader.Server.Sharing;

/// <summary>Every way into a document, each of which its owners can close.</summary>
/// <param name="IsRestricted">Kept from the workspace's members, but its owners and those with a role of their own here
/// (<c>PATCH /documents/{id}/access</c>).</param>
/// <param name="Public">Its public page (<c>DELETE /documents/{id}/publication</c>); null where there is none.</param>
/// <param name="Links">The newest first, 200 at most (<c>DELETE /links/{id}</c>).</param>
/// <param name="Invites">Those that can still be accepted, the newest first, 200 at most
/// (<c>DELETE /documents/{id}/invites/{invite}</c>).</param>
/// <param name="Requests">How many people wait for an answer.</param>
/// <param name="People">Who has a role, and by what: the workspace, an owner's word, a link
/// (<c>DELETE /documents/{id}/permissions/{userId}</c>, or <c>/workspaces/{ws}/members/{userId}</c>). The cursor pages
/// through them.</param>
public sealed record DocumentWaysIn(
    bool IsRestricted,
    PublicationEntry? Public,
    IReadOnlyList<LinkEntry> Links,
    IReadOnlyList<DocumentInviteEntry> Invites,
    int Requests,
    Page<DocumentPerson> People);

/// <param name="IsRestricted">Whether the document is kept from the workspace's members, but its owners and those with a role of their
/// own in it.</param>
public sealed record AccessPatch(bool? IsRestricted = null) : IChecked
{
    public IEnumerable<Flaw> Check() =>
        IsRestricted is null ? [new Flaw("/isRestricted", "required", "Give /isRestricted the value true or false.")] : [];
}

static class AccessRoutes
{
    const int Most = 200;

    public static void MapAccessRoutes(this RouteGroupBuilder api)
    {
        api.MapGet("/documents/{id:guid}/access", Get).WithName("GetAccess").Refuses(
            Problems.NotFound, Problems.Trashed, Problems.Forbidden, Problems.CursorMismatch);
        api.MapPatch("/documents/{id:guid}/access", Change).WithName("ChangeAccess").Refuses(
            Problems.NotFound, Problems.Trashed, Problems.Forbidden, Problems.PreconditionFailed, Problems.Invalid);
    }

    static Task<Results<Answer<DocumentEntry>, Refusal>> Change(
        Guid id, AccessPatch body, HttpContext context, GeneralAccess access) =>
        access.Change(id, body.IsRestricted!.Value, context);

    static async Task<Results<Answer<DocumentWaysIn>, Refusal>> Get(
        Guid id, [AsParameters] PageQuery query, HttpContext context, DocumentAccess access, WaysIn ways, Pages pages)
    {
        var caller = Caller.Of(context)!;
        var (standing, refusal) = await access.May(id, caller.UserId, Ability.Own, context.RequestAborted);
        if (standing is null)
        {
            return refusal!;
        }

        var (start, mismatch) = pages.Start(query, $"access to {id}", caller);
        if (mismatch is not null)
        {
            return mismatch;
        }

        var people = await ways.People.Read(
            id, standing.Value.WorkspaceId, (null, start.After, start.Limit + 1), context.RequestAborted);
        return Answers.With(await ways.Read(
            id, Most, pages.Finish(start, people, person => person.UserId, context), context));
    }
}

/// <summary>Reads the ways into a document.</summary>
sealed class WaysIn(
    Database database, DocumentPeople people, Publications publications, LinkPages links, TimeProvider time)
{
    public DocumentPeople People => people;

    public Task<DocumentWaysIn> Read(Guid documentId, int most, Page<DocumentPerson> who, HttpContext context) =>
        database.Read(
            async (db, token) =>
            {
                var now = time.Now();
                var page = (await publications.Get(documentId, context)).Result as Answer<PublicationEntry>;
                var ofLinks = await db.DocumentLinks.Where(link => link.DocumentId == documentId)
                    .OrderByDescending(link => link.Id).Take(most).ToListAsync(token);
                var invites = await db.DocumentInvites
                    .Where(invite => invite.DocumentId == documentId && invite.ExpiresAt > now && invite.Uses < invite.UseLimit)
                    .OrderByDescending(invite => invite.Id).Take(most).ToListAsync(token);
                return new DocumentWaysIn(
                    await people.IsRestricted(documentId, token),
                    page?.Value,
                    ofLinks.ConvertAll(link => links.Entry(link, context.Request)),
                    invites.ConvertAll(invite => DocumentInviteEntry.Of(invite, now)),
                    await db.AccessRequests.CountAsync(request => request.DocumentId == documentId, token),
                    who);
            },
            context.RequestAborted);
}
