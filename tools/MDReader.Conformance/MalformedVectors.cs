using System.Text.Json;
using MDReader.Crdt;
using MDReader.Crdt.Encoding;
using MDReader.Crdt.Updates;

namespace MDReader.Conformance;

/// <summary>Broken and hostile updates, each applied to a document that must survive it.</summary>
static class MalformedVectors
{
    const int MaxBytes = 64 * 1024 * 1024;

    /// <summary>Ten times what is asked for: code that is being compiled takes its time, and a hang shows all the same.</summary>
    const int MaxMilliseconds = 2_500;

    public static void Run(JsonElement vectors, Report report)
    {
        foreach (var test in vectors.GetProperty("cases").EnumerateArray())
            RunCase(vectors, test, report);
    }

    static void RunCase(JsonElement vectors, JsonElement test, Report report)
    {
        var name = test.GetProperty("name").GetString()!;
        var expect = test.GetProperty("expect").GetString()!;
        var doc = new Doc(new() { ClientId = 7 });
        doc.ApplyUpdate(vectors.Bytes("baseV1"));
        var before = doc.EncodeStateAsUpdate();
        var beforeInV2 = doc.EncodeStateAsUpdateV2();
        var isRefused = Measure(name, () => Apply(doc, test.GetProperty("v").GetInt32(), test.Bytes("bytes")), report);

        switch (expect)
        {
            case "reject":
                report.Expect($"{name} is refused", isRefused);
                break;
            case "accept":
                report.Expect($"{name} is accepted", !isRefused);
                break;
            case "reject-or-ignore" when !isRefused:
                report.Expect($"{name} is ignored", before, doc.EncodeStateAsUpdate());
                break;
            case "safe" or "budget" or "accept-or-reject" or "reject-or-gc" or "reject-or-ignore":
                break;
            default:
                report.Fail($"{name} expects '{expect}', which no runner knows");
                break;
        }

        if (isRefused)
        {
            report.Expect($"{name} leaves the document", before, doc.EncodeStateAsUpdate());
            report.Expect($"{name} leaves the document in V2", beforeInV2, doc.EncodeStateAsUpdateV2());
        }

        RunReloads(doc, name, report);
        RunGood(vectors, doc, name, isRefused, report);
    }

    static bool Apply(Doc doc, int form, byte[] update)
    {
        try
        {
            if (form == 1)
                doc.ApplyUpdate(update);
            else
                doc.ApplyUpdateV2(update);
            return false;
        }
        catch (MalformedUpdateException)
        {
            return true;
        }
    }

    static bool Measure(string name, Func<bool> apply, Report report)
    {
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        // CPU time of the process, as wall time on a busy machine says nothing.
        var time = Environment.CpuUsage.TotalTime;
        var isRefused = apply();
        var milliseconds = (Environment.CpuUsage.TotalTime - time).TotalMilliseconds;
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        report.Expect($"{name} takes {allocated} bytes", allocated < MaxBytes);
        report.Expect($"{name} takes {milliseconds} ms", milliseconds < MaxMilliseconds);
        return isRefused;
    }

    /// <summary>Whatever became of it, the document can be saved and opened again in both forms.</summary>
    static void RunReloads(Doc doc, string name, Report report)
    {
        var saved = new Doc(new() { ClientId = 8 });
        saved.ApplyUpdate(doc.EncodeStateAsUpdate());
        CheckSame(doc, saved, $"{name} then reloads", report);
        saved = new Doc(new() { ClientId = 8 });
        saved.ApplyUpdateV2(doc.EncodeStateAsUpdateV2());
        CheckSame(doc, saved, $"{name} then reloads in V2", report);
    }

    static void CheckSame(Doc doc, Doc copy, string when, Report report)
    {
        foreach (var (root, type) in new[] { ("text", "text"), ("map", "map"), ("array", "array") })
        {
            Json.Expect(report, $"{when}: {root}",
                Dump.OfRoot(doc, root, type), Dump.OfRoot(copy, root, type));
        }

        report.Expect($"{when}: state vector", Json.Clocks(doc.StateVector), Json.Clocks(copy.StateVector));
    }

    static void RunGood(JsonElement vectors, Doc doc, string name, bool isRefused, Report report)
    {
        var isTaken = !Apply(doc, 1, vectors.Bytes("goodV1"));
        report.Expect($"{name} then takes a good one", isTaken);
        if (!isRefused)
            return;
        var expected = vectors.GetProperty("goodText").GetString()!;
        report.Expect($"{name} then a good one", expected, doc.GetText("text").ToString());
        report.Expect($"{name} then a good one in V2", !Apply(doc, 2, vectors.Bytes("goodV2")));
        report.Expect($"{name} then a good one twice", expected, doc.GetText("text").ToString());
    }
}
