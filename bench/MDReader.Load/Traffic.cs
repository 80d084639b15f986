using System.Diagnostics;

namespace MDReader.Load;

/// <summary>How many there are, and what they do.</summary>
/// <param name="Documents">Rooms.</param>
/// <param name="People">In each of them.</param>
/// <param name="Writers">Of these.</param>
/// <param name="Edits">A second, of each writer; null: again as soon as the last of the room has seen as much.</param>
/// <param name="Cursors">Moves a second, of each writer.</param>
sealed record Pace(int Documents, int People, int Writers, double? Edits, double Cursors = 0);

/// <summary>People who type and others who are shown it.</summary>
sealed class Traffic : ISituation
{
    const int LooksWithoutGain = 3;
    static readonly TimeSpan LongestWarmUp = TimeSpan.FromSeconds(75);
    static readonly TimeSpan Settling = TimeSpan.FromSeconds(3);

    readonly Pace _pace;
    readonly ServerUnderTest _server;
    readonly Crowd _crowd = new();

    Traffic(Pace pace, ServerUnderTest server) => (_pace, _server) = (pace, server);

    public static async Task<ISituation> Begin(ServerKind kind, Pace pace)
    {
        var server = await ServerUnderTest.Start(kind, Math.Min(pace.Documents * pace.People, 500), pace.Documents);
        var traffic = new Traffic(pace, server);
        try
        {
            await traffic._crowd.Fill(server, pace.Documents, pace.People, pace.Writers);
            await traffic.During(() => GettingFaster.End(server, () => traffic._crowd.Tally.Delivered, LooksWithoutGain, LongestWarmUp));
            return traffic;
        }
        catch
        {
            await traffic.DisposeAsync();
            throw;
        }
    }

    public async Task<IReadOnlyList<(string Name, double Value)>> Measure(TimeSpan time)
    {
        var (cpu, seconds) = (0.0, 0.0);
        var tally = _crowd.Tally;
        var (delivered, cursors, acknowledged) = (0L, 0L, 0L);
        await During(async () =>
        {
            await Task.Delay(Settling);
            tally.Clear();
            var (before, clock) = (_server.CpuSeconds, Stopwatch.StartNew());
            await Task.Delay(time);
            cpu = _server.CpuSeconds - before;
            (delivered, cursors, acknowledged, seconds) = (tally.Delivered, tally.Awareness, tally.Acknowledged, clock.Elapsed.TotalSeconds);
        });
        List<(string, double)> figures =
        [
            ("deliveries per CPU-second", delivered / cpu),
            ("CPU-µs per delivery", cpu / delivered * 1e6),
            ("deliveries per second", delivered / seconds),
            .. _pace.Edits is { } edits ? [("expected per second", _pace.Documents * _pace.Writers * edits * (_pace.People - 1))] : Array.Empty<(string, double)>(),
            ("latency p50 ms", tally.Deliveries.Percentile(.5)),
            ("latency p99 ms", tally.Deliveries.Percentile(.99)),
            ("connections lost", _crowd.Lost),
        ];
        if (_pace.Cursors > 0)
            figures.Add(("cursor messages per second", cursors / seconds));
        if (acknowledged > 0)
            figures.AddRange(
            [
                ("acknowledged per second", acknowledged / seconds),
                ("acknowledgement p50 ms", tally.Acknowledgements.Percentile(.5)),
                ("acknowledgement p99 ms", tally.Acknowledgements.Percentile(.99)),
            ]);
        return figures;
    }

    public async ValueTask DisposeAsync()
    {
        _crowd.Dispose();
        await _server.DisposeAsync();
    }

    // While everybody writes.
    async Task During(Func<Task> look)
    {
        using var end = new CancellationTokenSource();
        var writing = _pace.Edits is { } edits ? _crowd.Write(edits, _pace.Cursors, end.Token) : _crowd.WriteAsSeen(end.Token);
        await look();
        await end.CancelAsync();
        await writing;
    }
}
