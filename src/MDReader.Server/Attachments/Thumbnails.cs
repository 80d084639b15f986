using MDReader.Server.Platform;
using Microsoft.Extensions.Options;

namespace MDReader.Server.Attachments;

/// <summary>
/// The small pictures of pictures. Each is made when somebody first wants it and kept beside the file. It is work on bytes
/// that a stranger has sent: one at a time in each process, from a file and a number of pixels that are limited, and given up
/// when it takes too long. What can't be drawn isn't tried again; empty bytes in its place say so.
/// </summary>
sealed partial class Thumbnails(IBlobStore blobs, IOptions<AttachmentsOptions> options, TimeProvider time, ILogger<Thumbnails> logger)
    : IDisposable
{
    /// <summary>How long to wait for a turn, where too many wait already.</summary>
    public static readonly TimeSpan Turn = TimeSpan.FromSeconds(5);

    public static readonly RateLimit Waiting = new("thumbnails", MostWaiting, window: TimeSpan.Zero);

    const int LargestFile = 32 * 1024 * 1024;
    const int MostWaiting = 100;
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    readonly SemaphoreSlim _turn = new(1);
    int _waiting;

    /// <summary>Makes sure that it is there, if it can be.</summary>
    public async Task<Thumbnail> Find(Attachment attachment, CancellationToken cancellationToken)
    {
        if (!options.Value.Thumbnails || !attachment.IsPicture || attachment.Size > LargestFile)
        {
            return Thumbnail.None;
        }

        if (await Kept(attachment, cancellationToken) is { } kept)
        {
            return kept;
        }

        if (Interlocked.Increment(ref _waiting) > MostWaiting)
        {
            Interlocked.Decrement(ref _waiting);
            return Thumbnail.Later;
        }

        try
        {
            await _turn.WaitAsync(cancellationToken);
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }

        var work = Task.CompletedTask;
        try
        {
            // Whoever had the turn before may have made it.
            if (await Kept(attachment, cancellationToken) is { } made)
            {
                return made;
            }

            var file = await Read(attachment, cancellationToken);
            var drawing = Task.Run(() => SmallPicture.Draw(file, options.Value.ThumbnailPixels), CancellationToken.None);
            work = drawing;
            return await Keep(attachment, await Drawn(drawing, attachment), cancellationToken);
        }
        finally
        {
            // Nobody waits any more for what takes too long, but the next one begins when it has ended.
            _ = work.ContinueWith(_ => _turn.Release(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }
    }

    public void Dispose() => _turn.Dispose();

    async Task<byte[]?> Drawn(Task<byte[]?> drawing, Attachment attachment)
    {
        try
        {
            return await drawing.WaitAsync(Patience, time);
        }
        catch (Exception failure)
        {
            // Whatever such a file does to whoever unpacks it: it has no small picture.
            LogNotDrawn(attachment.Id, failure);
            return null;
        }
    }

    async Task<Thumbnail?> Kept(Attachment attachment, CancellationToken cancellationToken) =>
        await blobs.Look(attachment.Thumbnail, cancellationToken) switch
        {
            null => null,
            { Size: 0 } => Thumbnail.None,
            _ => Thumbnail.There,
        };

    async Task<byte[]> Read(Attachment attachment, CancellationToken cancellationToken)
    {
        await using var content = await blobs.Open(attachment.Key, cancellationToken);
        var file = new byte[attachment.Size];
        return content is not null && await content.ReadAtLeastAsync(file, file.Length, throwOnEndOfStream: false, cancellationToken) == file.Length
            ? file
            : [];
    }

    async Task<Thumbnail> Keep(Attachment attachment, byte[]? drawn, CancellationToken cancellationToken)
    {
        await blobs.Put(attachment.Thumbnail, new MemoryStream(drawn ?? []), SmallPicture.ContentType, cancellationToken);
        return drawn is null ? Thumbnail.None : Thumbnail.There;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "No small picture was made of {Attachment}.")]
    partial void LogNotDrawn(Guid attachment, Exception failure);
}

enum Thumbnail
{
    There,

    /// <summary>It is no picture, or one that can't be made small.</summary>
    None,

    /// <summary>Too many wait for theirs just now.</summary>
    Later,
}
