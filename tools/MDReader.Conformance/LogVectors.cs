using System.Buffers.Binary;
using MDReader.Crdt;
using MDReader.Crdt.Updates;

namespace MDReader.Conformance;

/// <summary>A recorded session as one update per transaction: a count, then each with its length, all u32le.</summary>
static class LogVectors
{
    public static Report Run(string path)
    {
        var report = new Report(Path.GetFileName(path), "log");
        var updates = Read(Gzip.Read(path));
        var doc = SessionVectors.Open();
        foreach (var update in updates)
            doc.ApplyUpdate(update);
        report.Expect("nothing waits", !doc.HasPending);

        var copy = SessionVectors.Open();
        copy.ApplyUpdate(doc.EncodeStateAsUpdate());
        CheckSame(copy, doc, "reloaded", report);
        copy = SessionVectors.Open();
        copy.ApplyUpdateV2(doc.EncodeStateAsUpdateV2());
        CheckSame(copy, doc, "reloaded in V2", report);
        copy = SessionVectors.Open();
        copy.ApplyUpdate(UpdateBytes.Merge(updates));
        CheckSame(copy, doc, "merged", report);
        if (SavedStates.FindFor(path) is { } saved)
        {
            report.Expect("text as yjs had it", SavedStates.Open(saved).GetText("text").ToString(),
                doc.GetText("text").ToString());
            SavedStates.CheckBytes(saved, doc, "state's bytes", report);
        }

        return report;
    }

    static void CheckSame(Doc actual, Doc expected, string when, Report report)
    {
        report.Expect($"{when} text", expected.GetText("text").ToString(), actual.GetText("text").ToString());
        report.Expect($"{when} state's bytes", expected.EncodeStateAsUpdate(), actual.EncodeStateAsUpdate());
    }

    static byte[][] Read(ReadOnlySpan<byte> log)
    {
        var updates = new byte[BinaryPrimitives.ReadInt32LittleEndian(log)][];
        var at = 4;
        for (var i = 0; i < updates.Length; i++)
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(log[at..]);
            updates[i] = log.Slice(at + 4, length).ToArray();
            at += 4 + length;
        }

        return at == log.Length
            ? updates
            : throw new InvalidDataException($"The log goes on for {log.Length - at} bytes behind its last update.");
    }
}
