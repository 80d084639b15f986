namespace MDReader.Bench;

/// <summary>
/// How much is done for a figure: milliseconds to get warm, milliseconds of a round, and rounds. Both runtimes compile hot
/// code again while it runs, this one twice, so that it takes some seconds to be as fast as it gets.
/// </summary>
sealed record Effort(double Warm, double Batch, int Rounds, int SlowRounds, int FreshRounds)
{
    public static Effort Full { get; } = new(Warm: 4_000, Batch: 20, Rounds: 15, SlowRounds: 3, FreshRounds: 3);

    public static Effort Quick { get; } = new(Warm: 0, Batch: 1, Rounds: 1, SlowRounds: 1, FreshRounds: 1);
}
