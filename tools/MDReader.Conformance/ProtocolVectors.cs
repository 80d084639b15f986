using System.Text.Json;
using MDReader.Crdt;
using MDReader.Crdt.Encoding;
using MDReader.Crdt.Protocol;

namespace MDReader.Conformance;

/// <summary>A stream of awareness messages, and sync handshakes between two documents.</summary>
static class ProtocolVectors
{
    public static void Run(JsonElement vectors, Report report)
    {
        foreach (var (handshake, index) in vectors.GetProperty("sync").EnumerateArray().Select((h, i) => (h, i)))
            RunHandshake(handshake, $"handshake {index}", report);
        RunAwareness(vectors.GetProperty("awareness"), report);
    }

    static void RunHandshake(JsonElement handshake, string name, Report report)
    {
        var x = Open(handshake.Bytes("initX"));
        var y = Open(handshake.Bytes("initY"));
        report.Expect($"{name} step 1 of x", handshake.Bytes("step1X"), Step1(x));
        report.Expect($"{name} step 1 of y", handshake.Bytes("step1Y"), Step1(y));
        report.Expect($"{name} step 2 of y", handshake.Bytes("step2fromY"), Answer(y, handshake.Bytes("step1X")));
        report.Expect($"{name} step 2 of x", handshake.Bytes("step2fromX"), Answer(x, handshake.Bytes("step1Y")));
        Take(x, handshake.Bytes("step2fromY"));
        Take(y, handshake.Bytes("step2fromX"));
        report.Expect($"{name} text of x", handshake.GetProperty("text").GetString()!, x.GetText("text").ToString());
        report.Expect($"{name} text of y", x.GetText("text").ToString(), y.GetText("text").ToString());
    }

    static void RunAwareness(JsonElement vectors, Report report)
    {
        var awareness = new Awareness(vectors.GetProperty("self").GetUInt64(), TimeProvider.System);
        awareness.SetLocalState(null);
        var step = 0;
        foreach (var message in vectors.GetProperty("steps").EnumerateArray())
        {
            if (message.TryGetProperty("update", out var update) && update.ValueKind == JsonValueKind.String)
                awareness.Apply(AwarenessUpdate.Read(update.GetBytesFromBase64(), Budget.Default));
            var after = message.GetProperty("after");
            report.Expect($"awareness {++step} clocks", Clocks(after), string.Join(' ', awareness.Known
                .OrderByDescending(entry => entry.Client).Select(entry => $"{entry.Client}:{entry.Clock}")));
            report.Expect($"awareness {step} states", States(after), string.Join(' ', awareness.Known
                .Where(entry => entry.Json is not null).OrderByDescending(entry => entry.Client)
                .Select(entry => $"{entry.Client}:{Canonical(entry.Json!.Value)}")));
        }
    }

    static string Clocks(JsonElement after) => Json.Clocks(after.GetProperty("clocks"));

    static string States(JsonElement after) => string.Join(' ', after.GetProperty("states").EnumerateObject()
        .OrderByDescending(entry => ulong.Parse(entry.Name, null))
        .Select(entry => $"{entry.Name}:{JsonSerializer.Serialize(entry.Value)}"));

    static string Canonical(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        return JsonSerializer.Serialize(document.RootElement);
    }

    static Doc Open(byte[] state)
    {
        var doc = new Doc(new() { ClientId = 7 });
        doc.ApplyUpdate(state);
        return doc;
    }

    static byte[] Step1(Doc doc)
    {
        var writer = new ByteWriter(64);
        SyncMessage.WriteStep1(ref writer, doc.StateVector);
        var message = writer.ToArray();
        writer.Dispose();
        return message;
    }

    static byte[] Answer(Doc doc, byte[] step1)
    {
        var reader = new ByteReader(step1);
        var message = SyncMessage.Read(ref reader);
        var writer = new ByteWriter(64);
        SyncMessage.WriteStep2(ref writer, doc.EncodeStateAsUpdate(message.Payload));
        var answer = writer.ToArray();
        writer.Dispose();
        return answer;
    }

    static void Take(Doc doc, byte[] step2)
    {
        var reader = new ByteReader(step2);
        doc.ApplyUpdate(SyncMessage.Read(ref reader).Payload);
    }
}
