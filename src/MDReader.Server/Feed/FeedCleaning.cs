using MDReader.Server.Access;
using MDReader.Server.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace MDReader.Server.Feed;

/// <summary>
/// Takes away, once a day, what no valid cursor can ask for any more: deletions, and what was told to one person. A guest's
/// rows stay: by them it is known whose documents they were.
/// </summary>
sealed class FeedCleaning(Database database, TimeProvider time, IOptions<FeedOptions> options) : BackgroundService
{
    static readonly TimeSpan Every = TimeSpan.FromDays(1);

    // A change is dated a moment before its commit, a cursor a moment after.
    static readonly TimeSpan Slack = TimeSpan.FromHours(1);

    public Task<int> Clean(CancellationToken cancellationToken)
    {
        var before = time.Now() - options.Value.KeepDeletions - Slack;
        return database.Write(
            (db, token) => db.Set<ChangeRow>()
                .Where(row => row.At < before)
                .Where(row => row.Gone != null || (row.AudienceId != ChangeRow.Everyone && db.Set<Membership>()
                    .Any(member => member.WorkspaceId == row.WorkspaceId && member.UserId == row.AudienceId)))
                .ExecuteDeleteAsync(token),
            cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await Clean(stoppingToken);
        }
    }
}
