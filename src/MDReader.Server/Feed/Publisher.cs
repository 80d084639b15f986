using System.Data.Common;
using MDReader.Server.Platform;
using Microsoft.EntityFrameworkCore;

namespace MDReader.Server.Feed;

/// <summary>
/// Tells other systems what changes in the workspaces, where there is an <see cref="ITopic"/>. It follows each feed from
/// where it stopped, so nothing is left out and a crash tells the last changes twice; what changed again meanwhile is told
/// once, as it is now.
/// </summary>
sealed partial class Publisher(
    Database database, IEnumerable<ITopic> topics, Signals signals, TimeProvider time, ILogger<Publisher> log) : BackgroundService
{
    const int Batch = 100;

    static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(5);

    /// <summary>More than a batch may take.</summary>
    static readonly TimeSpan Claim = TimeSpan.FromMinutes(2);

    readonly ITopic? _topic = topics.LastOrDefault();
    readonly Alarm _alarm = new();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (_topic is null)
        {
            return;
        }

        signals.Listen<FeedMoved>(_ => _alarm.Ring());
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                while (await Take(stoppingToken) is { } feed)
                {
                    await Publish(feed, stoppingToken);
                }
            }
            // The database is away, or the topic: the claim runs out, and whoever looks next goes on.
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                LogLater(failure.GetType().Name, failure is DbException ? "" : failure.Message);
            }

            await _alarm.Rest(LookEvery, stoppingToken);
        }
    }

    /// <summary>A feed that is ahead of what was told of it, for this process alone for a while; null where none is.</summary>
    async Task<PublishedFeed?> Take(CancellationToken cancellationToken)
    {
        if (!await database.Read((db, token) => Behind(db).AnyAsync(token), cancellationToken))
        {
            return null;
        }

        return await database.Write(
            async (db, token) =>
            {
                if (await Behind(db).OrderBy(feed => feed.WorkspaceId).FirstOrDefaultAsync(token) is not { } feed)
                {
                    return null;
                }

                var told = await db.Set<PublishedFeed>().SingleOrDefaultAsync(row => row.WorkspaceId == feed.WorkspaceId, token);
                if (told is null)
                {
                    db.Add(told = new PublishedFeed
                    {
                        WorkspaceId = feed.WorkspaceId,
                        Epoch = feed.Epoch,
                        Position = 0,
                        ClaimedUntil = time.Now(),
                    });
                }

                (told.Position, told.Epoch) = (told.Epoch == feed.Epoch ? told.Position : 0, feed.Epoch);
                told.ClaimedUntil = time.Now() + Claim;
                return told;
            },
            cancellationToken);
    }

    async Task Publish(PublishedFeed feed, CancellationToken cancellationToken)
    {
        var changes = await database.Read(
            (db, token) => db.Set<ChangeRow>()
                .Where(row => row.WorkspaceId == feed.WorkspaceId && row.Position > feed.Position && row.AudienceId == ChangeRow.Everyone)
                .OrderBy(row => row.Position).Take(Batch).ToListAsync(token),
            cancellationToken);
        foreach (var change in changes)
        {
            await _topic!.Publish(News(change), cancellationToken);
        }

        var last = changes.Count > 0 ? changes[^1].Position : feed.Position;
        await database.Write((db, token) => Finish(db, feed, last, token), cancellationToken);
    }

    static async Task Finish(MDReaderDb db, PublishedFeed feed, long last, CancellationToken cancellationToken)
    {
        // What is left is for single people, unless it came while the others were on their way.
        var hasMore = await db.Set<ChangeRow>().AnyAsync(
            row => row.WorkspaceId == feed.WorkspaceId && row.Position > last && row.AudienceId == ChangeRow.Everyone, cancellationToken);
        var told = await db.Set<PublishedFeed>().SingleAsync(row => row.WorkspaceId == feed.WorkspaceId, cancellationToken);
        told.Position = hasMore
            ? last
            : await db.Set<FeedRow>().Where(row => row.WorkspaceId == feed.WorkspaceId).Select(row => row.Position).SingleAsync(cancellationToken);
        told.ClaimedUntil = DateTimeOffset.UnixEpoch;
    }

    IQueryable<FeedRow> Behind(MDReaderDb db)
    {
        var now = time.Now();
        return db.Set<FeedRow>().Where(feed => !db.Set<PublishedFeed>().Any(told =>
            told.WorkspaceId == feed.WorkspaceId
            && (told.ClaimedUntil > now || (told.Epoch == feed.Epoch && told.Position >= feed.Position))));
    }

    static ChangeNews News(ChangeRow change) => new(
        change.WorkspaceId,
        change.Position,
        change.Type,
        change.ObjectId,
        change.Gone switch { Gone.Trashed => "trashed", Gone.Purged => "purged", _ => "upserted" },
        change.At);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Changes can't be told to other systems now, and will be later: {Failure} {Message}")]
    partial void LogLater(string failure, string message);
}
