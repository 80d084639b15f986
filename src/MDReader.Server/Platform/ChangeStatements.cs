using System.Data.Common;

namespace MDReader.Server.Platform;

/// <summary>
/// Moves objects forward in their workspaces' feeds. It is the last thing a writing transaction does before it commits:
/// from its first statement on it holds the feed's row, so positions are committed in their order and a reader never
/// passes one that comes later. Nothing else may be locked after that; several feeds are taken in the order of their ids.
/// </summary>
public sealed class ChangeStatements : IAsyncDisposable
{
    internal const string Trashed = "trashed";
    internal const string Purged = "purged";

    readonly Database _database;
    readonly DbCommand _advance;
    readonly DbCommand _move;
    readonly DbCommand _moveAll;

    public ChangeStatements(DbConnection connection, Database database)
    {
        _database = database;
        _advance = connection.Command("""
            INSERT INTO feeds (workspace_id, epoch, position) VALUES (@workspace, @epoch, @count)
            ON CONFLICT (workspace_id) DO UPDATE SET position = feeds.position + @count
            RETURNING position
            """, ("@workspace", null), ("@epoch", null), ("@count", null));
        _move = connection.Command("""
            INSERT INTO changes (workspace_id, type, object_id, audience_id, position, gone, at)
            VALUES (@workspace, @type, @object, @audience, @position, @gone, @at)
            ON CONFLICT (workspace_id, type, object_id, audience_id)
            DO UPDATE SET position = excluded.position, gone = excluded.gone, at = excluded.at
            """, ("@workspace", null), ("@type", null), ("@object", null), ("@audience", null), ("@position", null),
            ("@gone", null), ("@at", null));
        _moveAll = connection.Command("""
            INSERT INTO changes (workspace_id, type, object_id, audience_id, position, gone, at)
            SELECT workspace_id, type, object_id, @person,
                   @position + row_number() OVER (ORDER BY type, object_id), NULL, @at
            FROM changes
            WHERE workspace_id = @workspace AND audience_id = @everyone AND gone IS NULL
            ON CONFLICT (workspace_id, type, object_id, audience_id)
            DO UPDATE SET position = excluded.position, at = excluded.at
            """, ("@workspace", null), ("@person", null), ("@position", null), ("@everyone", null), ("@at", null));
    }

    /// <summary>Writes the changes inside the transaction, which has nothing left to do but commit.</summary>
    /// <returns>What to tell this process's listeners after the commit.</returns>
    public async Task<IReadOnlyList<FeedMoved>> Write(
        IEnumerable<Change> changes, DbTransaction? transaction, DateTimeOffset at, CancellationToken cancellationToken)
    {
        _advance.Transaction = _move.Transaction = _moveAll.Transaction = transaction;
        var feeds = changes.GroupBy(change => change.WorkspaceId).OrderBy(feed => feed.Key).ToList();
        foreach (var feed in feeds)
        {
            await Write(feed.Key, feed.Distinct().ToList(), _database.Stored(at), cancellationToken);
        }

        return feeds.ConvertAll(feed => new FeedMoved(feed.Key));
    }

    async Task Write(Guid workspaceId, List<Change> changes, object at, CancellationToken cancellationToken)
    {
        var workspace = _database.Stored(workspaceId);
        var position = await Advance(workspace, changes.Count, cancellationToken) - changes.Count;
        foreach (var change in changes)
        {
            position++;
            switch (change)
            {
                case Change.Upserted(_, var type, var id):
                    await Move(type, id, ChangeRow.Everyone, gone: null);
                    break;
                case Change.Deleted(_, var type, var id, var reason):
                    await Move(type, id, ChangeRow.Everyone, reason == Gone.Trashed ? Trashed : Purged);
                    break;
                case Change.Access(_, var type, var id, var person):
                    await Move(type, id, person, gone: null);
                    break;
                case Change.AccessToAll(_, var person):
                    await MoveAll(person);
                    break;
                default:
                    throw new InvalidOperationException($"The feed has no row for {change.GetType().Name}.");
            }
        }

        async Task Move(string type, Guid id, Guid audience, string? gone)
        {
            _move.Bind(workspace, type, _database.Stored(id), _database.Stored(audience), position, gone, at);
            await _move.ExecuteNonQueryAsync(cancellationToken);
        }

        // Their number is known only afterwards; the feed's row is held, so nobody takes the positions in between.
        async Task MoveAll(Guid person)
        {
            var last = await Advance(workspace, 0, cancellationToken);
            _moveAll.Bind(
                workspace, _database.Stored(person), last, _database.Stored(ChangeRow.Everyone), at);
            await Advance(workspace, await _moveAll.ExecuteNonQueryAsync(cancellationToken), cancellationToken);
        }
    }

    async Task<long> Advance(object workspace, int count, CancellationToken cancellationToken)
    {
        _advance.Bind(workspace, _database.Stored(Guid.NewGuid()), (long)count);
        return (long)(await _advance.ExecuteScalarAsync(cancellationToken))!;
    }

    public async ValueTask DisposeAsync()
    {
        await _advance.DisposeAsync();
        await _move.DisposeAsync();
        await _moveAll.DisposeAsync();
    }
}
