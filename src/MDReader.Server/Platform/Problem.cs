using System.Text.Json;
using System.Text.Json.Serialization;

namespace MDReader.Server.Platform;

/// <summary>An answer that says no, as RFC 9457 has it. Clients switch on <paramref name="Type"/>.</summary>
public sealed record Problem(
    string Type,
    string Title,
    int Status,
    string Detail,
    string TraceId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    IReadOnlyList<Flaw>? Errors = null)
{
    /// <summary>Members that a type adds of its own, such as <c>currentEtag</c>.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? More { get; set; }
}

/// <summary>What is wrong with one member of a request body.</summary>
/// <param name="Pointer">JSON Pointer (RFC 6901) into the body.</param>
/// <param name="Code">Stable; clients translate it.</param>
/// <param name="Message">What to do about it, in English.</param>
public sealed record Flaw(string Pointer, string Code, string Message);

[JsonSerializable(typeof(Problem))]
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
sealed partial class ProblemJson : JsonSerializerContext;
