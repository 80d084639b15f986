using MDReader.Server.Access;
using MDReader.Server.Platform;
using MDReader.Server.Workspaces;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace MDReader.Server.Documents;

/// <summary>Who may change folders: whoever writes in the workspace. Asked inside the write.</summary>
sealed class FolderAccess(Database database, Authorizer authorizer)
{
    public Task<Results<T, Refusal>> InWorkspace<T>(
        Guid workspaceId,
        HttpContext context,
        Func<MDReaderDb, CancellationToken, Task<Results<T, Refusal>>> change)
        where T : IResult =>
        database.Write<Results<T, Refusal>>(
            async (db, token) =>
            {
                return await Refuse(workspaceId, Ability.Write, context) is { } refusal ? refusal : await change(db, token);
            },
            context.RequestAborted);

    public Task<Results<T, Refusal>> Change<T>(
        Guid folderId,
        Trash trash,
        HttpContext context,
        Func<MDReaderDb, Folder, CancellationToken, Task<Results<T, Refusal>>> change)
        where T : IResult =>
        database.Write<Results<T, Refusal>>(
            async (db, token) =>
            {
                var folder = await db.Folders.SingleOrDefaultAsync(found => found.Id == folderId, token);
                if (await Refuse(folder, Ability.Write, trash, context) is { } refusal)
                {
                    return refusal;
                }

                var etag = ETags.OfVersion(folder!.Version);
                return ETags.Allows(context, etag)
                    ? await change(db, folder, token)
                    : ETags.Changed(etag);
            },
            context.RequestAborted);

    /// <summary>Why the caller may not; null when they may.</summary>
    public async Task<Refusal?> Refuse(Folder? folder, Ability ability, Trash trash, HttpContext context)
    {
        if (folder is null || await Role(folder.WorkspaceId, context) is not { } role)
        {
            return Problems.NotFound.Because("There is no such folder, or it is not shared with you.");
        }

        if (folder.TrashedAt is not null && trash == Trash.Excluded)
        {
            var href = $"{Api.Root}/v1/folders/{folder.Id}/restore";
            return role.May(Ability.Write)
                ? Problems.Trashed.Because($"Restore it first: POST {href}.").With("restoreHref", href)
                : Problems.Trashed.Because("Ask an editor of the workspace to restore it.");
        }

        return role.May(ability) ? null : WorkspaceAccess.Forbidden(role, ability);
    }

    async Task<Refusal?> Refuse(Guid workspaceId, Ability ability, HttpContext context) =>
        await Role(workspaceId, context) is not { } role ? WorkspaceAccess.Hidden()
        : role.May(ability) ? null
        : WorkspaceAccess.Forbidden(role, ability);

    Task<Role?> Role(Guid workspaceId, HttpContext context) =>
        authorizer.Role(workspaceId, Caller.Of(context)!.UserId, context.RequestAborted);
}
