using System.Diagnostics;

namespace Server.Tests.Simulation;

public sealed class SimulationTests(ITestOutputHelper output)
{
    const int FewestPromises = 20;
    const int SeedsUntilFound = 400;

    static readonly int Seeds = Environment.GetEnvironmentVariable("MDREADER_LONG") is null ? 2_000 : 20_000;

    [Fact]
    public async Task Whatever_goes_wrong_nothing_saved_is_lost_and_all_end_equal()
    {
        var began = Stopwatch.GetTimestamp();
        var promised = 0L;
        await Parallel.ForEachAsync(
            Enumerable.Range(1, Seeds), async (seed, _) => Interlocked.Add(ref promised, await Simulation.Run(seed)));
        output.WriteLine($"{Seeds} seeds, {promised} changes promised, {Stopwatch.GetElapsedTime(began).TotalSeconds:0} s");
        promised.ShouldBeGreaterThan(Seeds * (long)FewestPromises);
    }

    [Theory]
    [InlineData(Sabotage.DropsUpdates)]
    [InlineData(Sabotage.WritesTwice)]
    [InlineData(Sabotage.AcknowledgesBeforeWriting)]
    [InlineData(Sabotage.ShowsBeforeWriting)]
    [InlineData(Sabotage.LeavesTheFenceOpen)]
    [InlineData(Sabotage.ForgetsWhenCompacting)]
    [InlineData(Sabotage.SwallowsFailures)]
    [InlineData(Sabotage.ForgetsTheSlow)]
    [InlineData(Sabotage.WritesIntoTheTrash)]
    [InlineData(Sabotage.WritesOverOthers)]
    [InlineData(Sabotage.NeverCatchesUp)]
    [InlineData(Sabotage.TriesAgainInSilence)]
    public async Task A_planted_bug_is_found(Sabotage sabotage)
    {
        string? found = null;
        for (var seed = 1; seed <= SeedsUntilFound && found is null; seed++)
            found = await Found(seed, sabotage);
        found.ShouldNotBeNull($"{SeedsUntilFound} seeds passed in spite of it.");
        output.WriteLine(found);
    }

    static async Task<string?> Found(int seed, Sabotage sabotage)
    {
        try
        {
            await Simulation.Run(seed, sabotage);
            return null;
        }
        catch (SimulationException found)
        {
            return found.Message;
        }
    }
}
