using MDReader.Server.Platform;
using Microsoft.EntityFrameworkCore;

namespace MDReader.Server.Publishing;

/// <summary>What somebody has published. The pages stay: they are the workspace's.</summary>
sealed record PublicationData() : PersonalData("publications")
{
    public override async Task<object> Read(MDReaderDb db, Guid userId, CancellationToken cancellationToken) =>
        await db.Publications.Where(publication => publication.PublishedBy == userId)
            .OrderBy(publication => publication.DocumentId)
            .Select(publication => new { publication.DocumentId, publication.Slug, publication.PublishedAt })
            .ToListAsync(cancellationToken);
}
