using System.Text;
using System.Text.Json;
using MDReader.Crdt;
using MDReader.Crdt.Encoding;
using MDReader.Crdt.History;
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
            SessionVectors.Check(doc, run.GetProperty("final"), $"run {number}", report);
            report.Expect($"run {number} text",
                run.GetProperty("finalText").GetString()!, doc.GetText("text").ToString());
            foreach (var (vector, index) in run.GetProperty("positions").EnumerateArray().Select((p, i) => (p, i)))
                RunPosition(doc, vector, $"run {number} position {index}", report);
            foreach (var (vector, index) in run.GetProperty("snapshots").EnumerateArray().Select((s, i) => (s, i)))
                RunSnapshot(run, doc, vector, $"run {number} snapshot {index}", report);
            number++;
        }
    }

    static void RunSnapshot(JsonElement run, Doc whole, JsonElement vector, string name, Report report)
    {
        var doc = new Doc(new() { ClientId = 7, Gc = false });
        foreach (var update in run.GetProperty("updatesV1").EnumerateArray().Take(vector.GetProperty("afterUpdate").GetInt32()))
            doc.ApplyUpdate(update.GetBytesFromBase64());
        report.Expect($"{name} taken", vector.Bytes("v1"), Snapshot.Of(doc).Encode());
        var snapshot = Snapshot.Decode(vector.Bytes("v1"));
        report.Expect($"{name} in V2", vector.Bytes("v2"), snapshot.EncodeV2());
        report.Expect($"{name} from V2", vector.Bytes("v1"), Snapshot.DecodeV2(vector.Bytes("v2")).Encode());
        var restored = snapshot.Restore(whole, new() { ClientId = 8 });
        report.Expect($"{name} text", vector.GetProperty("text").GetString()!, restored.GetText("text").ToString());
        Json.Expect(report, $"{name} array", vector.GetProperty("array"), Dump.OfRoot(restored, "array", "array"));
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
