using System.Data.Common;
using MDReader.Server.Platform;

namespace MDReader.Server.Collaboration;

/// <summary>A Yjs client id that nobody else uses.</summary>
delegate ulong NewClientId();

/// <summary>
/// The truth about every document's text: its committed edits in order, with a snapshot in place of the older ones.
/// What a snapshot takes over stays, packed, for history.
/// </summary>
sealed class UpdateLog(
    Database database, GroupCommit commits, WriteGate gate, IRelay relay, TimeProvider time, NewClientId newClientId)
{
    const int MostTries = 10;

    /// <summary>That of one document.</summary>
    public IDocumentLog Of(Guid document) => new OneDocument(document, this);

    /// <inheritdoc cref="GroupCommit.Append"/>
    public async Task<Appended> Append(Batch batch)
    {
        var appended = await commits.Append(batch);
        if (appended is Appended.Committed(var lastSeq) && database.IsShared)
            relay.Publish(Channel(batch.Document), RelayedEdits.Of(batch, lastSeq).Encode());
        return appended;
    }

    /// <summary>How far the document is where other processes write to it, too; null where only this one does.</summary>
    public async Task<RelayedEdits?> Latest(Guid document)
    {
        if (!database.IsShared)
            return null;
        await using var connection = await database.OpenConnection(CancellationToken.None);
        return await Standing(connection, document) is (var epoch, var seq) ? new(epoch, seq, [], []) : RelayedEdits.Gone;
    }

    /// <summary>Hears what other processes append to the document, until disposed. Some of it may be lost on the way.</summary>
    public IDisposable Follow(Guid document, Action<RelayedEdits> listener) =>
        relay.Listen(Channel(document), message => listener(RelayedEdits.Decode(message)));

    /// <summary>The document as it is on disk; null when there is none, or it is in the trash.</summary>
    public async Task<OpenedDocument?> Open(Guid document)
    {
        await using var connection = await database.OpenConnection(CancellationToken.None);
        for (var tries = 0; tries < MostTries; tries++)
        {
            if (await Standing(connection, document) is not (var epoch, var seq))
                return null;
            var opened = await SnapshotOf(connection, document, epoch);
            var rows = await LogRows.Read(connection, database.Stored(document), opened.Seq);
            // A snapshot taken between the two reads moves rows out from under them: read again.
            if (rows.Count > 0 && rows[0].Seq != opened.Seq + 1 || opened.Seq + rows.Count < seq)
                continue;
            return opened.With(rows).Resume(await Leases(connection, document)) with { SinceSnapshot = LogLength.Of(rows) };
        }
        throw new InvalidOperationException($"The log of {document} has a gap.");
    }

    /// <summary>
    /// The edits after <paramref name="after"/>, without a gap, and whose the document's clients are; for a room that
    /// another process has left behind.
    /// </summary>
    public async Task<(IReadOnlyList<LoggedEdit> Edits, IReadOnlyList<Lease> Leases)> Tail(Guid document, long after)
    {
        await using var connection = await database.OpenConnection(CancellationToken.None);
        for (var tries = 0; tries < MostTries; tries++)
        {
            var rows = await LogRows.Read(connection, database.Stored(document), after);
            // What a snapshot has taken over is in a segment.
            if (rows.Count == 0 || rows[0].Seq != after + 1)
                rows = [.. (await LogRows.Segments(connection, database.Stored(document), after)).SelectMany(LogSegment.Unpack).Where(edit => edit.Seq > after),
                    .. rows];
            // Taken between the two reads, it left a gap.
            if (Enumerable.Range(0, rows.Count).All(i => rows[i].Seq == after + 1 + i))
                return (rows, await Leases(connection, document));
        }
        throw new InvalidOperationException($"The log of {document} has a gap after edit {after}.");
    }

    /// <summary>
    /// Keeps the state at a sequence and packs the rows up to it into a segment, in one transaction. Rows after it are not
    /// touched. Of another epoch than the document's it is the state of another text, and nothing is done.
    /// </summary>
    public async Task TakeSnapshot(Guid document, (int Epoch, long Seq) at, byte[] state, FileFormat format)
    {
        await using var connection = await database.OpenConnection(CancellationToken.None);
        var rows = await LogRows.Read(connection, database.Stored(document), after: 0);
        rows.RemoveAll(row => row.Seq > at.Seq);
        if (rows.Count == 0)
            return;
        var packed = LogSegment.Pack(rows);
        var authors = string.Join(' ', rows.Select(row => row.Author).Distinct());

        using var turn = await gate.Enter(CancellationToken.None);
        await using var transaction = await connection.BeginTransactionAsync();
        await using var keep = connection.Command("""
            INSERT INTO document_snapshots (document_id, seq, state, format, at)
            SELECT id, @seq, @state, @format, @at FROM documents WHERE id = @document AND epoch = @epoch
            ON CONFLICT (document_id) DO UPDATE SET seq = excluded.seq, state = excluded.state, format = excluded.format, at = excluded.at
            """, ("@document", database.Stored(document)), ("@epoch", at.Epoch), ("@seq", at.Seq), ("@state", state),
            ("@format", format.Encode()), ("@at", database.Stored(time.Now())));
        await using var pack = connection.Command("""
            INSERT INTO document_segments (document_id, from_seq, to_seq, authors, entries)
            VALUES (@document, @from, @to, @authors, @entries)
            """, ("@document", database.Stored(document)), ("@from", rows[0].Seq), ("@to", rows[^1].Seq),
            ("@authors", authors), ("@entries", packed));
        await using var clear = connection.Command(
            "DELETE FROM document_updates WHERE document_id = @document AND seq <= @seq",
            ("@document", database.Stored(document)), ("@seq", rows[^1].Seq));
        foreach (var command in new[] { keep, pack, clear })
        {
            command.Transaction = transaction;
            if (await command.ExecuteNonQueryAsync() == 0)
                return;
        }
        await transaction.CommitAsync();
    }

    static string Channel(Guid document) => $"edits:{document}";

    async Task<(int Epoch, long Seq)?> Standing(DbConnection connection, Guid document)
    {
        await using var command = connection.Command(
            "SELECT epoch, seq FROM documents WHERE id = @document AND trashed_at IS NULL",
            ("@document", database.Stored(document)));
        await using var row = await command.ExecuteReaderAsync();
        return await row.ReadAsync() ? (row.GetInt32(0), row.GetInt64(1)) : null;
    }

    async Task<OpenedDocument> SnapshotOf(DbConnection connection, Guid document, int epoch)
    {
        await using var command = connection.Command(
            "SELECT seq, state, format FROM document_snapshots WHERE document_id = @document",
            ("@document", database.Stored(document)));
        await using var row = await command.ExecuteReaderAsync();
        if (!await row.ReadAsync())
            return OpenedDocument.Empty(epoch, newClientId());
        var format = await row.IsDBNullAsync(2) ? null : row.GetFieldValue<byte[]>(2);
        return OpenedDocument.Empty(epoch, newClientId()).With([new(row.GetInt64(0), Guid.Empty, 0, row.GetFieldValue<byte[]>(1), format)]);
    }

    async Task<List<Lease>> Leases(DbConnection connection, Guid document)
    {
        await using var command = connection.Command(
            "SELECT client_id, owner_id FROM document_clients WHERE document_id = @document", ("@document", database.Stored(document)));
        await using var row = await command.ExecuteReaderAsync();
        var leases = new List<Lease>();
        while (await row.ReadAsync())
            leases.Add(new((ulong)row.GetInt64(0), row.GetGuid(1)));
        return leases;
    }

    sealed class OneDocument(Guid document, UpdateLog log) : IDocumentLog
    {
        public Task<Appended> Append(Batch batch) => log.Append(batch);

        public Task<OpenedDocument?> Open() => log.Open(document);

        public Task<(IReadOnlyList<LoggedEdit> Edits, IReadOnlyList<Lease> Leases)> Tail(long after) => log.Tail(document, after);
    }
}
