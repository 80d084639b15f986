using MDReader.Server.Documents;
using MDReader.Server.Platform;
using Microsoft.EntityFrameworkCore;

namespace MDReader.Server.Collaboration;

/// <summary>
/// Looks now and then whether other processes have written to what is open here, or taken it away. The relay tells so at
/// once; this finds what it lost, and everything while it is down.
/// </summary>
sealed partial class LogWatch(Rooms rooms, Database database, TimeProvider time, ILogger<LogWatch> logger) : BackgroundService
{
    const int AtOnce = 1000;

    // Within two seconds it is to be shown: what was found has to be read, too.
    static readonly TimeSpan Every = TimeSpan.FromSeconds(1.5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!database.IsShared)
            return;
        using var timer = new PeriodicTimer(Every, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            try
            {
                foreach (var some in rooms.Documents.Chunk(AtOnce))
                    await Look(some, stoppingToken);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                LogLookFailed(failure);
            }
    }

    async Task Look(Guid[] documents, CancellationToken cancellation)
    {
        var found = await database.Read((db, token) => db.Documents
            .Where(document => documents.Contains(document.Id) && document.TrashedAt == null)
            .Select(document => new { document.Id, document.Epoch, document.Seq })
            .ToDictionaryAsync(document => document.Id, token), cancellation);
        foreach (var document in documents)
            rooms.Hint(document, new RoomMessage.Elsewhere(found.TryGetValue(document, out var now)
                ? new(now.Epoch, now.Seq, [], [])
                : RelayedEdits.Gone));
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Whether other processes have written could not be asked; it is asked again soon.")]
    partial void LogLookFailed(Exception failure);
}
