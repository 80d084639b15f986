using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace MDReader.Server.Platform;

/// <summary>
/// Where a browser may call from. A browser names its page in <c>Origin</c> on every request that changes something;
/// programs send none and prove themselves by a bearer token, which no foreign page can make a browser send.
/// </summary>
public sealed class Origins(IOptions<PlatformOptions> options)
{
    readonly HashSet<string> _listed = new(
        [.. options.Value.Origins.Select(origin => origin.TrimEnd('/')), .. Own(options.Value.PublicUrl)],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>True without an <c>Origin</c>, for the server's own and for those on the list.</summary>
    public bool Allows(HttpRequest request)
    {
        var origin = request.Headers.Origin.ToString();
        return origin.Length == 0
            ? request.Headers["Sec-Fetch-Site"] != "cross-site" || IsSafe(request.Method)
            : IsOwn(origin, request) || _listed.Contains(origin);
    }

    /// <summary>True for an origin on the list, which needs CORS headers; the server's own does not.</summary>
    public bool IsListed(string origin) => _listed.Contains(origin);

    static bool IsOwn(string origin, HttpRequest request) =>
        origin.Equals($"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase);

    static bool IsSafe(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method);

    static IEnumerable<string> Own(Uri? publicUrl) =>
        publicUrl is null ? [] : [publicUrl.GetLeftPart(UriPartial.Authority)];
}

static class OriginRule
{
    public static void UseOriginRule(this IApplicationBuilder app, Origins origins)
    {
        // Who names no origin isn't asked about one: programs, and a browser that reads from the server's own pages.
        app.UseWhen(
            context => context.Request.Headers.Origin.Count > 0,
            pages => pages.UseCors(policy => policy
                .SetIsOriginAllowed(origins.IsListed)
                .AllowAnyMethod()
                .AllowCredentials()
                .WithHeaders(
                    HeaderNames.Authorization, HeaderNames.ContentType, HeaderNames.IfMatch, HeaderNames.IfNoneMatch,
                    "Idempotency-Key")
                .WithExposedHeaders(
                    HeaderNames.ETag, HeaderNames.Location, HeaderNames.Link, HeaderNames.RetryAfter,
                    "RateLimit", "RateLimit-Policy")));
        app.Use((context, next) => origins.Allows(context.Request) || IsPublicFile(context.Request)
            ? next(context)
            : Problems.OriginNotAllowed
                .Because($"Add {context.Request.Headers.Origin} to MDReader:Origins if its pages may call this server.")
                .ExecuteAsync(context));
    }

    // The web client's files hold nothing of anybody. The frame in which diagrams are drawn has no origin, and loads them.
    static bool IsPublicFile(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) && request.Path.StartsWithSegments("/assets", StringComparison.Ordinal);
}
