using System.Globalization;
using System.Text.Json;
using MDReader.Server.Access;
using MDReader.Server.Accounts;
using MDReader.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace MDReader.Server.Workspaces;

/// <summary>An entry of a workspace's audit log.</summary>
/// <param name="Seq">1 for the first, without gaps.</param>
/// <param name="Event">What happened, such as <c>link.created</c>.</param>
/// <param name="ActorId">Whose doing it was; null for a stranger's or the server's own.</param>
/// <param name="ActorName">What they are called now; null without one.</param>
/// <param name="SubjectType">What it was done to, such as <c>document</c>.</param>
/// <param name="SubjectId">Its id.</param>
/// <param name="Details">What else is known: roles, ids.</param>
/// <param name="Hash">SHA-256 of the hash before and this entry, in hexadecimal digits.</param>
public sealed record AuditEntry(
    long Seq,
    DateTimeOffset At,
    string Event,
    Guid? ActorId,
    string? ActorName,
    string SubjectType,
    Guid? SubjectId,
    IReadOnlyDictionary<string, string> Details,
    string Hash);

public sealed record AuditFilter
{
    /// <summary>Only what this person did.</summary>
    [FromQuery(Name = "actor")]
    public Guid? Actor { get; init; }

    /// <summary>Only events of this kind, such as <c>link</c>, or one event, such as <c>link.created</c>.</summary>
    [FromQuery(Name = "kind")]
    public string? Kind { get; init; }
}

/// <summary>What a walk along the whole log has found.</summary>
/// <param name="Whole">Every entry is as it was written and follows the one before it.</param>
/// <param name="Entries">How many were looked at.</param>
/// <param name="Hash">Of the last one; kept elsewhere, it shows later that nothing before it was changed.</param>
/// <param name="Flaw">What is wrong, in words.</param>
public sealed record AuditStanding(bool Whole, long Entries, string Hash, string? Flaw);

static class AuditRoutes
{
    public static void MapAuditRoutes(this RouteGroupBuilder api)
    {
        var audit = api.MapGroup("/workspaces/{workspace:guid}/audit");
        audit.MapGet("", List).WithName("ListAudit").Refuses(Problems.NotFound, Problems.Forbidden, Problems.CursorMismatch);
        audit.MapGet("/verification", Verify).WithName("VerifyAudit").Refuses(Problems.NotFound, Problems.Forbidden);
    }

    /// <summary>Whether the log is whole; its owners ask.</summary>
    static async Task<Results<Answer<AuditStanding>, Refusal>> Verify(
        Guid workspace, HttpContext context, AuditVerification verification, WorkspaceAccess access)
    {
        if (await access.Refuse(workspace, Ability.Own, context) is { } refusal)
        {
            return refusal;
        }

        var (end, flaw) = await verification.RunOne(workspace, context.RequestAborted);
        return Answers.With(new AuditStanding(flaw is null, end.Seq, end.Hash, flaw));
    }

    /// <summary>The newest first; its owners read it.</summary>
    static async Task<Results<Answer<Page<AuditEntry>>, Refusal>> List(
        Guid workspace,
        [AsParameters] AuditFilter filter,
        [AsParameters] PageQuery query,
        HttpContext context,
        Database database,
        WorkspaceAccess access,
        Pages pages)
    {
        var caller = Caller.Of(context)!;
        if (await access.Refuse(workspace, Ability.Own, context) is { } forbidden)
        {
            return forbidden;
        }

        var (start, refusal) = pages.Start(query, $"audit of {workspace} {filter.Actor} {filter.Kind}", caller);
        if (refusal is not null)
        {
            return refusal;
        }

        var before = start.After is null ? long.MaxValue : long.Parse(start.AfterKey, CultureInfo.InvariantCulture);
        var rows = await database.Read(
            (db, token) => (
                from row in db.Set<AuditRow>()
                where row.WorkspaceId == workspace && row.Seq < before
                    && (filter.Actor == null || row.ActorId == filter.Actor)
                    && (filter.Kind == null || row.Event == filter.Kind || row.Event.StartsWith(filter.Kind + "."))
                join user in db.Users on row.ActorId equals user.Id into actors
                from actor in actors.DefaultIfEmpty()
                orderby row.Seq descending
                select new { row, actor.Name }).Take(start.Limit + 1).ToListAsync(token),
            context.RequestAborted);
        var entries = rows.ConvertAll(found => new AuditEntry(
            found.row.Seq, found.row.At, found.row.Event, found.row.ActorId, found.Name, found.row.SubjectType,
            found.row.SubjectId, JsonSerializer.Deserialize<Dictionary<string, string>>(found.row.Details)!,
            Convert.ToHexStringLower(found.row.Hash)));
        return Answers.With(pages.Finish(
            start, entries, entry => (entry.Seq.ToString(CultureInfo.InvariantCulture), Guid.Empty), context));
    }
}

/// <summary>What the audit logs say somebody did. It holds ids, and stays as that of nobody.</summary>
sealed record AuditData() : PersonalData("auditLog")
{
    public override async Task<object> Read(MDReaderDb db, Guid userId, CancellationToken cancellationToken) =>
        await db.Set<AuditRow>().Where(row => row.ActorId == userId).OrderBy(row => row.At).ThenBy(row => row.Seq)
            .Select(row => new { row.WorkspaceId, row.At, row.Event, row.SubjectType, row.SubjectId, row.Details })
            .ToListAsync(cancellationToken);
}
