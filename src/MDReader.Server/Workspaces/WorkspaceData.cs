using MDReader.Server.Access;
using MDReader.Server.Platform;
using Microsoft.EntityFrameworkCore;

namespace MDReader.Server.Workspaces;

/// <summary>Which workspaces somebody is in. None may be left without an owner.</summary>
sealed record WorkspaceData(Database Database) : PersonalData("workspaces")
{
    public override async Task<object> Read(MDReaderDb db, Guid userId, CancellationToken cancellationToken) => await (
        from membership in db.Memberships
        where membership.UserId == userId
        join workspace in db.Workspaces on membership.WorkspaceId equals workspace.Id
        orderby workspace.Id
        select new { workspace.Id, workspace.Name, membership.Role, Since = membership.CreatedAt })
        .ToListAsync(cancellationToken);

    public override async Task<Refusal?> Obstacle(MDReaderDb db, Guid userId, CancellationToken cancellationToken)
    {
        var owners = db.Memberships.Where(membership => membership.Role == Role.Owner);
        var soleOwned = await (
            from membership in owners
            where membership.UserId == userId
                && !owners.Any(other => other.WorkspaceId == membership.WorkspaceId && other.UserId != userId)
            join workspace in db.Workspaces on membership.WorkspaceId equals workspace.Id
            orderby workspace.Id
            select new { workspace.Id, workspace.Name }).ToListAsync(cancellationToken);
        return soleOwned.Count == 0
            ? null
            : Problems.SoleOwner
                .Because($"Make somebody else an owner of these {soleOwned.Count} workspaces, or delete them.")
                .With("workspaces", soleOwned);
    }

    public override async Task Erase(MDReaderDb db, Guid userId, CancellationToken cancellationToken)
    {
        foreach (var membership in await db.Memberships.Where(found => found.UserId == userId).ToListAsync(cancellationToken))
        {
            db.Remove(membership);
            Database.Record(new Audited(AuditEvent.MemberRemoved, membership.WorkspaceId, userId, "person", userId)
            {
                Details = new Dictionary<string, string?> { ["from"] = membership.Role.Word(), ["to"] = null },
            });
            Database.Note(new Change.Deleted(membership.WorkspaceId, ObjectType.Member, userId, Gone.Purged));
            Database.Note(new Change.AccessToAll(membership.WorkspaceId, userId));
            Database.Announce(new RoleChanged(membership.WorkspaceId, userId, Role: null));
        }
    }
}
