using MDReader.Server.Access;
using MDReader.Server.Documents;
using MDReader.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace MDReader.Server.Attachments;

static class AttachmentRoutes
{
    public static void MapAttachmentRoutes(this RouteGroupBuilder api)
    {
        var ofDocument = api.MapGroup("/documents/{id:guid}/attachments").OpenToGuests();
        ofDocument.MapGet("", List).WithName("ListAttachments")
            .Refuses(Problems.NotFound, Problems.Trashed, Problems.CursorMismatch, Problems.BadRequest);
        ofDocument.MapPost("", Announce).WithName("CreateAttachment").Refuses(
            Problems.NotFound, Problems.Trashed, Problems.Forbidden, Problems.Invalid, Problems.TooLarge,
            Problems.QuotaExceeded, Problems.RateLimited);

        var one = api.MapGroup("/attachments/{attachment:guid}").OpenToGuests();
        one.MapPost("/complete", Complete).WithName("CompleteAttachment").WithMetadata(new TakesItsTime())
            .Refuses(
                Problems.NotFound, Problems.Trashed, Problems.Forbidden, Problems.UploadIncomplete, Problems.UploadMismatch,
                Problems.TooLarge, Problems.QuotaExceeded);
        one.MapGet("", Get).WithName("GetAttachment").Produces(StatusCodes.Status302Found)
            .Refuses(Problems.NotFound, Problems.Trashed, Problems.UploadIncomplete);
        one.MapGet("/thumbnail", GetThumbnail).WithName("GetAttachmentThumbnail").Produces(StatusCodes.Status302Found)
            .Refuses(Problems.NotFound, Problems.Trashed, Problems.UploadIncomplete, Problems.RateLimited);
        one.MapDelete("", Delete).WithName("DeleteAttachment")
            .Refuses(Problems.NotFound, Problems.Trashed, Problems.Forbidden);
    }

    static Refusal Awaited() => Problems.UploadIncomplete.Because("Its bytes haven't arrived yet.");

    public static Refusal Missing() =>
        Problems.NotFound.Because("There is no such attachment, or its document is not shared with you.");

    /// <summary>The newest first; those whose bytes are awaited are among them.</summary>
    static async Task<Results<Answer<Page<AttachmentEntry>>, Refusal>> List(
        Guid id, [AsParameters] PageQuery query, HttpContext context, Database database, DocumentAccess access, Pages pages)
    {
        var caller = Caller.Of(context)!;
        var (role, hidden) = await access.MayRead(id, caller.UserId, context.RequestAborted);
        if (role is null)
        {
            return hidden!;
        }

        var (start, refusal) = pages.Start(query, $"attachments {id}", caller);
        if (refusal is not null)
        {
            return refusal;
        }

        var rows = await database.Read(
            (db, token) => db.Attachments
                .Where(attachment => attachment.DocumentId == id && (start.After == null || attachment.Id < start.After))
                .OrderByDescending(attachment => attachment.Id).Take(start.Limit + 1).ToListAsync(token),
            context.RequestAborted);
        return Answers.With(pages.Finish(start, rows.ConvertAll(AttachmentEntry.Of), entry => entry.Id, context));
    }

    static async Task<Results<Made<AttachmentEntry>, Refusal>> Announce(
        Guid id, AttachmentRequest body, HttpContext context, NewAttachment attachments, RateLimiter limiter,
        IOptions<AttachmentsOptions> options)
    {
        var caller = Caller.Of(context)!;
        var uploads = new RateLimit("uploads", options.Value.UploadsPerMinute, TimeSpan.FromMinutes(1));
        if (RateLimits.Refused(context, await limiter.Take(uploads, caller.UserId.ToString())) is { } tooMany)
        {
            return tooMany;
        }

        var (attachment, refusal) = await attachments.Announce(id, body, caller, context.RequestAborted);
        return attachment is null
            ? refusal!
            : Answers.Made($"{Api.Root}/v1/attachments/{attachment.Id}", attachment with
            {
                Upload = attachment.Upload! with { Url = Absolute(attachment.Upload.Url, context.Request) },
            });
    }

