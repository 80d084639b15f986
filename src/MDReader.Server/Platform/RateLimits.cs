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
            context => context.Request.IsForApi,
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
        // An answer that streams has sent its headers.
        if (!context.Response.HasStarted)
        {
            Tell(context.Response.Headers, verdict);
        }

        return verdict.Allowed ? null : Problems.RateLimited.Because($"Wait {Seconds(verdict.ResetsIn)} seconds.");
    }

    /// <summary>What is left of a limit, in the place of any that was told before; and when to come again, where nothing is.</summary>
    public static void Tell(IHeaderDictionary headers, RateVerdict verdict)
    {
        headers["RateLimit-Policy"] = verdict.Limit.Policy;
        headers["RateLimit"] = string.Create(
            CultureInfo.InvariantCulture, $"\"{verdict.Limit.Name}\";r={verdict.Remaining};t={Seconds(verdict.ResetsIn)}");
        if (!verdict.Allowed)
        {
            headers.RetryAfter = Seconds(verdict.ResetsIn);
        }
    }

    /// <summary>As headers have them: whole, and at least one.</summary>
    public static string Seconds(TimeSpan wait) =>
        Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);

    public static string Address(HttpContext context) => context.Connection.RemoteIpAddress?.ToString() ?? "";
}
