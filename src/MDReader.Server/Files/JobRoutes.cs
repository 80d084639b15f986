using System.Text.Json;
using System.Text.Json.Serialization;
using MDReader.Server.Access;
using MDReader.Server.Documents;
using MDReader.Server.Platform;
using MDReader.Server.Workspaces;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace MDReader.Server.Files;

/// <summary>Work that goes on beside requests, and how far it is.</summary>
/// <param name="Kind"><c>import</c> or <c>export</c>.</param>
/// <param name="Status"><c>queued</c>, <c>running</c>, <c>done</c> or <c>failed</c>.</param>
/// <param name="Done">Steps, of <paramref name="Total"/>; both 0 until they are known.</param>
/// <param name="Problem">Of a failure: the type of the problem. Nothing was kept.</param>
/// <param name="Detail">Of a failure: what to do.</param>
/// <param name="Import">Of an import that is done.</param>
/// <param name="Export">Of an export that is done; fetch it with <c>GET /jobs/{id}/file</c>.</param>
public sealed record JobEntry(
    Guid Id, Guid WorkspaceId, string Kind, string Status, int Done, int Total, DateTimeOffset CreatedAt, DateTimeOffset? FinishedAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Problem = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Detail = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ImportResult? Import = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ExportResult? Export = null)
{
    internal static JobEntry Of(Job job) => new(
        job.Id, job.WorkspaceId, job.Kind, job.Status, job.Done, job.Total, job.CreatedAt, job.FinishedAt, job.Problem, job.Detail,
        Read<ImportResult>(job, JobKind.Import), Read<ExportResult>(job, JobKind.Export));

    static T? Read<T>(Job job, string kind)
        where T : class =>
        job.Kind == kind && job.Result is { } result ? JsonSerializer.Deserialize<T>(result, JsonSerializerOptions.Web) : null;
}

/// <summary>Where an import goes.</summary>
public sealed record ImportPlace
{
    /// <summary>Of the folder that is made for it.</summary>
    [FromQuery(Name = "name")]
    public string? Name { get; init; }

    /// <summary>In which that folder is made; left out, at the top of the workspace.</summary>
    [FromQuery(Name = "folderId")]
    public Guid? FolderId { get; init; }
}

/// <summary>Which jobs.</summary>
public sealed record JobFilter
{
    /// <summary>Only of this workspace.</summary>
    [FromQuery(Name = "workspace")]
    public Guid? Workspace { get; init; }

    /// <summary>Only <c>import</c> or only <c>export</c>.</summary>
    [FromQuery(Name = "kind")]
    public string? Kind { get; init; }
}

static class JobRoutes
{
    const string Zip = "application/zip";
    const string Html = "text/html";
    const string Markdown = "text/markdown";
    static readonly TimeSpan LinkTime = TimeSpan.FromMinutes(1);

    public static void MapJobRoutes(this RouteGroupBuilder api)
    {
        var workspace = api.MapGroup("/workspaces/{workspace:guid}");
        // The body is too much to be held in memory, and its bytes go to the blob store.
        workspace.MapPost("/imports", StartImport).WithName("ImportFiles").WithMetadata(new TakesIdempotencyKey())
            .Accepts<byte[]>(Zip, Html, Markdown)
            .Refuses(Problems.NotFound, Problems.Forbidden, Problems.TooLarge, Problems.UnsupportedMediaType, Problems.Invalid);
        workspace.MapPost("/exports", StartExport).WithName("ExportFiles").Refuses(Problems.NotFound);
        api.MapGet("/jobs", List).WithName("ListJobs").Refuses(Problems.CursorMismatch, Problems.BadRequest);
        var one = api.MapGroup("/jobs/{job:guid}");
        one.MapGet("", Get).WithName("GetJob").Refuses(Problems.NotFound);
        one.MapGet("/file", Fetch).WithName("GetJobFile").Produces(StatusCodes.Status302Found).Refuses(Problems.NotFound);
    }

    /// <summary>Where it can be looked at.</summary>
    public static string Of(Guid job) => $"{Api.Root}/v1/jobs/{job}";

    /// <summary>Takes a zip of Markdown and HTML with pictures, or one such text, and makes a folder of it in its own time.</summary>
    static async Task<Results<Begun<JobEntry>, Refusal>> StartImport(
        Guid workspace, [AsParameters] ImportPlace place, HttpContext context, Authorizer authorizer, NewImport imports,
        TimeProvider time, IOptions<FilesOptions> options)
    {
        var caller = Caller.Of(context)!;
        if (await authorizer.Role(workspace, caller.UserId, context.RequestAborted) is not { } role)
        {
            return WorkspaceAccess.Hidden();
        }

        if (!role.May(Ability.Write))
        {
            return WorkspaceAccess.Forbidden(role, Ability.Write);
        }

        var extension = context.Request.ContentType?.Split(';')[0].Trim().ToLowerInvariant() switch
        {
            Zip => "zip",
            Html => "html",
            Markdown => "md",
            _ => null,
        };
        if (extension is null)
        {
            return Problems.UnsupportedMediaType.Because($"Send {Zip}, {Html} or {Markdown}.");
        }

        var name = place.Name?.Trim() is { Length: > 0 } said ? said : "Import";
        if (Checked.Line(name, "/name", DocumentEntry.LongestTitle).ToList() is { Count: > 0 } flaws)
        {
            return Problems.Flawed(flaws);
        }

        var limit = options.Value.ArchiveBytes;
        if (context.Request.ContentLength > limit)
        {
            return Problems.TooLarge.Because($"Send an archive of at most {limit} bytes.");
        }

        context.Features.Get<IHttpMaxRequestBodySizeFeature>()!.MaxRequestBodySize = limit;
        var job = NewJob(workspace, JobKind.Import, new ImportRequest(name, place.FolderId, extension), caller, time);
        var (begun, refusal) = await imports.Begin(job, context);
        return begun is null ? refusal! : Answers.Begun(Of(begun.Id), begun);
    }

