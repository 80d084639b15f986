using System.Globalization;
using System.Text;

namespace MDReader.Server.Access;

/// <summary>How a person stands to a document, as one question of many.</summary>
public readonly record struct Asked(Guid DocumentId, Guid UserId)
{
    /// <summary>Questions in one query; each binds two values.</summary>
    internal const int AtOnce = 500;

    static readonly string Standings = $"""
        )
        select d.workspace_id, d.trashed_at is not null as trashed, d.epoch, {Standing.RoleSql} as role, asked.n
        from asked join documents d on d.id = asked.document_id
        {Standing.JoinsSql.Replace("@user", "asked.user_id", StringComparison.Ordinal)}
        """;

    /// <summary><see cref="Standing.Sql"/> for so many questions; the last column is the question's number.</summary>
    internal static string Sql(int count)
    {
        var sql = new StringBuilder("with asked(document_id, user_id, n) as (values ");
        for (var i = 0; i < count; i++)
            sql.Append(CultureInfo.InvariantCulture, $"{(i > 0 ? ", " : "")}(@d{i}, @u{i}, {i})");
        return sql.Append(Standings).ToString();
    }

    internal IEnumerable<(string Name, object? Value)> Values(int number, Func<Guid, object> stored) =>
        [($"@d{number}", stored(DocumentId)), ($"@u{number}", stored(UserId))];
}
