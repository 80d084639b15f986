using MDReader.Server.Collaboration;
using MDReader.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace MDReader.Server.Pictures;

static class PicturesRoutes
{
    public static void MapFarPicture(this RouteGroupBuilder api) =>
        api.MapGet("/documents/{id:guid}/pictures", Get).WithName("GetFarPicture").OpenToGuests()
            .Produces<byte[]>(StatusCodes.Status200OK, "image/png", "image/jpeg", "image/gif", "image/webp", "image/avif")
            .Refuses(
                Problems.PicturesOff, Problems.NotFound, Problems.Trashed, Problems.BadRequest, Problems.RateLimited,
                Problems.PictureFailed);

    /// <summary>A picture of another server that the document's present text names, fetched by this one.</summary>
    static async Task<Results<FileContentHttpResult, Refusal>> Get(
        Guid id, string address, HttpContext context, ContentReading reading, FarPictures pictures, RateLimiter limiter,
        IOptions<PicturesOptions> options)
    {
        if (!options.Value.FromElsewhere)
        {
            return Problems.PicturesOff.Because(
                "Whoever runs this server can turn it on with MDREADER_PICTURES_FROM_ELSEWHERE.");
        }

        var caller = Caller.Of(context)!;
        var (content, refusal) = await reading.Read(id, version: null, caller, context.RequestAborted);
        if (content is null)
        {
            return refusal!;
        }

        if (pictures.Read(address) is not { } read)
        {
            return Problems.BadRequest.Because(
                "Name a picture by http or https, at port 80 or 443, without anybody's name and password.");
        }

        if (!Destinations.Hold(content.File.Text, read, address))
        {
            return Problems.NotFound.Because("That address isn't in the document's text any more.");
        }

        if (pictures.Kept(read) is not { } picture)
        {
            var limit = new RateLimit("pictures", options.Value.PerMinute, TimeSpan.FromMinutes(1));
            if (RateLimits.Refused(context, await limiter.Take(limit, $"{caller.UserId}")) is { } tooMany)
            {
                return tooMany;
            }

            (var fetched, refusal) = await pictures.Fetch(read, context.RequestAborted);
            if (fetched is null)
            {
                return refusal!;
            }

            picture = fetched;
        }

        return TypedResults.Bytes(picture.Bytes, picture.MediaType);
    }
}
