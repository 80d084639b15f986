using Microsoft.Net.Http.Headers;

namespace MDReader.Server.Platform;

static class SecurityHeaders
{
    /// <summary>What every answer says. Pages bring a content security policy of their own.</summary>
    public static void UseSecurityHeaders(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        context.Response.OnStarting(static state =>
        {
            var (request, headers) = (((HttpContext)state).Request, ((HttpContext)state).Response.Headers);
            headers.XContentTypeOptions = "nosniff";
            headers["Referrer-Policy"] = "no-referrer";
            headers["Cross-Origin-Opener-Policy"] = "same-origin";
            if (request.Path.StartsWithSegments(Api.Root, StringComparison.OrdinalIgnoreCase))
            {
                headers.TryAdd(HeaderNames.CacheControl, "no-store");
                headers.TryAdd(HeaderNames.ContentSecurityPolicy, "default-src 'none'; frame-ancestors 'none'; sandbox");
            }

            return Task.CompletedTask;
        }, context);
        return next(context);
    });
}
