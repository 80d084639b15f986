using MDReader.Server.Access;
using MDReader.Server.Platform;
using Microsoft.EntityFrameworkCore;

namespace MDReader.Server.Feed;

/// <summary>How much of a workspace somebody sees.</summary>
enum Sight
{
    Nothing,

    /// <summary>Some documents were shared with them; they are no member.</summary>
    Shared,

    Everything,
}

/// <summary>A stretch of a feed.</summary>
/// <param name="Objects">What there is to tell, in the order of the feed.</param>
/// <param name="Position">Everything up to here has been looked at.</param>
/// <param name="HasMore">Whether there is more right now.</param>
sealed record Stretch(IReadOnlyList<SyncedObject> Objects, long Position, bool HasMore);

/// <summary>A page of a snapshot, and the object that its last row was about.</summary>
sealed record SnapshotPage(IReadOnlyList<SyncedObject> Objects, (string Type, Guid Id)? Next);

/// <summary>
/// Reads the change log as one person may see it. The log says that something changed; what it is now, and whether this
/// person may see it now, is asked of the feature that owns it at the moment of reading.
/// </summary>
sealed class FeedReading(Database database, Authorizer authorizer, IEnumerable<ISynced> synced)
{
    const string Revoked = "revoked";

    readonly Dictionary<string, ISynced> _types = synced.ToDictionary(type => type.Type);

    public async Task<Sight> SightOf(Onlooker onlooker, CancellationToken cancellationToken)
    {
        if (await authorizer.Role(onlooker.WorkspaceId, onlooker.PersonId, cancellationToken) is not null)
        {
            return Sight.Everything;
        }

        return await database.Read(
            async (db, token) =>
            {
                // Whoever was given something has a row of their own about it.
                var rows = await db.Set<ChangeRow>()
                    .Where(row => row.WorkspaceId == onlooker.WorkspaceId && row.AudienceId == onlooker.PersonId)
                    .ToListAsync(token);
                return (await Look(db, onlooker, rows, token)).Count > 0 ? Sight.Shared : Sight.Nothing;
            },
            cancellationToken);
    }

    public async Task<bool> MayRead(Guid documentId, Guid personId, CancellationToken cancellationToken) =>
        await authorizer.Standing(documentId, personId, cancellationToken) is { Role: not null, Trashed: false };

    /// <summary>Epoch and last position; a workspace that nothing was ever said of is at 0.</summary>
    public Task<(Guid Epoch, long Position)> End(Guid workspaceId, CancellationToken cancellationToken) => database.Read(
        async (db, token) => await db.Set<FeedRow>().SingleOrDefaultAsync(row => row.WorkspaceId == workspaceId, token)
            is { } feed ? (feed.Epoch, feed.Position) : (Guid.Empty, 0),
        cancellationToken);

    /// <summary>What changed after a position, up to an end that was read before: what commits later lies behind it.</summary>
    public Task<Stretch> Changes(
        Onlooker onlooker, Sight sight, (long After, long End) range, int limit, CancellationToken cancellationToken) =>
        database.Read(
            async (db, token) =>
            {
                var rows = await db.Set<ChangeRow>()
                    .Where(row => row.WorkspaceId == onlooker.WorkspaceId)
                    .Where(row => row.Position > range.After && row.Position <= range.End)
                    .Where(row => row.AudienceId == ChangeRow.Everyone || row.AudienceId == onlooker.PersonId)
                    .OrderBy(row => row.Position)
                    .Take(limit + 1)
                    .ToListAsync(token);
                var hasMore = rows.Count > limit;
                var page = hasMore ? rows[..limit] : rows;
                var seen = await Look(db, onlooker, page, token);
                var known = sight == Sight.Shared ? await EverShared(db, onlooker, page, token) : [];
                var memberUntil = sight == Sight.Everything ? range.End : await MemberUntil(db, onlooker, token);
                return new Stretch(
                    [.. page.Select(row => Tell(row, seen, EndOf(row))).OfType<SyncedObject>()],
                    hasMore ? page[^1].Position : range.End,
                    hasMore);

                // Null where they may not hear of it. Their own membership is gone for nobody else.
                string? EndOf(ChangeRow row) =>
                    row.Type != ObjectType.Workspace && row.Position > memberUntil && !known.Contains((row.Type, row.ObjectId)) ? null
                    : row.Type == ObjectType.Member && row.ObjectId == onlooker.PersonId ? Revoked
                    : row.Gone == Gone.Trashed ? ChangeStatements.Trashed
                    : ChangeStatements.Purged;
            },
            cancellationToken);

