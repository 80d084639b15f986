using MDReader.Server.Access;
using MDReader.Server.Platform;
using MDReader.Server.Workspaces;

namespace MDReader.Server.Documents;

/// <summary>A workspace's documents, as somebody in it may see them.</summary>
sealed class DocumentList(Database database, Authorizer authorizer, Pages pages, TimeProvider time)
{
    public async Task<(Page<DocumentEntry>? Page, Refusal? Refusal)> Read(
        Guid workspace, DocumentFilter filter, PageQuery query, HttpContext context)
    {
        var caller = Caller.Of(context)!;
        if (await authorizer.Role(workspace, caller.UserId, context.RequestAborted) is null)
        {
            return (null, WorkspaceAccess.Hidden());
        }

        var list = $"documents of {workspace} in {filter.FolderId} trashed {filter.Trashed ?? false} "
            + $"template {filter.Template} tag {filter.Tag} by {filter.Sort}";
        var (start, refusal) = pages.Start(query, list, caller);
        if (refusal is not null)
        {
            return (null, refusal);
        }

        var (sql, values) = Query(workspace, filter, start);
        var rows = await database.Look(sql, values, row => SeenDocument.Read(row).Entry!, context.RequestAborted);
        return (
            pages.Finish(start, rows, document => (DocumentSorts.KeyOf(document, filter.Sort), document.Id), context),
            null);
    }

    (string Sql, (string Name, object? Value)[] Values) Query(Guid workspace, DocumentFilter filter, PageStart start)
    {
        var conditions = new List<string>
        {
            "d.workspace_id = @workspace",
            $"{Standing.RoleSql} is not null",
            filter.Trashed ?? false ? "d.trashed_at is not null" : "d.trashed_at is null",
        };
        var values = new List<(string Name, object? Value)>
        {
            ("@user", database.Stored(start.Principal)),
            ("@now", database.Stored(time.Now())),
            ("@workspace", database.Stored(workspace)),
            ("@limit", start.Limit + 1),
        };
        if (filter.FolderId is { } folder)
        {
            conditions.Add("d.folder_id = @folder");
            values.Add(("@folder", database.Stored(folder)));
        }

        if (filter.Template is { } template)
        {
            conditions.Add("d.is_template = @template");
            values.Add(("@template", template));
        }

        if (filter.Tag is { } tag)
        {
            // The databases agree on no function that finds a part, and on the case that LIKE minds neither.
            conditions.Add("replace(d.tag_line, @tag, '') <> d.tag_line");
            values.Add(("@tag", TagLine.Part(tag)));
        }

        var (after, order) = DocumentSorts.Sql(filter.Sort);
        if (start.After is { } id)
        {
            conditions.Add(after);
            values.Add(("@id", database.Stored(id)));
            if (DocumentSorts.Bound(start.AfterKey, filter.Sort) is { } key)
            {
                values.Add(("@key", key));
            }
        }

        return ($"{SeenDocument.Sql} where {string.Join(" and ", conditions)} order by {order} limit @limit", [.. values]);
    }
}
