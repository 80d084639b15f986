using MDReader.TestKit;

namespace MDReader.Load;

/// <summary>
/// The same people in the same documents, first all at one process and then half of each document's at either of two, with
/// PostgreSQL and Redis beside them: how much more two can do, counted by processor time, since the machine has no more cores
/// for two processes than it had for one.
/// </summary>
static class ScaleOut
{
    const int Documents = 20, People = 20, Writers = 2, EditsPerSecond = 5;
    // Each process has half of what one had, and takes longer to have compiled what it does again and again.
    static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(90);

    public static async Task<IReadOnlyList<(string, double)>> Run(TimeSpan time)
    {
        var one = await Measure(processes: 1, time);
        var two = await Measure(processes: 2, time);
        return
        [
            ("two can do so many times as much as one", 2 * two.PerCpuSecond / one.PerCpuSecond),
            ("deliveries per CPU-second, one", one.PerCpuSecond),
            ("deliveries per CPU-second, two", two.PerCpuSecond),
            ("latency p50 ms, one", one.Median),
            ("latency p50 ms, two", two.Median),
            ("latency p99 ms, one", one.P99),
            ("latency p99 ms, two", two.P99),
            ("connections lost", one.Lost + two.Lost),
        ];
    }

    sealed record Outcome(double PerCpuSecond, double Median, double P99, int Lost);

    static async Task<Outcome> Measure(int processes, TimeSpan time)
    {
        await using var place = await Installation.Start(Kind.Three, People, Documents, ServerKind.Limits);
        foreach (var spare in place.Nodes[processes..])
            await spare.Terminate();
        var nodes = place.Nodes[..processes];
        using var crowd = new Crowd();
        foreach (var node in nodes)
            await crowd.Fill(new Target(place, node), Documents, People / processes, Writers / processes);
        using var end = new CancellationTokenSource();
        var writing = crowd.Write(EditsPerSecond, cursorsPerSecond: 0, end.Token);
        await Task.Delay(WarmUp, CancellationToken.None);
        crowd.Tally.Clear();
        var before = nodes.Sum(node => CpuTime.OfProcess(node.Id));
        await Task.Delay(time, CancellationToken.None);
        var cpu = nodes.Sum(node => CpuTime.OfProcess(node.Id)) - before;
        var tally = crowd.Tally;
        var outcome = new Outcome(tally.Delivered / cpu, tally.Deliveries.Percentile(.5), tally.Deliveries.Percentile(.99), crowd.Lost);
        await end.CancelAsync();
        await writing;
        return outcome;
    }

    sealed class Target(Installation place, HostProcess node) : ILoadTarget
    {
        public Dialect Dialect => Dialect.MDReader;

        public int Port => node.Address.Port;

        public IReadOnlyList<string> Documents => place.Seeded.Documents;

        public string PathOf(string document, int person) => $"/collab/{document}?ack=1&token={place.Seeded.Users[person % People].Token}";
    }
}
