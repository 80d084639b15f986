using System.Text.Json;
using MDReader.Crdt;
using MDReader.Crdt.Encoding;
using MDReader.Crdt.History;
using MDReader.Crdt.Updates;

namespace MDReader.Conformance;

/// <summary>Updates of a recorded session, applied in every order: all must end in the state that yjs ended in.</summary>
static class SessionVectors
{
    // Waiting for what comes last in a reversed session is what these are about.
    public static Budget Roomy { get; } = Budget.Default with { MaxPendingBytes = 64 * 1024 * 1024 };

    public static void Run(JsonElement session, Report report)
    {
        var updates = session.GetProperty("updates").EnumerateArray().Select(update => update.Bytes("v1")).ToArray();
        var final = session.GetProperty("final");
        var bytes = session.GetProperty("bytes");
        foreach (var order in session.GetProperty("orders").EnumerateObject())
        {
            var doc = Open();
            foreach (var index in order.Value.EnumerateArray())
                doc.ApplyUpdate(updates[index.GetInt32()]);
            Check(doc, final, order.Name, report);
            report.Expect($"{order.Name} nothing waits", !doc.HasPending);
            report.Expect($"{order.Name} state vector's bytes", final.Bytes("svV1"), doc.StateVector.Encode());
            CheckSnapshot(doc, bytes, order.Name, report);
            if (session.GetProperty("yjsBytesStableAcrossOrders").GetProperty($"{order.Name}/v1").GetBoolean())
                CheckBytes($"{order.Name} state's bytes", bytes.Bytes("stateV1"), doc, session, report);
            Reload(doc, final, order.Name, report);
        }

        var kept = Open(gc: false);
        foreach (var index in session.GetProperty("orders").GetProperty("causal").EnumerateArray())
            kept.ApplyUpdate(updates[index.GetInt32()]);
        report.Expect("state's bytes without gc",
            session.GetProperty("bytesNoGc").Bytes("stateV1"), kept.EncodeStateAsUpdate());

        RunCheckpoints(session, updates, report);
        var merged = Open();
        merged.ApplyUpdate(UpdateBytes.Merge(updates));
        Check(merged, final, "merged", report);
        report.Expect("merged nothing waits", !merged.HasPending);
        var whole = Open();
        whole.ApplyUpdate(bytes.Bytes("stateV1"));
        Check(whole, final, "whole state", report);
        CheckBytes("whole state's bytes", bytes.Bytes("stateV1"), whole, session, report);
        RunDiffs(whole, session, updates, report);
        SessionVectorsV2.Run(session, report);
    }

    static void CheckSnapshot(Doc doc, JsonElement bytes, string when, Report report)
    {
        var snapshot = Snapshot.Of(doc);
        report.Expect($"{when} snapshot", bytes.Bytes("snapshotV1"), snapshot.Encode());
        report.Expect($"{when} snapshot in V2", bytes.Bytes("snapshotV2"), snapshot.EncodeV2());
        report.Expect($"{when} snapshot read", Snapshot.DecodeV2(bytes.Bytes("snapshotV2")).Encode(),
            Snapshot.Decode(bytes.Bytes("snapshotV1")).Encode());
    }

    static void RunCheckpoints(JsonElement session, byte[][] updates, Report report)
    {
        var checkpoints = session.GetProperty("checkpoints");
        var order = session.GetProperty("orders").GetProperty(checkpoints.GetProperty("order").GetString()!);
        var doc = Open();
        var applied = 0;
        foreach (var checkpoint in checkpoints.GetProperty("at").EnumerateArray())
        {
            var after = checkpoint.GetProperty("afterMessages").GetInt32();
            for (; applied < after; applied++)
                doc.ApplyUpdate(updates[order[applied].GetInt32()]);
            Check(doc, checkpoint, $"after {after} messages", report);
            report.Expect($"after {after} messages something waits or not", doc.HasPending
                == (checkpoint.GetProperty("pending").GetBoolean() || checkpoint.GetProperty("pendingDs").GetBoolean()));
            // A replica that loads what this one would save holds as much, waiting parts included.
            var copy = Open();
            copy.ApplyUpdate(doc.EncodeStateAsUpdate());
            Check(copy, checkpoint, $"saved after {after} messages", report);
            for (var rest = applied; rest < order.GetArrayLength(); rest++)
                copy.ApplyUpdate(updates[order[rest].GetInt32()]);
            Check(copy, session.GetProperty("final"), $"saved after {after} messages, then the rest", report);
        }
    }

    /// <summary>What a replica lacks, by its state vector, brings it up to date from anywhere.</summary>
    static void RunDiffs(Doc whole, JsonElement session, byte[][] updates, Report report)
    {
        var causal = session.GetProperty("orders").GetProperty("causal");
        foreach (var part in (int[])[1, 3, 7])
        {
            var doc = Open();
            for (var i = 0; i < updates.Length * part / 8; i++)
                doc.ApplyUpdate(updates[causal[i].GetInt32()]);
            doc.ApplyUpdate(whole.EncodeStateAsUpdate(doc.StateVector.Encode()));
            Check(doc, session.GetProperty("final"), $"diff to {part}/8", report);
        }
    }

    static void Reload(Doc doc, JsonElement final, string order, Report report)
    {
        var saved = doc.EncodeStateAsUpdate();
        var copy = Open();
        copy.ApplyUpdate(saved);
        Check(copy, final, $"{order} reloaded", report);
        report.Expect($"{order} reloaded bytes", saved, copy.EncodeStateAsUpdate());
        var update = DecodedUpdate.ReadV1(saved, Roomy);
        report.Expect($"{order} saved is all that is held",
            Json.Deletions(doc), string.Join(' ', update.DeletedRanges.Select(r => $"{r.Client}:{r.Start}+{r.Length}")));
    }

    /// <summary>
    /// Where yjs gets the same bytes in every order, we get them too. It doesn't where types are deleted inside types:
    /// how much of their garbage it joins depends on when. We join all of it, so ours are never more.
    /// </summary>
    static void CheckBytes(string what, byte[] expected, Doc doc, JsonElement session, Report report)
    {
        var actual = doc.EncodeStateAsUpdate();
        if (session.GetProperty("yjsBytesStableAcrossOrders").EnumerateObject().All(order => order.Value.GetBoolean()))
        {
            report.Expect(what, expected, actual);
            return;
        }

        report.Expect($"{what} are no more than yjs's", actual.Length <= expected.Length);
    }

    public static void Check(Doc doc, JsonElement expected, string when, Report report)
    {
        report.Expect($"{when} state vector", Json.Clocks(expected.GetProperty("sv")), Json.Clocks(doc.StateVector));
        report.Expect($"{when} delete set", Json.Deletions(expected.GetProperty("ds")), Json.Deletions(doc));
        foreach (var root in expected.GetProperty("roots").EnumerateObject())
        {
            var type = root.Value.GetProperty("$").GetString()!;
            Json.Expect(report, $"{when} root {root.Name}", root.Value, Dump.OfRoot(doc, root.Name, type));
        }

        foreach (var root in expected.EnumerateObject()
            .Where(member => member.Name is "plain" or "xmlString")
            .SelectMany(member => member.Value.EnumerateObject()))
        {
            var isText = expected.GetProperty("roots").GetProperty(root.Name).GetProperty("$").GetString() == "text";
            report.Expect($"{when} root {root.Name} as a string", root.Value.GetString()!,
                isText ? doc.GetText(root.Name).ToString() : doc.GetXmlFragment(root.Name).ToString());
        }
    }

    public static Doc Open(bool gc = true) => new(new() { ClientId = 7, Gc = gc, Budget = Roomy });
}
