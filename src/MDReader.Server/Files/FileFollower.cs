using MDReader.Server.Collaboration;
using MDReader.Server.Documents;
using MDReader.Server.Platform;
using Microsoft.Extensions.Options;

namespace MDReader.Server.Files;

/// <summary>
/// Keeps the files in step with the texts. What changed in this process it hears of; what it missed, by a crash or in
/// another process, it finds by comparing states, at the start and every minute.
/// </summary>
sealed partial class FileFollower(
    FileCopies copies, IOptions<FilesOptions> options, TimeProvider time, ILogger<FileFollower> logger) : BackgroundService
{
    const int Batch = 100;

    // A text that never rests is written so many times less often.
    const int Restless = 10;

    static readonly TimeSpan SweepEvery = TimeSpan.FromMinutes(1);

    // Of the time, following takes a fiftieth.
    readonly Rest _rest = new(times: 49, longest: TimeSpan.FromSeconds(10));
    bool _hasPurged;
    readonly Settling _changed = new(options.Value.CopyAfter, options.Value.CopyAfter * Restless, time);

    public void Listen(Signals signals)
    {
        signals.Listen<TextChanged>(changed => _changed.Hear(changed.DocumentId));
        signals.Listen<DocumentChanged>(changed => _changed.Hear(changed.DocumentId));
        signals.Listen<DocumentPurged>(purged =>
        {
            Volatile.Write(ref _hasPurged, true);
            _changed.Hear(purged.DocumentId);
        });
    }

    /// <summary>Writes and deletes everything that is behind.</summary>
    public async Task CatchUp(CancellationToken cancellationToken)
    {
        await Each(copies.Behind, lagging => lagging.DocumentId, cancellationToken);
        await Each(copies.VersionsBehind, lagging => lagging.VersionId, cancellationToken);
        while (await copies.Collect(Batch, cancellationToken) == Batch)
        {
            // There may be more.
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.Value.Copies)
        {
            return;
        }

        while (true)
        {
            await Try(CatchUp, stoppingToken);
            using var sweep = new CancellationTokenSource(SweepEvery, time);
            using var wake = CancellationTokenSource.CreateLinkedTokenSource(sweep.Token, stoppingToken);
            try
            {
                while (true)
                {
                    var documents = await _changed.Next(wake.Token);
                    _rest.WorkBegins();
                    await Try(token => Follow(documents, token), stoppingToken);
                    _rest.WorkEnds();
                    await _rest.Take(stoppingToken);
                }
            }
            catch (OperationCanceledException) when (!stoppingToken.IsCancellationRequested)
            {
                // Time to look for what was missed.
            }
        }
    }

    async Task Follow(IReadOnlyList<Guid> documents, CancellationToken cancellationToken)
    {
        foreach (var batch in documents.Chunk(Batch))
        {
            await Try(token => copies.Update(batch, token), cancellationToken);
        }

        if (Interlocked.Exchange(ref _hasPurged, false))
        {
            await copies.Collect(Batch, cancellationToken);
        }
    }

    async Task Each(
        Func<Guid, int, CancellationToken, Task<List<Lagging>>> behind, Func<Lagging, Guid> id, CancellationToken cancellationToken)
    {
        for (var last = Guid.Empty; ;)
        {
            var batch = await behind(last, Batch, cancellationToken);
            await Try(token => copies.Update(batch, token), cancellationToken);
            if (batch.Count < Batch)
            {
                return;
            }

            last = id(batch[^1]);
        }
    }

    // Whatever fails is behind still, and the next round finds it: the database or the store may be away.
    async Task Try(Func<CancellationToken, Task> work, CancellationToken stoppingToken)
    {
        try
        {
            await work(stoppingToken);
        }
        catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
        {
            LogBehind(failure);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Files are behind their texts; it is tried again within a minute.")]
    partial void LogBehind(Exception failure);
}
