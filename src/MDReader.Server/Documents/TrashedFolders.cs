using System.Globalization;
using MDReader.Server.Access;
using MDReader.Server.Platform;
using MDReader.Server.Workspaces;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace MDReader.Server.Documents;

/// <summary>A folder that was deleted itself, not along with another.</summary>
/// <param name="TrashedAt">When that was.</param>
/// <param name="Documents">How many documents its deletion took along; restoring it brings them back.</param>
/// <param name="Folders">How many folders that lay in it.</param>
public sealed record TrashedFolder(
    Guid Id, Guid WorkspaceId, string Name, DateTimeOffset TrashedAt, int Documents, int Folders);

static class TrashedFolderRoutes
{
    public static void MapTrashedFolderRoutes(this RouteGroupBuilder api) =>
        api.MapGet("/workspaces/{workspace:guid}/trash/folders", List).WithName("ListTrashedFolders")
            .Refuses(Problems.NotFound, Problems.CursorMismatch);

    /// <summary>What was deleted last comes first.</summary>
    static async Task<Results<Answer<Page<TrashedFolder>>, Refusal>> List(
        Guid workspace, [AsParameters] PageQuery query, HttpContext context, Database database, Authorizer authorizer, Pages pages)
    {
        var caller = Caller.Of(context)!;
        if (await authorizer.Role(workspace, caller.UserId, context.RequestAborted) is null)
        {
            return WorkspaceAccess.Hidden();
        }

        var (start, refusal) = pages.Start(query, $"trashed folders of {workspace}", caller);
        if (refusal is not null)
        {
            return refusal;
        }

        var folders = await database.Read((db, token) => Read(db, workspace, start, token), context.RequestAborted);
        return Answers.With(pages.Finish(start, folders, folder => (Key(folder.TrashedAt), folder.Id), context));
    }

    static Task<List<TrashedFolder>> Read(MDReaderDb db, Guid workspace, PageStart start, CancellationToken cancellationToken)
    {
        var before = start.After is null ? (DateTimeOffset?)null : Time(start.AfterKey);
        return (
            from folder in db.Folders
            where folder.WorkspaceId == workspace && folder.TrashedAt != null && folder.TrashedWith == folder.Id
            where before == null || folder.TrashedAt < before || (folder.TrashedAt == before && folder.Id < start.After)
            orderby folder.TrashedAt descending, folder.Id descending
            select new TrashedFolder(
                folder.Id,
                folder.WorkspaceId,
                folder.Name,
                folder.TrashedAt!.Value,
                db.Set<Document>().Count(document => document.TrashedWith == folder.Id),
                db.Set<Folder>().Count(inner => inner.TrashedWith == folder.Id && inner.Id != folder.Id)))
            .Take(start.Limit + 1).ToListAsync(cancellationToken);
    }

    static string Key(DateTimeOffset time) => time.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);

    static DateTimeOffset Time(string key) => DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(key, CultureInfo.InvariantCulture));
}
