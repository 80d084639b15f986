using System.Security.Cryptography;
using MDReader.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace MDReader.Server.Accounts;

static class PictureRoutes
{
    public const int LargestBytes = 512 * 1024;
    public const int LongestEdge = 2048;

    public static void MapPicture(this RouteGroupBuilder me)
    {
        me.MapGet("/picture", Get).WithName("GetPicture").WithMetadata(new NeedsScope(Scopes.Read))
            .Produces<byte[]>(StatusCodes.Status200OK, PictureFormat.Png, PictureFormat.Jpeg, PictureFormat.WebP)
            .Refuses(Problems.NotFound);
        me.MapPut("/picture", Put).WithName("PutPicture").WithBodyLimit(LargestBytes)
            .Accepts<byte[]>(PictureFormat.Png, PictureFormat.Jpeg, PictureFormat.WebP)
            .Refuses(Problems.UnsupportedMediaType, Problems.TooLarge, Problems.Invalid);
        me.MapDelete("/picture", Remove).WithName("RemovePicture");
    }

    static async Task<Results<FileContentHttpResult, NotModified, Refusal>> Get(
        Caller caller, HttpContext context, Database database)
    {
        var picture = await database.Read(
            (db, token) => db.Pictures.SingleOrDefaultAsync(found => found.UserId == caller.UserId, token),
            context.RequestAborted);
        if (picture is null)
        {
            return Problems.NotFound.Because("You have no picture.");
        }

        var etag = $"\"{Tag(picture.Bytes)}\"";
        context.Response.Headers.ETag = etag;
        context.Response.Headers.CacheControl = "private, no-cache";
        return ETags.IsKnown(context.Request.Headers.IfNoneMatch, etag)
            ? new NotModified()
            : TypedResults.Bytes(picture.Bytes, picture.MediaType);
    }

    static async Task<Results<Answer<Person>, Refusal>> Put(HttpContext context, Database database, TimeProvider time)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        var bytes = body.ToArray();
        if (PictureFormat.Recognise(bytes) is not var (mediaType, width, height))
        {
            return Problems.UnsupportedMediaType.Because("Send a picture as PNG, JPEG or WebP.");
        }

        if (width > LongestEdge || height > LongestEdge)
        {
            return Problems.Flawed([new Flaw(
                "", "picture-too-large", $"Make the picture {LongestEdge} pixels wide and high at most (now {width} × {height}).")]);
        }

        return Answers.With(await database.Write(
            async (db, token) =>
            {
                var user = await db.Users.SingleAsync(found => found.Id == Caller.Of(context)!.UserId, token);
                await db.Pictures.Where(found => found.UserId == user.Id).ExecuteDeleteAsync(token);
                db.Add(new Picture { UserId = user.Id, MediaType = mediaType, Bytes = bytes, ChangedAt = time.Now() });
                user.PictureTag = Tag(bytes);
                return Person.Of(user);
            },
            context.RequestAborted));
    }

    static async Task<NoContent> Remove(Caller caller, Database database, CancellationToken cancellationToken)
    {
        await database.Write(
            async (db, token) =>
            {
                await db.Pictures.Where(found => found.UserId == caller.UserId).ExecuteDeleteAsync(token);
                await db.Users.Where(found => found.Id == caller.UserId)
                    .ExecuteUpdateAsync(user => user.SetProperty(bare => bare.PictureTag, (string?)null), token);
            },
            cancellationToken);
        return TypedResults.NoContent();
    }

    static string Tag(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 8));
}
