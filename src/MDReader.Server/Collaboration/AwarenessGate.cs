namespace MDReader.Server.Collaboration;

/// <summary>
/// Lets so many of a socket's awareness states through in a second. Of what comes faster only the newest counts, and goes
/// through when its time has come: a cursor never stays where it was a while ago.
/// </summary>
/// <param name="perSecond">How many.</param>
/// <param name="pass">Takes what goes through; must not wait.</param>
/// <param name="time">The clock.</param>
sealed class AwarenessGate(int perSecond, Action<RoomMessage.Awareness> pass, TimeProvider time) : IDisposable
{
    readonly Lock _gate = new();
    readonly TimeSpan _interval = TimeSpan.FromSeconds(1d / perSecond);
    ITimer? _timer;
    RoomMessage.Awareness? _newest;
    double _tokens = perSecond;
    long _refilledAt = time.GetTimestamp();

    public void Offer(RoomMessage.Awareness message)
    {
        if (message.Entries.Count == 0)
            return;
        lock (_gate)
        {
            if (_newest is null && Take())
            {
                pass(message);
                return;
            }
            if (_newest is null)
            {
                _timer ??= time.CreateTimer(_ => Release(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
                _timer.Change(_interval, Timeout.InfiniteTimeSpan);
            }
            _newest = message;
        }
    }

    public void Dispose() => _timer?.Dispose();

    void Release()
    {
        lock (_gate)
        {
            if (_newest is not { } newest)
                return;
            if (!Take())
            {
                _timer!.Change(_interval, Timeout.InfiniteTimeSpan);
                return;
            }
            _newest = null;
            pass(newest);
        }
    }

    bool Take()
    {
        var now = time.GetTimestamp();
        _tokens = Math.Min(perSecond, _tokens + time.GetElapsedTime(_refilledAt, now).TotalSeconds * perSecond);
        _refilledAt = now;
        if (_tokens < 1)
            return false;
        _tokens--;
        return true;
    }
}
