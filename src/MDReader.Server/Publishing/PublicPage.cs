using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using MDReader.Server.Attachments;
using MDReader.Server.Collaboration;
using MDReader.Server.Documents;
using MDReader.Server.Platform;
using Microsoft.EntityFrameworkCore;

namespace MDReader.Server.Publishing;

/// <summary>
/// The page of a published document, for whoever has its address: prose, no cookies, nothing from elsewhere, and no script
/// but the one of this server that draws formulas and diagrams, where there are any. With <c>.md</c> behind the address, or
/// when Markdown is asked for, it is the text itself.
/// </summary>
sealed class PublicPage(Database database, Rooms rooms, AttachmentDownload download, IBlobStore blobs)
{
    public const string Path = "/p";
    const string Suffix = ".md";
    const string Markdown = "text/markdown; charset=utf-8";
    const int MostKept = 100;

    const string Closed = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    static readonly byte[] StyleHash = SHA256.HashData(Encoding.UTF8.GetBytes(PageLayout.Style));
    static readonly string Style = $"style-src 'sha256-{Convert.ToBase64String(StyleHash)}'";
    // A page that a browser has kept is another one when it looks different now.
    static readonly string Look = Convert.ToHexStringLower(StyleHash.AsSpan(0, 4));

    readonly string _pictures = "img-src 'self' data:"
        + string.Concat(blobs.Origins.Select(origin => $" {origin.GetLeftPart(UriPartial.Authority)}"));

    // By the document; rendering a long text anew for each reader would let readers keep the processor busy.
    readonly ConcurrentDictionary<Guid, Rendered> _rendered = [];

    public async Task Serve(HttpContext context, string slug)
    {
        var wantsText = slug.EndsWith(Suffix, StringComparison.OrdinalIgnoreCase) || AsksForMarkdown(context.Request);
        var name = slug.EndsWith(Suffix, StringComparison.OrdinalIgnoreCase) ? slug[..^Suffix.Length] : slug;
        var (published, content) = await Find(name, context.RequestAborted);
        var headers = context.Response.Headers;
        headers.Vary = "Accept";
        headers.CacheControl = "no-cache";
        headers["X-Robots-Tag"] = published?.AllowsIndexing == true ? "all" : "noindex, nofollow";
        if (published is null || content is null)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            headers.ContentSecurityPolicy = Policy();
            await Write(context, "text/html; charset=utf-8", PageLayout.NotFound());
            return;
        }

        var etag = $"\"{ETags.Bare(content.Etag)}-{published.Version}-{Look}{(wantsText ? "-md" : "")}\"";
        headers.ETag = etag;
        if (ETags.IsKnown(context.Request.Headers.IfNoneMatch, etag))
        {
            // What was said with it goes on to hold.
            context.Response.StatusCode = StatusCodes.Status304NotModified;
        }
        else if (wantsText)
        {
            headers.ContentSecurityPolicy = Policy();
            context.Response.ContentType = Markdown;
            await WriteBytes(context, content.File.ToBytes());
        }
        else
        {
            var page = Render(name, published, content, etag);
            headers.ContentSecurityPolicy = page.IsPlain ? Policy() : PolicyForDrawing(context.Request);
            await Write(context, "text/html; charset=utf-8", page.Html);
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
                join document in db.Set<Document>() on publication.DocumentId equals document.Id
                where document.TrashedAt == null
                select new Published(
                    document.Id, document.Title, document.Version, document.UpdatedAt, publication.AllowsIndexing))
                .SingleOrDefaultAsync(token),
            cancellationToken);
        return published is null ? (null, null) : (published, await rooms.Peek(published.DocumentId, cancellationToken));
    }

    Rendered Render(string slug, Published published, Content content, string etag)
    {
        if (_rendered.TryGetValue(published.DocumentId, out var kept) && kept.Etag == etag)
        {
            return kept;
        }

        var text = content.File.Text;
        var language = FrontMatter.Language(text);
        var words = PageWords.Of(language);
        var prose = Prose.Render(text, words, $"{Path}/{slug}/files");
        var head = new PageHead(published.Title, published.UpdatedAt, published.AllowsIndexing, language);
        if (_rendered.Count >= MostKept)
        {
            _rendered.Clear();
        }

        return _rendered[published.DocumentId] = new(etag, PageLayout.Page(head, words, prose), prose.IsPlain);
    }

    string Policy() => $"{Closed}; {Style}; {_pictures}";

    // KaTeX brings a style sheet and fonts along; Mermaid draws in a frame, and the picture comes from there as a blob.
    string PolicyForDrawing(HttpRequest request)
    {
        var self = $"{request.Scheme}://{request.Host}";
        return $"{Closed}; {Style} {self}/assets/; {_pictures} blob:; font-src {self}/assets/; "
            + $"script-src {self}{PageLayout.Script} {self}/assets/; frame-src {self}/diagram.html; require-trusted-types-for 'script'";
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

    sealed record Rendered(string Etag, string Html, bool IsPlain);

    sealed record Published(
        Guid DocumentId, string Title, int Version, DateTimeOffset UpdatedAt, bool AllowsIndexing);
}
