using System.Security.Cryptography;
using Microsoft.Extensions.FileProviders;

namespace MDReader.Server.Platform;

/// <summary>
/// Serves the built web client. Its page goes through here rather than through the static files, since each answer
/// carries a nonce of its own for the style sheets that the editor makes.
/// </summary>
public static class WebClient
{
    const string Placeholder = "__CSP_NONCE__";
    const string Hashed = "/assets";
    const string DiagramFrame = "/diagram.html";
    const int NonceBytes = 18;

    // What lies below these belongs to the server; an unknown path there is not a page of the client.
    static readonly string[] ServerPaths = ["/api", "/collab", "/health", "/openapi", "/docs", "/blobs", "/mcp", "/desk", "/internal"];

    /// <summary>From the manifest that the host's build wrote: compressed, with ETags.</summary>
    public static void UseWebClient(this WebApplication app)
    {
        app.UseClientHeaders();
        app.MapStaticAssets();
        app.UseClientPage("");
    }

    /// <summary>What the client's files say besides their content. Before whatever serves them.</summary>
    public static void UseClientHeaders(this IApplicationBuilder app)
    {
        app.UseWhen(context => context.Request.Path.StartsWithSegments(Hashed, StringComparison.Ordinal), MarkImmutable);
        app.UseWhen(context => context.Request.Path == DiagramFrame, Confine);
    }

    /// <summary>The client's page, at every address that is nothing else.</summary>
    /// <param name="app">Of which the web root holds <c>index.html</c>.</param>
    /// <param name="head">HTML of ours that its head has besides.</param>
    public static void UseClientPage(this WebApplication app, string head)
    {
        var page = Page(app.Environment.WebRootFileProvider.GetFileInfo("index.html"))
            .Replace("</head>", $"{head}</head>", StringComparison.Ordinal);
        // Not a fallback route: that would answer for a wrong method or media type of the API as well.
        var content = string.Concat(app.Services.GetRequiredService<IBlobStore>().Origins.Select(origin => $" {origin.GetLeftPart(UriPartial.Authority)}"));
        app.Use((context, next) => context.GetEndpoint() is null && IsPage(context.Request) ? Show(context, page, content) : next(context));
    }

    static bool IsPage(HttpRequest request) =>
        (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
        && !Path.HasExtension(request.Path)
        && !ServerPaths.Any(path => request.Path.StartsWithSegments(path, StringComparison.OrdinalIgnoreCase));

    static string Page(IFileInfo file)
    {
        if (!file.Exists)
            return "<!doctype html><title>MDReader</title><p>This server was built without its web client.";
        using var reader = new StreamReader(file.CreateReadStream());
        return reader.ReadToEnd();
    }

    static Task Show(HttpContext context, string page, string content)
    {
        var nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(NonceBytes));
        var scheme = context.Request.IsHttps ? "wss" : "ws";
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.Headers.CacheControl = "no-cache";
        context.Response.Headers.ContentSecurityPolicy = string.Join("; ",
            "default-src 'none'", "script-src 'self'", $"style-src 'self' 'nonce-{nonce}'", $"img-src 'self' blob: data:{content}",
            "font-src 'self'", $"connect-src 'self' {scheme}://{context.Request.Host}{content}", "frame-src 'self'", "worker-src 'self'",
            "manifest-src 'self'", "form-action 'self'", "base-uri 'none'", "object-src 'none'", "frame-ancestors 'none'",
            "require-trusted-types-for 'script'");
        return context.Response.WriteAsync(page.Replace(Placeholder, nonce, StringComparison.Ordinal), context.RequestAborted);
    }

    // Vite puts a hash of the content into these names: what is behind a name never changes.
    static void MarkImmutable(IApplicationBuilder app) => app.Use((context, next) =>
    {
        context.Response.OnStarting(static state =>
        {
            var response = (HttpResponse)state;
            if (response.StatusCode is StatusCodes.Status200OK or StatusCodes.Status304NotModified)
                response.Headers.CacheControl = "public, max-age=31536000, immutable";
            // The frame of diagrams has no origin, so its modules come from "elsewhere". Nothing here is secret.
            response.Headers.AccessControlAllowOrigin = "*";
            return Task.CompletedTask;
        }, context.Response);
        return next(context);
    });

    // Mermaid writes style elements of its own, so they are allowed here, where there is nothing to steal: no origin,
    // no network, no storage, and no page but this server's may show it.
    static void Confine(IApplicationBuilder app) => app.Use((context, next) =>
    {
        var self = $"{context.Request.Scheme}://{context.Request.Host}";
        context.Response.Headers.ContentSecurityPolicy = string.Join("; ",
            "default-src 'none'", $"script-src {self}/assets/", "style-src 'unsafe-inline'", "base-uri 'none'", "form-action 'none'",
            "frame-ancestors 'self'", "sandbox allow-scripts");
        return next(context);
    });
}