    static async Task<Results<Answer<AttachmentEntry>, Refusal>> Complete(
        Guid attachment, HttpContext context, Database database, DocumentAccess access, Arrival arrival)
    {
        var (found, refusal) = await Find(attachment, Ability.Write, context, database, access);
        if (found is null)
        {
            return refusal!;
        }

        var (entry, unfit) = await arrival.Complete(found, Caller.Of(context)!, context.RequestAborted);
        return entry is null ? unfit! : Answers.With(entry);
    }

    /// <summary>Leads to the bytes, at an address that works for a minute.</summary>
    static async Task<Results<RedirectHttpResult, Refusal>> Get(
        Guid attachment, HttpContext context, Database database, DocumentAccess access, AttachmentDownload download)
    {
        var (found, refusal) = await Find(attachment, Ability.Read, context, database, access);
        if (found is null)
        {
            return refusal!;
        }

        return found.CompletedAt is null
            ? Awaited()
            : TypedResults.Redirect((await download.Offer(found, context.RequestAborted)).ToString());
    }

    /// <summary>Leads to a small picture of a picture, 256 pixels at most on either side, at an address that works for a minute.</summary>
    static async Task<Results<RedirectHttpResult, Refusal>> GetThumbnail(
        Guid attachment, HttpContext context, Database database, DocumentAccess access, Thumbnails thumbnails,
        AttachmentDownload download)
    {
        var (found, refusal) = await Find(attachment, Ability.Read, context, database, access);
        if (found is null)
        {
            return refusal!;
        }

        if (found.CompletedAt is null)
        {
            return Awaited();
        }

        switch (await thumbnails.Find(found, context.RequestAborted))
        {
            case Thumbnail.There:
                return TypedResults.Redirect((await download.OfferThumbnail(found, context.RequestAborted)).ToString());
            case Thumbnail.Later:
                return Problems.RateLimited
                    .Because($"Wait {Thumbnails.Turn.TotalSeconds:0} seconds; many pictures are being made small.")
                    .Until(new(Thumbnails.Waiting, Allowed: false, Remaining: 0, Thumbnails.Turn));
            default:
                return Problems.NotFound.Because("It is no picture that can be made small; fetch the file itself.");
        }
    }

    static async Task<Results<NoContent, Refusal>> Delete(
        Guid attachment, HttpContext context, Database database, DocumentAccess access, IBlobStore blobs)
    {
        Attachment? gone = null;
        var refusal = await database.Write<Refusal?>(
            async (db, token) =>
            {
                (gone, var no) = await Find(attachment, Ability.Write, context, database, access);
                await db.Attachments.Where(found => found.Id == attachment && no == null).ExecuteDeleteAsync(token);
                return no;
            },
            context.RequestAborted);
        if (refusal is not null)
        {
            return refusal;
        }

        // If this fails, or the process dies before it, the bytes are orphans, which are collected.
        await blobs.Delete(gone!.Key, CancellationToken.None);
        await blobs.Delete(gone.Arriving, CancellationToken.None);
        await blobs.Delete(gone.Thumbnail, CancellationToken.None);
        return TypedResults.NoContent();
    }

    static async Task<(Attachment? Attachment, Refusal? Refusal)> Find(
        Guid id, Ability ability, HttpContext context, Database database, DocumentAccess access)
    {
        var found = await database.Read(
            (db, token) => db.Attachments.AsNoTracking().SingleOrDefaultAsync(one => one.Id == id, token), context.RequestAborted);
        if (found is null)
        {
            return (null, Missing());
        }

        var (standing, refusal) = await access.May(found.DocumentId, Caller.Of(context)!.UserId, ability, context.RequestAborted);
        return standing is null ? (null, refusal) : (found, null);
    }

    // What the caller reached this server by is right for the caller.
    static Uri Absolute(Uri url, HttpRequest request) =>
        url.IsAbsoluteUri ? url : new Uri(new Uri($"{request.Scheme}://{request.Host}"), url);
}
