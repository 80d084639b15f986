using System.Text.Json;
using System.Text.Json.Nodes;
using MDReader.TestKit;

namespace Client.Tests.Calls;

/// <summary>An answer as a schema describes it: with everything that may be said, or bare of all that may be left out.</summary>
sealed class Sample(ApiDocument document, bool isBare)
{
    // Folders lie in folders.
    const int Deepest = 12;

    /// <param name="name">The member's that it is for.</param>
    public JsonNode? Of(JsonElement schema, string name = "", int depth = 0)
    {
        schema = document.Resolve(schema);
        if (schema.TryGetProperty("oneOf", out var choices))
            return choices.EnumerateArray().Any(IsNull) && isBare
                ? null
                : Of(choices.EnumerateArray().First(choice => !IsNull(choice)), name, depth + 1);
        if (schema.TryGetProperty("enum", out var words))
            return words[0].GetString();
        var types = !schema.TryGetProperty("type", out var type) ? ["string"]
            : type.ValueKind == JsonValueKind.String ? [type.GetString()!]
            : type.EnumerateArray().Select(one => one.GetString()!).ToList();
        if (isBare && types.Contains("null"))
            return null;
        return types.Find(one => one != "null") switch
        {
            "string" => Text(schema, name),
            "integer" => 7,
            "number" => 1.5,
            "boolean" => true,
            "array" when isBare || depth > Deepest => new JsonArray(),
            "array" => new JsonArray(Of(schema.GetProperty("items"), name, depth + 1)),
            "object" => Object(schema, depth),
            var other => throw new InvalidOperationException($"Say what a sample of {other} is."),
        };
    }

    /// <summary>Where a value of the sample isn't in what was read and written again; null where all are.</summary>
    public static string? Lost(JsonNode? sample, JsonNode? read, string at = "$") => (sample, read) switch
    {
        (null, null) => null,
        (JsonObject wanted, JsonObject has) => wanted
            .Select(member => Lost(member.Value, has[member.Key], $"{at}.{member.Key}")).FirstOrDefault(lost => lost is not null),
        (JsonArray wanted, JsonArray has) when wanted.Count == has.Count => wanted
            .Select((item, index) => Lost(item, has[index], $"{at}[{index}]")).FirstOrDefault(lost => lost is not null),
        _ => JsonNode.DeepEquals(sample, read) ? null : $"{at} was {sample?.ToJsonString()} and is {read?.ToJsonString() ?? "lost"}",
    };

    JsonObject Object(JsonElement schema, int depth)
    {
        var made = new JsonObject();
        if (schema.TryGetProperty("additionalProperties", out var others))
            made["any"] = Of(others, "any", depth + 1);
        if (!schema.TryGetProperty("properties", out var members))
            return made;
        var required = schema.TryGetProperty("required", out var names)
            ? names.EnumerateArray().Select(name => name.GetString()).ToHashSet() : [];
        foreach (var member in members.EnumerateObject())
            if (!isBare || required.Contains(member.Name))
                made[member.Name] = Of(member.Value, member.Name, depth + 1);
        return made;
    }

    static JsonNode Text(JsonElement schema, string name) => (schema.TryGetProperty("format", out var format) ? format.GetString() : name) switch
    {
        "uuid" => "0199d2a4-0000-7000-8000-000000000001",
        "date-time" => "2026-11-27T10:00:00+00:00",
        "uri" => "https://example.org/a",
        "role" => "editor",
        _ => "words",
    };

    static bool IsNull(JsonElement schema) =>
        schema.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String && type.GetString() == "null";
}
