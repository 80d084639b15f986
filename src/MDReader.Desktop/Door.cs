using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace MDReader.Desktop;

/// <summary>
/// The server listens on loopback, where every program and every person of this computer can reach it. Only windows that
/// this program opened get in: each entry is good once, and leaves a cookie that lasts as long as the program.
/// </summary>
sealed class Door
{
    public const string Way = "/desk/enter";

    const string Cookie = "mdreader-desk";
    const int KeyBytes = 32;

    readonly string _key = NewKey();
    readonly ConcurrentDictionary<string, bool> _entries = new();

    public string NewEntry()
    {
        var entry = NewKey();
        _entries[entry] = true;
        return entry;
    }

    /// <summary>Lets the caller in when the entry is fresh.</summary>
    public bool Enter(HttpResponse response, string entry)
    {
        if (!_entries.TryRemove(entry, out _))
            return false;
        response.Cookies.Append(Cookie, _key, new() { HttpOnly = true, SameSite = SameSiteMode.Strict, Path = "/" });
        return true;
    }

    public void Guard(IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        if (IsIn(context.Request) || context.Request.Path == Way)
        {
            await next(context);
            return;
        }

        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        await context.Response.WriteAsync("MDReader answers to its own window only. Start it, and write there.", context.RequestAborted);
    });

    bool IsIn(HttpRequest request) =>
        request.Cookies[Cookie] is { } key
        && CryptographicOperations.FixedTimeEquals(System.Text.Encoding.UTF8.GetBytes(key), System.Text.Encoding.UTF8.GetBytes(_key));

    static string NewKey() => RandomNumberGenerator.GetHexString(KeyBytes * 2, lowercase: true);
}
