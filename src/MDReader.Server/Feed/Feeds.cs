using MDReader.Server.Platform;
using Microsoft.Extensions.Options;

namespace MDReader.Server.Feed;

/// <summary>A workspace's feed from the outside: cursors in, cursors out, and waiting for what comes.</summary>
sealed class Feeds(
    FeedReading reading, SyncCursors cursors, FeedWatch watch, TimeProvider time, IOptions<FeedOptions> options)
{
    public async Task<bool> MaySee(Onlooker onlooker, CancellationToken cancellationToken) =>
        await reading.SightOf(onlooker, cancellationToken) != Sight.Nothing;

    public async Task<(FeedSnapshot? Page, Refusal? Refusal)> Snapshot(
        Onlooker onlooker, string? cursor, int limit, CancellationToken cancellationToken)
    {
        if (!await MaySee(onlooker, cancellationToken))
        {
            return (null, Hidden());
        }

        SnapshotCursor? from = null;
        if (cursor is not null && (from = cursors.ReadSnapshot(cursor, onlooker)) is null)
        {
            return (null, Mismatch());
        }

        // Before the first page is read: what changes from now on is told as a change.
        var sync = from?.Sync ?? await Now(onlooker, cancellationToken);
        var page = await reading.Snapshot(
            onlooker, from is { } last ? (last.Type, last.Id) : null, limit, cancellationToken);
        var next = page.Next is { } after
            ? cursors.Write(new SnapshotCursor(sync, after.Type, after.Id), onlooker)
            : null;
        return (new FeedSnapshot(page.Objects, next, cursors.Write(sync, onlooker)), null);
    }

    public async Task<(FeedChanges? Changes, Refusal? Refusal)> Changes(
        Onlooker onlooker, string? since, (int Limit, TimeSpan Wait) asked, CancellationToken cancellationToken)
    {
        var sight = await reading.SightOf(onlooker, cancellationToken);
        var asksForAll = string.IsNullOrEmpty(since);
        if (asksForAll && sight == Sight.Nothing)
        {
            return (null, Hidden());
        }

        if ((asksForAll ? await Now(onlooker, cancellationToken) with { Position = 0 } : cursors.ReadSync(since, onlooker))
            is not { } cursor)
        {
            return (null, sight == Sight.Nothing ? Hidden() : Mismatch());
        }

        var wait = asked.Wait < options.Value.LongestWait ? asked.Wait : options.Value.LongestWait;
        var started = time.GetTimestamp();
        while (true)
        {
            var move = watch.NextMove(onlooker.WorkspaceId);
            var now = await Now(onlooker, cancellationToken);
            if (now.Epoch != cursor.Epoch || now.At - cursor.At > options.Value.KeepDeletions)
            {
                return (null, sight == Sight.Nothing ? Hidden() : Expired(onlooker.WorkspaceId));
            }

            // Where nothing has moved, nobody's right has either.
            var moved = now.Position != cursor.Position;
            sight = moved ? await reading.SightOf(onlooker, cancellationToken) : sight;
            var stretch = moved
                ? await reading.Changes(onlooker, sight, (cursor.Position, now.Position), asked.Limit, cancellationToken)
                : new Stretch([], now.Position, HasMore: false);
            cursor = now with { Position = stretch.Position };
            if (stretch.Objects.Count > 0)
            {
                return (new FeedChanges(stretch.Objects, cursors.Write(cursor, onlooker), stretch.HasMore), null);
            }

            // Whoever lost the workspace has been told by now, or never had it.
            if (sight == Sight.Nothing && !stretch.HasMore)
            {
                return (null, Hidden());
            }

            var left = wait - time.GetElapsedTime(started);
            if (!stretch.HasMore && (left <= TimeSpan.Zero || watch.IsOver))
            {
                return (new FeedChanges([], cursors.Write(cursor, onlooker), HasMore: false), null);
            }

            if (!stretch.HasMore)
            {
                var look = left < options.Value.LookEvery ? left : options.Value.LookEvery;
                await Task.WhenAny(move, Task.Delay(look, time, cancellationToken));
                cancellationToken.ThrowIfCancellationRequested();
            }
        }
    }

    async Task<SyncCursor> Now(Onlooker onlooker, CancellationToken cancellationToken)
    {
        var (epoch, position) = await reading.End(onlooker.WorkspaceId, cancellationToken);
        return new SyncCursor(epoch, position, time.Now());
    }

    public static Refusal Hidden() => Problems.NotFound.Because("There is no such workspace, or nothing in it is yours to see.");

    static Refusal Mismatch() => Problems.CursorMismatch.Because(
        "Send the cursor that this account was given for this workspace; begin with its snapshot.");

    static Refusal Expired(Guid workspaceId)
    {
        var snapshot = $"{Api.Root}/v1/workspaces/{workspaceId}/snapshot";
        return Problems.SyncCursorExpired
            .Because($"Begin again with the snapshot: GET {snapshot}.")
            .With("snapshotHref", snapshot);
    }
}
