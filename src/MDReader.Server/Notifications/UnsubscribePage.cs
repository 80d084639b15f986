using System.Security.Cryptography;
using System.Text;

namespace MDReader.Server.Notifications;

/// <summary>
/// Where the link in a letter leads. Opening it changes nothing, since programs open links to look at them; a mail program's
/// one click, or the page's button, posts.
/// </summary>
sealed class UnsubscribePage(Unsubscribing unsubscribing)
{
    public const string Path = "/unsubscribe";

    const string All = "all";
    const int LargestForm = 4 * 1024;
    const string Style = "body{font:1rem/1.5 system-ui,sans-serif;max-width:36em;margin:4em auto;padding:0 1em}"
        + "button{font:inherit;padding:.5em 1em;margin:0 .5em .5em 0}@media(prefers-color-scheme:dark){body{background:#161616;color:#eee}}";

    static readonly string Policy = "default-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
        + $"style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)))}'";

    public async Task Serve(HttpContext context, string token)
    {
        context.Response.Headers.ContentSecurityPolicy = Policy;
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers["X-Robots-Tag"] = "noindex, nofollow";
        if (unsubscribing.Read(token) is not var (userId, kind))
        {
            await Write(context, StatusCodes.Status404NotFound, "This link is not complete",
                "<p>Copy the whole link from the letter, or change what you are told of in your settings.</p>");
        }
        else if (HttpMethods.IsPost(context.Request.Method))
        {
            var everything = await AsksForAll(context.Request, context.RequestAborted);
            await unsubscribing.End(userId, everything ? null : kind, context.RequestAborted);
            await Write(context, StatusCodes.Status200OK, "Done",
                everything ? "<p>No more letters about notifications.</p>" : "<p>No more letters like this one.</p>");
        }
        else
        {
            await Write(context, StatusCodes.Status200OK, "Fewer letters",
                $"<form method=\"post\"><p>You will still see everything in the app.</p><button>No more letters like this one</button>"
                + $"<button name=\"{All}\" value=\"1\">No letters at all</button></form>");
        }
    }

    // Whatever else a mail program sends is its own affair.
    static async Task<bool> AsksForAll(HttpRequest request, CancellationToken cancellationToken)
    {
        if (!request.HasFormContentType || request.ContentLength > LargestForm)
        {
            return false;
        }

        try
        {
            var options = new Microsoft.AspNetCore.Http.Features.FormOptions
            {
                ValueCountLimit = 16,
                BufferBodyLengthLimit = LargestForm,
                MultipartBodyLengthLimit = LargestForm,
            };
            return (await request.ReadFormAsync(options, cancellationToken)).ContainsKey(All);
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    static Task Write(HttpContext context, int status, string title, string body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/html; charset=utf-8";
        return context.Response.WriteAsync(
            $"<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">"
            + $"<title>{title}</title><style>{Style}</style><main><h1>{title}</h1>{body}</main></html>\n");
    }
}
