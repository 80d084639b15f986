namespace MDReader.Bench;

/// <summary>
/// How much is done for a figure. Both runtimes compile hot code again while it runs, this one twice, so that it takes
/// some seconds to be as fast as it gets; of those there are few for what is measured of very many recordings.
/// </summary>
sealed record Effort
{
    /// <summary>Of recorded documents, which have goals.</summary>
    public static Effort Traces { get; } = new()
    {
        Warm = 2_000,
        Batch = 20,
        Rounds = 11,
        Slow = 300,
        SlowRounds = 3,
        VerySlow = 5_000,
        FreshRounds = 3,
    };

    /// <summary>Of workloads that are made up, with no goals and many engines.</summary>
    public static Effort Families { get; } = new()
    {
        Warm = 500,
        Batch = 20,
        Rounds = 7,
        Slow = 200,
        SlowRounds = 3,
        VerySlow = 1_000,
        FreshRounds = 1,
    };

    public static Effort Quick { get; } = new()
    {
        Warm = 0,
        Batch = 1,
        Rounds = 1,
        Slow = 500,
        SlowRounds = 1,
        VerySlow = 1_000,
        FreshRounds = 1,
    };

    /// <summary>Milliseconds to get warm.</summary>
    public required double Warm { get; init; }

    /// <summary>Milliseconds of a round.</summary>
    public required double Batch { get; init; }

    public required int Rounds { get; init; }

    /// <summary>Milliseconds of a run from which on there are but <see cref="SlowRounds"/>.</summary>
    public required double Slow { get; init; }

    public required int SlowRounds { get; init; }

    /// <summary>Milliseconds of a run from which on the first one has to do.</summary>
    public required double VerySlow { get; init; }

    /// <summary>Processes that do it first of all.</summary>
    public required int FreshRounds { get; init; }
}
