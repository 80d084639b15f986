using MDReader.Server.Access;
using MDReader.Server.Documents;
using MDReader.Server.Platform;
using Microsoft.Extensions.Options;

namespace MDReader.Server.Attachments;

/// <summary>Announces files, as far as there is room for them.</summary>
sealed class NewAttachment(
    Database database, DocumentAccess access, AttachmentRoom room, IBlobStore blobs, TimeProvider time, IOptions<AttachmentsOptions> options)
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
                if (standing is not { } found || (refusal = await room.Refuse(db, found.WorkspaceId, documentId, request.Size!.Value, token)) is not null)
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
}
