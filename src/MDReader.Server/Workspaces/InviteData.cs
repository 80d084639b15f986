using MDReader.Server.Platform;
using Microsoft.EntityFrameworkCore;

namespace MDReader.Server.Workspaces;

/// <summary>Whom somebody has invited. Their invites end with their account.</summary>
sealed record InviteData() : PersonalData("invites")
{
    public override async Task<object> Read(MDReaderDb db, Guid userId, CancellationToken cancellationToken) =>
        await db.Invites.Where(invite => invite.CreatedBy == userId).OrderBy(invite => invite.Id)
            .Select(invite => new { invite.Id, invite.WorkspaceId, invite.Role, invite.Email, invite.CreatedAt, invite.ExpiresAt })
            .ToListAsync(cancellationToken);

    public override Task Erase(MDReaderDb db, Guid userId, CancellationToken cancellationToken) =>
        db.Invites.Where(invite => invite.CreatedBy == userId).ExecuteDeleteAsync(cancellationToken);
}
