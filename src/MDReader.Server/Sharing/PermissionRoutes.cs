using MDReader.Server.Access;
using MDReader.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;

namespace MDReader.Server.Sharing;

/// <param name="Role">One of <c>owner</c>, <c>editor</c>, <c>commenter</c>, <c>viewer</c>.</param>
public sealed record PermissionRequest(string? Role = null) : IChecked
{
    public IEnumerable<Flaw> Check() => RoleWords.Read(Role) is null
        ? [new Flaw("/role", "unknown-role", "Use \"owner\", \"editor\", \"commenter\" or \"viewer\".")]
        : [];
}

/// <summary>Roles in one document, in place of those that people have in its workspace, or for people who have none.</summary>
static class PermissionRoutes
{
    public static void MapPermissionRoutes(this RouteGroupBuilder api)
    {
        var permissions = api.MapGroup("/documents/{id:guid}/permissions");
        permissions.MapGet("", List).WithName("ListPermissions").Refuses(
            Problems.NotFound, Problems.Trashed, Problems.Forbidden, Problems.CursorMismatch);
        permissions.MapGet("/{user:guid}", Get).WithName("GetPermission").Refuses(
            Problems.NotFound, Problems.Trashed, Problems.Forbidden);
        permissions.MapPut("/{user:guid}", Put).WithName("PutPermission").Refuses(
            Problems.NotFound, Problems.Trashed, Problems.Forbidden, Problems.Invalid);
        permissions.MapDelete("/{user:guid}", Remove).WithName("RemovePermission").Refuses(
            Problems.NotFound, Problems.Trashed, Problems.Forbidden);
    }

    static async Task<Results<Answer<Page<DocumentPerson>>, Refusal>> List(
        Guid id, [AsParameters] PageQuery query, HttpContext context, Permissions permissions, Pages pages)
    {
        var caller = Caller.Of(context)!;
        var (workspaceId, refusal) = await permissions.MaySee(id, of: null, caller.UserId, context.RequestAborted);
        if (workspaceId is null)
        {
            return refusal!;
        }

        var (start, mismatch) = pages.Start(query, $"permissions of {id}", caller);
        if (mismatch is not null)
        {
            return mismatch;
        }

        var people = await permissions.People.Read(
            id, workspaceId.Value, (null, start.After, start.Limit + 1), context.RequestAborted);
        return Answers.With(pages.Finish(start, people, person => person.UserId, context));
    }

    static async Task<Results<Answer<DocumentPerson>, Refusal>> Get(
        Guid id, Guid user, Caller caller, HttpContext context, Permissions permissions)
    {
        var (workspaceId, refusal) = await permissions.MaySee(id, user, caller.UserId, context.RequestAborted);
        return workspaceId is null ? refusal!
            : await permissions.Person(id, workspaceId.Value, user, context.RequestAborted) is { } person ? Answers.With(person)
            : Problems.NotFound.Because("This person has no role in this document.");
    }

    static Task<Results<Answer<DocumentPerson>, Refusal>> Put(
        Guid id, Guid user, PermissionRequest body, HttpContext context, Permissions permissions) =>
        permissions.Put(id, user, RoleWords.Read(body.Role)!.Value, context);

    static Task<Results<NoContent, Refusal>> Remove(
        Guid id, Guid user, HttpContext context, Permissions permissions) =>
        permissions.Remove(id, user, context);
}
