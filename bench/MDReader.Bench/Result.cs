using System.Text.Json;

namespace MDReader.Bench;

/// <summary>All figures of one recording.</summary>
sealed record Result(
    string Name, int Updates, IReadOnlyDictionary<string, string?> Versions, IReadOnlyList<Figure> Figures)
{
    static readonly JsonSerializerOptions Lines = new(JsonSerializerOptions.Web)
    {
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>Measures one after the other; each figure is told as soon as it is there.</summary>
    public static async Task<Result> Of(
        Recording recording, IReadOnlyList<Engine> engines, IEnumerable<Measure> measures, Options options)
    {
        using var comparison = await Comparison.Of(recording, engines, options);
        var figures = new List<Figure>();
        foreach (var measure in measures)
        {
            foreach (var figure in await comparison.Run(measure))
            {
                Tell(recording.Name, figure, comparison.Versions[figure.Engine]);
                figures.Add(figure);
            }
        }

        return new(recording.Name, recording.Updates.Length, comparison.Versions, figures);
    }

    /// <summary>Nothing went wrong. That a peer is too slow for an answer is a result.</summary>
    public bool IsWhole => Figures.All(figure => figure.Error is null || (figure.IsLate && figure.Engine != Engine.Own.Called));

    /// <summary>Whether the engine takes part in this recording, however slowly.</summary>
    public bool Has(string engine) => Figures.Any(figure => figure.Engine == engine);

    public Figure? Find(Measure measure, string engine) =>
        Figures.FirstOrDefault(figure => figure.Measure == measure && figure.Engine == engine && figure.Median is not null);

    static void Tell(string trace, Figure figure, string? version)
    {
        var unit = figure.Measure.Unit == Unit.Bytes ? "bytes" : "ms";
        Console.WriteLine(figure.Median is { } value
            ? JsonSerializer.Serialize(new
            {
                trace,
                figure.Engine,
                version,
                measure = figure.Measure.Name,
                value,
                unit,
                figure.Low,
                figure.High,
                figure.Rounds,
            }, Lines)
            : JsonSerializer.Serialize(
                new { trace, figure.Engine, version, measure = figure.Measure.Name, figure.Error }, Lines));
    }
}
