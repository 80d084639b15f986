using System.Collections.Concurrent;
using System.Threading.Channels;

namespace MDReader.Server.Platform;

/// <summary>
/// Documents that changed, for who needn't see each change: one is given out when it has been quiet for a while, and all
/// the same when that takes too long. Whoever types changes a text many times a second.
/// </summary>
sealed class Settling(TimeSpan quiet, TimeSpan longest, TimeProvider time)
{
    // What settles soon after each other is given out together.
    const int Together = 10;

    readonly ConcurrentDictionary<Guid, Heard> _changed = [];
    readonly Channel<bool> _somethingChanged = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public void Hear(Guid document)
    {
        var now = time.GetTimestamp();
        _changed.AddOrUpdate(document, _ => new(now, now), (_, before) => before with { Last = now });
        _somethingChanged.Writer.TryWrite(true);
    }

    /// <summary>Waits for some that have settled; each is given out once for all its changes until then.</summary>
    public async Task<IReadOnlyList<Guid>> Next(CancellationToken cancellationToken)
    {
        while (true)
        {
            // A later change is never due before the ones that are waited for.
            var changed = _changed.ToArray();
            if (changed.Length == 0)
            {
                await _somethingChanged.Reader.ReadAsync(cancellationToken);
                continue;
            }

            var settled = changed.Where(one => Left(one.Value) <= TimeSpan.Zero && _changed.TryRemove(one)).Select(one => one.Key).ToList();
            if (settled.Count > 0)
                return settled;
            var wait = changed.Min(one => Left(one.Value));
            await Task.Delay(wait > quiet / Together ? wait : quiet / Together, time, cancellationToken);
        }
    }

    TimeSpan Left(Heard change)
    {
        var untilQuiet = quiet - time.GetElapsedTime(change.Last);
        var atLongest = longest - time.GetElapsedTime(change.First);
        return untilQuiet < atLongest ? untilQuiet : atLongest;
    }

    readonly record struct Heard(long First, long Last);
}
