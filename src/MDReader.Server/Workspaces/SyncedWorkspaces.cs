using MDReader.Server.Access;
using MDReader.Server.Accounts;
using MDReader.Server.Platform;
using Microsoft.EntityFrameworkCore;

namespace MDReader.Server.Workspaces;

/// <summary>The workspace itself in its feed.</summary>
sealed class SyncedWorkspaces : ISynced
{
    public string Type => ObjectType.Workspace;

    public async Task<IReadOnlyList<SyncedObject>> Read(
        MDReaderDb db, Onlooker onlooker, IReadOnlyList<Guid> ids, CancellationToken cancellationToken)
    {
        var found = await (
            from workspace in db.Workspaces
            where ids.Contains(workspace.Id)
            join membership in db.Memberships on workspace.Id equals membership.WorkspaceId
            where membership.UserId == onlooker.PersonId
            select new { Workspace = workspace, membership.Role }).ToListAsync(cancellationToken);
        return found.ConvertAll(row => new SyncedObject(Type, row.Workspace.Id)
        {
            Name = row.Workspace.Name,
            Role = row.Role.Word(),
            Etag = ETags.OfVersion(row.Workspace.Version),
            CreatedAt = row.Workspace.CreatedAt,
            UpdatedAt = row.Workspace.UpdatedAt,
        });
    }
}

/// <summary>Who is in the workspace, told to its members.</summary>
sealed class SyncedMembers : ISynced
{
    public string Type => ObjectType.Member;

    public async Task<IReadOnlyList<SyncedObject>> Read(
        MDReaderDb db, Onlooker onlooker, IReadOnlyList<Guid> ids, CancellationToken cancellationToken)
    {
        var members = db.Memberships.Where(membership => membership.WorkspaceId == onlooker.WorkspaceId);
        var found = await (
            from membership in members
            where ids.Contains(membership.UserId) && members.Any(own => own.UserId == onlooker.PersonId)
            join user in db.Users on membership.UserId equals user.Id
            select new { user.Id, user.Name, membership.Role, membership.CreatedAt }).ToListAsync(cancellationToken);
        return found.ConvertAll(row => new SyncedObject(Type, row.Id)
        {
            Name = row.Name,
            Role = row.Role.Word(),
            CreatedAt = row.CreatedAt,
        });
    }
}
