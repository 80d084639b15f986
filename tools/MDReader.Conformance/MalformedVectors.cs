using System.Text.Json;
using MDReader.Crdt;
using MDReader.Crdt.Encoding;
using MDReader.Crdt.Updates;

namespace MDReader.Conformance;

/// <summary>Broken and hostile updates, each applied to a document that must survive it.</summary>
static class MalformedVectors
{
    public static void Run(JsonElement vectors, Report report)
    {
        foreach (var test in vectors.GetProperty("cases").EnumerateArray())
        {
            RunCase(vectors, test, report);
        }
    }

    static void RunCase(JsonElement vectors, JsonElement test, Report report)
    {
        var name = test.GetProperty("name").GetString()!;
        var expect = test.GetProperty("expect").GetString()!;
        var doc = new Doc(new() { ClientId = 7 });
        doc.ApplyUpdate(vectors.Bytes("baseV1"));
        var before = doc.EncodeStateAsUpdate();
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var refused = false;
        try
        {
            if (test.GetProperty("v").GetInt32() == 1)
                doc.ApplyUpdate(test.Bytes("bytes"));
            else
                doc.ApplyUpdateV2(test.Bytes("bytes"));
        }
        catch (MalformedUpdateException)
        {
            refused = true;
        }

        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        report.Expect($"{name} takes {allocated} bytes", allocated < 64 * 1024 * 1024);
        if (expect == "reject")
            report.Expect($"{name} is refused", refused);
        if (expect == "accept")
            report.Expect($"{name} is accepted", !refused);
        if (refused)
            report.Expect($"{name} leaves the document", before, doc.EncodeStateAsUpdate());
        var reloaded = new Doc(new() { ClientId = 8 });
        reloaded.ApplyUpdate(doc.EncodeStateAsUpdate());
        report.Expect($"{name} then reloads", doc.GetText("text").ToString(), reloaded.GetText("text").ToString());
        if (!refused)
            return;
        doc.ApplyUpdate(vectors.Bytes("goodV1"));
        report.Expect($"{name} then a good one",
            vectors.GetProperty("goodText").GetString()!, doc.GetText("text").ToString());
    }
}
