using MDReader.Server.Platform;

namespace MDReader.Server.Collaboration;

/// <summary>
/// Ends a socket with its token, unless it was given a fresh one of the same person. Half a minute before, a client that
/// can be asked for one is asked.
/// </summary>
sealed class TokenDeadline : IDisposable
{
    static readonly TimeSpan Notice = TimeSpan.FromSeconds(30);

    // Timers take at most about 49 days; a longer token is looked at again then.
    static readonly TimeSpan Longest = TimeSpan.FromDays(30);
    static readonly Closing Expired = new(CloseCode.NotAuthenticated, "Your token has ended; connect with a new one.");

    readonly TimeProvider _time;
    readonly SocketEntry _entry;
    readonly Func<Closing, Task> _end;
    readonly Action _ask;
    readonly ITimer _timer;
    Caller _caller;
    bool _hasAsked;

    /// <param name="caller">Who the token says it is, and until when.</param>
    /// <param name="entry">Reads tokens.</param>
    /// <param name="time">The clock.</param>
    /// <param name="ask">Asks the client for a fresh token, if that can be done.</param>
    /// <param name="end">Ends the socket.</param>
    public TokenDeadline(Caller caller, SocketEntry entry, TimeProvider time, Action ask, Func<Closing, Task> end)
    {
        (_caller, _entry, _time, _ask, _end) = (caller, entry, time, ask, end);
        // Begun only when it is there: a token in its last seconds is looked at at once, on another thread.
        _timer = time.CreateTimer(_ => Check(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _timer.Change(Left(), Timeout.InfiniteTimeSpan);
    }

    /// <summary>
    /// Moves the deadline to that of the fresh token, and gives whose it is. A token of somebody else, of fewer scopes, or
    /// one that is good for nothing changes nothing.
    /// </summary>
    public async Task<Caller?> Renew(string token, CancellationToken cancellation)
    {
        if (await _entry.Authenticate(token, cancellation) is not { } fresh
            || fresh.UserId != _caller.UserId || !fresh.Scopes.HasFlag(_caller.Scopes))
            return null;
        (_caller, _hasAsked) = (fresh, false);
        _timer.Change(Left(), Timeout.InfiniteTimeSpan);
        return fresh;
    }

    public void Dispose() => _timer.Dispose();

    void Check()
    {
        if (_caller.ExpiresAt <= _time.GetUtcNow())
        {
            _ = _end(Expired);
            return;
        }
        if (!_hasAsked && _caller.ExpiresAt - Notice <= _time.GetUtcNow())
        {
            _hasAsked = true;
            _ask();
        }
        _timer.Change(Left(), Timeout.InfiniteTimeSpan);
    }

    // Until the client is to be asked, or after that until the end.
    TimeSpan Left()
    {
        var left = _caller.ExpiresAt - (_hasAsked ? TimeSpan.Zero : Notice) - _time.GetUtcNow();
        return left > Longest ? Longest : left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }
}
