using MDReader.Server.Access;
using MDReader.Server.Accounts;
using MDReader.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace MDReader.Server.Workspaces;

/// <summary>What the people look like with whom one shares a workspace or a document.</summary>
static class PersonPictureRoutes
{
    public static void MapPersonPicture(this RouteGroupBuilder api) =>
        api.MapGet("/people/{user:guid}/picture", Get).WithName("GetPersonPicture").OpenToGuests()
            .Produces<byte[]>(StatusCodes.Status200OK, PictureFormat.Png, PictureFormat.Jpeg, PictureFormat.WebP)
            .Refuses(Problems.NotFound);

    /// <summary>204 for somebody without a picture: their initials stand in for it.</summary>
    static async Task<Results<FileContentHttpResult, NotModified, NoContent, Refusal>> Get(
        Guid user, HttpContext context, Acquaintance acquaintance, Database database)
    {
        if (!await acquaintance.Knows(Caller.Of(context)!.UserId, user, context.RequestAborted))
        {
            return Problems.NotFound.Because("There is no such person, or you share nothing with them.");
        }

        // Its tag alone, until it is known that the bytes are wanted.
        var tag = await database.Read(
            (db, token) => db.Users.Where(found => found.Id == user).Select(found => found.PictureTag).SingleOrDefaultAsync(token),
            context.RequestAborted);
        context.Response.Headers.CacheControl = "private, no-cache";
        if (tag is null)
        {
            return TypedResults.NoContent();
        }

        var etag = $"\"{tag}\"";
        context.Response.Headers.ETag = etag;
        if (ETags.IsKnown(context.Request.Headers.IfNoneMatch, etag))
        {
            return new NotModified();
        }

        var picture = await database.Read(
            (db, token) => db.Pictures.SingleOrDefaultAsync(found => found.UserId == user, token), context.RequestAborted);
        return picture is null ? TypedResults.NoContent() : TypedResults.Bytes(picture.Bytes, picture.MediaType);
    }
}
