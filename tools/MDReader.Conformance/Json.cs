using System.Text.Json;
using System.Text.Json.Nodes;
using MDReader.Crdt;
using MDReader.Crdt.Ids;

namespace MDReader.Conformance;

/// <summary>Reads the vectors' shapes, and writes the engine's state in the same.</summary>
static class Json
{
    public static byte[] Bytes(this JsonElement element, string name) => element.GetProperty(name).GetBytesFromBase64();

    public static string Clocks(JsonElement stateVector) =>
        string.Join(' ', stateVector.EnumerateObject()
            .OrderByDescending(entry => ulong.Parse(entry.Name, null))
            .Select(entry => $"{entry.Name}:{entry.Value.GetInt64()}"));

    public static string Clocks(StateVector stateVector) =>
        string.Join(' ', stateVector.Clocks.ToArray().Select(clock => $"{clock.Client}:{clock.Clock}"));

    public static string Deletions(JsonElement deleteSet) =>
        string.Join(' ', deleteSet.EnumerateObject()
            .OrderByDescending(entry => ulong.Parse(entry.Name, null))
            .SelectMany(entry => entry.Value.EnumerateArray()
                .Select(range => $"{entry.Name}:{range[0].GetInt64()}+{range[1].GetInt64()}")));

    public static string Deletions(Doc doc) =>
        string.Join(' ', doc.DeletedRanges.Select(range => $"{range.Client}:{range.Start}+{range.Length}"));

    /// <inheritdoc cref="Expect(Report, string, JsonElement, JsonNode?)"/>
    public static void Expect(Report report, string what, JsonNode? expected, JsonNode? actual) =>
        Expect(report, what, JsonSerializer.SerializeToElement(expected), actual);

    /// <summary>Equal as JSON is: the order of keys means nothing.</summary>
    public static void Expect(Report report, string what, JsonElement expected, JsonNode? actual)
    {
        var json = JsonSerializer.SerializeToElement(actual);
        if (JsonElement.DeepEquals(expected, json))
            report.Expect(what, true);
        else
            report.Expect(what, expected.GetRawText(), json.GetRawText());
    }
}
