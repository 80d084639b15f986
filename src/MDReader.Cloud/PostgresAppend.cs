using MDReader.Server.Collaboration;
using MDReader.Server.Platform;
using Npgsql;

namespace MDReader.Cloud;

/// <summary>
/// Appends a group as sets, in three trips to the database however many documents it is for. The first trip takes the
/// locks, the second writes, the third commits. With the documents' rows in hand nobody else appends to them, and with the
/// authors' memberships and roles in hand nobody takes one away before the commit: whoever is told that a role was lowered finds no
/// later edit in the log. What they have proven themselves by is looked at in the same breath and not locked: an edit that is
/// on its way into the log while somebody signs out is from before that.
/// </summary>
sealed class PostgresAppend(NpgsqlConnection connection) : IAppend
{
    // Rows are locked in the order of their ids, so that two processes never wait for each other.
    const string Members = """
        select 1 from memberships m
        join (select distinct d.workspace_id, a.user_id from unnest(@documents, @users) as a(document_id, user_id)
              join documents d on d.id = a.document_id) w on w.workspace_id = m.workspace_id and w.user_id = m.user_id
        order by m.workspace_id, m.user_id for share of m
        """;

    const string Grants = """
        select 1 from document_grants g join unnest(@documents, @users) as a(document_id, user_id)
        on a.document_id = g.document_id and a.user_id = g.user_id
        order by g.document_id, g.user_id for share of g
        """;

    const string Documents = """
        select id, epoch, trashed_at is null, seq, workspace_id from documents where id = any(@documents)
        order by id for no key update
        """;

    static readonly string Fences =
        $"""
        select f.*, a.n from unnest(@documents, @users, @credentials) with ordinality as a(document_id, user_id, credential_id, n)
        cross join lateral ({Fence.Sql.Replace("@document", "a.document_id").Replace("@user", "a.user_id")
            .Replace("@credential", "a.credential_id")}) f
        """;

    const string Owners = """
        select c.document_id, c.client_id, c.owner_id from unnest(@documents, @clients) as a(document_id, client_id)
        join document_clients c on c.document_id = a.document_id and c.client_id = a.client_id
        """;

    const string Advance = """
        update documents d set seq = d.seq + a.count, updated_at = @at,
            updated_by = a.author_id, updated_way = a.way, updated_token = a.token_id
        from unnest(@documents, @counts, @authors, @ways, @tokens) as a(id, count, author_id, way, token_id) where d.id = a.id
        """;

    const string Insert = """
        insert into document_updates (document_id, seq, author_id, at, data, format, way, token_id)
        select document_id, seq, author_id, @at, data, format, way, token_id
        from unnest(@documents, @seqs, @authors, @data, @formats, @ways, @tokens)
            as a(document_id, seq, author_id, data, format, way, token_id)
        """;

    const string Claim = """
        insert into document_clients (document_id, client_id, owner_id)
        select * from unnest(@documents, @clients, @owners) on conflict (document_id, client_id) do nothing
        """;

    // The last locks of the transaction; see ChangeStatements.
    const string MoveFeeds = """
        with moved as (
          select d.workspace_id, d.id, row_number() over (partition by d.workspace_id order by d.id) as n,
                 count(*) over (partition by d.workspace_id) as count
          from documents d where d.id = any(@documents)),
        feed as (
          insert into feeds (workspace_id, epoch, position)
          select workspace_id, gen_random_uuid(), count(*) from moved group by workspace_id order by workspace_id
          on conflict (workspace_id) do update set position = feeds.position + excluded.position
          returning workspace_id, position)
        insert into changes (workspace_id, type, object_id, audience_id, position, gone, at)
        select m.workspace_id, @type, m.id, @everyone, f.position - m.count + m.n, null, @at
        from moved m join feed f on f.workspace_id = m.workspace_id
        on conflict (workspace_id, type, object_id, audience_id)
        do update set position = excluded.position, gone = excluded.gone, at = excluded.at
        returning workspace_id
        """;

    // A process that is stopped between two trips holds its locks, and all who write to the same documents or workspaces
    // wait for it. One that only was slow tries again.
    const string ForgetWhoStops = "set idle_in_transaction_session_timeout = '3s'";

    public static async Task<PostgresAppend> Open(Database database, CancellationToken cancellation)
    {
        var connection = (NpgsqlConnection)await database.OpenConnection(cancellation);
        await using var command = new NpgsqlCommand(ForgetWhoStops, connection);
        await command.ExecuteNonQueryAsync(cancellation);
        return new(connection);
    }

