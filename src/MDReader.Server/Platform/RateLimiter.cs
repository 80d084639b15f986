using System.Collections.Concurrent;

namespace MDReader.Server.Platform;

/// <summary>So many requests in a window, counted per key (a person, an address, an account and an address).</summary>
public sealed record RateLimit(string Name, int Permits, TimeSpan Window);

/// <summary>What counting one more request came to.</summary>
public readonly record struct RateVerdict(RateLimit Limit, bool Allowed, int Remaining, TimeSpan ResetsIn);

/// <summary>Counts in fixed windows that begin with a key's first request.</summary>
public sealed class RateLimiter(TimeProvider time)
{
    const int SweepEvery = 10_000;

    readonly ConcurrentDictionary<(string Limit, string Key), Count> _counts = new();
    int _taken;

    public RateVerdict Take(RateLimit limit, string key)
    {
        var now = time.GetTimestamp();
        if (Interlocked.Increment(ref _taken) % SweepEvery == 0)
        {
            Sweep(now);
        }

        var ends = now + (long)(limit.Window.TotalSeconds * time.TimestampFrequency);
        var count = _counts.AddOrUpdate(
            (limit.Name, key),
            _ => new Count(1, ends),
            (_, old) => old.Ends <= now ? new Count(1, ends) : old with { Used = old.Used + 1 });
        return new RateVerdict(
            limit,
            count.Used <= limit.Permits,
            Math.Max(0, limit.Permits - count.Used),
            time.GetElapsedTime(now, count.Ends));
    }

    /// <summary>Takes back one count: the request was of the kind that isn't limited after all.</summary>
    public void GiveBack(RateLimit limit, string key)
    {
        if (_counts.TryGetValue((limit.Name, key), out var count) && count.Used > 0)
        {
            // Lost to somebody who counted at the same moment, it leaves one count too many: the safe side.
            _counts.TryUpdate((limit.Name, key), count with { Used = count.Used - 1 }, count);
        }
    }

    void Sweep(long now)
    {
        foreach (var entry in _counts.Where(entry => entry.Value.Ends <= now))
        {
            _counts.TryRemove(entry);
        }
    }

    readonly record struct Count(int Used, long Ends);
}
