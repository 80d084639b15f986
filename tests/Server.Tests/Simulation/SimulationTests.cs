using System.Diagnostics;

namespace Server.Tests.Simulation;

public sealed class SimulationTests(ITestOutputHelper output)
{
    const int FewestPromises = 20;
    const int SeedsUntilFound = 400;

    static readonly int Seeds = Environment.GetEnvironmentVariable("MDREADER_LONG") is null ? 2_000 : 20_000;

    [Fact]
    public void Whatever_goes_wrong_nothing_saved_is_lost_and_all_end_equal()
    {
        var began = Stopwatch.GetTimestamp();
        var promised = 0L;
        Parallel.For(1, Seeds + 1, seed => Interlocked.Add(ref promised, Simulation.Run(seed)));
        output.WriteLine($"{Seeds} seeds, {promised} changes promised, {Stopwatch.GetElapsedTime(began).TotalSeconds:0} s");
        promised.ShouldBeGreaterThan(Seeds * (long)FewestPromises);
    }

    [Theory]
    [InlineData(6082)]
    [InlineData(13436)]
    public void A_seed_that_once_found_something_finds_nothing_any_more(int seed) => Simulation.Run(seed);

    [Theory]
    [InlineData(Sabotage.DropsUpdates)]
    [InlineData(Sabotage.WritesTwice)]
    [InlineData(Sabotage.AcknowledgesBeforeWriting)]
    [InlineData(Sabotage.ShowsBeforeWriting)]
    [InlineData(Sabotage.LeavesTheFenceOpen)]
    [InlineData(Sabotage.ForgetsWhenCompacting)]
    [InlineData(Sabotage.SwallowsFailures)]
    [InlineData(Sabotage.ForgetsTheSlow)]
    public void A_planted_bug_is_found(Sabotage sabotage)
    {
        var found = Enumerable.Range(1, SeedsUntilFound).Select(seed => Found(seed, sabotage)).FirstOrDefault(what => what is not null);
        found.ShouldNotBeNull($"{SeedsUntilFound} seeds passed in spite of it.");
        output.WriteLine(found);
    }

    static string? Found(int seed, Sabotage sabotage)
    {
        try
        {
            Simulation.Run(seed, sabotage);
            return null;
        }
        catch (SimulationException found)
        {
            return found.Message;
        }
    }
}