    public async Task<AppendedGroup> Commit(IReadOnlyList<Batch> group, DateTimeOffset now)
    {
        try
        {
            return await CommitOrFail(group, now);
        }
        // A connection that breaks under a transaction may show as its misuse.
        catch (Exception lost) when (lost is not System.Data.Common.DbException && connection.State != System.Data.ConnectionState.Open)
        {
            throw new ConnectionLostException(lost);
        }
    }

    async Task<AppendedGroup> CommitOrFail(IReadOnlyList<Batch> group, DateTimeOffset now)
    {
        await using var transaction = await connection.BeginTransactionAsync();
        var at = now.ToUnixTimeMilliseconds();
        var fence = await ReadFence(group, at, transaction);
        var outcomes = new Appended[group.Count];
        var written = new List<(Batch Batch, long FirstSeq)>();
        for (var i = 0; i < group.Count; i++)
        {
            outcomes[i] = fence.Pass(group[i]);
            if (outcomes[i] is Appended.Committed(var lastSeq))
                written.Add((group[i], lastSeq - group[i].Edits.Count + 1));
        }
        if (written.Count == 0)
            return new(outcomes, []);
        var moved = await Write(written, at, transaction);
        await transaction.CommitAsync();
        return new(outcomes, moved);
    }

    public async ValueTask DisposeAsync()
    {
        await using var _ = connection;
        if (connection.State != System.Data.ConnectionState.Open)
            return;
        await using var command = new NpgsqlCommand("reset idle_in_transaction_session_timeout", connection);
        await command.ExecuteNonQueryAsync();
    }

    async Task<AppendFence> ReadFence(IReadOnlyList<Batch> group, long at, NpgsqlTransaction transaction)
    {
        var writers = group.SelectMany(batch => batch.Edits.Select(edit => new Writer(batch.Document, edit.Writer, edit.Credential)))
            .Distinct().ToArray();
        var claims = group.SelectMany(batch => batch.Edits.SelectMany(edit => edit.Claims, (_, claim) => (batch.Document, claim.Client)))
            .Distinct().ToArray();
        var documents = writers.Select(writer => writer.Document).ToArray();
        var users = writers.Select(writer => writer.User).ToArray();
        var credentials = writers.Select(writer => writer.Credential).ToArray();
        await using var batch = new NpgsqlBatch(connection, transaction);
        Add(batch, Members, ("documents", documents), ("users", users));
        Add(batch, Grants, ("documents", documents), ("users", users));
        Add(batch, Documents, ("documents", documents.Distinct().ToArray()));
        Add(batch, Fences, ("documents", documents), ("users", users), ("credentials", credentials), ("now", at));
        Add(batch, Owners, ("documents", claims.Select(claim => claim.Document).ToArray()),
            ("clients", claims.Select(claim => (long)claim.Client).ToArray()));

        var fence = new AppendFence();
        await using var row = await batch.ExecuteReaderAsync();
        await row.NextResultAsync();
        await row.NextResultAsync();
        while (await row.ReadAsync())
            if (row.GetBoolean(2))
                fence.Add(row.GetGuid(0), row.GetInt32(1), row.GetInt64(3));
        await row.NextResultAsync();
        while (await row.ReadAsync())
            fence.Add(writers[row.GetInt64(row.FieldCount - 1) - 1], Fence.Read(row));
        await row.NextResultAsync();
        while (await row.ReadAsync())
            fence.Own(row.GetGuid(0), (ulong)row.GetInt64(1), row.GetGuid(2));
        return fence;
    }

