using System.Text.Json;
using MDReader.Crdt;
using MDReader.Crdt.Ids;
using MDReader.Crdt.Updates;

namespace MDReader.Conformance;

/// <summary>What yjs makes of encoded updates without a document.</summary>
static class AlgebraVectors
{
    public static void Run(JsonElement vectors, Report report)
    {
        foreach (var (item, index) in vectors.GetProperty("items").EnumerateArray().Select((item, i) => (item, i)))
            RunItem(item, $"item {index}", report);
    }

    static void RunItem(JsonElement item, string name, Report report)
    {
        var updates = All(item, "updatesV1");
        RunMerge(item, UpdateBytes.Merge(updates), $"{name} merged", report);
        RunMerge(item, UpdateBytes.Merge([.. updates.Reverse(), .. updates]), $"{name} merged twice", report);
        var mergedByYjs = item.Bytes("mergedV1");
        RunMerge(item, UpdateBytes.Merge([mergedByYjs]), $"{name} merged by yjs, and again", report);
        report.Expect($"{name} state vector", item.Bytes("svFromMergedV1"),
            UpdateBytes.StateVectorOf(mergedByYjs).Encode());
        var span = UpdateBytes.Inspect(mergedByYjs).Span;
        report.Expect($"{name} first clocks", Json.Clocks(item.GetProperty("metaFrom")),
            Line(span.Select(range => new Id(range.Client, range.Start))));
        report.Expect($"{name} ends", Json.Clocks(item.GetProperty("metaTo")),
            Line(span.Select(range => new Id(range.Client, range.End))));
        report.Expect($"{name} diff", item.Bytes("diffV1"),
            UpdateBytes.Diff(item.Bytes("stateV1"), item.Bytes("sv")));
        RunV2(item, name, report);
        var doc = SessionVectors.Open();
        doc.ApplyUpdate(item.Bytes("stateV1"));
        report.Expect($"{name} diff of a document", item.Bytes("docDiffV1"),
            doc.EncodeStateAsUpdate(item.Bytes("sv")));
        report.Expect($"{name} state in V2", item.Bytes("stateV2"), doc.EncodeStateAsUpdateV2());
        report.Expect($"{name} state in V1", item.Bytes("stateV1"), doc.EncodeStateAsUpdate());
        RunApplied(item, name, report);
    }

    /// <summary>What yjs merged and cut, read by a document in both forms.</summary>
    static void RunApplied(JsonElement item, string name, Report report)
    {
        var merged = SessionVectors.Open();
        merged.ApplyUpdateV2(item.Bytes("mergedV2"));
        SessionVectors.Check(merged, item.GetProperty("applyMerged"), $"{name} merged by yjs in V2, applied", report);
        var whole = SessionVectors.Open();
        whole.ApplyUpdate(item.Bytes("stateV1"));
        foreach (var (form, apply) in new (string, Action<Doc>)[]
        {
            ("V1", doc => doc.ApplyUpdate(item.Bytes("diffV1"))),
            ("V2", doc => doc.ApplyUpdateV2(item.Bytes("diffV2"))),
        })
        {
            var part = SessionVectors.Open();
            apply(part);
            part.ApplyUpdate(item.Bytes("stateV1"));
            report.Expect($"{name} diff in {form}, then all",
                whole.StateVector.Encode(), part.StateVector.Encode());
        }
    }

    /// <summary>Text typed in a row is joined, which yjs doesn't: never larger, and it does the same.</summary>
    static void RunMerge(JsonElement item, byte[] merged, string name, Report report)
    {
        var byYjs = item.Bytes("mergedV1");
        report.Expect($"{name} is no larger than yjs's", merged.Length <= byYjs.Length);
        var expected = SessionVectors.Open();
        expected.ApplyUpdate(byYjs);
        var actual = SessionVectors.Open();
        actual.ApplyUpdate(merged);
        report.Expect($"{name} waits as yjs's does", expected.HasPending == actual.HasPending);
        // What waits may be joined already; in the end it is the same.
        if (!expected.HasPending)
            report.Expect($"{name} leaves the state", expected.EncodeStateAsUpdate(), actual.EncodeStateAsUpdate());
        report.Expect($"{name} state vector", item.Bytes("svFromMergedV1"),
            UpdateBytes.StateVectorOf(merged).Encode());
        SessionVectors.Check(actual, item.GetProperty("applyMerged"), name, report);
        expected.ApplyUpdate(item.Bytes("stateV1"));
        actual.ApplyUpdate(item.Bytes("stateV1"));
        report.Expect($"{name}, and then all, nothing waits", !actual.HasPending);
        report.Expect($"{name}, and then all", expected.EncodeStateAsUpdate(), actual.EncodeStateAsUpdate());
    }

    static void RunV2(JsonElement item, string name, Report report)
    {
        var merged = UpdateBytes.MergeV2(All(item, "updatesV2"));
        report.Expect($"{name} merged in V2 is no larger than yjs's", merged.Length <= item.Bytes("mergedV2").Length);
        RunMerge(item, UpdateBytes.ToV1(merged), $"{name} merged in V2", report);
        RunMerge(item, UpdateBytes.ToV1(item.Bytes("mergedV2")), $"{name} merged by yjs in V2", report);
        report.Expect($"{name} merged in V1, as V2", item.Bytes("mergedV2"), UpdateBytes.ToV2(item.Bytes("mergedV1")));
        report.Expect($"{name} diff in V2", item.Bytes("diffV2"),
            UpdateBytes.DiffV2(item.Bytes("stateV2"), item.Bytes("sv")));
        report.Expect($"{name} V1 as V2", item.Bytes("v1to2"), UpdateBytes.ToV2(item.Bytes("stateV1")));
        report.Expect($"{name} V2 as V1", item.Bytes("v2to1"), UpdateBytes.ToV1(item.Bytes("stateV2")));
    }

    static byte[][] All(JsonElement item, string name) =>
        [.. item.GetProperty(name).EnumerateArray().Select(update => update.GetBytesFromBase64())];

    static string Line(IEnumerable<Id> clocks) =>
        string.Join(' ', clocks.Select(clock => $"{clock.Client}:{clock.Clock}"));
}
