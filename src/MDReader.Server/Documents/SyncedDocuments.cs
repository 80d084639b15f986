using MDReader.Server.Access;
using MDReader.Server.Platform;
using Microsoft.EntityFrameworkCore;

namespace MDReader.Server.Documents;

/// <summary>Documents in the feed, to those who may read them.</summary>
sealed class SyncedDocuments(Authorizer authorizer) : ISynced
{
    public string Type => ObjectType.Document;

    public async Task<IReadOnlyList<SyncedObject>> Read(
        MDReaderDb db, Onlooker onlooker, IReadOnlyList<Guid> ids, CancellationToken cancellationToken)
    {
        var roles = new Dictionary<Guid, Role>();
        foreach (var id in ids)
        {
            if (await authorizer.Standing(id, onlooker.PersonId, cancellationToken) is { Trashed: false, Role: { } role })
            {
                roles[id] = role;
            }
        }

        var readable = roles.Keys.ToList();
        var found = await db.Documents.AsNoTracking()
            .Where(document => document.WorkspaceId == onlooker.WorkspaceId && readable.Contains(document.Id))
            .ToListAsync(cancellationToken);
        return found.ConvertAll(document => new SyncedObject(Type, document.Id)
        {
            Title = document.Title,
            FolderId = document.FolderId,
            Role = roles[document.Id].Word(),
            IsRestricted = document.IsRestricted,
            Etag = ETags.OfVersion(document.Version),
            ContentEtag = Document.ContentEtag(document.Epoch, document.Seq),
            CreatedAt = document.CreatedAt,
            UpdatedAt = document.UpdatedAt,
        });
    }
}
