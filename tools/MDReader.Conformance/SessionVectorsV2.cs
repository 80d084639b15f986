using System.Text.Json;
using MDReader.Crdt;
using MDReader.Crdt.Updates;

namespace MDReader.Conformance;

/// <summary>The same sessions, with every update in V2.</summary>
static class SessionVectorsV2
{
    public static void Run(JsonElement session, Report report)
    {
        var updates = session.GetProperty("updates").EnumerateArray().Select(update => update.Bytes("v2")).ToArray();
        var final = session.GetProperty("final");
        var expected = session.GetProperty("bytes").Bytes("stateV2");
        foreach (var order in session.GetProperty("orders").EnumerateObject())
        {
            var doc = SessionVectors.Open();
            foreach (var index in order.Value.EnumerateArray())
                doc.ApplyUpdateV2(updates[index.GetInt32()]);
            SessionVectors.Check(doc, final, $"{order.Name} in V2", report);
            report.Expect($"{order.Name} in V2 nothing waits", !doc.HasPending);
            if (session.GetProperty("yjsBytesStableAcrossOrders").GetProperty($"{order.Name}/v2").GetBoolean())
                CheckBytes($"{order.Name} state's bytes in V2", expected, doc, session, report);
            Reload(doc, final, order.Name, report);
        }

        var merged = SessionVectors.Open();
        merged.ApplyUpdateV2(UpdateBytes.MergeV2(updates));
        SessionVectors.Check(merged, final, "merged in V2", report);
        var whole = SessionVectors.Open();
        whole.ApplyUpdateV2(expected);
        SessionVectors.Check(whole, final, "whole state in V2", report);
        CheckBytes("whole state's bytes in V2", expected, whole, session, report);
        foreach (var (update, index) in session.GetProperty("updates").EnumerateArray().Select((u, i) => (u, i)))
            RunConversion(update, $"update {index}", report);
        CheckWithoutGc(session, updates, report);
    }

    static void CheckWithoutGc(JsonElement session, byte[][] updates, Report report)
    {
        var kept = SessionVectors.Open(gc: false);
        foreach (var index in session.GetProperty("orders").GetProperty("causal").EnumerateArray())
            kept.ApplyUpdateV2(updates[index.GetInt32()]);
        report.Expect("state's bytes in V2 without gc",
            session.GetProperty("bytesNoGc").Bytes("stateV2"), kept.EncodeStateAsUpdateV2());
    }

    // Both forms say the same; written again from one to the other and back, nothing is lost.
    static void RunConversion(JsonElement update, string name, Report report)
    {
        var v1 = UpdateBytes.ToV1(update.Bytes("v2"));
        report.Expect($"{name} in V1 says what it says in V2",
            string.Join('\n', UpdateBytes.Inspect(update.Bytes("v1")).Structs),
            string.Join('\n', UpdateBytes.Inspect(v1).Structs));
        report.Expect($"{name} there and back", v1, UpdateBytes.ToV1(UpdateBytes.ToV2(v1)));
    }

    static void Reload(Doc doc, JsonElement final, string order, Report report)
    {
        var saved = doc.EncodeStateAsUpdateV2();
        var copy = SessionVectors.Open();
        copy.ApplyUpdateV2(saved);
        SessionVectors.Check(copy, final, $"{order} reloaded in V2", report);
        report.Expect($"{order} reloaded bytes in V2", saved, copy.EncodeStateAsUpdateV2());
    }

    // Where yjs joins less garbage its bytes differ, as in V1; here a byte or two more may be run lengths' luck.
    static void CheckBytes(string what, byte[] expected, Doc doc, JsonElement session, Report report)
    {
        if (session.GetProperty("yjsBytesStableAcrossOrders").EnumerateObject().All(order => order.Value.GetBoolean()))
            report.Expect(what, expected, doc.EncodeStateAsUpdateV2());
        else
            report.Expect($"{what} are about as many as yjs's",
                doc.EncodeStateAsUpdateV2().Length <= expected.Length + expected.Length / 50);
    }
}
