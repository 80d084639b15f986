using MDReader.Server.Documents;
using MDReader.Server.Platform;
using Microsoft.EntityFrameworkCore;

namespace MDReader.Server.Versions;

/// <summary>Versions that somebody named.</summary>
sealed record VersionUsage : WorkspaceUsage
{
    public override async Task<IReadOnlyList<UsageCount>> Read(
        MDReaderDb db, Guid workspaceId, CancellationToken cancellationToken)
    {
        var named =
            from version in db.Versions
            join document in db.Documents on version.DocumentId equals document.Id
            where document.WorkspaceId == workspaceId && version.Name != null
            select version;
        return [new("versions", await named.CountAsync(cancellationToken))];
    }
}
