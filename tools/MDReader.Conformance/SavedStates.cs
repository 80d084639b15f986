using System.Text;
using MDReader.Crdt;
using MDReader.Crdt.Encoding;
using MDReader.Crdt.Updates;

namespace MDReader.Conformance;

/// <summary>Whole documents as yjs saved them: <c>*.final.v1.bin</c>, <c>*.final.v2.bin</c> and other V1 states.</summary>
static class SavedStates
{
    const string V1 = ".final.v1.bin", V2 = ".final.v2.bin";

    public static Report Run(string path)
    {
        var report = new Report(Path.GetFileName(path), "state");
        var doc = Open(path);
        report.Expect("nothing waits", !doc.HasPending);
        var other = path.EndsWith(V2, StringComparison.Ordinal) ? path[..^V2.Length] + V1 : path[..^V1.Length] + V2;
        if (File.Exists(other))
            report.Expect($"text as in {Path.GetFileName(other)}",
                Open(other).GetText("text").ToString(), doc.GetText("text").ToString());
        CheckBytes(path, doc, "state's bytes", report);

        // The forms say the same, with a document and without.
        var copy = SessionVectors.Open();
        copy.ApplyUpdateV2(doc.EncodeStateAsUpdateV2());
        report.Expect("reloaded in V2", doc.EncodeStateAsUpdate(), copy.EncodeStateAsUpdate());
        report.Expect("V1 as V2", doc.EncodeStateAsUpdateV2(),
            UpdateBytes.ToV2(doc.EncodeStateAsUpdate(), Budget.Unlimited));
        report.Expect("V2 as V1", doc.EncodeStateAsUpdate(),
            UpdateBytes.ToV1(doc.EncodeStateAsUpdateV2(), Budget.Unlimited));
        report.Expect("state vector without a document", doc.StateVector.Encode(),
            UpdateBytes.StateVectorOf(doc.EncodeStateAsUpdate(), Budget.Unlimited).Encode());
        report.Expect("text is UTF-16 without halves", Encoding.Unicode.GetString(
            Encoding.Unicode.GetBytes(doc.GetText("text").ToString())), doc.GetText("text").ToString());
        return report;
    }

    /// <summary>The state that yjs had at the end of the trace or log of that name, if it is beside it.</summary>
    public static string? FindFor(string path)
    {
        var name = Path.GetFileName(path);
        var saved = Path.Combine(Path.GetDirectoryName(path)!, name[..name.IndexOf('.')] + V1);
        return File.Exists(saved) ? saved : null;
    }

    public static Doc Open(string path)
    {
        var doc = SessionVectors.Open();
        if (path.EndsWith(V2, StringComparison.Ordinal))
            doc.ApplyUpdateV2(File.ReadAllBytes(path));
        else
            doc.ApplyUpdate(File.ReadAllBytes(path));
        return doc;
    }

    /// <summary>What today's yjs saved, we save byte for byte; older programs left more of it apart.</summary>
    public static void CheckBytes(string path, Doc doc, string what, Report report)
    {
        var saved = File.ReadAllBytes(path);
        if (path.EndsWith(V2, StringComparison.Ordinal))
            report.Expect(what, saved, doc.EncodeStateAsUpdateV2());
        else if (path.EndsWith(V1, StringComparison.Ordinal))
            report.Expect(what, saved, doc.EncodeStateAsUpdate());
        else
            report.Expect($"{what} are no more than they were", doc.EncodeStateAsUpdate().Length <= saved.Length);
    }
}
