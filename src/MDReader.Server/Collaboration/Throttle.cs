namespace MDReader.Server.Collaboration;

/// <summary>
/// A token bucket: so many messages at once, then so many a second. Who sends more is read more slowly, which the sender's
/// own network stack then feels; nothing is lost and nobody else waits. Who never lets up is sent away.
/// </summary>
/// <param name="patience">How long it may go on.</param>
sealed class Throttle(int perSecond, int burst, TimeSpan patience, TimeProvider time)
{
    double _tokens = burst;
    long _refilledAt = time.GetTimestamp();
    long? _overdrawnSince;

    /// <summary>Waits until the next message may be read.</summary>
    /// <param name="cost">What the last one took: 1 for an edit. None takes more than the burst, however long it was.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="MessageRefusedException">It has had to wait all the time for too long.</exception>
    public Task Take(double cost, CancellationToken cancellation)
    {
        var now = time.GetTimestamp();
        _tokens = Math.Min(burst, _tokens + time.GetElapsedTime(_refilledAt, now).TotalSeconds * perSecond);
        _refilledAt = now;
        _tokens -= Math.Min(cost, burst);
        if (_tokens >= 0)
        {
            _overdrawnSince = null;
            return Task.CompletedTask;
        }
        _overdrawnSince ??= now;
        if (time.GetElapsedTime(_overdrawnSince.Value, now) > patience)
            throw new MessageRefusedException(new(CloseCode.TooMany, $"Send no more than {perSecond} messages a second."));
        return Task.Delay(TimeSpan.FromSeconds(-_tokens / perSecond), time, cancellation);
    }
}
