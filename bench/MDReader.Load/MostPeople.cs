using System.Diagnostics;

namespace MDReader.Load;

/// <summary>The most people that the smallest task of a container service holds out with.</summary>
static class MostPeople
{
    const int Room = 10, EditsPerRoom = 5, First = 1_000, Fewer = 500, Most = 5_000;
    const double MostMilliseconds = 100, FewestDelivered = .95;

    // Such a task has little to compile with: it takes as much longer as its share is smaller.
    static readonly TimeSpan WarmUp = TimeSpan.FromMinutes(3);

    public static async Task<IReadOnlyList<(string, double)>> Run(ServerKind kind, TimeSpan time)
    {
        IReadOnlyList<(string, double)> figures = [];
        for (var people = First; people <= Most; people += First)
            try
            {
                if (await HoldsOut(kind, time, people) is not { } held)
                    break;
                figures = held;
            }
            catch (Exception failure) when (figures.Count > 0 && failure is not OutOfMemoryException)
            {
                // One that has ended, as for want of memory, has no figures.
                Console.Error.WriteLine($"small-task: {people} people: {failure.Message}");
                break;
            }
        return figures.Count > 0 ? figures : await HoldsOut(kind, time, Fewer) ?? [];
    }

    // Null where it doesn't, and where the machine has no control groups.
    static async Task<IReadOnlyList<(string, double)>?> HoldsOut(ServerKind kind, TimeSpan time, int people)
    {
        using var task = SmallTask.TryMake();
        if (task is null)
            return null;
        await using var server = await ServerUnderTest.Start(kind, 200, people / Room, task);
        using var crowd = new Crowd();
        await crowd.Fill(server, people / Room, Room, writers: 1);
        using var end = new CancellationTokenSource();
        var writing = crowd.Write(EditsPerRoom, 0, end.Token);
        await Task.Delay(WarmUp, CancellationToken.None);
        crowd.Tally.Clear();
        var (before, clock) = (server.CpuSeconds, Stopwatch.StartNew());
        await Task.Delay(time, CancellationToken.None);
        var seconds = clock.Elapsed.TotalSeconds;
        var (p99, delivered) = (crowd.Tally.Deliveries.Percentile(.99), crowd.Tally.Delivered / seconds);
        var (used, resident) = ((server.CpuSeconds - before) / seconds / SmallTask.Share, server.ResidentBytes / 1048576.0);
        var waited = task.Throttled();
        await end.CancelAsync();
        await writing;
        var expected = people / Room * EditsPerRoom * (Room - 1);
        Console.Error.WriteLine(
            $"small-task: {people} people, p99 {p99:0} ms, {delivered:0} of {expected} deliveries/s, {used:P0} of the quota, "
            + $"{resident:0} MiB, throttled in {waited:P0} of the periods, {crowd.Lost} lost");
        return p99 >= MostMilliseconds || delivered < expected * FewestDelivered || crowd.Lost > 0
            ? null
            : [("people", people), ("latency p99 ms", p99), ("share of the quota", used), ("MiB resident", resident)];
    }
}