    async Task<IReadOnlyList<FeedMoved>> Write(
        List<(Batch Batch, long FirstSeq)> written, long at, NpgsqlTransaction transaction)
    {
        var edits = written.SelectMany(one => one.Batch.Edits.Select((edit, i) => (one.Batch.Document, Seq: one.FirstSeq + i, Edit: edit)))
            .ToArray();
        var claims = edits.SelectMany(one => one.Edit.Claims, (one, claim) => (one.Document, Lease: claim)).ToArray();
        // A document may stand in a group twice, when one room has just taken the place of another.
        var advances = written.GroupBy(one => one.Batch.Document, (document, batches) =>
            (Document: document, Count: (long)batches.Sum(one => one.Batch.Edits.Count), Last: batches.Last().Batch.Edits[^1])).ToArray();
        var documents = advances.Select(one => one.Document).ToArray();
        await using var batch = new NpgsqlBatch(connection, transaction);
        Add(batch, Advance, ("documents", documents), ("counts", advances.Select(one => one.Count).ToArray()),
            ("authors", advances.Select(one => one.Last.Author).ToArray()), ("ways", Ways(advances.Select(one => one.Last))),
            ("tokens", Tokens(advances.Select(one => one.Last))), ("at", at));
        Add(batch, Insert, ("documents", edits.Select(one => one.Document).ToArray()), ("seqs", edits.Select(one => one.Seq).ToArray()),
            ("authors", edits.Select(one => one.Edit.Author).ToArray()), ("at", at),
            ("data", edits.Select(one => one.Edit.Update.ToArray()).ToArray()), ("formats", edits.Select(one => one.Edit.Format).ToArray()),
            ("ways", Ways(edits.Select(one => one.Edit))), ("tokens", Tokens(edits.Select(one => one.Edit))));
        if (claims.Length > 0)
            Add(batch, Claim, ("documents", claims.Select(one => one.Document).ToArray()),
                ("clients", claims.Select(one => (long)one.Lease.Client).ToArray()),
                ("owners", claims.Select(one => one.Lease.Owner).ToArray()));
        Add(batch, MoveFeeds, ("documents", documents), ("type", ObjectType.Document), ("everyone", ChangeRow.Everyone), ("at", at));

        var moved = new HashSet<Guid>();
        await using var row = await batch.ExecuteReaderAsync();
        do
            while (await row.ReadAsync())
                moved.Add(row.GetGuid(0));
        while (await row.NextResultAsync());
        return [.. moved.Select(workspace => new FeedMoved(workspace))];
    }

    static short?[] Ways(IEnumerable<Edit> edits) => [.. edits.Select(edit => (short?)edit.Via?.Way)];

    static Guid?[] Tokens(IEnumerable<Edit> edits) => [.. edits.Select(edit => edit.Via?.Token)];

    static void Add(NpgsqlBatch batch, string sql, params ReadOnlySpan<(string Name, object Value)> values)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var (name, value) in values)
            command.Parameters.Add(new(name, value));
        batch.BatchCommands.Add(command);
    }
}

/// <summary>Who writes where, and what they have proven themselves by.</summary>
readonly record struct Writer(Guid Document, Guid User, Guid Credential);

/// <summary>What the locked rows say about a group of batches.</summary>
sealed class AppendFence
{
    readonly Dictionary<Guid, (int Epoch, long Seq)> _documents = [];
    readonly Dictionary<Writer, Fence> _writers = [];
    readonly Dictionary<(Guid Document, ulong Client), Guid> _owners = [];

    public void Add(Guid document, int epoch, long seq) => _documents.Add(document, (epoch, seq));

    public void Add(Writer writer, Fence fence) => _writers.Add(writer, fence);

    public void Own(Guid document, ulong client, Guid owner) => _owners[(document, client)] = owner;

    /// <summary>What becomes of the batch; one that is committed moves the document on for those after it.</summary>
    public Appended Pass(Batch batch)
    {
        foreach (var edit in batch.Edits)
            if (!_writers.TryGetValue(new(batch.Document, edit.Writer, edit.Credential), out var fence))
                return new Appended.NotPermitted(edit.Writer);
            else if (fence.Refuse(edit) is { } refused)
                return refused;
        if (!_documents.TryGetValue(batch.Document, out var document) || document.Epoch != batch.Epoch)
            return new Appended.NotThere();
        var claims = batch.Edits.SelectMany(edit => edit.Claims).ToList();
        if ((batch.OnlyAfter is { } seq && seq != document.Seq) || claims.Exists(claim => IsAnothers(batch.Document, claim)))
            return new Appended.Overtaken();
        foreach (var claim in claims)
            _owners[(batch.Document, claim.Client)] = claim.Owner;
        var lastSeq = document.Seq + batch.Edits.Count;
        _documents[batch.Document] = document with { Seq = lastSeq };
        return new Appended.Committed(lastSeq);
    }

    bool IsAnothers(Guid document, Lease claim) => _owners.TryGetValue((document, claim.Client), out var owner) && owner != claim.Owner;
}
