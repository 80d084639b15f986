using System.Data.Common;
using MDReader.Server.Access;
using MDReader.Server.Platform;

namespace MDReader.Server.Documents;

/// <summary>A document's row as somebody sees it, together with how they stand to it.</summary>
/// <param name="Version">Of its metadata; see <see cref="Document.Version"/>.</param>
/// <param name="Entry">Null where they have no role.</param>
readonly record struct SeenDocument(Standing Standing, int Version, DocumentEntry? Entry)
{
    /// <summary>Of the documents <c>d</c>, with what <see cref="Standing.JoinsSql"/> needs; add the condition.</summary>
    public const string Sql = $"""
        select d.id, d.workspace_id, d.folder_id, d.title, {Standing.RoleSql} as role, d.epoch, d.seq, d.version,
               d.created_by, d.created_at, d.updated_at, d.trashed_at, d.trashed_with, d.is_template, d.tag_line,
               d.updated_by, u.name, u.is_guest, d.updated_way, t.name, d.is_restricted
        from documents d
        {Standing.JoinsSql}
        left join users u on u.id = d.updated_by
        left join personal_access_tokens t on t.id = d.updated_token
        """;

    /// <summary>The row that a reader of <see cref="Sql"/> stands on.</summary>
    public static SeenDocument Read(DbDataReader row)
    {
        var (workspace, epoch) = (row.GetGuid(1), row.GetInt32(5));
        var role = row.IsDBNull(4) ? null : RoleWords.Read(row.GetString(4));
        var trashedAt = row.IsDBNull(11) ? (DateTimeOffset?)null : Time(row, 11);
        var standing = new Standing(workspace, trashedAt is not null, epoch, role);
        return new(standing, row.GetInt32(7), role is null ? null : new DocumentEntry(
            row.GetGuid(0),
            workspace,
            row.IsDBNull(2) ? null : row.GetGuid(2),
            row.GetString(3),
            role.Value,
            Document.ContentEtag(epoch, row.GetInt64(6)),
            row.GetGuid(8),
            Time(row, 9),
            Time(row, 10),
            row.IsDBNull(16) ? null : new Somebody(row.GetGuid(15), row.GetString(16), row.GetBoolean(17)),
            ViaEntry.Of(
                row.IsDBNull(18) ? null : (Way)row.GetInt16(18), row.IsDBNull(19) ? null : row.GetString(19)),
            trashedAt,
            row.IsDBNull(12) ? null : row.GetGuid(12),
            row.GetBoolean(13),
            row.GetBoolean(20),
            TagLine.Read(row.GetString(14))));
    }

    static DateTimeOffset Time(DbDataReader row, int column) => DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(column));
}
