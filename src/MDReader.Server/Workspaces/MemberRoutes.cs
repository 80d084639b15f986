using MDReader.Server.Access;
using MDReader.Server.Accounts;
using MDReader.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace MDReader.Server.Workspaces;

/// <param name="Role">One of <c>owner</c>, <c>editor</c>, <c>commenter</c>, <c>viewer</c>.</param>
public sealed record MemberRequest(string? Role = null) : IChecked
{
    public IEnumerable<Flaw> Check() => RoleWords.Read(Role) is null
        ? [new Flaw("/role", "unknown-role", "Use \"owner\", \"editor\", \"commenter\" or \"viewer\".")]
        : [];
}

/// <param name="Role">The role to look at; null for none.</param>
public sealed record MemberPreview(string? Role = null) : IChecked
{
    public IEnumerable<Flaw> Check() => Role is null ? [] : new MemberRequest(Role).Check();
}

/// <summary>Somebody in a workspace.</summary>
/// <param name="UserId">Of their account.</param>
/// <param name="Name">What others see.</param>
/// <param name="Email">Members see each other's.</param>
/// <param name="Colour">Of the cursor; null lets the client choose one by the id.</param>
/// <param name="Role">What they may do.</param>
/// <param name="Since">When they came in.</param>
public sealed record Member(
    Guid UserId, string Name, string Email, string? Colour, Role Role, DateTimeOffset Since);

static class MemberRoutes
{
    public static void MapMemberRoutes(this RouteGroupBuilder api)
    {
        var members = api.MapGroup("/workspaces/{workspace:guid}/members");
        members.MapGet("", List).WithName("ListMembers").Refuses(Problems.NotFound, Problems.CursorMismatch);
        members.MapPut("/{user:guid}", Put).WithName("PutMember")
            .Refuses(Problems.NotFound, Problems.Forbidden, Problems.LastOwner, Problems.Invalid);
        members.MapPost("/{user:guid}/preview", Preview).WithName("PreviewMember")
            .WithMetadata(new NotIdempotent("it changes nothing, which holds in a transaction of its own only"))
            .Refuses(Problems.NotFound, Problems.Forbidden, Problems.LastOwner, Problems.Invalid);
        members.MapDelete("/{user:guid}", Remove).WithName("RemoveMember")
            .Refuses(Problems.NotFound, Problems.Forbidden, Problems.LastOwner);
    }

    /// <summary>Whom another role would touch, and in how many documents. It is given and taken back, so it is refused where
    /// giving it would be.</summary>
    static async Task<Results<Answer<AccessEffect>, Refusal>> Preview(
        Guid workspace, Guid user, MemberPreview body, HttpContext context, Members members, Rehearsal rehearsal)
    {
        var (effect, refusal) = await rehearsal.OfMember(
            (workspace, user),
            async () => body.Role is null
                ? await members.Remove(workspace, user, context)
                : await members.Put(workspace, user, RoleWords.Read(body.Role)!.Value, context),
            context.RequestAborted);
        return effect is null ? refusal! : Answers.With(effect);
    }

    static async Task<Results<Answer<Page<Member>>, Refusal>> List(
        Guid workspace,
        [AsParameters] PageQuery query,
        HttpContext context,
        Database database,
        Authorizer authorizer,
        Pages pages)
    {
        var caller = Caller.Of(context)!;
        if (await authorizer.Role(workspace, caller.UserId, context.RequestAborted) is null)
        {
            return WorkspaceAccess.Hidden();
        }

        var (start, refusal) = pages.Start(query, $"members of {workspace}", caller);
        if (refusal is not null)
        {
            return refusal;
        }

        var members = await database.Read(
            (db, token) => (
                from membership in db.Memberships
                where membership.WorkspaceId == workspace && (start.After == null || membership.UserId > start.After)
                join user in db.Users on membership.UserId equals user.Id
                orderby membership.UserId
                select new Member(
                    user.Id, user.Name, user.Email, user.Colour, membership.Role, membership.CreatedAt))
                .Take(start.Limit + 1)
                .ToListAsync(token),
            context.RequestAborted);
        return Answers.With(pages.Finish(start, members, member => member.UserId, context));
    }

    static Task<Results<Answer<Member>, Refusal>> Put(
        Guid workspace,
        Guid user,
        MemberRequest body,
        HttpContext context,
        Members members)
    {
        var role = RoleWords.Read(body.Role)!.Value;
        return members.Put(workspace, user, role, context);
    }

    static Task<Results<NoContent, Refusal>> Remove(Guid workspace, Guid user, HttpContext context, Members members) =>
        members.Remove(workspace, user, context);
}
