namespace MDReader.Server.Collaboration;

/// <summary>
/// A token bucket: so many messages at once, then so many a second. Who sends more is read more slowly, which the sender's
/// own network stack then feels; nothing is lost and nobody else waits.
/// </summary>
sealed class Throttle(int perSecond, int burst, TimeProvider time)
{
    double _tokens = burst;
    long _refilledAt = time.GetTimestamp();

    /// <summary>Waits until the next message may be read.</summary>
    public Task Take(CancellationToken cancellation)
    {
        var now = time.GetTimestamp();
        _tokens = Math.Min(burst, _tokens + time.GetElapsedTime(_refilledAt, now).TotalSeconds * perSecond);
        _refilledAt = now;
        _tokens--;
        return _tokens >= 0 ? Task.CompletedTask : Task.Delay(TimeSpan.FromSeconds(-_tokens / perSecond), time, cancellation);
    }
}