    /// <summary>A page of everything that is there, in the order of (type, id).</summary>
    public Task<SnapshotPage> Snapshot(
        Onlooker onlooker, (string Type, Guid Id)? after, int limit, CancellationToken cancellationToken) =>
        database.Read(
            async (db, token) =>
            {
                while (true)
                {
                    var (type, id) = after ?? ("", Guid.Empty);
                    var rows = await db.Set<ChangeRow>()
                        .Where(row => row.WorkspaceId == onlooker.WorkspaceId && row.AudienceId == ChangeRow.Everyone)
                        .Where(row => row.Gone == null)
                        .Where(row => string.Compare(row.Type, type) > 0 || (row.Type == type && row.ObjectId > id))
                        .OrderBy(row => row.Type).ThenBy(row => row.ObjectId)
                        .Take(limit + 1)
                        .ToListAsync(token);
                    var hasMore = rows.Count > limit;
                    var page = hasMore ? rows[..limit] : rows;
                    var seen = await Look(db, onlooker, page, token);
                    after = hasMore ? (page[^1].Type, page[^1].ObjectId) : null;
                    if (seen.Count > 0 || !hasMore)
                    {
                        return new SnapshotPage(
                            [.. page.Select(row => seen.GetValueOrDefault((row.Type, row.ObjectId))).OfType<SyncedObject>()],
                            after);
                    }
                }
            },
            cancellationToken);

    async Task<Dictionary<(string Type, Guid Id), SyncedObject>> Look(
        MDReaderDb db, Onlooker onlooker, IReadOnlyList<ChangeRow> rows, CancellationToken cancellationToken)
    {
        var seen = new Dictionary<(string Type, Guid Id), SyncedObject>();
        foreach (var group in rows.Where(row => row.Gone is null).GroupBy(row => row.Type))
        {
            // A type that no feature owns any more is told to nobody.
            if (_types.TryGetValue(group.Key, out var type))
            {
                var ids = group.Select(row => row.ObjectId).Distinct().ToList();
                foreach (var found in await type.Read(db, onlooker, ids, cancellationToken))
                {
                    seen[(found.Type, found.Id)] = found;
                }
            }
        }

        return seen;
    }

    static SyncedObject? Tell(
        ChangeRow row, Dictionary<(string Type, Guid Id), SyncedObject> seen, string? end)
    {
        if (row.Gone is not null)
        {
            return end is null ? null : new SyncedObject(row.Type, row.ObjectId) { Reason = end };
        }

        // What is said to everybody but not seen was never theirs, or has moved on: a later row tells.
        return seen.TryGetValue((row.Type, row.ObjectId), out var found) ? found
            : row.AudienceId == ChangeRow.Everyone ? null
            : new SyncedObject(row.Type, row.ObjectId) { Reason = Revoked };
    }

    // Whoever was a member may hold what was there until they left, and has to hear of its end even if they read of it late.
    static async Task<long> MemberUntil(MDReaderDb db, Onlooker onlooker, CancellationToken cancellationToken) =>
        await db.Set<ChangeRow>().SingleOrDefaultAsync(
            row => row.WorkspaceId == onlooker.WorkspaceId && row.Type == ObjectType.Member
                && row.ObjectId == onlooker.PersonId && row.AudienceId == ChangeRow.Everyone,
            cancellationToken) switch
        {
            null => 0,
            { Gone: null } => long.MaxValue,
            { Position: var left } => left,
        };

    static async Task<HashSet<(string Type, Guid Id)>> EverShared(
        MDReaderDb db, Onlooker onlooker, IReadOnlyList<ChangeRow> rows, CancellationToken cancellationToken)
    {
        var ids = rows.Where(row => row.Gone is not null).Select(row => row.ObjectId).ToList();
        var shared = await db.Set<ChangeRow>()
            .Where(row => row.WorkspaceId == onlooker.WorkspaceId && row.AudienceId == onlooker.PersonId)
            .Where(row => ids.Contains(row.ObjectId))
            .Select(row => new { row.Type, row.ObjectId })
            .ToListAsync(cancellationToken);
        return [.. shared.Select(row => (row.Type, row.ObjectId))];
    }
}
