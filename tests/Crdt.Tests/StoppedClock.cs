namespace Crdt.Tests;

/// <summary>A clock that is moved by hand, and its timers with it.</summary>
sealed class StoppedClock : TimeProvider
{
    readonly List<Timer> _timers = [];
    DateTimeOffset _now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => _now;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, callback, state);
        timer.Change(dueTime, period);
        _timers.Add(timer);
        return timer;
    }

    public void Advance(TimeSpan time)
    {
        _now += time;
        foreach (var timer in _timers.ToArray())
            timer.Ring();
    }

    /// <summary>Lets time pass, and those who waited for it run.</summary>
    public async Task Pass(TimeSpan time)
    {
        Advance(time);
        for (var turn = 0; turn < 20; turn++)
            await Task.Yield();
    }

    sealed class Timer(StoppedClock clock, TimerCallback callback, object? state) : ITimer
    {
        DateTimeOffset? _due;
        TimeSpan _period;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            _due = dueTime == Timeout.InfiniteTimeSpan ? null : clock._now + dueTime;
            _period = period;
            return true;
        }

        public void Ring()
        {
            if (_due > clock._now)
                return;
            _due += _period;
            callback(state);
        }

        public void Dispose() => clock._timers.Remove(this);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
