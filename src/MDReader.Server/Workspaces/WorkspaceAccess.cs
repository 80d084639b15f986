using MDReader.Server.Access;
using MDReader.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace MDReader.Server.Workspaces;

/// <summary>
/// Asks the authorizer inside the transaction that changes: a right taken away a moment ago changes nothing any more.
/// </summary>
sealed class WorkspaceAccess(Database database, Authorizer authorizer)
{
    /// <summary>Why the caller may not do what this ability allows there; null where they may.</summary>
    public async Task<Refusal?> Refuse(Guid workspaceId, Ability ability, HttpContext context) =>
        await authorizer.Role(workspaceId, Caller.Of(context)!.UserId, context.RequestAborted) is not { } role
            ? Hidden()
            : role.May(ability) ? null : Forbidden(role, ability);

    public Task<Results<T, Refusal>> Change<T>(
        Guid workspaceId,
        Ability ability,
        HttpContext context,
        Func<MDReaderDb, Workspace, Role, Results<T, Refusal>> change)
        where T : IResult =>
        Change<T>(workspaceId, ability, context, (db, workspace, role, _) => Task.FromResult(change(db, workspace, role)));

    public Task<Results<T, Refusal>> Change<T>(
        Guid workspaceId,
        Ability ability,
        HttpContext context,
        Func<MDReaderDb, Workspace, Role, CancellationToken, Task<Results<T, Refusal>>> change)
        where T : IResult =>
        database.Write<Results<T, Refusal>>(
            async (db, token) =>
            {
                if (await authorizer.Role(workspaceId, Caller.Of(context)!.UserId, token) is not { } role)
                {
                    return Hidden();
                }

                if (!role.May(ability))
                {
                    return Forbidden(role, ability);
                }

                var workspace = await db.Workspaces.SingleAsync(found => found.Id == workspaceId, token);
                var etag = ETags.OfVersion(workspace.Version);
                return ETags.Allows(context, etag)
                    ? await change(db, workspace, role, token)
                    : ETags.Changed(etag);
            },
            context.RequestAborted);

    public static Refusal Hidden() => Problems.NotFound.Because("There is no such workspace, or you are not a member.");

    public static Refusal Forbidden(Role role, Ability ability) => Problems.Forbidden.Because(ability == Ability.Own
        ? $"Ask an owner; you are {role.Word()} here."
        : $"Ask an owner for the role of editor; you are {role.Word()} here.");
}
