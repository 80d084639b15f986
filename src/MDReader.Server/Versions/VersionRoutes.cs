using MDReader.Server.Access;
using MDReader.Server.Collaboration;
using MDReader.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace MDReader.Server.Versions;

/// <summary>The versions of a document, and each by itself.</summary>
static class VersionRoutes
{
    public static void MapVersionRoutes(this RouteGroupBuilder api)
    {
        var all = api.MapGroup("/documents/{id:guid}/versions");
        all.MapGet("", List).WithName("ListVersions").OpenToGuests().Refuses(Problems.NotFound, Problems.Trashed, Problems.CursorMismatch);
        all.MapPost("", Create).WithName("CreateVersion").WithMetadata(new TakesItsTime())
            .Refuses(Problems.NotFound, Problems.Trashed, Problems.Forbidden, Problems.Invalid);
        api.MapPost("/documents/{id:guid}/restore-version", Restore).WithName("RestoreVersion").WithMetadata(new TakesItsTime()).Refuses(
            Problems.NotFound, Problems.Trashed, Problems.Forbidden, Problems.PreconditionFailed, Problems.Invalid);

        var one = api.MapGroup("/versions/{version:guid}");
        one.MapGet("", Get).WithName("GetVersion").OpenToGuests().Refuses(Problems.NotFound, Problems.Trashed);
        one.MapPatch("", Rename).WithName("RenameVersion")
            .Refuses(Problems.NotFound, Problems.Trashed, Problems.Forbidden, Problems.Invalid);
        one.MapGet("/content", Read).WithName("ReadVersion").OpenToGuests().Produces<string>(StatusCodes.Status200OK, "text/markdown")
            .Refuses(Problems.NotFound, Problems.Trashed);
    }

    static async Task<Results<Answer<Page<VersionEntry>>, Refusal>> List(
        Guid id, [AsParameters] PageQuery query, HttpContext context, Database database, ContentReading reading, Pages pages)
    {
        var caller = Caller.Of(context)!;
        if (await reading.Refuse(id, caller, Ability.Read, context.RequestAborted) is { } hidden)
        {
            return hidden;
        }

        var (start, refusal) = pages.Start(query, $"versions of {id}", caller);
        if (refusal is not null)
        {
            return refusal;
        }

        var versions = await database.Read(
            async (db, token) => await VersionEntry.Of(
                db,
                await db.Versions
                    .Where(version => version.DocumentId == id && (start.After == null || version.Id < start.After))
                    .OrderByDescending(version => version.Id)
                    .Take(start.Limit + 1)
                    .ToListAsync(token),
                token),
            context.RequestAborted);
        return Answers.With(pages.Finish(start, versions, entry => entry.Id, context));
    }

    static async Task<Results<Made<VersionEntry>, Refusal>> Create(
        Guid id, VersionRequest body, Caller caller, HttpContext context, ContentReading reading, SavedVersions versions)
    {
        if (await reading.Refuse(id, caller, Ability.Write, context.RequestAborted) is { } refusal)
        {
            return refusal;
        }

        var (now, gone) = await reading.Read(id, version: null, caller, context.RequestAborted);
        if (now is null)
        {
            return gone!;
        }

        var (made, reused) = await versions.Name(
            id, (now.Epoch, now.Seq), (body.Name!.Trim(), caller.UserId), context.Features.Get<KeyedRequest>(), context.RequestAborted);
        return made is null ? reused! : Answers.Made(PathOf(made), made);
    }

    public static string PathOf(VersionEntry version) => $"{Api.Root}/v1/versions/{version.Id}";

    static async Task<Results<Answer<VersionEntry>, Refusal>> Get(
        Guid version, Caller caller, HttpContext context, Database database, ContentReading reading)
    {
        var (found, refusal) = await Find(version, caller, Ability.Read, (database, reading), context.RequestAborted);
        return found is null ? refusal! : Answers.With(await Describe(found, database, context.RequestAborted));
    }

    static async Task<Results<Answer<VersionEntry>, Refusal>> Rename(
        Guid version, VersionChange body, Caller caller, HttpContext context, Database database, ContentReading reading)
    {
        var (found, refusal) = await Find(version, caller, Ability.Write, (database, reading), context.RequestAborted);
        if (found is null)
        {
            return refusal!;
        }

        found.Name = body.Name?.Trim();
        await database.Write(
            (db, token) => db.Versions.Where(row => row.Id == version)
                .ExecuteUpdateAsync(row => row.SetProperty(kept => kept.Name, found.Name), token),
            context.RequestAborted);
        return Answers.With(await Describe(found, database, context.RequestAborted));
    }

    static async Task<Results<FileContentHttpResult, NotModified, Refusal>> Read(
        Guid version, Caller caller, HttpContext context, Database database, ContentReading reading)
    {
        var (found, refusal) = await Find(version, caller, Ability.Read, (database, reading), context.RequestAborted);
        if (found is null)
        {
            return refusal!;
        }

        return await reading.Find(found.DocumentId, $"{version}", context.RequestAborted) is { } content
            ? ContentRoutes.Send(content, context)
            : Hidden();
    }

    /// <summary>A new edit that makes the text what it was; what was written since stays in the history.</summary>
    static async Task<Results<Answer<ContentWritten>, Refusal>> Restore(
        Guid id, RestoreRequest body, Caller caller, HttpContext context, ContentReading reading, Restoring restoring)
    {
        if (await reading.Refuse(id, caller, Ability.Write, context.RequestAborted) is { } refusal)
        {
            return refusal;
        }

        if (await reading.Find(id, $"{body.VersionId}", context.RequestAborted) is not { File: var file })
        {
            return Hidden();
        }

        var ifMatch = context.Request.Headers.IfMatch;
        var outcome = await restoring.Write(id, new Wish(caller, new NewText.WholeFile(file)), context);
        if (outcome is not WriteOutcome.Written(var etag, var merged, var overlaps))
        {
            return ContentRoutes.Refuse(outcome, id, ifMatch);
        }

        context.Response.Headers.ETag = etag;
        return Answers.With(new ContentWritten(etag, merged, overlaps));
    }

    static Task<VersionEntry> Describe(SavedVersion version, Database database, CancellationToken cancellation) =>
        database.Read((db, token) => VersionEntry.Of(db, version, token), cancellation);

    static async Task<(SavedVersion? Version, Refusal? Refusal)> Find(
        Guid version, Caller caller, Ability ability, (Database Database, ContentReading Reading) from, CancellationToken cancellation)
    {
        var found = await from.Database.Read(
            (db, token) => db.Versions.SingleOrDefaultAsync(row => row.Id == version, token), cancellation);
        if (found is null)
        {
            return (null, Hidden());
        }

        return await from.Reading.Refuse(found.DocumentId, caller, ability, cancellation) is { } refusal
            ? (null, refusal)
            : (found, null);
    }

    static Refusal Hidden() => Problems.NotFound.Because("There is no such version, or its document is not shared with you.");
}
