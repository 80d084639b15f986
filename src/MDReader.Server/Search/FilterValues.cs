using MDReader.Server.Access;
using MDReader.Server.Documents;
using MDReader.Server.Platform;

namespace MDReader.Server.Search;

/// <summary>A folder, or a workspace where there is no folder.</summary>
/// <param name="Path">From the outside in.</param>
readonly record struct KnownPlace(Guid WorkspaceId, Guid? FolderId, IReadOnlyList<string> Path)
{
    /// <summary>Whether the end of its path is what was typed: <c>Plans/2026</c>.</summary>
    public bool Ends(IReadOnlyList<string> typed, Func<string, string, bool> last)
    {
        var from = Path.Count - typed.Count;
        if (from < 0 || !last(Path[^1], typed[^1]))
        {
            return false;
        }

        for (var i = 0; i < typed.Count - 1; i++)
        {
            if (!Names.Same(Path[from + i], typed[i]))
            {
                return false;
            }
        }

        return true;
    }
}

/// <summary>Somebody whose name the asking person may know.</summary>
readonly record struct KnownPerson(Guid Id, string Name);

/// <summary>What filters can name, as far as the asking person may know of it.</summary>
sealed class FilterValues(Database database, TimeProvider time)
{
    /// <summary>Those who share a workspace with the person, and who shared a document with them.</summary>
    public Task<List<KnownPerson>> People(Guid userId, Guid? workspaceId, CancellationToken cancellationToken) => database.Look(
        $"""
        select u.id, u.name from users u
        where u.deleted_at is null and (u.id in (
            select o.user_id from memberships o
            join memberships m on m.workspace_id = o.workspace_id and m.user_id = @user
            where {Within("o", workspaceId)})
        or u.id in (
            select d.created_by from documents d
            {Standing.JoinsSql}
            where d.trashed_at is null and {Within("d", workspaceId)} and {Standing.RoleSql} is not null))
        order by u.name, u.id
        """,
        Values(userId, workspaceId),
        row => new KnownPerson(row.GetGuid(0), row.GetString(1)),
        cancellationToken);

    /// <summary>The workspaces that the person is in, and all folders there.</summary>
    public async Task<List<KnownPlace>> Places(Guid userId, Guid? workspaceId, CancellationToken cancellationToken)
    {
        var rows = await database.Look(
            $"""
            select w.id, w.name, f.id, f.parent_id, f.name from workspaces w
            join memberships m on m.workspace_id = w.id and m.user_id = @user
            left join folders f on f.workspace_id = w.id and f.trashed_at is null
            where {Within("m", workspaceId)}
            """,
            Values(userId, workspaceId),
            row => (
                Workspace: row.GetGuid(0),
                Name: row.GetString(1),
                Folder: row.IsDBNull(2) ? (Guid?)null : row.GetGuid(2),
                Parent: row.IsDBNull(3) ? (Guid?)null : row.GetGuid(3),
                FolderName: row.IsDBNull(4) ? "" : row.GetString(4)),
            cancellationToken);
        var folders = rows.Where(row => row.Folder is not null).ToDictionary(row => row.Folder!.Value);
        return
        [
            .. rows.DistinctBy(row => row.Workspace).Select(row => new KnownPlace(row.Workspace, FolderId: null, [row.Name])),
            .. folders.Values.Select(row => new KnownPlace(row.Workspace, row.Folder, PathOf(row.Folder!.Value))),
        ];

        List<string> PathOf(Guid folder)
        {
            var path = new List<string>();
            for (Guid? at = folder; at is { } id && folders.TryGetValue(id, out var row); at = row.Parent)
            {
                path.Insert(0, row.FolderName);
            }

            return path;
        }
    }

    /// <summary>The tags of the documents that the person may read, the most used first.</summary>
    public async Task<List<string>> Tags(Guid userId, Guid? workspaceId, CancellationToken cancellationToken)
    {
        var lines = await database.Look(
            $"""
            select d.tag_line from documents d
            {Standing.JoinsSql}
            where d.trashed_at is null and d.tag_line <> '' and {Within("d", workspaceId)} and {Standing.RoleSql} is not null
            """,
            Values(userId, workspaceId),
            row => row.GetString(0),
            cancellationToken);
        return [.. lines.SelectMany(TagLine.Read).CountBy(tag => tag).OrderByDescending(tag => tag.Value)
            .ThenBy(tag => tag.Key, StringComparer.Ordinal).Select(tag => tag.Key)];
    }

    static string Within(string table, Guid? workspaceId) =>
        workspaceId is null ? "1 = 1" : $"{table}.workspace_id = @workspace";

    (string Name, object? Value)[] Values(Guid userId, Guid? workspaceId) =>
    [
        ("@user", database.Stored(userId)),
        ("@now", database.Stored(time.Now())),
        .. workspaceId is { } workspace ? [("@workspace", database.Stored(workspace))] : Array.Empty<(string, object?)>(),
    ];
}
