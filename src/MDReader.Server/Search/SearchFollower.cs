using System.Data.Common;
using MDReader.Server.Collaboration;
using MDReader.Server.Documents;
using MDReader.Server.Platform;

namespace MDReader.Server.Search;

/// <summary>
/// Keeps what is found in step with what is written: title, text and tags. What changed in this process it hears of; what
/// it missed, by a crash or in another process, it finds by comparing versions, at the start and now and then.
/// </summary>
sealed partial class SearchFollower : BackgroundService, IHostedLifecycleService
{
    static readonly TimeSpan Quiet = TimeSpan.FromSeconds(0.5);

    // A text is taken in as a whole, and who is typing still isn't looked for by the last words.
    static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);
    static readonly TimeSpan SweepEvery = TimeSpan.FromMinutes(1);

    const int SweepSize = 100;

    // Of the time, following takes a fiftieth: large texts that keep changing are read less often. After many at once, as of
    // an import, whoever changes the next is still found soon.
    readonly Rest _rest = new(times: 49, longest: TimeSpan.FromSeconds(5));
    readonly Settling _changed;
    readonly ISearchIndex _index;
    readonly SearchTexts _texts;
    readonly IndexedDocument _indexing;
    readonly TimeProvider _time;
    readonly ILogger _logger;

    public SearchFollower(
        ISearchIndex index, SearchTexts texts, IndexedDocument indexing, TimeProvider time, ILogger<SearchFollower> logger)
    {
        (_index, _texts, _indexing, _time, _logger) = (index, texts, indexing, time, logger);
        _changed = new(Quiet, Longest, time);
    }

    public void Listen(Signals signals)
    {
        signals.Listen<TextChanged>(changed => _changed.Hear(changed.DocumentId));
        signals.Listen<DocumentChanged>(changed => _changed.Hear(changed.DocumentId));
    }

    /// <summary>Follows everything that is behind.</summary>
    public async Task CatchUp(CancellationToken cancellationToken)
    {
        for (var last = Guid.Empty; ;)
        {
            var behind = await _texts.Behind(last, SweepSize, cancellationToken);
            foreach (var document in behind)
            {
                await Follow(document, cancellationToken);
            }

            if (behind.Count < SweepSize)
            {
                return;
            }

            last = behind[^1];
        }
    }

    public Task StartingAsync(CancellationToken cancellationToken) => _index.Prepare(cancellationToken);

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            await TrySweep(stoppingToken);
            using var sweep = new CancellationTokenSource(SweepEvery, _time);
            using var wake = CancellationTokenSource.CreateLinkedTokenSource(sweep.Token, stoppingToken);
            try
            {
                while (true)
                    await FollowEach(await _changed.Next(wake.Token), stoppingToken);
            }
            catch (OperationCanceledException) when (!stoppingToken.IsCancellationRequested)
            {
                // Time to look for what was missed.
            }
        }
    }

    async Task FollowEach(IReadOnlyList<Guid> documents, CancellationToken cancellationToken)
    {
        _rest.WorkBegins();
        foreach (var document in documents)
        {
            await Follow(document, cancellationToken);
        }

        _rest.WorkEnds();
        await _rest.Take(cancellationToken);
    }

    async Task TrySweep(CancellationToken cancellationToken)
    {
        try
        {
            await CatchUp(cancellationToken);
        }
        catch (DbException failure)
        {
            LogSweepFailed(failure);
        }
    }

    // What fails here is behind still, and the next sweep finds it.
    async Task Follow(Guid document, CancellationToken cancellationToken)
    {
        try
        {
            await _indexing.Update(document, cancellationToken);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            LogNotFollowed(document, failure);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Search could not look for what it missed; it tries again in a minute.")]
    partial void LogSweepFailed(Exception failure);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Search could not take in {Document}; it tries again within a minute.")]
    partial void LogNotFollowed(Guid document, Exception failure);
}
