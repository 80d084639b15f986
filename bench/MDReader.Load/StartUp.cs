using System.Diagnostics;

namespace MDReader.Load;

/// <summary>How long a server takes from being started on what it has kept to its first answer, and what it holds when nobody comes.</summary>
static class StartUp
{
    const int Starts = 5;
    static readonly TimeSpan Idle = TimeSpan.FromSeconds(30);

    public static async Task<IReadOnlyList<(string, double)>> Run(ServerKind kind)
    {
        await using var server = await ServerUnderTest.Start(kind, people: 10, documents: 10);
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{server.Port}") };
        List<double> answered = [], used = [];
        for (var start = 0; start < Starts; start++)
        {
            await server.Kill();
            var clock = Stopwatch.StartNew();
            await server.StartAgain();
            // Any answer: not every server has something at the root.
            using (await http.GetAsync(new Uri("/", UriKind.Relative)))
                answered.Add(clock.Elapsed.TotalMilliseconds);
            used.Add(server.CpuSeconds * 1_000);
        }
        await Task.Delay(Idle);
        return
        [
            ("start to first answer ms", answered.Median()),
            ("CPU-ms until then", used.Median()),
            ("MiB when idle", server.ResidentBytes / 1048576.0),
        ];
    }
}
