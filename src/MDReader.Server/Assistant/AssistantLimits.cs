using System.Collections.Concurrent;
using MDReader.Server.Platform;
using Microsoft.Extensions.Options;

namespace MDReader.Server.Assistant;

/// <summary>
/// How often a person and a workspace ask, and how much of it is at work at once; over all processes while the relay is up, and
/// else in this one. What a process has at work ends with it.
/// </summary>
sealed class AssistantLimits(RateLimiter limiter, IRelay relay, IOptions<AssistantOptions> options)
{
    static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    // Nobody knows when the next one is answered.
    static readonly TimeSpan Soon = TimeSpan.FromSeconds(5);

    readonly ConcurrentDictionary<Guid, int> _atWork = [];

    /// <summary>Counts a request in, at work until the result is disposed; or says why it has to wait.</summary>
    public async ValueTask<(IDisposable? AtWork, Refusal? Refusal)> Enter(HttpContext context, Guid? workspace)
    {
        var (person, limits) = (Caller.Of(context)!.UserId, options.Value);
        var tooOften = await TooOften(context, new("ai", limits.RequestsPerMinute, Minute), person);
        if (tooOften is null && workspace is { } together)
        {
            tooOften = await TooOften(context, new("ai-workspace", limits.RequestsPerMinuteAndWorkspace, Minute), together);
        }

        return tooOften is null ? await Begin(workspace ?? person, limits.AtOnce) : (null, tooOften);
    }

    async ValueTask<Refusal?> TooOften(HttpContext context, RateLimit limit, Guid whose) =>
        RateLimits.Refused(context, await limiter.Take(limit, $"{whose}"));

    async ValueTask<(IDisposable? AtWork, Refusal? Refusal)> Begin(Guid whose, int most)
    {
        var begun = new AtWork(this, whose);
        var here = _atWork.AddOrUpdate(whose, 1, (_, atWork) => atWork + 1);
        if (Math.Max(here, await relay.Hold(Key(whose), 1) ?? 0) <= most)
        {
            return (begun, null);
        }

        begun.Dispose();
        return (null, Problems.RateLimited
            .Because($"Wait until one of the {most} requests at work is answered.")
            .Until(new(new("ai-at-once", most, window: TimeSpan.Zero), Allowed: false, Remaining: 0, Soon)));
    }

    void End(Guid whose)
    {
        if (_atWork.AddOrUpdate(whose, 0, (_, atWork) => atWork - 1) == 0)
        {
            // Only where nobody has begun again meanwhile.
            _atWork.TryRemove(new(whose, 0));
        }

        _ = relay.Hold(Key(whose), -1).AsTask();
    }

    static string Key(Guid whose) => $"ai:{whose:N}";

    sealed class AtWork(AssistantLimits limits, Guid whose) : IDisposable
    {
        public void Dispose() => limits.End(whose);
    }
}
