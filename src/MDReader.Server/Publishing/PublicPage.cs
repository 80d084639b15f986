using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using MDReader.Server.Attachments;
using MDReader.Server.Collaboration;
using MDReader.Server.Platform;
using Microsoft.EntityFrameworkCore;

namespace MDReader.Server.Publishing;

/// <summary>
/// The page of a published document, for whoever has its address: prose, no scripts, no cookies, nothing from elsewhere.
/// With <c>.md</c> behind the address, or when Markdown is asked for, it is the text itself.
/// </summary>
sealed class PublicPage(Database database, Rooms rooms, AttachmentDownload download, IBlobStore blobs)
{
    public const string Path = "/p";
    const string Suffix = ".md";
    const string Markdown = "text/markdown; charset=utf-8";
    const int MostKept = 100;

    static readonly string StyleHash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(PageLayout.Style)));

    readonly string _policy = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
        + $"style-src 'sha256-{StyleHash}'; img-src 'self' data:"
        + string.Concat(blobs.Origins.Select(origin => $" {origin.GetLeftPart(UriPartial.Authority)}"));

    // By the document; rendering a long text anew for each reader would let readers keep the processor busy.
    readonly ConcurrentDictionary<Guid, (string Etag, string Html)> _rendered = [];

    public async Task Serve(HttpContext context, string slug)
    {
        var wantsText = slug.EndsWith(Suffix, StringComparison.OrdinalIgnoreCase) || AsksForMarkdown(context.Request);
        var name = slug.EndsWith(Suffix, StringComparison.OrdinalIgnoreCase) ? slug[..^Suffix.Length] : slug;
        var (published, content) = await Find(name, context.RequestAborted);
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = _policy;
        headers.Vary = "Accept";
        headers.CacheControl = "no-cache";
        headers["X-Robots-Tag"] = published?.AllowsIndexing == true ? "all" : "noindex, nofollow";
        if (published is null || content is null)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            await Write(context, "text/html; charset=utf-8", PageLayout.NotFound());
            return;
        }

        var etag = $"\"{ETags.Bare(content.Etag)}-{published.Version}{(wantsText ? "-md" : "")}\"";
        headers.ETag = etag;
        if (ETags.IsKnown(context.Request.Headers.IfNoneMatch, etag))
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
        }
        else if (wantsText)
        {
            context.Response.ContentType = Markdown;
            await WriteBytes(context, content.File.ToBytes());
        }
        else
        {
            await Write(context, "text/html; charset=utf-8", Html(name, published, content, etag));
        }
    }

    /// <summary>Leads to a file that the published text names as it is now, at an address that works for a minute. What
    /// stands in it no longer, or never did, is as closed as the document is.</summary>
    public async Task ServeFile(HttpContext context, string slug, Guid attachment)
    {
        var (published, content) = await Find(slug, context.RequestAborted);
        var isNamed = content?.File.Text.Contains($"{Api.Root}/v1/attachments/{attachment}", StringComparison.OrdinalIgnoreCase) == true;
        var file = published is not null && isNamed
            ? await database.Read(
                (db, token) => db.Attachments.AsNoTracking().SingleOrDefaultAsync(
                    found => found.Id == attachment && found.DocumentId == published.DocumentId && found.CompletedAt != null,
                    token),
                context.RequestAborted)
            : null;
        context.Response.Headers.CacheControl = "no-store";
        if (file is null)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
        }
        else
        {
            context.Response.Redirect((await download.Offer(file, context.RequestAborted)).ToString());
        }
    }

    async Task<(Published? Published, Content? Content)> Find(string slug, CancellationToken cancellationToken)
    {
        var published = await database.Read(
            (db, token) => (
                from publication in db.Set<Publication>()
                where publication.Slug == slug
                join document in db.Set<Documents.Document>() on publication.DocumentId equals document.Id
                where document.TrashedAt == null
                select new Published(
                    document.Id, document.Title, document.Version, document.UpdatedAt, publication.AllowsIndexing))
                .SingleOrDefaultAsync(token),
            cancellationToken);
        return published is null ? (null, null) : (published, await rooms.Peek(published.DocumentId, cancellationToken));
    }

    string Html(string slug, Published published, Content content, string etag)
    {
        if (_rendered.TryGetValue(published.DocumentId, out var kept) && kept.Etag == etag)
        {
            return kept.Html;
        }

        var html = PageLayout.Page(
            published.Title, published.UpdatedAt, published.AllowsIndexing, Prose.Render(content.File.Text, $"{Path}/{slug}/files"));
        if (_rendered.Count >= MostKept)
        {
            _rendered.Clear();
        }

        _rendered[published.DocumentId] = (etag, html);
        return html;
    }

    static bool AsksForMarkdown(HttpRequest request) => request.GetTypedHeaders().Accept
        .Where(type => type.Quality is null or > 0)
        .OrderByDescending(type => type.Quality ?? 1)
        .FirstOrDefault()?.MediaType.Equals("text/markdown", StringComparison.OrdinalIgnoreCase) == true;

    static Task Write(HttpContext context, string type, string text)
    {
        context.Response.ContentType = type;
        return WriteBytes(context, Encoding.UTF8.GetBytes(text));
    }

    static Task WriteBytes(HttpContext context, byte[] bytes)
    {
        context.Response.ContentLength = bytes.Length;
        return HttpMethods.IsHead(context.Request.Method)
            ? Task.CompletedTask
            : context.Response.Body.WriteAsync(bytes, context.RequestAborted).AsTask();
    }

    sealed record Published(
        Guid DocumentId, string Title, int Version, DateTimeOffset UpdatedAt, bool AllowsIndexing);
}
