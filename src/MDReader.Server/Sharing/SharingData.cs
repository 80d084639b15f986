using MDReader.Server.Access;
using MDReader.Server.Documents;
using MDReader.Server.Platform;
using Microsoft.EntityFrameworkCore;

namespace MDReader.Server.Sharing;

/// <summary>In which documents somebody has a role of their own, by what, and for which they asked or invited.</summary>
sealed record SharingData(Database Database) : PersonalData("sharedDocuments")
{
    public override async Task<object> Read(MDReaderDb db, Guid userId, CancellationToken cancellationToken) =>
        new Dictionary<string, object>
        {
            ["roles"] = await db.DocumentGrants.Where(grant => grant.UserId == userId).OrderBy(grant => grant.DocumentId)
                .Select(grant => new { grant.DocumentId, grant.Role, Since = grant.CreatedAt, grant.LinkId })
                .ToListAsync(cancellationToken),
            ["openedLinks"] = await db.LinkVisits.Where(visit => visit.UserId == userId).OrderBy(visit => visit.LinkId)
                .Select(visit => new { visit.LinkId, Since = visit.CreatedAt })
                .ToListAsync(cancellationToken),
            ["askedFor"] = await db.AccessRequests.Where(request => request.UserId == userId).OrderBy(request => request.Id)
                .Select(request => new { request.DocumentId, request.Role, request.Message, request.CreatedAt })
                .ToListAsync(cancellationToken),
            ["links"] = await db.DocumentLinks.Where(link => link.CreatedBy == userId).OrderBy(link => link.Id)
                .Select(link => new { link.Id, link.DocumentId, link.Label, link.Role, link.CreatedAt, link.ExpiresAt })
                .ToListAsync(cancellationToken),
            ["invited"] = await db.DocumentInvites.Where(invite => invite.CreatedBy == userId).OrderBy(invite => invite.Id)
                .Select(invite => new { invite.DocumentId, invite.Email, invite.Role, invite.CreatedAt, invite.ExpiresAt })
                .ToListAsync(cancellationToken),
        };

    public override async Task Erase(MDReaderDb db, Guid userId, CancellationToken cancellationToken)
    {
        var grants = await (
            from grant in db.DocumentGrants
            where grant.UserId == userId
            join document in db.Documents on grant.DocumentId equals document.Id
            select new { grant, document.WorkspaceId }).ToListAsync(cancellationToken);
        await db.LinkVisits.Where(visit => visit.UserId == userId).ExecuteDeleteAsync(cancellationToken);
        await db.AccessRequests.Where(request => request.UserId == userId).ExecuteDeleteAsync(cancellationToken);
        // The links that they made are the documents', and stay.
        await db.DocumentInvites.Where(invite => invite.CreatedBy == userId).ExecuteDeleteAsync(cancellationToken);
        foreach (var found in grants)
        {
            db.Remove(found.grant);
            Database.Note(new Change.Access(found.WorkspaceId, ObjectType.Document, found.grant.DocumentId, userId));
            Database.Announce(new GrantChanged(found.grant.DocumentId, userId));
        }
    }
}
