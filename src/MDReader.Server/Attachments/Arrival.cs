using System.Security.Cryptography;
using MDReader.Server.Access;
using MDReader.Server.Documents;
using MDReader.Server.Platform;
using Microsoft.EntityFrameworkCore;

namespace MDReader.Server.Attachments;

/// <summary>Verifies what has arrived and puts it where it stays: size, digest, and that a picture is one.</summary>
sealed class Arrival(Database database, DocumentAccess access, AttachmentRoom room, IBlobStore blobs, TimeProvider time)
{
    /// <summary>Asking again for one that is ready answers the same.</summary>
    public async Task<(AttachmentEntry? Attachment, Refusal? Refusal)> Complete(
        Attachment attachment, Caller caller, CancellationToken cancellationToken)
    {
        if (attachment.CompletedAt is not null)
        {
            return (AttachmentEntry.Of(attachment), null);
        }

        // A process may have died between moving the bytes and saying so.
        var at = attachment.Arriving;
        if (await blobs.Look(at, cancellationToken) is not { } facts)
        {
            at = attachment.Key;
            if (await blobs.Look(at, cancellationToken) is not { } moved)
            {
                return (null, Problems.UploadIncomplete.Because("Send the bytes to the upload's address first."));
            }

            facts = moved;
        }

        var (isPicture, mismatch) = await Verify(attachment, at, facts, cancellationToken);
        if (mismatch is not null)
        {
            await blobs.Delete(at, cancellationToken);
            return (null, mismatch);
        }

        var servedAs = isPicture ? attachment.ContentType : AttachmentDownload.Opaque;
        if (at != attachment.Key && !await blobs.Move(at, facts, attachment.Key, servedAs, cancellationToken))
        {
            return (null, Problems.UploadIncomplete.Because("Other bytes arrived while these were verified; complete it again."));
        }

        return await Finish(attachment.Id, isPicture, caller, cancellationToken);
    }

    async Task<(bool IsPicture, Refusal? Mismatch)> Verify(
        Attachment attachment, BlobKey at, BlobFacts facts, CancellationToken cancellationToken)
    {
        if (facts.Size != attachment.Size)
        {
            return (false, Problems.UploadMismatch.Because($"{attachment.Size} bytes were announced and {facts.Size} have arrived; announce the file anew."));
        }

        await using var content = await blobs.Open(at, cancellationToken);
        if (content is null)
        {
            return (false, Problems.UploadIncomplete.Because("The bytes are gone; announce the file anew."));
        }

        var start = new byte[ContentKind.Looked];
        var looked = await content.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, cancellationToken);
        var digest = facts.Sha256 ?? await Digest(start.AsMemory(0, looked), content, cancellationToken);
        if (!CryptographicOperations.FixedTimeEquals(digest, attachment.Sha256))
        {
            return (false, Problems.UploadMismatch.Because("The bytes have another SHA-256 than was announced; announce the file anew."));
        }

        var picture = ContentKind.Recognise(start.AsSpan(0, looked));
        return ContentKind.IsPicture(attachment.ContentType) && picture != attachment.ContentType
            ? (false, Problems.UploadMismatch.Because(
                $"The bytes are {(picture is null ? "no picture" : picture)} and not {attachment.ContentType}; announce the file as what it is."))
            : (picture == attachment.ContentType && !ContentKind.IsActive(start.AsSpan(0, Math.Min(looked, 512))), null);
    }

    static async Task<byte[]> Digest(ReadOnlyMemory<byte> start, Stream rest, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(start.Span);
        var buffer = new byte[64 * 1024];
        while (await rest.ReadAsync(buffer, cancellationToken) is > 0 and var read)
        {
            hash.AppendData(buffer, 0, read);
        }

        return hash.GetHashAndReset();
    }

    // Again, now that nobody can take the right away any more before this is written.
    Task<(AttachmentEntry? Attachment, Refusal? Refusal)> Finish(
        Guid id, bool isPicture, Caller caller, CancellationToken cancellationToken) =>
        database.Write<(AttachmentEntry?, Refusal?)>(
            async (db, token) =>
            {
                if (await db.Attachments.SingleOrDefaultAsync(found => found.Id == id, token) is not { } attachment)
                {
                    return (null, AttachmentRoutes.Missing());
                }

                var (standing, refusal) = await access.May(attachment.DocumentId, caller.UserId, Ability.Write, token);
                if (standing is null)
                {
                    return (null, refusal);
                }

                // What comes late isn't counted any more, and its room may be another one's.
                if (attachment.CompletedAt is null && attachment.UploadUntil <= time.Now()
                    && await room.Refuse(db, standing.Value.WorkspaceId, attachment.DocumentId, attachment.Size, token) is { } full)
                {
                    return (null, full);
                }

                (attachment.CompletedAt, attachment.IsPicture) = (attachment.CompletedAt ?? time.Now(), isPicture);
                return (AttachmentEntry.Of(attachment), null);
            },
            cancellationToken);
}
