using MDReader.Server.Access;
using MDReader.Server.Platform;

namespace MDReader.Server.Workspaces;

/// <summary>Makes workspaces; whoever does becomes the owner.</summary>
public sealed class NewWorkspace(Database database, TimeProvider time)
{
    public Task<Workspace> Make(string name, Guid ownerId, CancellationToken cancellationToken) => database.Write(
        (db, _) =>
        {
            var now = time.Now();
            var workspace = new Workspace { Id = Ids.New(time), Name = name.Trim(), CreatedAt = now, UpdatedAt = now };
            db.Add(workspace);
            db.Add(new Membership { WorkspaceId = workspace.Id, UserId = ownerId, Role = Role.Owner, CreatedAt = now });
            database.Note(new Change.Upserted(workspace.Id, ObjectType.Workspace, workspace.Id));
            database.Note(new Change.Upserted(workspace.Id, ObjectType.Member, ownerId));
            database.Record(new Audited(AuditEvent.WorkspaceCreated, workspace.Id, ownerId, "workspace", workspace.Id));
            return Task.FromResult(workspace);
        },
        cancellationToken);
}
