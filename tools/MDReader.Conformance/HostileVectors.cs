using System.Text.Json;
using MDReader.Crdt;
using MDReader.Crdt.Encoding;
using MDReader.Crdt.Ids;
using MDReader.Crdt.Protocol;
using MDReader.Crdt.Updates;

namespace MDReader.Conformance;

/// <summary>
/// Malicious bytes, taken as a Markdown server takes them: within its budget, and plain text of one root only.
/// What is refused leaves no trace.
/// </summary>
static class HostileVectors
{
    const string Root = "content";
    const int MaxBytes = 32 * 1024 * 1024;

    static readonly string[] MayBeAccepted = ["v1_string_empty", "v1_interleave_rightorigin_200k"];

    /// <summary>What SECURITY's limits come to for the largest message, the answer to a connect.</summary>
    static readonly Budget Server = Budget.Default with
    {
        MaxStructs = 500_000,
        MaxDeleteRanges = 500_000,
        MaxClients = 10_000,
        MaxClientId = uint.MaxValue,
        MaxDecodedBytes = 8 * 1024 * 1024,
        MaxPendingBytes = 0,
        MaxAwarenessBytes = 4 * 1024,
    };

    public static Report Run(string folder)
    {
        var report = new Report(Path.GetFileName(Path.GetFullPath(folder)), "hostile");
        using var manifest = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "manifest.json")));
        WarmUp();
        foreach (var vector in manifest.RootElement.EnumerateObject())
        {
            var bytes = File.ReadAllBytes(Path.Combine(folder, $"{vector.Name}.bin"));
            var kind = vector.Value.GetProperty("kind").GetString();
            switch (kind)
            {
                case "update":
                    RunUpdate(vector.Name, bytes, report);
                    break;
                case "sv":
                    report.Expect($"{vector.Name} is refused", Refuses(() => StateVector.Decode(bytes, Server)));
                    break;
                case "awareness":
                    RunAwareness(vector.Name, bytes, report);
                    break;
                case "update2":
                    RunUpdateV2(vector.Name, bytes, report);
                    break;
                default:
                    report.Fail($"{vector.Name} is of the unknown kind {kind}");
                    break;
            }
        }

        return report;
    }

    static void RunUpdate(string name, byte[] bytes, Report report)
    {
        var doc = Honest();
        var before = doc.EncodeStateAsUpdate();
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        // CPU time of the process, as wall time on a busy machine says nothing.
        var time = Environment.CpuUsage.TotalTime;
        var refused = !Take(doc, bytes);
        var milliseconds = (Environment.CpuUsage.TotalTime - time).TotalMilliseconds;
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        if (!MayBeAccepted.Contains(name))
            report.Expect($"{name} is refused", refused);
        report.Expect($"{name} allocates {allocated} bytes", allocated < MaxBytes);
        // Code that is being compiled takes its time too; ten times the allowance still shows a hang.
        var allowed = bytes.Length > 100_000 ? 250 : 50;
        report.Expect($"{name} takes {milliseconds} ms", milliseconds < allowed * 10);
        if (refused)
            report.Expect($"{name} leaves the document", before, doc.EncodeStateAsUpdate());
        RunWithoutPolicy(name, bytes, report);
    }

    /// <summary>Of updates V2 a server may take none; the engine itself refuses what a few bytes would blow up.</summary>
    static void RunUpdateV2(string name, byte[] bytes, Report report)
    {
        var doc = Honest();
        var before = doc.EncodeStateAsUpdate();
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var time = Environment.CpuUsage.TotalTime;
        var refused = Refuses(() => doc.ApplyUpdateV2(bytes));
        var milliseconds = (Environment.CpuUsage.TotalTime - time).TotalMilliseconds;
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        report.Expect($"{name} is refused", refused);
        report.Expect($"{name} allocates {allocated} bytes", allocated < MaxBytes);
        report.Expect($"{name} takes {milliseconds} ms", milliseconds < 500);
        report.Expect($"{name} leaves the document", before, doc.EncodeStateAsUpdate());
    }

    /// <summary>The engine alone must stay whole too, whatever the server would have refused before it.</summary>
    static void RunWithoutPolicy(string name, byte[] bytes, Report report)
    {
        var doc = Honest();
        var before = doc.EncodeStateAsUpdate();
        if (Refuses(() => doc.ApplyUpdate(bytes)))
            report.Expect($"{name} leaves the document without policy", before, doc.EncodeStateAsUpdate());
        var copy = new Doc(new() { ClientId = 8, Budget = SessionVectors.Roomy });
        copy.ApplyUpdate(doc.EncodeStateAsUpdate());
        report.Expect($"{name} then reloads", doc.GetText(Root).ToString(), copy.GetText(Root).ToString());
        report.Expect($"{name} then reloads whole", doc.StateVector.Encode(), copy.StateVector.Encode());
    }

    static void RunAwareness(string name, byte[] bytes, Report report)
    {
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var refused = Refuses(() =>
        {
            foreach (var entry in AwarenessUpdate.Read(bytes, Server))
                report.Expect($"{name} gives states within the limit", entry.Json is not { Length: > 4096 });
        });
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        report.Expect($"{name} allocates {allocated} bytes", allocated < MaxBytes);
        // A forged entry is well-formed: whose id it may carry is decided where connections are known.
        if (name is "aw_clock_max_victim" or "aw_remove_victim" or "aw_proto")
            report.Expect($"{name} is read", !refused);
        else
            report.Expect($"{name} is refused", refused);
    }

    /// <summary>The road of an update: decode, policy, examine, and only then apply.</summary>
    static bool Take(Doc doc, byte[] bytes)
    {
        try
        {
            var update = DecodedUpdate.ReadV1(bytes, Server);
            if (!update.IsOnlyText(Root) || doc.Examine(update).MissingDependencies)
                return false;
            doc.Apply(update);
            return true;
        }
        catch (MalformedUpdateException)
        {
            return false;
        }
    }

    static bool Refuses(Action take)
    {
        try
        {
            take();
            return false;
        }
        catch (MalformedUpdateException)
        {
            return true;
        }
    }

    static Doc Honest()
    {
        var doc = new Doc(new() { ClientId = 4242, Budget = Server });
        doc.GetText(Root).Insert(0, "An honest document.");
        doc.GetText(Root).Delete(3, 7);
        return doc;
    }

    static void WarmUp()
    {
        var doc = Honest();
        Take(doc, Honest().EncodeStateAsUpdate());
    }
}
