using MDReader.Server.Access;
using MDReader.Server.Accounts;
using MDReader.Server.Documents;
using MDReader.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace MDReader.Server.Sharing;

/// <summary>Who last changed what the caller may do in a document.</summary>
/// <param name="By">Their name; null where nobody did lately, or nobody one could name: an expired link, an account that is gone.</param>
public sealed record AccessChange(string? By);

static class AccessChangeRoutes
{
    /// <summary>The question is asked a moment after the change: what stands further back in the log isn't searched.</summary>
    const int Latest = 1_000;

    public static void MapAccessChangeRoutes(this RouteGroupBuilder api) =>
        api.MapGet("/documents/{id:guid}/access/last-change", Get).WithName("GetLastAccessChange")
            .Refuses(Problems.NotFound, Problems.Trashed);

    static async Task<Results<Answer<AccessChange>, Refusal>> Get(
        Guid id, Caller caller, DocumentAccess access, Database database, CancellationToken cancellation)
    {
        var (standing, refusal) = await access.May(id, caller.UserId, Ability.Read, cancellation);
        if (standing is not { WorkspaceId: var workspace })
        {
            return refusal!;
        }

        var document = id.ToString();
        var by = await database.Read(
            async (db, token) =>
            {
                var end = await db.Set<AuditHead>().Where(head => head.WorkspaceId == workspace)
                    .Select(head => head.Seq).SingleOrDefaultAsync(token);
                return await (
                    from row in db.Set<AuditRow>()
                    where row.WorkspaceId == workspace && row.Seq > end - Latest
                        && ((row.SubjectId == id && row.Event == AuditEvent.AccessChanged)
                            || (row.SubjectType == "person" && row.SubjectId == caller.UserId
                                && (row.Event == AuditEvent.MemberChanged
                                    || ((row.Event == AuditEvent.PermissionChanged || row.Event == AuditEvent.PermissionRemoved)
                                        && row.Details.Contains(document)))))
                    join user in db.Users on row.ActorId equals user.Id
                    orderby row.Seq descending
                    select user.DeletedAt == null ? user.Name : null).FirstOrDefaultAsync(token);
            },
            cancellation);
        return Answers.With(new AccessChange(by));
    }
}
