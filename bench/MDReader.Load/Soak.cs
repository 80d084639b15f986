using System.Diagnostics;
using MDReader.Crdt;
using MDReader.TestKit;

namespace MDReader.Load;

/// <summary>
/// Weeks of a server, as far as there is time: groups come, type, take it out again and leave, rooms are opened and put away,
/// and in the end every text is empty again. What grows all the same is a leak.
/// </summary>
static class Soak
{
    const int Groups = 20, PeopleInGroup = 5, EditsPerSecond = 5, CursorsPerSecond = 1, Documents = 100, Samples = 60;
    static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(60);
    static readonly TimeSpan Least = TimeSpan.FromSeconds(60);
    static readonly TimeSpan ShortestVisit = TimeSpan.FromSeconds(3);
    static readonly TimeSpan LongestVisit = TimeSpan.FromSeconds(8);

    public static async Task<IReadOnlyList<(string, double)>> Run(ServerKind kind, TimeSpan time)
    {
        await using var collector = await OtlpReceiver.Start();
        var lasts = time > Least ? time : Least;
        var between = lasts / Samples;
        // So that rooms are put away many times, however short the run.
        await using var server = await ServerUnderTest.Start(kind, people: 200, Documents, task: null,
        [
            ("MDReader__Collaboration__IdleRoom", "00:00:05"), .. collector.Settings,
            ("OTEL_METRIC_EXPORT_INTERVAL", $"{between.TotalMilliseconds:0}"), ("OTEL_TRACES_EXPORTER", "none"),
        ]);
        using var end = new CancellationTokenSource();
        var visits = new Visits(server);
        var coming = Task.WhenAll(Enumerable.Range(0, Groups).Select(group => visits.Come(group, end.Token)));
        await Task.Delay(WarmUp, CancellationToken.None);
        List<Sample> samples = [];
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < lasts; await Task.Delay(between, CancellationToken.None))
            samples.Add(new(clock.Elapsed, server.ResidentBytes, Heap.Read(collector), server.Handles, server.Threads));
        await end.CancelAsync();
        await coming;
        return
        [
            ("resident MiB an hour more", Slope(samples, sample => sample.Resident)),
            .. kind.Runs is null ? [] : new[] { ("heap MiB an hour more", Slope(samples, sample => sample.Heap)) },
            ("MiB resident at first", samples[0].Resident / 1048576.0),
            ("MiB resident in the end", samples[^1].Resident / 1048576.0),
            ("handles at first", samples[0].Handles),
            ("handles in the end", samples[^1].Handles),
            ("threads at first", samples[0].Threads),
            ("threads in the end", samples[^1].Threads),
            ("visits", visits.Count),
            ("connections lost", visits.Lost),
            ("documents that aren't empty again", await visits.NotEmpty()),
        ];
    }

    // By least squares.
    static double Slope(List<Sample> samples, Func<Sample, double> bytes)
    {
        var (hours, sizes) = (samples.Average(sample => sample.At.TotalHours), samples.Average(bytes));
        var spread = samples.Sum(sample => Math.Pow(sample.At.TotalHours - hours, 2));
        return samples.Sum(sample => (sample.At.TotalHours - hours) * (bytes(sample) - sizes)) / spread / 1048576;
    }

    readonly record struct Sample(TimeSpan At, double Resident, double Heap, int Handles, int Threads);

    /// <summary>Who comes into which document, and how they leave it.</summary>
    sealed class Visits(ServerUnderTest server)
    {
        readonly Tally _tally = new();
        int _count;
        int _lost;

        public int Count => _count;

        public int Lost => _lost;

        public async Task Come(int group, CancellationToken until)
        {
            var random = new Random(group);
            while (!until.IsCancellationRequested)
            {
                var visit = Interlocked.Increment(ref _count);
                using var crowd = new Crowd(_tally, firstClient: (ulong)(visit + 1) * 1_000);
                await crowd.Fill(server, documents: 1, PeopleInGroup, writers: 1, first: random.Next(Documents));
                using var enough = CancellationTokenSource.CreateLinkedTokenSource(until);
                enough.CancelAfter(ShortestVisit + (LongestVisit - ShortestVisit) * random.NextDouble());
                await crowd.Write(EditsPerSecond, CursorsPerSecond, enough.Token);
                await crowd.TakeBack();
                // On its way when they leave.
                await Task.Delay(TimeSpan.FromSeconds(1), CancellationToken.None);
                Interlocked.Add(ref _lost, crowd.Lost);
            }
        }

        /// <summary>How many documents hold something that somebody has taken out again, or should have been able to.</summary>
        public async Task<int> NotEmpty()
        {
            var left = 0;
            foreach (var document in server.Documents)
            {
                using var client = new LoadClient(server, document, _tally);
                await client.Connect(0);
                await client.Synced.WaitAsync(TimeSpan.FromSeconds(30));
                var doc = new Doc(new() { ClientId = 1 });
                doc.ApplyUpdate(client.State);
                left += doc.GetText("content").Length > 0 ? 1 : 0;
            }
            return left;
        }
    }
}
