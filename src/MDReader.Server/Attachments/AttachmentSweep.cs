using MDReader.Server.Documents;
using MDReader.Server.Platform;
using Microsoft.EntityFrameworkCore;

namespace MDReader.Server.Attachments;

/// <summary>
/// Collects what nobody can reach any more: bytes whose row is gone with its document or whose process died on the way, and
/// rows whose bytes never came. Several processes may do so at once: deleting twice is deleting once.
/// </summary>
sealed partial class AttachmentSweep(
    Database database, IBlobStore blobs, TimeProvider time, ILogger<AttachmentSweep> logger) : BackgroundService
{
    const string Prefix = "attachments/";
    const int Batch = 500;
    static readonly TimeSpan Every = TimeSpan.FromHours(6);

    // Longer than any upload may take, so that nobody's bytes are collected before they are claimed.
    static readonly TimeSpan Grace = TimeSpan.FromDays(2);

    /// <returns>How many blobs were deleted.</returns>
    public async Task<int> Collect(CancellationToken cancellationToken)
    {
        var until = time.Now() - Grace;
        await database.Write(
            (db, token) => db.Attachments
                .Where(attachment => attachment.CompletedAt == null && attachment.UploadUntil < until).ExecuteDeleteAsync(token),
            cancellationToken);

        var collected = 0;
        await foreach (var batch in blobs.List(Prefix, cancellationToken).Where(blob => blob.WrittenAt < until).Chunk(Batch)
            .WithCancellation(cancellationToken))
        {
            collected += await Collect(batch, cancellationToken);
        }

        if (collected > 0)
        {
            LogCollected(collected);
        }

        return collected;
    }

    async Task<int> Collect(StoredBlob[] batch, CancellationToken cancellationToken)
    {
        var ids = batch.Select(blob => IdOf(blob.Key)).ToList();
        var known = await database.Read(
            (db, token) => db.Attachments.Where(attachment => ids.Contains(attachment.Id)).ToListAsync(token), cancellationToken);
        // Where one has arrived, its address takes the same bytes for a while still; nobody claims those.
        var wanted = known.SelectMany(attachment => attachment.CompletedAt is null
            ? (BlobKey[])[attachment.Key, attachment.Arriving]
            : [attachment.Key, attachment.Thumbnail]).ToHashSet();
        var orphans = batch.Where(blob => !wanted.Contains(blob.Key)).ToList();
        foreach (var orphan in orphans)
        {
            await blobs.Delete(orphan.Key, cancellationToken);
        }

        return orphans.Count;
    }

    /// <summary>A document that is gone takes its bytes along at once; what this misses is collected.</summary>
    public void Listen(Signals signals) => signals.Listen<DocumentPurged>(purged => _ = DeleteAll(purged.DocumentId));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        do
        {
            try
            {
                await Collect(stoppingToken);
            }
            // Whatever fails in the database or the store, which have exceptions of their own: a sweep isn't worth the process.
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailed(failure);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    async Task DeleteAll(Guid document)
    {
        try
        {
            foreach (var folder in (string[])[Prefix, Attachment.Thumbnails])
            {
                await foreach (var blob in blobs.List($"{folder}{document}/", CancellationToken.None))
                {
                    await blobs.Delete(blob.Key, CancellationToken.None);
                }
            }
        }
        // Nobody waits for it, and the next round does it again.
        catch (Exception failure)
        {
            LogFailed(failure);
        }
    }

    static Guid IdOf(BlobKey key) => Guid.TryParse(key.ToString().Split('/')[^1], out var id) ? id : Guid.Empty;

    [LoggerMessage(Level = LogLevel.Information, Message = "Collected {Count} files that belonged to nothing any more.")]
    partial void LogCollected(int count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Files that belong to nothing could not be collected; it is tried again.")]
    partial void LogFailed(Exception failure);
}
