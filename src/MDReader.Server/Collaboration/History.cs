using System.Data.Common;
using MDReader.Server.Platform;

namespace MDReader.Server.Collaboration;

/// <summary>
/// What documents were before: the log read back in time. Where history was cut off, a beginning stands in place of the
/// edits before it.
/// </summary>
sealed class History(Database database, WriteGate gate, NewClientId newClientId)
{
    const int MostTries = 10;

    /// <summary>A private copy as it was at an ETag, quoted or bare; null when that is none, or no longer kept.</summary>
    public async Task<EarlierState?> OpenAt(Guid document, string etag) =>
        Content.ReadEtag(etag) is var (epoch, seq) ? await OpenAt(document, epoch, seq) : null;

    /// <summary>A private copy as it was after edit number <paramref name="seq"/>; null when that is no longer kept.</summary>
    public async Task<EarlierState?> OpenAt(Guid document, int epoch, long seq)
    {
        await using var connection = await database.OpenConnection(CancellationToken.None);
        for (var tries = 0; tries < MostTries; tries++)
        {
            if (await Head(connection, document) is not var (present, last) || present != epoch || seq < 0 || seq > last)
                return null;
            var beginning = await State(connection, "document_beginnings", document);
            if (beginning?.Seq > seq)
                return null;
            var snapshot = await State(connection, "document_snapshots", document);
            var start = snapshot?.Seq <= seq ? snapshot : beginning;
            var edits = await Edits(connection, document, start?.Seq ?? 0, seq);
            if (edits.Count == seq - (start?.Seq ?? 0))
                return Apply(epoch, start is null ? edits : [start, .. edits]);
            // History was cut off between the reads.
        }
        throw new InvalidOperationException($"The log of {document} has a gap before edit {seq}.");
    }

    /// <summary>The kept edits after one number and up to another, in order.</summary>
    public async Task<IReadOnlyList<LoggedEdit>> Edits(Guid document, long after, long upTo)
    {
        await using var connection = await database.OpenConnection(CancellationToken.None);
        return await Edits(connection, document, after, upTo);
    }

    /// <summary>
    /// The edits that made the document what it was after <paramref name="seq"/>. Where history was cut off, the first is
    /// its beginning, by nobody (<see cref="Guid.Empty"/>).
    /// </summary>
    public async Task<IReadOnlyList<LoggedEdit>> Whole(Guid document, long seq)
    {
        await using var connection = await database.OpenConnection(CancellationToken.None);
        var beginning = await State(connection, "document_beginnings", document);
        var edits = await Edits(connection, document, beginning?.Seq ?? 0, seq);
        return beginning is null ? edits : [beginning, .. edits];
    }

    /// <summary>Up to which edit history may be cut off, so that what was made since a time stays; null for nowhere.</summary>
    public async Task<long?> LastBefore(Guid document, DateTimeOffset time)
    {
        await using var connection = await database.OpenConnection(CancellationToken.None);
        long? last = null;
        foreach (var segment in await LogRows.Segments(connection, database.Stored(document), after: 0))
        {
            var edits = LogSegment.Unpack(segment).ToList();
            if (edits[^1].At >= time.ToUnixTimeMilliseconds())
                break;
            last = edits[^1].Seq;
        }
        return last;
    }

    /// <summary>Cuts history off: the edits up to <paramref name="seq"/>, which ends a segment, become one beginning.</summary>
    public async Task CutOff(Guid document, long seq)
    {
        await using var connection = await database.OpenConnection(CancellationToken.None);
        if (await Head(connection, document) is not var (epoch, _) || await OpenAt(document, epoch, seq) is not { } state)
            return;
        using var turn = await gate.Enter(CancellationToken.None);
        await using var transaction = await connection.BeginTransactionAsync();
        await using var keep = connection.Command("""
            INSERT INTO document_beginnings (document_id, seq, state, format) VALUES (@document, @seq, @state, @format)
            ON CONFLICT (document_id) DO UPDATE SET seq = excluded.seq, state = excluded.state, format = excluded.format
            """, ("@document", database.Stored(document)), ("@seq", seq),
            ("@state", state.State.Doc.EncodeStateAsUpdate()), ("@format", state.State.Format.Encode()));
        await using var drop = connection.Command(
            "DELETE FROM document_segments WHERE document_id = @document AND to_seq <= @seq",
            ("@document", database.Stored(document)), ("@seq", seq));
        foreach (var command in new[] { keep, drop })
        {
            command.Transaction = transaction;
            await command.ExecuteNonQueryAsync();
        }
        await transaction.CommitAsync();
    }

    EarlierState Apply(int epoch, IReadOnlyList<LoggedEdit> edits) =>
        new(OpenedDocument.Empty(epoch, newClientId()).With(edits));

    async Task<(int Epoch, long Seq)?> Head(DbConnection connection, Guid document)
    {
        await using var command = connection.Command(
            "SELECT epoch, seq FROM documents WHERE id = @document", ("@document", database.Stored(document)));
        await using var row = await command.ExecuteReaderAsync();
        return await row.ReadAsync() ? (row.GetInt32(0), row.GetInt64(1)) : null;
    }

    /// <summary>A whole state, as one edit by nobody.</summary>
    async Task<LoggedEdit?> State(DbConnection connection, string table, Guid document)
    {
        await using var command = connection.Command(
            $"SELECT seq, state, format FROM {table} WHERE document_id = @document", ("@document", database.Stored(document)));
        await using var row = await command.ExecuteReaderAsync();
        return await row.ReadAsync()
            ? new LoggedEdit(row.GetInt64(0), Guid.Empty, 0, row.GetFieldValue<byte[]>(1),
                await row.IsDBNullAsync(2) ? null : row.GetFieldValue<byte[]>(2))
            : null;
    }

    // Rows before segments: a row that a snapshot packs meanwhile is then read twice, not missed.
    async Task<IReadOnlyList<LoggedEdit>> Edits(DbConnection connection, Guid document, long after, long upTo)
    {
        var rows = await LogRows.Read(connection, database.Stored(document), after, upTo);
        var packed = (await LogRows.Segments(connection, database.Stored(document), after, upTo)).SelectMany(LogSegment.Unpack);
        return [.. packed.Concat(rows).Where(edit => edit.Seq > after && edit.Seq <= upTo).DistinctBy(edit => edit.Seq)];
    }
}
