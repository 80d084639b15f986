using System.Globalization;
using System.Text.Json.Nodes;

namespace MDReader.Client;

/// <summary>What is said in a request: as JSON, and behind the question mark.</summary>
static class Bodies
{
    public static JsonObject Of(params ReadOnlySpan<(string Name, JsonNode? Value)> members)
    {
        var body = new JsonObject();
        foreach (var (name, value) in members)
            body[name] = value;
        return body;
    }

    /// <summary>The member too, where it is said; null is said as null.</summary>
    public static JsonObject With<T>(this JsonObject body, string name, Optional<T> value, Func<T, JsonNode?> write)
    {
        if (value.IsSaid)
            body[name] = write(value.Value);
        return body;
    }

    public static JsonArray? List<T>(IEnumerable<T>? items, Func<T, JsonNode?> write) =>
        items is null ? null : [.. items.Select(write)];

    /// <summary>The path with a query, where there is a value.</summary>
    public static string With(this string path, string name, string? value) => value is null
        ? path
        : $"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{name}={Uri.EscapeDataString(value)}";

    public static string With(this string path, string name, Guid? value) => path.With(name, value?.ToString());

    public static string With(this string path, string name, int? value) =>
        path.With(name, value?.ToString(CultureInfo.InvariantCulture));

    public static string With(this string path, string name, bool? value) =>
        path.With(name, value is null ? null : value.Value ? "true" : "false");

    public static string Escaped(this string part) => Uri.EscapeDataString(part);
}