    /// <summary>Makes a zip of all that the caller may read in the workspace, in its own time.</summary>
    static async Task<Results<Begun<JobEntry>, Refusal>> StartExport(
        Guid workspace, ExportRequest body, HttpContext context, Authorizer authorizer, Database database, TimeProvider time)
    {
        var caller = Caller.Of(context)!;
        if (await authorizer.Role(workspace, caller.UserId, context.RequestAborted) is null)
        {
            return WorkspaceAccess.Hidden();
        }

        var job = NewJob(workspace, JobKind.Export, body, caller, time);
        await Queue(database, job, context.RequestAborted);
        return Answers.Begun(Of(job.Id), JobEntry.Of(job));
    }

    /// <summary>The caller's own, the newest first: what waits or runs, and what has ended in the last 30 days.</summary>
    static Task<Results<Answer<Page<JobEntry>>, Refusal>> List(
        [AsParameters] JobFilter filter, [AsParameters] PageQuery query, HttpContext context, Caller caller, Database database,
        Pages pages) =>
        pages.Answer(query, $"jobs {filter.Workspace} {filter.Kind}", context, (start, cancellation) => database.Read(
            async (db, token) => (await db.Jobs
                .Where(job => job.CreatedBy == caller.UserId)
                .Where(job => filter.Workspace == null || job.WorkspaceId == filter.Workspace)
                .Where(job => filter.Kind == null || job.Kind == filter.Kind)
                .Where(job => start.After == null || job.Id < start.After)
                .OrderByDescending(job => job.Id)
                .Take(start.Limit + 1)
                .ToListAsync(token))
                .ConvertAll(JobEntry.Of),
            cancellation), entry => entry.Id);

    static async Task<Results<Answer<JobEntry>, Refusal>> Get(Guid job, Caller caller, Database database, CancellationToken cancellationToken) =>
        await Find(job, caller, database, cancellationToken) is { } found ? Answers.With(JobEntry.Of(found)) : Missing();

    /// <summary>Leads to the archive, at an address that works for a minute.</summary>
    static async Task<Results<RedirectHttpResult, Refusal>> Fetch(
        Guid job, Caller caller, Database database, Authorizer authorizer, IBlobStore blobs, TimeProvider time,
        CancellationToken cancellationToken)
    {
        // Who made it and has left the workspace since finds it no more than its documents.
        if (await Find(job, caller, database, cancellationToken) is not { Kind: JobKind.Export, Status: JobStatus.Done } found
            || await authorizer.Role(found.WorkspaceId, caller.UserId, cancellationToken) is null
            || await blobs.Look(found.Export, cancellationToken) is null)
        {
            return Problems.NotFound.Because("There is no archive for you: it is being made, or was kept for some days and is gone, or you aren't a member any more.");
        }

        var terms = new DownloadTerms($"mdreader-{found.CreatedAt:yyyy-MM-dd}.zip", Zip, Inline: false, time.Now() + LinkTime);
        return TypedResults.Redirect((await blobs.OfferDownload(found.Export, terms, cancellationToken)).ToString());
    }

    // Whose it is, and nobody else's: what is in it, each person may see by themselves.
    static Task<Job?> Find(Guid job, Caller caller, Database database, CancellationToken cancellationToken) => database.Read(
        (db, token) => db.Jobs.AsNoTracking().SingleOrDefaultAsync(found => found.Id == job && found.CreatedBy == caller.UserId, token),
        cancellationToken);

    static Refusal Missing() => Problems.NotFound.Because("There is no such job, or it isn't yours.");

    static Task Queue(Database database, Job job, CancellationToken cancellationToken) => database.Write(
        (db, _) =>
        {
            db.Add(job);
            database.Announce(new JobQueued(job.Id));
            return Task.CompletedTask;
        },
        cancellationToken);

    static Job NewJob<T>(Guid workspace, string kind, T request, Caller caller, TimeProvider time) => new()
    {
        Id = Ids.New(time),
        WorkspaceId = workspace,
        Kind = kind,
        Status = JobStatus.Queued,
        Request = JsonSerializer.Serialize(request),
        CreatedBy = caller.UserId,
        CreatedAt = time.Now(),
    };
}
