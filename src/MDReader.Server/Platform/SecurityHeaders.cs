namespace MDReader.Server.Platform;

static class SecurityHeaders
{
    public static void UseSecurityHeaders(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        Put(context);
        return next(context);
    });

    /// <summary>What every answer says, unless its route says otherwise. Pages bring a content security policy of their own. An
    /// answer that is begun anew, after a failure, has lost it.</summary>
    public static void Put(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        if (context.Request.IsForApi)
        {
            headers.CacheControl = "no-store";
            headers.ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'; sandbox";
        }
    }
}
