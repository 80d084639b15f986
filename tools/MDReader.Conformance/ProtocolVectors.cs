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
            AwarenessChange? updated = null;
            AwarenessChange? changed = null;
            void KeepUpdate(AwarenessChange happened) => updated = happened;
            void KeepChange(AwarenessChange happened) => changed = happened;
            awareness.Updated += KeepUpdate;
            awareness.Changed += KeepChange;
            if (message.TryGetProperty("update", out var update) && update.ValueKind == JsonValueKind.String)
                awareness.Apply(AwarenessUpdate.Read(update.GetBytesFromBase64(), Budget.Default));
            awareness.Updated -= KeepUpdate;
            awareness.Changed -= KeepChange;
            if (message.TryGetProperty("event", out var event_))
                report.Expect($"awareness {step + 1} update event", Line(event_), Line(updated));
            if (message.TryGetProperty("change", out var change))
                report.Expect($"awareness {step + 1} change event", Line(change), Line(changed));
            if (message.TryGetProperty("full", out var full))
                RunFull(full.GetBytesFromBase64(), awareness, report);
            var after = message.GetProperty("after");
            report.Expect($"awareness {++step} clocks", Clocks(after), string.Join(' ', awareness.Known
                .OrderByDescending(entry => entry.Client).Select(entry => $"{entry.Client}:{entry.Clock}")));
            report.Expect($"awareness {step} states", States(after), string.Join(' ', awareness.Known
                .Where(entry => entry.Json is not null).OrderByDescending(entry => entry.Client)
                .Select(entry => $"{entry.Client}:{Canonical(entry.Json!.Value)}")));
        }
    }

    /// <summary>All that is present as one message, which another one takes in. The order of clients means nothing.</summary>
    static void RunFull(byte[] full, Awareness awareness, Report report)
    {
        var said = AwarenessUpdate.Read(full, Budget.Default);
        report.Expect("awareness full", Lines(said), Lines(awareness.Present));
        report.Expect("awareness full written again", full, AwarenessUpdate.Encode(said));
        var other = new Awareness(1, TimeProvider.System);
        other.Apply(AwarenessUpdate.Read(AwarenessUpdate.Encode([.. awareness.Present]), Budget.Default));
        report.Expect("awareness full read", Lines(said), Lines(other.Present.Where(entry => entry.Client != 1)));
    }

    static string Lines(IEnumerable<AwarenessEntry> entries) => string.Join(' ', entries
        .OrderBy(entry => entry.Client).Select(entry => $"{entry.Client}:{entry.Clock}:{Canonical(entry.Json!.Value)}"));

    static string Line(JsonElement change) => change.ValueKind == JsonValueKind.Null
        ? ""
        : string.Join(" | ", ((string[])["added", "updated", "removed"])
            .Select(name => string.Join(',', change.GetProperty(name).EnumerateArray().Select(client => client.GetUInt64()))));

    static string Line(AwarenessChange? change) => change is null
        ? ""
        : string.Join(" | ", string.Join(',', change.Added), string.Join(',', change.Updated),
            string.Join(',', change.Removed));

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
