using System.Security.Cryptography;
using MDReader.Server.Platform;
using Microsoft.EntityFrameworkCore;

namespace MDReader.Server.Attachments;

/// <summary>A file whose id is known before it is there, since a text names it already.</summary>
sealed record ImportedFile(Guid Id, Guid DocumentId, string FileName, string ContentType);

/// <summary>Attaches bytes that are here already, under the rules of any upload.</summary>
sealed class ImportedFiles(Database database, NewAttachment announcing, IBlobStore blobs, Arrival arrival)
{
    /// <returns>Why it can't be attached; null when it is.</returns>
    public async Task<Refusal?> Attach(ImportedFile file, byte[] bytes, Caller caller, CancellationToken cancellationToken)
    {
        if (bytes.Length == 0)
        {
            return Problems.UploadMismatch.Because("It is empty.");
        }

        var request = new AttachmentRequest(
            file.FileName, file.ContentType, bytes.Length, Convert.ToHexString(SHA256.HashData(bytes)));
        if (request.Check().ToList() is { Count: > 0 } flaws)
        {
            return Problems.Flawed(flaws);
        }

        var (attachment, refusal) = await announcing.Add(file.DocumentId, request, caller, cancellationToken, file.Id);
        if (attachment is null)
        {
            return refusal;
        }

        await blobs.Put(attachment.Arriving, new MemoryStream(bytes), file.ContentType, cancellationToken);
        var (_, unfit) = await arrival.Complete(attachment, caller, cancellationToken);
        if (unfit is not null)
        {
            await database.Write(
                (db, token) => db.Attachments.Where(found => found.Id == attachment.Id).ExecuteDeleteAsync(token), cancellationToken);
        }

        return unfit;
    }
}
