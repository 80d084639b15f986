using MDReader.Server.Platform;
using Microsoft.EntityFrameworkCore;

namespace MDReader.Server.Documents;

/// <summary>Documents, and those in the trash.</summary>
sealed record DocumentUsage : WorkspaceUsage
{
    public override async Task<IReadOnlyList<UsageCount>> Read(
        MDReaderDb db, Guid workspaceId, CancellationToken cancellationToken)
    {
        var documents = db.Documents.Where(document => document.WorkspaceId == workspaceId);
        var trashed = await documents.CountAsync(document => document.TrashedAt != null, cancellationToken);
        return [new("documents", await documents.CountAsync(cancellationToken) - trashed), new("trash", trashed)];
    }
}
