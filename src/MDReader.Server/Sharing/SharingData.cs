using MDReader.Server.Access;
using MDReader.Server.Documents;
using MDReader.Server.Platform;
using Microsoft.EntityFrameworkCore;

namespace MDReader.Server.Sharing;

/// <summary>In which documents somebody has a role of their own.</summary>
sealed record SharingData(Database Database) : PersonalData("sharedDocuments")
{
    public override async Task<object> Read(MDReaderDb db, Guid userId, CancellationToken cancellationToken) =>
        await db.DocumentGrants.Where(grant => grant.UserId == userId).OrderBy(grant => grant.DocumentId)
            .Select(grant => new { grant.DocumentId, grant.Role, Since = grant.CreatedAt })
            .ToListAsync(cancellationToken);

    public override async Task Erase(MDReaderDb db, Guid userId, CancellationToken cancellationToken)
    {
        var grants = await (
            from grant in db.DocumentGrants
            where grant.UserId == userId
            join document in db.Documents on grant.DocumentId equals document.Id
            select new { grant, document.WorkspaceId }).ToListAsync(cancellationToken);
        foreach (var found in grants)
        {
            db.Remove(found.grant);
            Database.Note(new Change.Access(found.WorkspaceId, ObjectType.Document, found.grant.DocumentId, userId));
            Database.Announce(new GrantChanged(found.grant.DocumentId, userId));
        }
    }
}
