using System.Data.Common;
using MDReader.Server.Platform;

namespace MDReader.Server.Collaboration;

/// <summary>The kept edits of a document as the tables of the log hold them: row by row, and those that are older in
/// segments.</summary>
static class LogRows
{
    /// <summary>The rows after one sequence and up to another, in order.</summary>
    public static async Task<List<LoggedEdit>> Read(
        DbConnection connection, object document, long after, long upTo = long.MaxValue)
    {
        await using var command = connection.Command("""
            SELECT seq, author_id, at, data, format, way, token_id FROM document_updates
            WHERE document_id = @document AND seq > @after AND seq <= @upto ORDER BY seq
            """, ("@document", document), ("@after", after), ("@upto", upTo));
        await using var row = await command.ExecuteReaderAsync();
        var rows = new List<LoggedEdit>();
        while (await row.ReadAsync())
            rows.Add(new(
                row.GetInt64(0), row.GetGuid(1), row.GetInt64(2), row.GetFieldValue<byte[]>(3),
                row.IsDBNull(4) ? null : row.GetFieldValue<byte[]>(4))
            {
                Via = Via.Of(row.IsDBNull(5) ? null : (Way)row.GetInt16(5), row.IsDBNull(6) ? null : row.GetGuid(6)),
            });
        return rows;
    }

    /// <summary>The segments that hold any of these edits, packed, in order.</summary>
    public static async Task<List<byte[]>> Segments(
        DbConnection connection, object document, long after, long upTo = long.MaxValue)
    {
        await using var command = connection.Command("""
            SELECT entries FROM document_segments
            WHERE document_id = @document AND to_seq > @after AND from_seq <= @upto ORDER BY from_seq
            """, ("@document", document), ("@after", after), ("@upto", upTo));
        await using var row = await command.ExecuteReaderAsync();
        var segments = new List<byte[]>();
        while (await row.ReadAsync())
            segments.Add(row.GetFieldValue<byte[]>(0));
        return segments;
    }
}
