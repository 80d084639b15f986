using System.Diagnostics;

namespace MDReader.Load;

/// <summary>People who open a large document, one after the other, on a server that has been running for a while.</summary>
sealed class Joining : ISituation
{
    const int Places = 30_000, Joins = 100;

    // Compiling takes most of the processor's time in the first hundreds.
    static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(60);

    readonly ServerUnderTest _server;
    readonly Tally _tally = new();
    readonly LoadClient _author;

    Joining(ServerUnderTest server) => (_server, _author) = (server, new(server, server.Documents[0], _tally));

    public static async Task<ISituation> Begin(ServerKind kind)
    {
        var joining = new Joining(await ServerUnderTest.Start(kind, 200, 1));
        try
        {
            await Type(joining._author, TimeSpan.FromSeconds(3));
            for (var clock = Stopwatch.StartNew(); clock.Elapsed < WarmUp;)
                await joining.Measure(WarmUp);
            return joining;
        }
        catch
        {
            await joining.DisposeAsync();
            throw;
        }
    }

    public async Task<IReadOnlyList<(string Name, double Value)>> Measure(TimeSpan time)
    {
        // In memory a document is there as long as somebody is.
        await _author.StillHere();
        var (before, clock) = (_server.CpuSeconds, Stopwatch.StartNew());
        var bytes = 0;
        for (var join = 0; join < Joins; join++)
            bytes = await Once(_server, _tally);
        return
        [
            ("CPU-ms per join", (_server.CpuSeconds - before) * 1_000 / Joins),
            ("joins per second", Joins / clock.Elapsed.TotalSeconds),
            ("bytes of the state", bytes),
        ];
    }

    public ValueTask DisposeAsync()
    {
        _author.Dispose();
        return _server.DisposeAsync();
    }

    /// <summary>Twenty open it at once, on a server that has just been started on what it has kept.</summary>
    public static async Task<IReadOnlyList<(string, double)>> Cold(ServerKind kind)
    {
        const int Together = 20;
        await using var server = await ServerUnderTest.Start(kind, 200, 1);
        var tally = new Tally();
        using (var author = new LoadClient(server, server.Documents[0], tally))
            await Type(author, TimeSpan.FromSeconds(5));
        await server.Kill();
        await server.StartAgain();
        await Task.Delay(TimeSpan.FromSeconds(2));
        var (before, clock) = (server.CpuSeconds, Stopwatch.StartNew());
        var bytes = await Task.WhenAll(Enumerable.Range(0, Together).Select(_ => Once(server, tally)));
        return
        [
            ("ms until all are there", clock.Elapsed.TotalMilliseconds),
            ("CPU-ms for all", (server.CpuSeconds - before) * 1_000),
            ("bytes of the state", bytes[0]),
        ];
    }

    /// <summary>Somebody opens the first document and leaves; the bytes of its state.</summary>
    public static async Task<int> Once(ServerUnderTest server, Tally tally)
    {
        using var client = new LoadClient(server, server.Documents[0], tally);
        await client.Connect(1);
        await client.Synced.WaitAsync(TimeSpan.FromSeconds(60));
        await client.Leave();
        return client.StateBytes;
    }

    static async Task Type(LoadClient author, TimeSpan settling)
    {
        await author.Connect(0);
        await author.Synced;
        foreach (var part in LargeText.Parts(Places))
            await author.Edit(part);
        await Task.Delay(settling);
    }
}
