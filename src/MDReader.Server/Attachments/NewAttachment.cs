using MDReader.Server.Access;
using MDReader.Server.Documents;
using MDReader.Server.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace MDReader.Server.Attachments;

/// <summary>Announces files, as far as there is room for them.</summary>
sealed class NewAttachment(
    Database database, DocumentAccess access, IBlobStore blobs, TimeProvider time, IOptions<AttachmentsOptions> options)
{
    public async Task<(AttachmentEntry? Attachment, Refusal? Refusal)> Announce(
        Guid documentId, AttachmentRequest request, Caller caller, CancellationToken cancellationToken)
    {
        var (attachment, refusal) = await Add(documentId, request, caller, cancellationToken);
        if (attachment is null)
        {
            return (null, refusal);
        }

        var offer = await blobs.OfferUpload(
            new UploadTerms(
                attachment.Arriving, attachment.Size, attachment.ContentType, attachment.Sha256, attachment.UploadUntil),
            cancellationToken);
        var upload = new AttachmentUpload(offer.Url, offer.Method, attachment.UploadUntil, offer.Headers, offer.Fields);
        return (AttachmentEntry.Of(attachment) with { Upload = upload }, null);
    }

    /// <summary>Adds the row of a file whose bytes are awaited; or says why there is no room for it.</summary>
    /// <param name="id">Where a text names it already; else a new one.</param>
    public Task<(Attachment? Attachment, Refusal? Refusal)> Add(
        Guid documentId, AttachmentRequest request, Caller caller, CancellationToken cancellationToken, Guid? id = null) =>
        database.Write<(Attachment?, Refusal?)>(
            async (db, token) =>
            {
                var (standing, refusal) = await access.May(documentId, caller.UserId, Ability.Write, token);
                if (standing is not { } found || (refusal = await NoRoom(db, found.WorkspaceId, documentId, request.Size!.Value, token)) is not null)
                {
                    return (null, refusal);
                }

                var attachment = new Attachment
                {
                    Id = id ?? Ids.New(time),
                    DocumentId = documentId,
                    FileName = request.FileName!,
                    ContentType = request.ContentType!.ToLowerInvariant(),
                    Size = request.Size!.Value,
                    Sha256 = request.Digest!,
                    UploadedBy = caller.UserId,
                    CreatedAt = time.Now(),
                    UploadUntil = time.Now() + options.Value.UploadTime,
                };
                db.Add(attachment);
                return (attachment, null);
            },
            cancellationToken);

    // What is announced counts as if it were there, until its time is over.
    async Task<Refusal?> NoRoom(
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
