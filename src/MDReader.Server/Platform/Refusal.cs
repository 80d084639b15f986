using System.Diagnostics;
using System.Text.Json;

namespace MDReader.Server.Platform;

/// <summary>The one way in which an endpoint or a middleware refuses.</summary>
public sealed class Refusal(ProblemType type, string detail, IReadOnlyList<Flaw>? errors = null)
    : IResult, IStatusCodeHttpResult
{
    Dictionary<string, JsonElement>? _more;
    RateVerdict? _spent;
    TimeSpan? _wait;

    public ProblemType Type => type;

    public string Detail => detail;

    public int? StatusCode => type.Status;

    /// <summary>Adds a member of this type's own.</summary>
    public Refusal With<T>(string member, T value)
    {
        (_more ??= [])[member] = JsonSerializer.SerializeToElement(value, JsonSerializerOptions.Web);
        return this;
    }

    /// <summary>Says which limit was reached, and when there is more.</summary>
    public Refusal Until(RateVerdict spent)
    {
        _spent = spent;
        return this;
    }

    /// <summary>Says when it may go better, where no limit of ours was reached.</summary>
    public Refusal After(TimeSpan wait)
    {
        _wait = wait;
        return this;
    }

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var problem = new Problem(type.Uri, type.Title, type.Status, detail, TraceIdOf(httpContext), errors)
        {
            More = _more,
        };
        if (type.Status == StatusCodes.Status401Unauthorized)
        {
            httpContext.Response.Headers.WWWAuthenticate = "Bearer";
        }

        if (_spent is { } spent)
        {
            RateLimits.Tell(httpContext.Response.Headers, spent);
        }

        if (_wait is { } wait)
        {
            httpContext.Response.Headers.RetryAfter = RateLimits.Seconds(wait);
        }

        return Answers.Send(httpContext, type.Status, problem, ProblemJson.Default.Problem, "application/problem+json");
    }

    /// <summary>The span where spans are collected; else the connection and the request's number on it.</summary>
    public static string TraceIdOf(HttpContext context) => Activity.Current?.Id ?? context.TraceIdentifier;
}
