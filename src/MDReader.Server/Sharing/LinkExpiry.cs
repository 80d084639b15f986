using System.Data.Common;
using MDReader.Server.Access;
using MDReader.Server.Documents;
using MDReader.Server.Platform;
using Microsoft.EntityFrameworkCore;

namespace MDReader.Server.Sharing;

/// <summary>
/// Ends what people have open by a link whose time is over. That it gives no right any more is decided by the authorizer,
/// to the millisecond; this tells those who are still there.
/// </summary>
sealed partial class LinkExpiry(Database database, LinkGrants grants, TimeProvider time, ILogger<LinkExpiry> logger)
    : BackgroundService
{
    static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    /// <summary>Takes the roles by links that are over; says whether there were any.</summary>
    public async Task<bool> EndWhatIsOver(CancellationToken cancellationToken)
    {
        var now = time.Now();
        var over = await database.Read(
            (db, token) => db.DocumentGrants.Where(grant => grant.ExpiresAt <= now && grant.LinkId != null)
                .Select(grant => new { grant.LinkId, grant.DocumentId }).Distinct().ToListAsync(token),
            cancellationToken);
        foreach (var link in over)
        {
            await database.Write(
                async (db, token) =>
                {
                    var document = await db.Documents.SingleOrDefaultAsync(found => found.Id == link.DocumentId, token);
                    // Meanwhile it may have been given more time.
                    if (document is not null
                        && await db.DocumentLinks.AnyAsync(found => found.Id == link.LinkId && found.ExpiresAt <= now, token))
                    {
                        await grants.Take(db, document, link.LinkId!.Value, token);
                    }
                },
                cancellationToken);
        }

        return over.Count > 0;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await EndWhatIsOver(stoppingToken);
            }
            catch (Exception failure) when (failure is DbException or DbUpdateException)
            {
                LogFailed(failure);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Links whose time is over could not be ended; next try in a second.")]
    partial void LogFailed(Exception failure);
}
