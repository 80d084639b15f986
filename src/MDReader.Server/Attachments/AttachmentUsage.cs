using MDReader.Server.Documents;
using MDReader.Server.Platform;
using Microsoft.EntityFrameworkCore;

namespace MDReader.Server.Attachments;

/// <summary>Files beside the texts, those of documents in the trash included.</summary>
sealed record AttachmentUsage : WorkspaceUsage
{
    public override async Task<IReadOnlyList<UsageCount>> Read(
        MDReaderDb db, Guid workspaceId, CancellationToken cancellationToken)
    {
        var files =
            from file in db.Attachments
            join document in db.Documents on file.DocumentId equals document.Id
            where document.WorkspaceId == workspaceId && file.CompletedAt != null
            select file;
        return
        [
            new(
                "files",
                await files.CountAsync(cancellationToken),
                await files.SumAsync(file => file.Size, cancellationToken)),
        ];
    }
}
