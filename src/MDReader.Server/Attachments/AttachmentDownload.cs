using MDReader.Server.Platform;
using Microsoft.Extensions.Options;

namespace MDReader.Server.Attachments;

/// <summary>Where a file can be fetched for a moment. Only a picture is shown in a page under its own type; anything else is
/// saved, as bytes without a meaning, so that no page or drawing with scripts ever runs on the server's own origin.</summary>
sealed class AttachmentDownload(IBlobStore blobs, TimeProvider time, IOptions<AttachmentsOptions> options)
{
    public const string Opaque = "application/octet-stream";

    /// <summary>Where the small picture of one that is there can be fetched.</summary>
    public Task<Uri> OfferThumbnail(Attachment attachment, CancellationToken cancellationToken) => blobs.OfferDownload(
        attachment.Thumbnail,
        new DownloadTerms("thumbnail.webp", SmallPicture.ContentType, Inline: true, time.Now() + options.Value.DownloadTime),
        cancellationToken);

    public Task<Uri> Offer(Attachment attachment, CancellationToken cancellationToken) => blobs.OfferDownload(
        attachment.Key,
        new DownloadTerms(
            attachment.FileName,
            attachment.IsPicture ? attachment.ContentType : Opaque,
            attachment.IsPicture,
            time.Now() + options.Value.DownloadTime),
        cancellationToken);
}
