using MDReader.Server.Access;
using MDReader.Server.Platform;
using MDReader.Server.Workspaces;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace MDReader.Server.Documents;

/// <summary>All that lies in a workspace, without what is in the trash. Folders and documents are in the order of their
/// names, numbers in them by their value.</summary>
public sealed record Tree(Guid WorkspaceId, IReadOnlyList<TreeFolder> Folders, IReadOnlyList<TreeDocument> Documents);

public sealed record TreeFolder(
    Guid Id, string Name, IReadOnlyList<TreeFolder> Folders, IReadOnlyList<TreeDocument> Documents);

/// <param name="Role">The caller's in this document.</param>
/// <param name="IsRestricted">Kept from the workspace's members, but its owners and those who were given a role in the document.</param>
public sealed record TreeDocument(
    Guid Id, string Title, Role Role, bool IsTemplate, bool IsRestricted, DateTimeOffset UpdatedAt);

static class TreeRoutes
{
    public static void MapTreeRoutes(this RouteGroupBuilder api) =>
        api.MapGet("/workspaces/{workspace:guid}/tree", Get).WithName("GetTree").Refuses(Problems.NotFound);

    static async Task<Results<Answer<Tree>, Refusal>> Get(
        Guid workspace, Caller caller, HttpContext context, Database database, Authorizer authorizer, TimeProvider time)
    {
        if (await authorizer.Role(workspace, caller.UserId, context.RequestAborted) is not { } role)
        {
            return WorkspaceAccess.Hidden();
        }

        var now = time.Now();
        return Answers.With(await database.Read(
            async (db, token) =>
            {
                var documents = await (
                    from document in db.Documents
                    where document.WorkspaceId == workspace && document.TrashedAt == null
                    join grant in db.GrantsAt(now).Where(grant => grant.UserId == caller.UserId)
                        on document.Id equals grant.DocumentId into own
                    from grant in own.DefaultIfEmpty()
                    select new
                    {
                        document.Id,
                        document.FolderId,
                        document.Title,
                        document.IsTemplate,
                        document.IsRestricted,
                        document.UpdatedAt,
                        Grant = grant,
                    }).ToListAsync(token);
                var folders = await db.Folders
                    .Where(folder => folder.WorkspaceId == workspace && folder.TrashedAt == null)
                    .ToListAsync(token);
                return Of(
                    workspace,
                    folders.ToLookup(folder => folder.ParentId),
                    (
                        from document in documents
                        let own = Standing.RoleOf(Standing.InDocument(role, document.IsRestricted), document.Grant)
                        where own is not null
                        select (document.FolderId, Entry: new TreeDocument(
                            document.Id,
                            document.Title,
                            own.Value,
                            document.IsTemplate,
                            document.IsRestricted,
                            document.UpdatedAt)))
                    .ToLookup(document => document.FolderId, document => document.Entry));
            },
            context.RequestAborted));
    }

    static Tree Of(Guid workspaceId, ILookup<Guid?, Folder> folders, ILookup<Guid?, TreeDocument> documents)
    {
        return new(workspaceId, Folders(null), Documents(null));

        List<TreeFolder> Folders(Guid? parent) =>
        [
            .. folders[parent].OrderBy(folder => folder.Name, NaturalOrder.Comparer)
                .Select(folder => new TreeFolder(folder.Id, folder.Name, Folders(folder.Id), Documents(folder.Id))),
        ];

        List<TreeDocument> Documents(Guid? folder) =>
            [.. documents[folder].OrderBy(document => document.Title, NaturalOrder.Comparer)];
    }
}
