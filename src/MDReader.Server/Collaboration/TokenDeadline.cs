using MDReader.Server.Platform;

namespace MDReader.Server.Collaboration;

/// <summary>Ends a socket with its token, unless it was given a fresh one of the same person.</summary>
sealed class TokenDeadline : IDisposable
{
    // Timers take at most about 49 days; a longer token is looked at again then.
    static readonly TimeSpan Longest = TimeSpan.FromDays(30);
    static readonly Closing Expired = new(CloseCode.NotAuthenticated, "Your token has ended; connect with a new one.");

    readonly TimeProvider _time;
    readonly SocketEntry _entry;
    readonly Func<Closing, Task> _end;
    readonly ITimer _timer;
    readonly Guid _userId;
    DateTimeOffset _expiresAt;

    public TokenDeadline(Caller caller, SocketEntry entry, TimeProvider time, Func<Closing, Task> end)
    {
        (_entry, _time, _end) = (entry, time, end);
        (_userId, _expiresAt) = (caller.UserId, caller.ExpiresAt);
        _timer = time.CreateTimer(_ => Check(), null, Left(), Timeout.InfiniteTimeSpan);
    }

    /// <summary>Moves the deadline to that of the fresh token; a bad token changes nothing.</summary>
    public async Task Renew(string token, CancellationToken cancellation)
    {
        if (await _entry.Authenticate(token, cancellation) is not { } fresh || fresh.UserId != _userId)
            return;
        _expiresAt = fresh.ExpiresAt;
        _timer.Change(Left(), Timeout.InfiniteTimeSpan);
    }

    public void Dispose() => _timer.Dispose();

    void Check()
    {
        if (_expiresAt <= _time.GetUtcNow())
            _ = _end(Expired);
        else
            _timer.Change(Left(), Timeout.InfiniteTimeSpan);
    }

    TimeSpan Left()
    {
        var left = _expiresAt - _time.GetUtcNow();
        return left > Longest ? Longest : left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }
}
