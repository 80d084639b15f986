using System.Diagnostics;

namespace MDReader.Load;

/// <summary>Everybody loses the connection at once and comes back.</summary>
sealed class Storm : ISituation
{
    const int People = 2_000, PerDocument = 10;
    static readonly TimeSpan Settling = TimeSpan.FromSeconds(5);

    readonly ServerUnderTest _server;
    double _first;

    Storm(ServerUnderTest server) => _server = server;

    public static async Task<ISituation> Begin(ServerKind kind)
    {
        var storm = new Storm(await ServerUnderTest.Start(kind, 200, People / PerDocument));
        try
        {
            storm._first = (await storm.Come()).Cpu;
            return storm;
        }
        catch
        {
            await storm.DisposeAsync();
            throw;
        }
    }

    public async Task<IReadOnlyList<(string Name, double Value)>> Measure(TimeSpan time)
    {
        var (cpu, seconds, lost) = await Come();
        return
        [
            ("CPU-ms per reconnection", cpu * 1_000 / People),
            ("CPU-ms per reconnection, just started", _first * 1_000 / People),
            ("all back after seconds", seconds),
            ("refused", lost),
        ];
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    async Task<(double Cpu, double Seconds, int Lost)> Come()
    {
        // Who left the last time is gone by then.
        await Task.Delay(Settling);
        var (before, clock) = (_server.CpuSeconds, Stopwatch.StartNew());
        using var crowd = new Crowd();
        await crowd.Fill(_server, People / PerDocument, PerDocument, 0);
        return (_server.CpuSeconds - before, clock.Elapsed.TotalSeconds, crowd.Lost);
    }
}
