namespace MDReader.Server.Accounts;

/// <summary>An answer that many need and that changes seldom: asked for by the first of them, and kept for a while.</summary>
sealed class KeptAnswer<T>(Func<Task<T>> ask, TimeProvider time)
{
    readonly Lock _lock = new();
    (Task<T> Asked, DateTimeOffset At)? _kept;

    // The task is kept, not its result: many may ask at once. It has no token of one of them, and ends by the client's
    // own patience.
    public Task<T> Get(TimeSpan good, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            if (_kept is not var (asked, at) || asked.IsFaulted || asked.IsCanceled || now - at >= good)
            {
                asked = ask();
                _kept = (asked, now);
            }

            return asked.WaitAsync(cancellationToken);
        }
    }
}
