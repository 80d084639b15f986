using MDReader.Server.Platform;
using Microsoft.EntityFrameworkCore;

namespace MDReader.Server.Workspaces;

static class WorkspaceLock
{
    /// <summary>
    /// Until the surrounding write ends, no other that takes this lock changes anything in the workspace, in any process:
    /// what was looked at before a change is true when it is made. Take it before anything else is changed.
    /// </summary>
    public static Task LockWorkspace(this MDReaderDb db, Guid workspaceId, CancellationToken cancellationToken) =>
        db.Workspaces.Where(workspace => workspace.Id == workspaceId)
            .ExecuteUpdateAsync(row => row.SetProperty(found => found.Version, found => found.Version), cancellationToken);
}
