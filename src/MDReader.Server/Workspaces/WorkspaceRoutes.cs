using MDReader.Server.Access;
using MDReader.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace MDReader.Server.Workspaces;

public sealed record WorkspaceRequest(string? Name = null) : IChecked
{
    public IEnumerable<Flaw> Check() => Checked.Line(Name, "/name", WorkspaceEntry.LongestName);
}

/// <summary>A workspace as one of its members sees it.</summary>
/// <param name="Id">Opaque.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Role">The caller's.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="UpdatedAt">When its name last changed.</param>
public sealed record WorkspaceEntry(
    Guid Id, string Name, Role Role, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
{
    public const int LongestName = 100;

    internal static WorkspaceEntry Of(Workspace workspace, Role role) =>
        new(workspace.Id, workspace.Name, role, workspace.CreatedAt, workspace.UpdatedAt);
}

static class WorkspaceRoutes
{
    public static void MapWorkspaceRoutes(this RouteGroupBuilder api)
    {
        api.MapGet("/workspaces", List).WithName("ListWorkspaces").Refuses(Problems.CursorMismatch);
        api.MapPost("/workspaces", Create).WithName("CreateWorkspace").WithMetadata(new GivesETag()).Refuses(Problems.Invalid);

        var one = api.MapGroup("/workspaces/{workspace:guid}");
        one.MapGet("", Get).WithName("GetWorkspace").Refuses(Problems.NotFound);
        one.MapPatch("", Rename).WithName("RenameWorkspace")
            .Refuses(Problems.NotFound, Problems.Forbidden, Problems.PreconditionFailed, Problems.Invalid);
        one.MapDelete("", Delete).WithName("DeleteWorkspace")
            .Refuses(Problems.NotFound, Problems.Forbidden, Problems.PreconditionFailed);
    }

    static async Task<Results<Answer<Page<WorkspaceEntry>>, Refusal>> List(
        [AsParameters] PageQuery query, HttpContext context, Database database, Pages pages)
    {
        var caller = Caller.Of(context)!;
        var (start, refusal) = pages.Start(query, "workspaces", caller);
        if (refusal is not null)
        {
            return refusal;
        }

        var workspaces = await database.Read(
            (db, token) => (
                from membership in db.Memberships
                where membership.UserId == caller.UserId
                join workspace in db.Workspaces on membership.WorkspaceId equals workspace.Id
                where start.After == null || workspace.Id > start.After
                orderby workspace.Id
                select new WorkspaceEntry(
                    workspace.Id, workspace.Name, membership.Role, workspace.CreatedAt, workspace.UpdatedAt))
                .Take(start.Limit + 1)
                .ToListAsync(token),
            context.RequestAborted);
        return Answers.With(pages.Finish(start, workspaces, workspace => workspace.Id, context));
    }

    static async Task<Made<WorkspaceEntry>> Create(
        WorkspaceRequest body, Caller caller, HttpContext context, NewWorkspace workspaces)
    {
        var made = await workspaces.Make(body.Name!, caller.UserId, context.RequestAborted);
        context.Response.Headers.ETag = ETags.OfVersion(made.Version);
        return Answers.Made($"{Api.Root}/v1/workspaces/{made.Id}", WorkspaceEntry.Of(made, Role.Owner));
    }

    static async Task<Results<Answer<WorkspaceEntry>, NotModified, Refusal>> Get(
        Guid workspace, Caller caller, HttpContext context, Database database, Authorizer authorizer)
    {
        if (await authorizer.Role(workspace, caller.UserId, context.RequestAborted) is not { } role)
        {
            return WorkspaceAccess.Hidden();
        }

        var found = await database.Read(
            (db, token) => db.Workspaces.SingleOrDefaultAsync(row => row.Id == workspace, token), context.RequestAborted);
        if (found is null)
        {
            return WorkspaceAccess.Hidden();
        }

        var etag = ETags.OfVersion(found.Version);
        context.Response.Headers.ETag = etag;
        return ETags.IsKnown(context.Request.Headers.IfNoneMatch, etag)
            ? new NotModified()
            : Answers.With(WorkspaceEntry.Of(found, role));
    }

    static Task<Results<Answer<WorkspaceEntry>, Refusal>> Rename(
        Guid workspace,
        WorkspaceRequest body,
        HttpContext context,
        WorkspaceAccess access,
        Database database,
        TimeProvider time) =>
        access.Change<Answer<WorkspaceEntry>>(workspace, Ability.Own, context, (_, found, role) =>
        {
            database.Note(new Change.Upserted(workspace, ObjectType.Workspace, workspace));
            found.Name = body.Name!.Trim();
            found.Version++;
            found.UpdatedAt = time.Now();
            context.Response.Headers.ETag = ETags.OfVersion(found.Version);
            return Answers.With(WorkspaceEntry.Of(found, role));
        });

    static Task<Results<NoContent, Refusal>> Delete(
        Guid workspace, HttpContext context, WorkspaceAccess access, Database database) =>
        access.Change<NoContent>(workspace, Ability.Own, context, (db, found, _) =>
        {
            // Everything in it goes with it by the tables' own rules.
            foreach (var log in (Guid[])[workspace, AuditRow.Instance])
            {
                database.Record(new Audited(
                    AuditEvent.WorkspaceDeleted, log, Caller.Of(context)!.UserId, "workspace", workspace));
            }

            database.Announce(new WorkspaceDeleted(workspace));
            db.Remove(found);
            database.Note(new Change.Deleted(workspace, ObjectType.Workspace, workspace, Gone.Purged));
            return TypedResults.NoContent();
        });
}
