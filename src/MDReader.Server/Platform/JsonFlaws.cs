using System.Text.Json;
using System.Text.RegularExpressions;

namespace MDReader.Server.Platform;

/// <summary>What is wrong with a body: text that is no JSON at all is malformed; JSON of another shape has flaws, each with a
/// pointer (RFC 6901) to where it is.</summary>
static partial class JsonFlaws
{
    // What the reader throws comes wrapped in what the serializer throws; for values of the wrong kind nothing is wrapped, or
    // no JsonException.
    public static Refusal Explain(JsonException failure) =>
        failure.InnerException is JsonException || failure.GetType() != typeof(JsonException)
            ? Problems.MalformedJson.Because(
                $"Correct the JSON at {failure.Path ?? "$"}, line {failure.LineNumber + 1}, and send it again.")
        : Missing().Match(failure.Message) is { Success: true } missing
            ? Problems.Flawed([.. Names().Matches(missing.Groups["names"].Value).Select(name =>
                new Flaw($"{Pointer(failure.Path)}/{name.Groups[1].Value}", "required", $"Send {name.Groups[1].Value}."))])
        : Problems.Flawed(
            [new Flaw(Pointer(failure.Path), "wrong-type", $"Correct the value at {failure.Path ?? "$"}: it is of another kind than is expected there.")]);

    // Of a path as $.items[0].name or $['odd name'].
    static string Pointer(string? path) => string.Concat(Steps().Matches(path ?? "").Select(step =>
        "/" + step.Groups["name"].Value
            .Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)));

    [GeneratedRegex(@"\.(?<name>[^.\[]+)|\[(?<name>\d+)\]|\['(?<name>(?:[^'\\]|\\.)*)'\]")]
    private static partial Regex Steps();

    [GeneratedRegex("missing required properties including: (?<names>.+)$")]
    private static partial Regex Missing();

    [GeneratedRegex("'([^']+)'")]
    private static partial Regex Names();
}
