using Microsoft.Net.Http.Headers;

namespace MDReader.Server.Platform;

static class Charsets
{
    /// <summary>The API speaks UTF-8. ASP.NET Core reads some other charsets of JSON, and fails on those it doesn't
    /// know.</summary>
    public static void UseUtf8Only(this IApplicationBuilder app) => app.Use((context, next) =>
        context.Request.ContentType?.Contains("charset", StringComparison.OrdinalIgnoreCase) == true
            && MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var type)
            && type.Charset.Value?.Trim('"') is { Length: > 0 } charset
            && !charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase)
            && !charset.Equals("us-ascii", StringComparison.OrdinalIgnoreCase)
                ? Problems.UnsupportedMediaType.Because("Send it as UTF-8.").ExecuteAsync(context)
                : next(context));

    /// <summary>No text here holds a NUL, and PostgreSQL could not even be asked for one.</summary>
    public static void UseNoNul(this IApplicationBuilder app) => app.Use((context, next) =>
        context.Request.QueryString.Value?.Contains("%00", StringComparison.Ordinal) == true
            ? Problems.BadRequest.Because("Take the NUL character (%00) out of the address.").ExecuteAsync(context)
            : next(context));
}
