using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace MDReader.Server.Platform;

/// <summary>
/// Shares the outbox out among the processes. A claim is a lease: who dies with it leaves the row to the next one. The
/// claim's condition stands in the update itself and not only where its rows are chosen: two processes may choose the
/// same row, and the later one's update then finds it no longer due.
/// </summary>
sealed class OutboxClaims(Database database, IOptions<OutboxOptions> options, TimeProvider time)
{
    public const int Batch = 8;

    /// <summary>How long a key is remembered after its message was read.</summary>
    public static readonly TimeSpan Remembered = TimeSpan.FromDays(30);

    const int MostAttempts = 12;
    const int LongestFailure = 500;
    static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(10);
    static readonly TimeSpan LastRetry = TimeSpan.FromHours(1);

    public TimeSpan Lease => options.Value.Lease;

    /// <summary>How long reading a message may take: well less than the lease, so that nobody else reads it meanwhile.</summary>
    public TimeSpan Patience => Lease * 0.4;

    /// <summary>Rows that nobody else reads until the lease ends; none when nothing is due.</summary>
    public async Task<IReadOnlyList<OutboxRow>> Take(
        IReadOnlyCollection<string> topics, CancellationToken cancellationToken)
    {
        // Looked at without writing first: mostly nothing is due, and a write takes the one writer's turn.
        if (!await database.Read((db, token) => Due(db, topics).AnyAsync(token), cancellationToken))
        {
            return [];
        }

        return await database.Write<IReadOnlyList<OutboxRow>>(
            async (db, token) =>
            {
                var now = time.Now();
                var claim = Guid.NewGuid();
                var chosen = await Due(db, topics).OrderBy(row => row.DueAt).ThenBy(row => row.Id)
                    .Select(row => row.Id).Take(Batch).ToListAsync(token);
                await db.Set<OutboxRow>()
                    .Where(row => chosen.Contains(row.Id) && row.DoneAt == null && row.DueAt <= now)
                    .ExecuteUpdateAsync(
                        row => row
                            .SetProperty(found => found.Claim, claim)
                            .SetProperty(found => found.DueAt, now + Lease)
                            .SetProperty(found => found.Attempts, found => found.Attempts + 1),
                        token);
                return await db.Set<OutboxRow>().AsNoTracking().Where(row => row.Claim == claim).ToListAsync(token);
            },
            cancellationToken);
    }

    public Task Finish(OutboxRow row, CancellationToken cancellationToken) => database.Write(
        (db, token) => Mine(db, row).ExecuteUpdateAsync(
            found => found
                .SetProperty(done => done.DoneAt, time.Now())
                .SetProperty(done => done.Payload, "")
                .SetProperty(done => done.Failure, (string?)null),
            token),
        cancellationToken);

    /// <summary>Puts the row back for later. Null when it was tried often enough and is given up.</summary>
    public async Task<TimeSpan?> Postpone(OutboxRow row, Exception failure, CancellationToken cancellationToken)
    {
        var now = time.Now();
        var givenUp = row.Attempts >= MostAttempts;
        var retry = FirstRetry * Math.Pow(2, row.Attempts - 1) is var wait && wait < LastRetry ? wait : LastRetry;
        var message = $"{failure.GetType().Name}: {failure.Message}";
        await database.Write(
            (db, token) => Mine(db, row).ExecuteUpdateAsync(
                found => found
                    .SetProperty(failed => failed.DueAt, now + retry)
                    .SetProperty(failed => failed.DoneAt, givenUp ? now : null)
                    .SetProperty(failed => failed.Payload, givenUp ? "" : row.Payload)
                    .SetProperty(
                        failed => failed.Failure, message.Length > LongestFailure ? message[..LongestFailure] : message),
                token),
            cancellationToken);
        return givenUp ? null : retry;
    }

    /// <summary>Where no other process can be reading, what is claimed when this one starts was by one that died: it is due
    /// again, and needn't wait for the end of its lease.</summary>
    public Task TakeBack(CancellationToken cancellationToken)
    {
        var now = time.Now();
        return database.IsShared
            ? Task.CompletedTask
            : database.Write(
                (db, token) => db.Set<OutboxRow>().Where(row => row.DoneAt == null && row.Claim != null && row.DueAt > now)
                    .ExecuteUpdateAsync(row => row.SetProperty(found => found.DueAt, now), token),
                cancellationToken);
    }

    public Task Forget(CancellationToken cancellationToken) => database.Write(
        (db, token) =>
        {
            var oldest = time.Now() - Remembered;
            return db.Set<OutboxRow>().Where(row => row.DoneAt < oldest).ExecuteDeleteAsync(token);
        },
        cancellationToken);

    IQueryable<OutboxRow> Due(MDReaderDb db, IReadOnlyCollection<string> topics)
    {
        var now = time.Now();
        return db.Set<OutboxRow>().Where(row => row.DoneAt == null && row.DueAt <= now && topics.Contains(row.Topic));
    }

    static IQueryable<OutboxRow> Mine(MDReaderDb db, OutboxRow row) =>
        db.Set<OutboxRow>().Where(found => found.Id == row.Id && found.Claim == row.Claim);
}
