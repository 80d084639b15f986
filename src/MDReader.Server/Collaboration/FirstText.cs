using System.Text;
using MDReader.Server.Documents;
using MDReader.Server.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace MDReader.Server.Collaboration;

/// <summary>The text that a document is created with: its first edit, in the transaction that creates it.</summary>
sealed class FirstText(
    NewClientId newClientId, UpdateLog log, TimeProvider time, IOptions<CollaborationOptions> options)
{
    /// <inheritdoc cref="ReadText"/>
    /// <remarks>From the log and not from the room, which may be waiting for the turn to write that its reader holds.</remarks>
    public async Task<string?> Read(Guid documentId) =>
        await log.Open(documentId) is { } opened
            ? Encoding.UTF8.GetString(opened.Format.FileOf(opened.Text).ToBytes())
            : null;

    /// <inheritdoc cref="WriteFirstText"/>
    public async Task<(long Seq, Refusal? Refusal)> Write(
        MDReaderDb db, Document document, string text, CancellationToken cancellation)
    {
        var limit = options.Value.TextLimit;
        var bytes = Encoding.UTF8.GetBytes(text);
        if (bytes.Length > limit)
            return (0, Problems.TooLarge.Because($"A document may have {limit} bytes of UTF-8 (this has {bytes.Length})."));
        var (file, flaw) = ContentReading.Parse(bytes, "/content");
        if (file is null)
            return (0, flaw);

        var opened = OpenedDocument.Empty(document.Epoch, newClientId());
        var wanted = new NewText.WholeFile(file);
        if (opened.Write(wanted, wanted.ChangesOf("").Changes, document.CreatedBy) is not { } edit)
            return (0, null);

        const long First = 1;
        db.Add(new UpdateRow
        {
            DocumentId = document.Id,
            Seq = First,
            AuthorId = edit.Author,
            At = time.Now(),
            Data = edit.Update.ToArray(),
            Format = edit.Format,
            Way = document.UpdatedWay,
            TokenId = document.UpdatedToken,
        });
        db.AddRange(edit.Claims.Select(claim => new ClientRow
        {
            DocumentId = document.Id,
            ClientId = (long)claim.Client,
            OwnerId = claim.Owner,
        }));
        await db.Documents.Where(row => row.Id == document.Id)
            .ExecuteUpdateAsync(row => row.SetProperty(found => found.Seq, First), cancellation);
        return (First, null);
    }
}
