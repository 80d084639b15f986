using System.Diagnostics;

namespace MDReader.Server.Platform;

/// <summary>
/// Rest after work, for so many times as long as that took: it leaves most of a small machine to others. What work takes is
/// the machine's own time; the clock by which tokens end and texts grow old may be moved meanwhile, and holds nothing up here.
/// </summary>
sealed class Rest(int times, TimeSpan longest)
{
    // A timer is no more exact than that.
    static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(1);

    TimeSpan _wanted;
    long _began;
    long _ended;

    public void WorkBegins() => _began = Stopwatch.GetTimestamp();

    public void WorkEnds()
    {
        _ended = Stopwatch.GetTimestamp();
        var wanted = Stopwatch.GetElapsedTime(_began, _ended) * times;
        _wanted = wanted < longest ? wanted : longest;
    }

    /// <summary>Waits for what is left of it; who comes when it is over doesn't wait.</summary>
    public Task Take(CancellationToken cancellation = default)
    {
        var left = _wanted - Stopwatch.GetElapsedTime(_ended);
        _wanted = TimeSpan.Zero;
        return left >= Shortest ? Task.Delay(left, cancellation) : Task.CompletedTask;
    }
}
