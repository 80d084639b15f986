using System.Diagnostics;

namespace MDReader.Server.Platform;

/// <summary>What this server tells of itself, besides what ASP.NET Core and the runtime tell.</summary>
public static class Telemetry
{
    /// <summary>The name of every meter and source of the server's own.</summary>
    public const string Name = "MDReader";

    internal static readonly ActivitySource Source = new(Name);

    /// <summary>Says on a request's span which route it was; never what was asked of it, since a query may hold a
    /// token.</summary>
    public static void UseRequestSpans(this IApplicationBuilder app) => app.Use((context, next) =>
        Activity.Current is { IsAllDataRequested: true } span ? Describe(span, context, next) : next(context));

    static async Task Describe(Activity span, HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
        }
        finally
        {
            if ((context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText is { } route)
            {
                span.DisplayName = $"{context.Request.Method} {route}";
                span.SetTag("http.request.method", context.Request.Method);
                span.SetTag("http.route", route);
                span.SetTag("http.response.status_code", context.Response.StatusCode);
            }
        }
    }
}
