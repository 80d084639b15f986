using System.Collections.Concurrent;
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
        var all = new ConcurrentBag<Happened>();
        await Parallel.ForEachAsync(Enumerable.Range(1, Seeds), async (seed, _) => all.Add(await Simulation.Run(seed)));
        var sum = all.Aggregate((one, other) => one + other);
        output.WriteLine($"{Seeds} seeds, {sum}, {Stopwatch.GetElapsedTime(began).TotalSeconds:0} s");
        sum.Promised.ShouldBeGreaterThan(Seeds * FewestPromises);
        // What hardly ever comes to pass isn't tried.
        sum.ShouldSatisfyAllConditions(
            () => sum.Merged.ShouldBeGreaterThan(Seeds),
            () => sum.Repeated.ShouldBeGreaterThan(Seeds / 10),
            () => sum.Epochs.ShouldBeGreaterThan(Seeds / 10),
            () => sum.PutAway.ShouldBeGreaterThan(Seeds / 10),
            () => sum.CameLate.ShouldBeGreaterThan(Seeds / 100),
            () => sum.CursorsFromElsewhere.ShouldBeGreaterThan(Seeds));
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
    [InlineData(Sabotage.WritesIntoAnotherEpoch)]
    [InlineData(Sabotage.MergesEpochs)]
    [InlineData(Sabotage.KeepsWhatIsPast)]
    [InlineData(Sabotage.MergesFromTheWrongBase)]
    [InlineData(Sabotage.RepeatsAsAnother)]
    [InlineData(Sabotage.OverlooksThePause)]
    [InlineData(Sabotage.BlamesThePerson)]
    [InlineData(Sabotage.ForgetsTheTail)]
    [InlineData(Sabotage.BelievesNames)]
    [InlineData(Sabotage.NeverForgetsAProcess)]
    [InlineData(Sabotage.NeverAsksAgain)]
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
