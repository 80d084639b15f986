using System.Text;
using MDReader.Server.Access;
using MDReader.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Primitives;
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
    const string EditsType = "application/vnd.mdreader.edits+json";

    /// <summary><c>lf</c>, <c>crlf</c>, <c>cr</c> or <c>mixed</c>: how the lines of the file end.</summary>
    const string LineEnds = "Line-End";

    const long LargestEdits = 4 * 1024 * 1024;

    public static void Map(RouteGroupBuilder api)
    {
        var route = "/documents/{id:guid}/content";
        api.MapMethods(route, [HttpMethods.Get, HttpMethods.Head], Read).WithName("ReadContent").OpenToGuests()
            .Produces<string>(StatusCodes.Status200OK, "text/markdown").Produces(StatusCodes.Status304NotModified)
            .Refuses(Problems.NotFound, Problems.Trashed);
        api.MapPut(route, Write).WithName("WriteContent").OpenToGuests().WithBodyLimit(long.MaxValue)
            .WithMetadata(new TakesText("text/markdown", "text/plain"), new TakesIdempotencyKey()).Refuses(
            Problems.NotFound, Problems.Trashed, Problems.Forbidden, Problems.PreconditionRequired,
            Problems.PreconditionFailed, Problems.BaseUnavailable, Problems.TooLarge, Problems.UnsupportedMediaType,
            Problems.Invalid);
        api.MapPatch(route, Edit).WithName("EditContent").OpenToGuests().WithBodyLimit(LargestEdits)
            .Accepts<EditsRequest>(EditsType).WithMetadata(new TakesIdempotencyKey()).Refuses(
                Problems.NotFound, Problems.Trashed, Problems.Forbidden, Problems.PreconditionFailed,
                Problems.BaseUnavailable, Problems.TooLarge, Problems.UnsupportedMediaType, Problems.Invalid,
                Problems.EditNotFound, Problems.EditAmbiguous);
    }

    static async Task<Results<FileContentHttpResult, NotModified, Refusal>> Read(
        Guid id, string? version, Caller caller, HttpContext http, ContentReading reading, CancellationToken cancellation)
    {
        var (content, refusal) = await reading.Read(id, version, caller, cancellation);
        return content is null ? refusal! : Send(content, http);
    }

    /// <summary>A text, unless the client holds it already.</summary>
    public static Results<FileContentHttpResult, NotModified, Refusal> Send(Content content, HttpContext http)
    {
        http.Response.Headers.ETag = content.Etag;
        http.Response.Headers[LineEnds] = content.LineEnds;
        http.Response.Headers.CacheControl = "private, no-cache, no-transform";
        return ETags.IsKnown(http.Request.Headers.IfNoneMatch, content.Etag)
            ? new NotModified()
            : TypedResults.Bytes(content.Bytes, Markdown);
    }

    static async Task<Results<Answer<ContentWritten>, Refusal>> Write(
        Guid id,
        string? @base,
        Caller caller,
        HttpContext http,
        ContentReading reading,
        ContentWriting writing,
        CancellationToken cancellation)
    {
        if (await reading.Refuse(id, caller, Ability.Write, cancellation) is { } refusal)
            return refusal;
        if (http.Request.Headers.IfMatch.Count == 0 && @base is null)
            return Problems.PreconditionRequired.Because(
                "Send If-Match with the ETag you read, or ?base= with it to merge your change into what is there now.");
        if (!IsText(http.Request))
            return Problems.UnsupportedMediaType.Because("Send the text as UTF-8 with Content-Type: text/markdown.");
        var (file, flaw) = await reading.ReadFile(http.Request, cancellation);
        if (file is null)
            return flaw!;
        return await Answer(id, @base, new(caller, new NewText.WholeFile(file)), http, writing);
    }

    static async Task<Results<Answer<ContentWritten>, Refusal>> Edit(
        Guid id,
        EditsRequest body,
        Caller caller,
        HttpContext http,
        ContentReading reading,
        ContentWriting writing,
        CancellationToken cancellation)
    {
        if (await reading.Refuse(id, caller, Ability.Write, cancellation) is { } refusal)
            return refusal;
        return IsType(http.Request, EditsType)
            ? await Answer(id, body.Base, new(caller, body.Read()), http, writing)
            : Problems.UnsupportedMediaType.Because($"Send the edits with Content-Type: {EditsType}.");
    }

    static async Task<Results<Answer<ContentWritten>, Refusal>> Answer(
        Guid id, string? since, Wish wanted, HttpContext http, ContentWriting writing)
    {
        var ifMatch = http.Request.Headers.IfMatch;
        var (key, flaw) = Idempotency.KeyOf(http.Request);
        if (flaw is not null)
            return flaw;
        var outcome = since is null
            ? await writing.Write(id, wanted, current => ETags.Allows(ifMatch, current), http.RequestAborted)
            : await writing.WriteSince(id, wanted, (since, key is null ? null : new(key)), http.RequestAborted);
        if (outcome is WriteOutcome.Written(var etag, var merged, var overlaps))
        {
            http.Response.Headers.ETag = etag;
            return Answers.With(new ContentWritten(etag, merged, overlaps));
        }
        return Refuse(outcome, id, ifMatch);
    }

    /// <summary>Why a write wasn't made.</summary>
    public static Refusal Refuse(WriteOutcome? outcome, Guid id, StringValues ifMatch) => outcome switch
    {
        WriteOutcome.Stale(var currentEtag) => Problems.PreconditionFailed
            .Because($"Send If-Match with the version you read (now {currentEtag}), or merge.")
            .With("currentEtag", currentEtag)
            .With("mergeHref", $"{Api.Root}/v1/documents/{id}/content?base={Uri.EscapeDataString(ETags.First(ifMatch) ?? currentEtag)}"),
        WriteOutcome.BaseGone => Problems.BaseUnavailable.Because(
            "That version is not kept; read the text and write with If-Match."),
        WriteOutcome.Flawed({ Kind: EditFlawKind.NotFound } flaw) => Problems.EditNotFound.Because(flaw.Message)
            .With("edit", flaw.Edit),
        WriteOutcome.Flawed({ Kind: EditFlawKind.Ambiguous } flaw) => Problems.EditAmbiguous.Because(flaw.Message)
            .With("edit", flaw.Edit),
        WriteOutcome.Flawed(var flaw) => Problems.Flawed([new($"/edits/{flaw.Edit}", flaw.Code, flaw.Message)]),
        WriteOutcome.TooLarge(var because) => Problems.TooLarge.Because(because),
        WriteOutcome.NotPermitted => Problems.Forbidden.Because("You may no longer change this document."),
        WriteOutcome.NotThere => ContentReading.NotFound(),
        _ => Problems.Unavailable.Because(
            "It could not be saved in time; read the document after a while to see whether your text is there."),
    };

    static bool IsText(HttpRequest request) =>
        request.ContentType is null || IsType(request, "text/markdown") || IsType(request, "text/plain");

    static bool IsType(HttpRequest request, string wanted) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
        && type.MediaType.Equals(wanted, StringComparison.OrdinalIgnoreCase)
        && (type.Charset.Length == 0 || type.Encoding is UTF8Encoding or ASCIIEncoding);
}
