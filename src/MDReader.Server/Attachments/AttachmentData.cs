using MDReader.Server.Platform;
using Microsoft.EntityFrameworkCore;

namespace MDReader.Server.Attachments;

/// <summary>Which files somebody uploaded. They belong to their documents, and stay for those who share them.</summary>
sealed record AttachmentData() : PersonalData("attachments")
{
    public override async Task<object> Read(MDReaderDb db, Guid userId, CancellationToken cancellationToken) =>
        (await db.Attachments.Where(attachment => attachment.UploadedBy == userId).OrderBy(attachment => attachment.Id)
            .ToListAsync(cancellationToken))
        .ConvertAll(AttachmentEntry.Of);
}
