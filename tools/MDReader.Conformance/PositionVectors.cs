using System.Text;
using System.Text.Json;
using MDReader.Crdt;
using MDReader.Crdt.Encoding;
using MDReader.Crdt.Positions;

namespace MDReader.Conformance;

/// <summary>Relative positions taken while a text was written, resolved when it is finished.</summary>
static class PositionVectors
{
    public static void Run(JsonElement vectors, Report report)
    {
        var number = 0;
        foreach (var run in vectors.GetProperty("runs").EnumerateArray())
        {
            var doc = new Doc(new() { ClientId = 7, Gc = false });
            foreach (var update in run.GetProperty("updatesV1").EnumerateArray())
                doc.ApplyUpdate(update.GetBytesFromBase64());
            report.Expect($"run {number} text",
                run.GetProperty("finalText").GetString()!, doc.GetText("text").ToString());
            foreach (var (vector, index) in run.GetProperty("positions").EnumerateArray().Select((p, i) => (p, i)))
                RunPosition(doc, vector, $"run {number} position {index}", report);
            number++;
        }

        report.Skip("snapshots", Unsupported.Snapshots);
    }

    static void RunPosition(Doc doc, JsonElement vector, string name, Report report)
    {
        var text = doc.GetText("text");
        var json = vector.GetProperty("json");
        var decoded = RelativePosition.Decode(vector.Bytes("bytes"), Budget.Default);
        var parsed = RelativePosition.FromJson(json)!;
        report.Expect($"{name} written again", vector.Bytes("bytes"), decoded.Encode());
        report.Expect($"{name} from JSON", vector.Bytes("bytes"), parsed.Encode());
        report.Expect($"{name} as JSON", JsonSerializer.Serialize(json), AsJson(parsed));
        var expected = vector.GetProperty("finalIndex") is { ValueKind: JsonValueKind.Number } index
            ? index.GetInt32()
            : (int?)null;
        report.Expect($"{name} found", $"{expected}", $"{decoded.IndexIn(text)}");
        report.Expect($"{name} from JSON found", $"{expected}", $"{parsed.IndexIn(text)}");
    }

    static string AsJson(RelativePosition position)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
            position.WriteJson(writer);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
