using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace MDReader.Server.Platform;

/// <summary>Section <c>MDReader:Limits</c>.</summary>
public sealed class LimitOptions
{
    public const string Section = "MDReader:Limits";

    /// <summary>Requests a minute for one person, or for one address that hasn't signed in.</summary>
    [Range(1, int.MaxValue)]
    public int ApiPerMinute { get; set; } = 6_000;
}

static class RateLimits
{
    public static void UseApiRateLimit(this IApplicationBuilder app, LimitOptions options, RateLimiter limiter)
    {
        var limit = new RateLimit("api", options.ApiPerMinute, TimeSpan.FromMinutes(1));
        app.UseWhen(
            context => context.Request.Path.StartsWithSegments(Api.Root, StringComparison.OrdinalIgnoreCase),
            api => api.Use(async (context, next) =>
            {
                var key = Caller.Of(context)?.UserId.ToString() ?? Address(context);
                var verdict = await limiter.Take(limit, key);
                await (Refused(context, verdict) is { } refusal ? refusal.ExecuteAsync(context) : next(context));
            }));
    }

    /// <summary>Writes the verdict into the headers; a refusal when there is nothing left.</summary>
    public static Refusal? Refused(HttpContext context, RateVerdict verdict)
    {
        var seconds = Math.Max(1, (long)Math.Ceiling(verdict.ResetsIn.TotalSeconds));
        var headers = context.Response.Headers;
        if (context.Response.HasStarted)
        {
            // An answer that streams has sent its headers.
            return verdict.Allowed ? null : Problems.RateLimited.Because($"Wait {seconds} seconds.");
        }

        headers["RateLimit-Policy"] = string.Create(
            CultureInfo.InvariantCulture,
            $"\"{verdict.Limit.Name}\";q={verdict.Limit.Permits};w={verdict.Limit.Window.TotalSeconds:0}");
        headers["RateLimit"] = string.Create(
            CultureInfo.InvariantCulture, $"\"{verdict.Limit.Name}\";r={verdict.Remaining};t={seconds}");
        if (verdict.Allowed)
        {
            return null;
        }

        headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return Problems.RateLimited.Because($"Wait {seconds} seconds.");
    }

    public static string Address(HttpContext context) => context.Connection.RemoteIpAddress?.ToString() ?? "";
}
