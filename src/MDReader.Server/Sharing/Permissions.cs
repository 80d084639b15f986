using MDReader.Server.Access;
using MDReader.Server.Documents;
using MDReader.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace MDReader.Server.Sharing;

/// <summary>Gives, changes and takes roles in single documents. Owners do; everybody may give up their own.</summary>
sealed class Permissions(
    DocumentAccess access, Authorizer authorizer, DocumentPeople people, DocumentGrants grants, TimeProvider time)
{
    public DocumentPeople People => people;

    /// <summary>Who may write a document sees everybody's role in it, and each their own.</summary>
    public async Task<(Guid? WorkspaceId, Refusal? Refusal)> MaySee(
        Guid documentId, Guid? of, Guid callerId, CancellationToken cancellationToken)
    {
        var (role, refusal) = await access.MayRead(documentId, callerId, cancellationToken);
        if (role is null)
        {
            return (null, refusal);
        }

        // Addresses are no business of somebody who came by a link.
        if (of != callerId && (!role.Value.May(Ability.Write) || await CameByLink(documentId, callerId, cancellationToken)))
        {
            return (null, DocumentAccess.Forbidden(role.Value));
        }

        return ((await authorizer.Standing(documentId, callerId, cancellationToken))?.WorkspaceId, Hidden());
    }

    async Task<bool> CameByLink(Guid documentId, Guid userId, CancellationToken cancellationToken) =>
        (await authorizer.Grants(userId, cancellationToken)).GetValueOrDefault(documentId) is { LinkId: not null }
        && (await authorizer.Standing(documentId, userId, cancellationToken)) is { } standing
        && await authorizer.Role(standing.WorkspaceId, userId, cancellationToken) is null;

    public async Task<DocumentPerson?> Person(
        Guid documentId, Guid workspaceId, Guid userId, CancellationToken cancellationToken) =>
        (await people.Read(documentId, workspaceId, (userId, null, 1), cancellationToken)).SingleOrDefault();

    public Task<Results<Answer<DocumentPerson>, Refusal>> Put(Guid documentId, Guid userId, Role role, HttpContext context) =>
        access.Change<Answer<DocumentPerson>>(
            documentId, (Ability.Own, Trash.Excluded), context, async (db, document, _, token) =>
            {
                if (!await DocumentPeople.Exists(db, userId, token))
                {
                    return Problems.NotFound.Because("Nobody here has an account with this id.");
                }

                if (role != Role.Owner && await authorizer.Role(document.WorkspaceId, userId, token) == Role.Owner)
                {
                    return Problems.Flawed([new Flaw(
                        "/role", "workspace-owner", "The workspace's owners own all of its documents; lower them there.")]);
                }

                if (await DocumentGrants.Find(db, documentId, userId, token) is null)
                {
                    await grants.News.Tell(document, userId, role, Caller.Of(context)!.UserId, token);
                }

                grants.Record(AuditEvent.PermissionChanged, document, context, ("person", userId), SharingAudit.Role(role));
                await grants.Give(db, document, userId, role, token);
                await db.SaveChangesAsync(token);
                return Answers.With((await Person(documentId, document.WorkspaceId, userId, token))!);
            });

    public Task<Results<NoContent, Refusal>> Remove(Guid documentId, Guid userId, HttpContext context)
    {
        var needed = Caller.Of(context)!.UserId == userId ? Ability.Read : Ability.Own;
        return access.Change<NoContent>(documentId, (needed, Trash.Excluded), context, async (db, document, _, token) =>
        {
            if (await DocumentGrants.Find(db, documentId, userId, token) is not { } grant)
            {
                return Problems.NotFound.Because("This document has no role of its own for this person.");
            }

            // Who was let see less than the workspace lets them must not raise themselves.
            var (before, after) = (
                grant.Role, Standing.InDocument(await authorizer.Role(document.WorkspaceId, userId, token), document.IsRestricted));
            if (needed == Ability.Read && grant.LinkId is null && after > before)
            {
                return DocumentAccess.Forbidden(before);
            }

            if (needed == Ability.Own)
            {
                await ShutLinks(db, (documentId, userId), time.Now(), token);
            }

            db.Remove(grant);
            grants.Record(AuditEvent.PermissionRemoved, document, context, ("person", userId), SharingAudit.Role(grant.Role));
            grants.News.Tell(document, userId);
            return TypedResults.NoContent();
        });
    }

    // Or they would come in again by the link they came by.
    static Task<int> ShutLinks(MDReaderDb db, (Guid DocumentId, Guid UserId) of, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var links = db.DocumentLinks.Where(link => link.DocumentId == of.DocumentId).Select(link => link.Id);
        return db.LinkVisits.Where(visit => visit.UserId == of.UserId && links.Contains(visit.LinkId)).ExecuteUpdateAsync(
            set => set.SetProperty(visit => visit.EndedAt, now), cancellationToken);
    }

    static Refusal Hidden() => Problems.NotFound.Because("There is no such document, or it is not shared with you.");
}
