using Microsoft.Extensions.Options;

namespace MDReader.Server.Versions;

/// <summary>Looks after versions while the process runs.</summary>
sealed partial class VersionsWorker(
    AutomaticVersions automatic, HistoryEnd end, TimeProvider time, IOptions<VersionsOptions> options, ILogger<VersionsWorker> logger)
    : BackgroundService
{
    static readonly TimeSpan Daily = TimeSpan.FromDays(1);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(
        Repeat(automatic.Look, options.Value.LookEvery, stoppingToken), Repeat(end.CutOff, Daily, stoppingToken));

    async Task Repeat(Func<CancellationToken, Task> work, TimeSpan every, CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(every, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await work(stoppingToken);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                // The next time may do better: a database that is away comes back.
                LogFailed(failure);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Looking after versions failed; it is tried again.")]
    partial void LogFailed(Exception failure);
}
