using System.Text.Json;
using MDReader.Crdt;
using MDReader.Crdt.Updates;

namespace MDReader.Conformance;

/// <summary>A text as one person typed it: patches of position, deleted count and inserted text, in UTF-16 units.</summary>
static class SequentialTrace
{
    public static void Run(JsonElement trace, Report report)
    {
        var doc = new Doc(new() { ClientId = 2654435761, Budget = SessionVectors.Roomy });
        var text = doc.GetText("text");
        var sent = new List<byte[]>();
        doc.Updated += update => sent.Add(update.Update);
        var end = trace.GetProperty("endContent").GetString()!;
        if (trace.TryGetProperty("startContent", out var start))
            text.Insert(0, start.GetString()!);
        var patches = trace.GetProperty("patches").EnumerateArray();
        foreach (var count in trace.GetProperty("txns").EnumerateArray())
        {
            doc.Transact(_ =>
            {
                for (var left = count.GetInt32(); left > 0 && patches.MoveNext(); left--)
                {
                    text.Delete(patches.Current[0].GetInt32(), patches.Current[1].GetInt32());
                    text.Insert(patches.Current[0].GetInt32(), patches.Current[2].GetString()!);
                }
            });
        }

        report.Expect("every patch is in a transaction", !patches.MoveNext());
        report.Expect("text", end, text.ToString());
        var copy = SessionVectors.Open();
        foreach (var update in sent)
            copy.ApplyUpdate(update);
        report.Expect("text of who heard each update", end, copy.GetText("text").ToString());
        report.Expect("both are equal", doc.EncodeStateAsUpdate(), copy.EncodeStateAsUpdate());
        copy = SessionVectors.Open();
        copy.ApplyUpdate(UpdateBytes.Merge(sent));
        report.Expect("text of who got all merged", end, copy.GetText("text").ToString());
    }
}
