using MDReader.Server.Access;
using MDReader.Server.Platform;
using MDReader.Server.Workspaces;

namespace MDReader.Server.Documents;

/// <summary>Makes a folder where no request is answered, as an import does.</summary>
sealed class NewFolder(Database database, Authorizer authorizer, Places places, TimeProvider time)
{
    public Task<(Folder? Folder, Refusal? Refusal)> Make(
        Guid workspaceId, string name, Guid? parentId, Caller author, CancellationToken cancellationToken) =>
        database.Write<(Folder?, Refusal?)>(
            async (db, token) =>
            {
                if (await authorizer.Role(workspaceId, author.UserId, token) is not { } role)
                {
                    return (null, WorkspaceAccess.Hidden());
                }

                if (!role.May(Ability.Write))
                {
                    return (null, WorkspaceAccess.Forbidden(role, Ability.Write));
                }

                var tree = await Places.Tree(db, workspaceId, token);
                if (FolderRoutes.Refuse(tree, parentId, height: 1) is { } refusal)
                {
                    return (null, refusal);
                }

                var now = time.Now();
                var folder = new Folder
                {
                    Id = Ids.New(time),
                    WorkspaceId = workspaceId,
                    ParentId = parentId,
                    Name = name,
                    Version = 0,
                    CreatedAt = now,
                    UpdatedAt = now,
                };
                db.Add(folder);
                places.Changed(folder);
                return (folder, null);
            },
            cancellationToken);
}
