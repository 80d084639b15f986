using System.Text.Json;

namespace MDReader.Bench;

/// <summary>What an engine says. One without a value can't do that, or not with this recording.</summary>
sealed record Answer
{
    public string? Version { get; init; }

    public double? Value { get; init; }

    /// <summary>A hash of what came out of a run, if all engines that speak Yjs should get the same.</summary>
    public string? Result { get; init; }

    public string? Error { get; init; }

    /// <summary>It had none within the limit.</summary>
    public bool IsLate { get; init; }

    public string ToLine() => JsonSerializer.Serialize(this, JsonSerializerOptions.Web);

    public static Answer Parse(string line) => JsonSerializer.Deserialize<Answer>(line, JsonSerializerOptions.Web)!;
}
