namespace MDReader.Bench;

/// <summary>
/// What came of one measure on one engine: the median of some rounds, with the lower and the upper quartile. No median
/// stands where it went wrong.
/// </summary>
sealed record Figure(Measure Measure, string Engine, double? Median, double Low, double High, int Rounds, string? Error)
{
    /// <summary>It went wrong in that the engine took longer than it may.</summary>
    public bool IsLate { get; init; }

    public static Figure Of(Measure measure, string engine, List<double> rounds)
    {
        rounds.Sort();
        return new(measure, engine, At(rounds, 0.5), At(rounds, 0.25), At(rounds, 0.75), rounds.Count, null);
    }

    public static Figure Failed(Measure measure, string engine, string error) =>
        new(measure, engine, null, 0, 0, 0, error);

    static double At(List<double> sorted, double quantile) => sorted[(int)(quantile * (sorted.Count - 1))];
}
