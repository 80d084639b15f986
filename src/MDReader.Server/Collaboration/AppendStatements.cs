using System.Data.Common;
using MDReader.Server.Platform;

namespace MDReader.Server.Collaboration;

/// <summary>Puts batches on disk: all of a group in one transaction.</summary>
interface IAppend : IAsyncDisposable
{
    /// <summary>Commits what of the group is permitted; a refused batch has written nothing, and fails no other.</summary>
    /// <exception cref="DbException">The database failed; the group may or may not have been written.</exception>
    Task<AppendedGroup> Commit(IReadOnlyList<Batch> group, DateTimeOffset now);
}

/// <param name="Outcomes">One for each batch, in order.</param>
/// <param name="Moved">The feeds that have got longer.</param>
sealed record AppendedGroup(IReadOnlyList<Appended> Outcomes, IReadOnlyList<FeedMoved> Moved);

/// <summary>Prepares appending on a connection of its own.</summary>
delegate Task<IAppend> OpenAppend(CancellationToken cancellation);

/// <summary>
/// The prepared statements of the append transaction, row by row. The fence stands in here: the document is alive and of the
/// right epoch, every author may write it, and what they have proven themselves by is good, at the moment of the commit and not
/// only when they connected.
/// </summary>
sealed class AppendStatements : IAppend
{
    readonly DbConnection _connection;
    readonly Database _database;
    readonly DbCommand _advance;
    readonly DbCommand _fence;
    readonly DbCommand _insert;
    readonly DbCommand _owner;
    readonly DbCommand _claim;
    readonly ChangeStatements _changes;
    readonly List<Change> _moved = [];

    public AppendStatements(DbConnection connection, Database database)
    {
        (_connection, _database) = (connection, database);
        _advance = connection.Command("""
            UPDATE documents SET seq = seq + @count, updated_at = @at,
                updated_by = @by, updated_way = @way, updated_token = @token
            WHERE id = @document AND epoch = @epoch AND trashed_at IS NULL AND seq = coalesce(@after, seq)
            RETURNING seq, workspace_id
            """, ("@count", null), ("@at", null), ("@by", null), ("@way", null), ("@token", null), ("@document", null), ("@epoch", null), ("@after", null));
        _fence = connection.Command(Fence.Sql, ("@document", null), ("@user", null), ("@credential", null), ("@now", null));
        _insert = connection.Command("""
            INSERT INTO document_updates (document_id, seq, author_id, at, data, format, way, token_id)
            VALUES (@document, @seq, @author, @at, @data, @format, @way, @token)
            """, ("@document", null), ("@seq", null), ("@author", null), ("@at", null), ("@data", null), ("@format", null),
            ("@way", null), ("@token", null));
        _owner = connection.Command(
            "SELECT owner_id FROM document_clients WHERE document_id = @document AND client_id = @client",
            ("@document", null), ("@client", null));
        _claim = connection.Command("""
            INSERT INTO document_clients (document_id, client_id, owner_id) VALUES (@document, @client, @owner)
            ON CONFLICT (document_id, client_id) DO NOTHING
            """, ("@document", null), ("@client", null), ("@owner", null));
        _changes = new(connection, database);
    }

    DbCommand[] All => [_advance, _fence, _insert, _owner, _claim];

    public async Task<AppendedGroup> Commit(IReadOnlyList<Batch> group, DateTimeOffset now)
    {
        await using var transaction = await _connection.BeginTransactionAsync();
        foreach (var command in All)
            command.Transaction = transaction;
        _moved.Clear();
        var outcomes = new List<Appended>(group.Count);
        foreach (var batch in group)
            outcomes.Add(await Append(batch, now));
        // The last thing before the commit; see ChangeStatements.
        var moved = await _changes.Write(_moved, transaction, now, CancellationToken.None);
        await transaction.CommitAsync();
        return new(outcomes, moved);
    }

    // Where it refuses, it has written nothing.
    async Task<Appended> Append(Batch batch, DateTimeOffset now)
    {
        var document = _database.Stored(batch.Document);
        foreach (var edit in batch.Edits.DistinctBy(edit => (edit.Writer, edit.Credential)))
            if (await Refuse(document, edit, now) is { } refused)
                return refused;

        foreach (var edit in batch.Edits)
            foreach (var claim in edit.Claims)
                if (!await MayClaim(document, claim))
                    return new Appended.Overtaken();

        var at = _database.Stored(now);
        var last = batch.Edits[^1];
        _advance.Bind(
            batch.Edits.Count, at, _database.Stored(last.Author), StoredWay(last.Via), StoredToken(last.Via), document, batch.Epoch,
            batch.OnlyAfter);
        if (await Advance() is not (var lastSeq, var workspace))
            return batch.OnlyAfter is null ? new Appended.NotThere() : new Appended.Overtaken();
        _moved.Add(new Change.Upserted(workspace, ObjectType.Document, batch.Document));

        var seq = lastSeq - batch.Edits.Count;
        foreach (var edit in batch.Edits)
        {
            _insert.Bind(
                document, ++seq, _database.Stored(edit.Author), at, edit.Update.ToArray(), edit.Format, StoredWay(edit.Via),
                StoredToken(edit.Via));
            await _insert.ExecuteNonQueryAsync();
            foreach (var (client, owner) in edit.Claims)
            {
                _claim.Bind(document, (long)client, _database.Stored(owner));
                await _claim.ExecuteNonQueryAsync();
            }
        }
        return new Appended.Committed(lastSeq);
    }

    static object? StoredWay(Via? via) => (short?)via?.Way;

    object? StoredToken(Via? via) => via?.Token is { } token ? _database.Stored(token) : null;

    async Task<(long LastSeq, Guid Workspace)?> Advance()
    {
        await using var row = await _advance.ExecuteReaderAsync();
        return await row.ReadAsync() ? (row.GetInt64(0), row.GetGuid(1)) : null;
    }

    async Task<Appended.Refused?> Refuse(object document, Edit edit, DateTimeOffset now)
    {
        _fence.Bind(document, _database.Stored(edit.Writer), _database.Stored(edit.Credential), _database.Stored(now));
        await using var row = await _fence.ExecuteReaderAsync();
        return await row.ReadAsync() ? Fence.Read(row).Refuse(edit) : new Appended.NotPermitted(edit.Writer);
    }

    // Another process may have given the client to somebody else since the room looked.
    async Task<bool> MayClaim(object document, Lease claim)
    {
        _owner.Bind(document, (long)claim.Client);
        return await _owner.ExecuteScalarAsync() is not { } owner || owner.Equals(_database.Stored(claim.Owner));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var command in All)
            await command.DisposeAsync();
        await _changes.DisposeAsync();
        await _connection.DisposeAsync();
    }
}
