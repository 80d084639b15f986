using MDReader.Server.Platform;
using Microsoft.EntityFrameworkCore;

namespace MDReader.Server.Versions;

/// <summary>Which versions somebody has named. They stay: the document is others' as well.</summary>
sealed record VersionData() : PersonalData("namedVersions")
{
    public override async Task<object> Read(MDReaderDb db, Guid userId, CancellationToken cancellationToken) =>
        await db.Versions.Where(version => version.CreatedBy == userId).OrderBy(version => version.Id)
            .Select(version => new { version.Id, version.DocumentId, version.Name, version.CreatedAt })
            .ToListAsync(cancellationToken);
}
