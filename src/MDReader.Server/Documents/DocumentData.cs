using MDReader.Server.Platform;
using Microsoft.EntityFrameworkCore;

namespace MDReader.Server.Documents;

/// <summary>Which documents somebody made. They stay for those who share them.</summary>
sealed record DocumentData() : PersonalData("documents")
{
    public override async Task<object> Read(MDReaderDb db, Guid userId, CancellationToken cancellationToken) =>
        await db.Documents.Where(document => document.CreatedBy == userId).OrderBy(document => document.Id)
            .Select(document => new
            {
                document.Id,
                document.WorkspaceId,
                document.Title,
                document.CreatedAt,
                document.TrashedAt,
            })
            .ToListAsync(cancellationToken);
}
