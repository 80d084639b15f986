using System.Text;
using MDReader.Server.Access;
using MDReader.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace MDReader.Server.Collaboration;

/// <summary>The answer to a write of text.</summary>
/// <param name="Etag">The document's version now, quotes included.</param>
/// <param name="Merged">Whether others had changed the text since the base.</param>
/// <param name="Overlaps">Changes that touched text which others had changed too.</param>
public sealed record ContentWritten(string Etag, bool Merged, int Overlaps);

/// <summary>A document's text over REST: the same room, the same log, the same rules as for typing.</summary>
static class ContentRoutes
{
    const string Markdown = "text/markdown; charset=utf-8";

    public static void Map(RouteGroupBuilder api)
    {
        var route = "/documents/{id:guid}/content";
        api.MapMethods(route, [HttpMethods.Get, HttpMethods.Head], Read).WithName("ReadContent")
            .Produces<string>(StatusCodes.Status200OK, "text/markdown").Produces(StatusCodes.Status304NotModified);
        api.MapPut(route, Write).WithName("WriteContent").WithBodyLimit(long.MaxValue);
    }

    static async Task<Results<FileContentHttpResult, StatusCodeHttpResult, Refusal>> Read(
        Guid id, Caller caller, HttpContext http, Rooms rooms, Authorizer authorizer, CancellationToken cancellation)
    {
        if (await Refuse(authorizer, id, caller, Ability.Read, cancellation) is { } refusal)
            return refusal;
        if (await rooms.Read(id, cancellation) is not { } content)
            return NotFound();
        http.Response.Headers.ETag = content.Etag;
        http.Response.Headers.CacheControl = "private, no-cache, no-transform";
        return ETags.IsKnown(http.Request.Headers.IfNoneMatch, content.Etag)
            ? TypedResults.StatusCode(StatusCodes.Status304NotModified)
            : TypedResults.Bytes(content.File.ToBytes(), Markdown);
    }

    static async Task<Results<Ok<ContentWritten>, Refusal>> Write(
        Guid id, string? @base, Caller caller, HttpContext http, ContentWriting writing, CancellationToken cancellation)
    {
        if (await Refuse(writing.Authorizer, id, caller, Ability.Write, cancellation) is { } refusal)
            return refusal;
        var ifMatch = http.Request.Headers.IfMatch;
        if (ifMatch.Count == 0 && @base is null)
            return Problems.PreconditionRequired.Because(
                "Send If-Match with the ETag you read, or ?base= with it to merge your change into what is there now.");
        if (!IsText(http.Request))
            return Problems.UnsupportedMediaType.Because("Send the text with Content-Type: text/markdown.");
        var (file, flaw) = await writing.ReadFile(http.Request, cancellation);
        if (flaw is not null)
            return flaw;
        var condition = @base is null
            ? new WriteCondition.IfMatch(current => ETags.Allows(ifMatch, current))
            : await writing.Since(id, @base);
        if (condition is null)
            return Problems.BaseUnavailable.Because("That version is no longer kept; read the text and write with If-Match.");
        return Answer(id, http, await writing.Rooms.Write(id, new(caller.UserId, file!, condition), cancellation));
    }

    static bool IsText(HttpRequest request) => request.ContentType is null
        || MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
        && (type.MediaType.Equals("text/markdown", StringComparison.OrdinalIgnoreCase)
            || type.MediaType.Equals("text/plain", StringComparison.OrdinalIgnoreCase));

    static Results<Ok<ContentWritten>, Refusal> Answer(Guid id, HttpContext http, WriteOutcome? outcome)
    {
        switch (outcome)
        {
            case WriteOutcome.Written(var etag, var merged, var overlaps):
                http.Response.Headers.ETag = etag;
                return TypedResults.Ok(new ContentWritten(etag, merged, overlaps));
            case WriteOutcome.Stale(var currentEtag):
                return Problems.PreconditionFailed.Because($"Send If-Match with the version you read (now {currentEtag}), or merge.")
                    .With("currentEtag", currentEtag).With("mergeHref", $"{Api.Root}/v1/documents/{id}/content?base={ETags.Bare(http.Request.Headers.IfMatch.ToString())}");
            case WriteOutcome.NotPermitted:
                return Problems.Forbidden.Because("You may no longer change this document.");
            case WriteOutcome.NotThere:
                return NotFound();
            default:
                return Problems.Unavailable.Because("The document had to be loaded again; read it to see whether your text is there.");
        }
    }

    /// <summary>What the caller may not see is not there; what they may see but not do is forbidden.</summary>
    static async Task<Refusal?> Refuse(
        Authorizer authorizer, Guid id, Caller caller, Ability ability, CancellationToken cancellation) =>
        await authorizer.Standing(id, caller.UserId, cancellation) switch
        {
            null or { Role: null } => NotFound(),
            { Trashed: true } => Problems.Trashed.Because($"Restore it first: POST {Api.Root}/v1/documents/{id}/restore."),
            { } standing when !standing.May(ability) => Problems.Forbidden.Because("An editor's role is needed to change the text."),
            _ => null,
        };

    static Refusal NotFound() => Problems.NotFound.Because("There is no such document.");
}

/// <summary>What writing a text stands on.</summary>
sealed class ContentWriting(Rooms rooms, UpdateLog log, Authorizer authorizer, IOptions<CollaborationOptions> options)
{
    public Rooms Rooms => rooms;
    public Authorizer Authorizer => authorizer;

    /// <summary>The body as a file, or why it can't be one.</summary>
    public async Task<(MarkdownFile? File, Refusal? Flaw)> ReadFile(HttpRequest request, CancellationToken cancellation)
    {
        var limit = options.Value.TextLimit;
        if (request.ContentLength > limit)
            return (null, TooLarge(limit));
        using var body = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (await request.Body.ReadAsync(buffer, cancellation) is var read and > 0)
        {
            body.Write(buffer, 0, read);
            if (body.Length > limit)
                return (null, TooLarge(limit));
        }
        return Parse(body.ToArray());
    }

    /// <summary>The state that an ETag names, quoted or bare; null when it is not kept.</summary>
    public async Task<WriteCondition?> Since(Guid document, string etag) =>
        ETags.Bare(etag).Split('-') is [var epochText, var seqText]
        && int.TryParse(epochText, out var epoch) && long.TryParse(seqText, out var seq)
        && await log.OpenAt(document, epoch, seq) is { } earlier
            ? new WriteCondition.Since(earlier)
            : null;

    public static (MarkdownFile? File, Refusal? Flaw) Parse(byte[] bytes)
    {
        if (bytes.AsSpan().Contains((byte)0))
            return (null, Problems.Flawed([new("", "nul", "Take the NUL characters out of the text.")]));
        try
        {
            return (MarkdownFile.Parse(bytes), null);
        }
        catch (DecoderFallbackException)
        {
            return (null, Problems.UnsupportedMediaType.Because("Send the text as UTF-8."));
        }
    }

    static Refusal TooLarge(int limit) => Problems.TooLarge.Because($"A document may have {limit} bytes of UTF-8.");
}
