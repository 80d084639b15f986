using System.Diagnostics;

namespace MDReader.Server.Platform;

/// <summary>Reads the outbox: at once after a commit of this process, and every few seconds what another one left.</summary>
sealed partial class OutboxWorker(
    OutboxClaims claims, IEnumerable<OutboxReader> readers, Signals signals, TimeProvider time, ILogger<OutboxWorker> log)
    : BackgroundService
{
    static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(2);
    static readonly TimeSpan ForgetEvery = TimeSpan.FromHours(1);

    readonly Dictionary<string, OutboxReader> _readers = readers.ToDictionary(reader => reader.Topic);
    readonly Alarm _alarm = new();

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        signals.Listen<OutboxWritten>(_ => _alarm.Ring());
        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var forget = time.GetUtcNow();
        await claims.TakeBack(stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (forget <= time.GetUtcNow())
                {
                    forget = time.GetUtcNow() + ForgetEvery;
                    await claims.Forget(stoppingToken);
                }

                await ReadWhatIsDue(stoppingToken);
            }
            catch (System.Data.Common.DbException failure)
            {
                LogUnreachable(failure);
            }

            await _alarm.Rest(LookEvery, stoppingToken);
        }
    }

    async Task ReadWhatIsDue(CancellationToken cancellationToken)
    {
        while (await claims.Take(_readers.Keys, cancellationToken) is { Count: > 0 } rows)
        {
            await Task.WhenAll(rows.Select(row => Read(row, cancellationToken)));
        }
    }

    async Task Read(OutboxRow row, CancellationToken cancellationToken)
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        late.CancelAfter(claims.Patience);
        using var span = Telemetry.Source.StartActivity($"outbox {row.Topic}", ActivityKind.Consumer);
        try
        {
            await _readers[row.Topic].Read(row.Payload, row.Key, late.Token);
            await claims.Finish(row, cancellationToken);
        }
        // Whatever went wrong with this message is no reason to stop reading the others.
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            span?.SetStatus(ActivityStatusCode.Error, failure.GetType().Name);
            if (await claims.Postpone(row, failure, cancellationToken) is { } retry)
            {
                LogPostponed(row.Topic, row.Id, row.Attempts, retry, failure.GetType().Name);
            }
            else
            {
                LogGivenUp(row.Topic, row.Id, row.Attempts, failure);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The outbox can't be read; trying again in a moment.")]
    partial void LogUnreachable(Exception failure);

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "{Topic} {Id} of the outbox failed at attempt {Attempt} ({Failure}); next try in {Retry}.")]
    partial void LogPostponed(string topic, Guid id, int attempt, TimeSpan retry, string failure);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Topic} {Id} of the outbox is given up after {Attempts} attempts.")]
    partial void LogGivenUp(string topic, Guid id, int attempts, Exception failure);
}
