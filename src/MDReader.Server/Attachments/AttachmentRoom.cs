using MDReader.Server.Documents;
using MDReader.Server.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace MDReader.Server.Attachments;

/// <summary>How much more a document and its workspace may hold. What is announced counts as if it were there, until its time is
/// over.</summary>
sealed class AttachmentRoom(TimeProvider time, IOptions<AttachmentsOptions> options)
{
    /// <summary>Null where there is room.</summary>
    public async Task<Refusal?> Refuse(
        MDReaderDb db, Guid workspaceId, Guid documentId, long size, CancellationToken cancellationToken)
    {
        var limits = options.Value;
        if (size > limits.LargestFile)
        {
            return Problems.TooLarge.Because($"Send files of at most {limits.LargestFile} bytes (this one has {size}).");
        }

        var now = time.Now();
        var counted = db.Attachments.Where(attachment => attachment.CompletedAt != null || attachment.UploadUntil > now);
        var ofDocument = counted.Where(attachment => attachment.DocumentId == documentId);
        var ofWorkspace =
            from attachment in counted
            join document in db.Documents on attachment.DocumentId equals document.Id
            where document.WorkspaceId == workspaceId
            select attachment.Size;
        return await ofDocument.CountAsync(cancellationToken) >= limits.FilesPerDocument
                ? Problems.QuotaExceeded.Because($"Delete files of this document first; it has the {limits.FilesPerDocument} it may have.")
            : Full("document", await ofDocument.SumAsync(attachment => attachment.Size, cancellationToken), size, limits.BytesPerDocument)
            ?? Full("workspace", await ofWorkspace.SumAsync(cancellationToken), size, limits.BytesPerWorkspace);
    }

    static Refusal? Full(string what, long used, long size, long limit) => used + size <= limit
        ? null
        : Problems.QuotaExceeded
            .Because($"Delete files of this {what} first; {Math.Max(0, limit - used)} of {limit} bytes are left, and this file has {size}.")
            .With("quota", new { scope = what, limit, used });
}
