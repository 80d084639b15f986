namespace MDReader.Server.Collaboration;

/// <summary>
/// Gives back what many people took once they have left. Nothing is allocated after them, so that the collector has no reason
/// to look by itself, and a process that was full once would stay as large.
/// </summary>
sealed class MemoryReturn(SocketCounts sockets, CollaborationOptions options, TimeProvider time) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var departures = new Departures();
        // Rooms that were empty at one look are closed at the next.
        using var looks = new PeriodicTimer(options.IdleRoom, time);
        while (await looks.WaitForNextTickAsync(stoppingToken))
            if (departures.AreOver(sockets.Open))
                GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
    }
}

/// <summary>Whether many have left, seen by looks at how many are there.</summary>
sealed class Departures
{
    /// <summary>What fewer take is not worth stopping everybody for.</summary>
    public const int Many = 500;

    int _most;
    bool _haveLeft;

    /// <summary>Half of the most that were there have left, before the last look and since; told once.</summary>
    public bool AreOver(int open)
    {
        _most = Math.Max(_most, open);
        var haveLeft = _most >= Many && open <= _most / 2;
        if (!haveLeft || !_haveLeft)
        {
            _haveLeft = haveLeft;
            return false;
        }
        (_most, _haveLeft) = (open, false);
        return true;
    }
}
