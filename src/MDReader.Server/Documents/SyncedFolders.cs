using MDReader.Server.Access;
using MDReader.Server.Platform;
using Microsoft.EntityFrameworkCore;

namespace MDReader.Server.Documents;

/// <summary>Folders in the feed, to the members of their workspace.</summary>
sealed class SyncedFolders : ISynced
{
    public string Type => ObjectType.Folder;

    public async Task<IReadOnlyList<SyncedObject>> Read(
        MDReaderDb db, Onlooker onlooker, IReadOnlyList<Guid> ids, CancellationToken cancellationToken)
    {
        var members = db.Set<Membership>().Where(member =>
            member.WorkspaceId == onlooker.WorkspaceId && member.UserId == onlooker.PersonId);
        var found = await db.Folders.AsNoTracking()
            .Where(folder => folder.WorkspaceId == onlooker.WorkspaceId && folder.TrashedAt == null)
            .Where(folder => ids.Contains(folder.Id) && members.Any())
            .ToListAsync(cancellationToken);
        return found.ConvertAll(folder => new SyncedObject(Type, folder.Id)
        {
            Name = folder.Name,
            FolderId = folder.ParentId,
            Etag = ETags.OfVersion(folder.Version),
            CreatedAt = folder.CreatedAt,
            UpdatedAt = folder.UpdatedAt,
        });
    }
}
