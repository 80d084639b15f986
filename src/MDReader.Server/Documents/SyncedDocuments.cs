using MDReader.Server.Access;
using MDReader.Server.Platform;
using Microsoft.EntityFrameworkCore;

namespace MDReader.Server.Documents;

/// <summary>Documents in the feed, to those who may read them.</summary>
sealed class SyncedDocuments : ISynced
{
    public string Type => ObjectType.Document;

    public async Task<IReadOnlyList<SyncedObject>> Read(
        MDReaderDb db, Onlooker onlooker, IReadOnlyList<Guid> ids, CancellationToken cancellationToken)
    {
        var found = await (
            from document in db.Documents
            where document.WorkspaceId == onlooker.WorkspaceId && document.TrashedAt == null && ids.Contains(document.Id)
            join membership in db.Set<Membership>() on document.WorkspaceId equals membership.WorkspaceId
            where membership.UserId == onlooker.PersonId
            select new { Document = document, membership.Role }).ToListAsync(cancellationToken);
        return found.ConvertAll(row => new SyncedObject(Type, row.Document.Id)
        {
            Title = row.Document.Title,
            FolderId = row.Document.FolderId,
            Role = row.Role.Word(),
            Etag = ETags.OfVersion(row.Document.Version),
            ContentEtag = Document.ContentEtag(row.Document.Epoch, row.Document.Seq),
            CreatedAt = row.Document.CreatedAt,
            UpdatedAt = row.Document.UpdatedAt,
        });
    }
}
