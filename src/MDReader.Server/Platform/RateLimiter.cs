using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace MDReader.Server.Platform;

/// <summary>So many requests in a window, counted per key (a person, an address, an account and an address).</summary>
/// <param name="window">Zero where it is so many at once.</param>
public sealed class RateLimit(string name, long permits, TimeSpan window)
{
    public string Name => name;

    public long Permits => permits;

    public TimeSpan Window => window;

    /// <summary>As <c>RateLimit-Policy</c> names it, on every answer.</summary>
    public string Policy => field ??= string.Create(
        CultureInfo.InvariantCulture,
        $"\"{name}\";q={permits};{(window > TimeSpan.Zero ? $"w={(long)window.TotalSeconds}" : "qu=\"concurrent-requests\"")}");
}

/// <summary>What counting one more request came to.</summary>
public readonly record struct RateVerdict(RateLimit Limit, bool Allowed, long Remaining, TimeSpan ResetsIn);

/// <summary>Counts in fixed windows that begin with a key's first request; over all processes while the relay is up, and
/// else in this one.</summary>
public sealed class RateLimiter(TimeProvider time, IRelay relay)
{
    const int SweepEvery = 10_000;

    readonly ConcurrentDictionary<(string Limit, string Key), Count> _counts = new();
    int _taken;

    public async ValueTask<RateVerdict> Take(RateLimit limit, string key)
    {
        var own = TakeHere(limit, key);
        return !relay.IsAlone
            && await relay.Count(SharedKey(limit, key), 1, limit.Window) is { } shared && shared.Used > limit.Permits - own.Remaining
            ? Verdict(limit, shared.Used, shared.Left)
            : own;
    }

    /// <summary>Takes back one count: the request was of the kind that isn't limited after all.</summary>
    public async ValueTask GiveBack(RateLimit limit, string key)
    {
        if (_counts.TryGetValue((limit.Name, key), out var count) && count.Used > 0)
        {
            // Lost to somebody who counted at the same moment, it leaves one count too many: the safe side.
            _counts.TryUpdate((limit.Name, key), count with { Used = count.Used - 1 }, count);
        }

        if (!relay.IsAlone)
        {
            await relay.Count(SharedKey(limit, key), -1, limit.Window);
        }
    }

    RateVerdict TakeHere(RateLimit limit, string key)
    {
        var now = time.GetTimestamp();
        if (Interlocked.Increment(ref _taken) % SweepEvery == 0)
        {
            Sweep(now);
        }

        var ends = now + (long)(limit.Window.TotalSeconds * time.TimestampFrequency);
        var count = _counts.AddOrUpdate(
            (limit.Name, key),
            static (_, window) => new Count(1, window.Ends),
            static (_, old, window) => old.Ends <= window.Now ? new Count(1, window.Ends) : old with { Used = old.Used + 1 },
            (Now: now, Ends: ends));
        return Verdict(limit, count.Used, time.GetElapsedTime(now, count.Ends));
    }

    static RateVerdict Verdict(RateLimit limit, long used, TimeSpan left) =>
        new(limit, used <= limit.Permits, Math.Max(0, limit.Permits - used), left);

    // Keys hold addresses, of the net and of mail, which are nobody's business in there.
    static string SharedKey(RateLimit limit, string key) =>
        $"{limit.Name}:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)).AsSpan(0, 16))}";

    void Sweep(long now)
    {
        foreach (var entry in _counts.Where(entry => entry.Value.Ends <= now))
        {
            _counts.TryRemove(entry);
        }
    }

    readonly record struct Count(int Used, long Ends);
}
