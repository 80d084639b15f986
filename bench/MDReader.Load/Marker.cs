using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace MDReader.Load;

/// <summary>Typed text that carries the moment it was typed at, so that whoever receives it knows how long it took.</summary>
static class Marker
{
    const byte Sign = (byte)'@';
    const int Digits = 12;
    static long _last;

    /// <summary>Microseconds on this machine's monotonic clock.</summary>
    public static long Now => Stopwatch.GetTimestamp() / (Stopwatch.Frequency / 1_000_000);

    // No two are the same, also where two people type in one microsecond.
    public static string Write()
    {
        long last, next;
        do
        {
            last = Interlocked.Read(ref _last);
            next = Math.Max(Now, last + 1);
        }
        while (Interlocked.CompareExchange(ref _last, next, last) != last);
        return string.Create(CultureInfo.InvariantCulture, $"@{next:x12}");
    }

    /// <summary>When a marker was typed, which no other was; null for another text.</summary>
    public static long? TypedAt(string marker) =>
        marker.Length == Digits + 1 && long.TryParse(marker.AsSpan(1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var typed)
            ? typed : null;

    /// <summary>The age of every marker of somebody else in the bytes, in microseconds.</summary>
    /// <param name="seen">Where each is put down as well, if anywhere.</param>
    /// <param name="own">When those were typed that aren't counted; one that has come won't again.</param>
    public static int Read(
        ReadOnlySpan<byte> bytes, Latencies ages, ConcurrentDictionary<string, bool>? seen, ConcurrentDictionary<long, bool> own)
    {
        var found = 0;
        var now = Now;
        for (var at = bytes.IndexOf(Sign); at >= 0 && at + Digits < bytes.Length; at = bytes.IndexOf(Sign))
        {
            if (long.TryParse(bytes.Slice(at + 1, Digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var typed)
                && (own.IsEmpty || !own.TryRemove(typed, out _)))
            {
                ages.Add(now - typed);
                seen?.TryAdd(System.Text.Encoding.ASCII.GetString(bytes.Slice(at, Digits + 1)), true);
                found++;
            }
            bytes = bytes[(at + 1)..];
        }
        return found;
    }
}

/// <summary>How long things took: counted in buckets a twentieth wide, from a microsecond to a minute.</summary>
sealed class Latencies
{
    const double Width = 1.05;
    readonly long[] _counts = new long[400];

    public void Add(long microseconds) =>
        Interlocked.Increment(ref _counts[Math.Clamp((int)(Math.Log(Math.Max(1, microseconds)) / Math.Log(Width)), 0, _counts.Length - 1)]);

    public void Clear() => Array.Clear(_counts);

    /// <summary>In milliseconds; 0 when nothing was counted.</summary>
    public double Percentile(double share)
    {
        var wanted = (long)Math.Ceiling(_counts.Sum() * share);
        for (var (bucket, seen) = (0, 0L); bucket < _counts.Length; bucket++)
            if ((seen += _counts[bucket]) >= wanted && wanted > 0)
                return Math.Pow(Width, bucket + 1) / 1_000;
        return 0;
    }
}
