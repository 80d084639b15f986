using MDReader.Crdt;
using MDReader.Crdt.Ids;
using MDReader.Crdt.Updates;

namespace MDReader.Bench;

/// <summary>One figure of one engine: milliseconds of CPU time (the median of some rounds, once warm), or bytes.</summary>
sealed record Figure(string Measure, double Value, string Unit);

/// <summary>What this engine takes. <c>yjs.mjs</c> measures the same, under the same names.</summary>
static class Measures
{
    const double MinMilliseconds = 600;
    const int MinRounds = 3;
    const int MaxRounds = 25;

    public static List<Figure> Run(Trace trace)
    {
        var figures = new List<Figure>();
        var stateV2 = UpdateBytes.ToV2(trace.State, MDReader.Crdt.Encoding.Budget.Unlimited);
        var loaded = Load(trace.State);
        var half = HalfOf(loaded.StateVector);
        Time(figures, "load V1", () => Load(trace.State));
        Time(figures, "load V2", () =>
        {
            var doc = Trace.Open();
            doc.ApplyUpdateV2(stateV2);
            return doc;
        });
        Time(figures, "apply the log, an event each", () =>
        {
            var doc = Trace.Open();
            var sent = 0L;
            doc.Updated += update => sent += update.Update.Length;
            foreach (var update in trace.Updates)
                doc.ApplyUpdate(update);
            return sent;
        });
        if (trace.Edits.Length > 0)
            Time(figures, "make the edits, an event each", () => Edit(trace));
        Time(figures, "encode V1", () => loaded.EncodeStateAsUpdate());
        Time(figures, "encode V2", () => loaded.EncodeStateAsUpdateV2());
        foreach (var count in (int[])[1_000, 10_000])
        {
            if (trace.Updates.Length < count)
                continue;
            var updates = trace.Updates[..count];
            Time(figures, $"merge {count:N0} updates", () => UpdateBytes.Merge(updates));
            figures.Add(new($"size of {count:N0} merged", UpdateBytes.Merge(updates).Length, "bytes"));
        }

        Time(figures, "diff to half", () => UpdateBytes.Diff(trace.State, half));
        Time(figures, "state vector of the state", () => UpdateBytes.StateVectorOf(trace.State));
        figures.Add(new("size V1", loaded.EncodeStateAsUpdate().Length, "bytes"));
        figures.Add(new("size V2", loaded.EncodeStateAsUpdateV2().Length, "bytes"));
        figures.Add(new("memory of the document", Memory(4, _ => Load(trace.State)), "bytes"));
        figures.Add(new("memory of an empty document", Memory(10_000, _ => Trace.Open()), "bytes"));
        return figures;
    }

    /// <summary>The encoded state vector of a replica that has half of what each client wrote.</summary>
    public static byte[] HalfOf(StateVector whole)
    {
        var half = new List<byte>();
        var clocks = whole.Clocks.ToArray();
        Append(half, (ulong)clocks.Length);
        foreach (var (client, clock) in clocks)
        {
            Append(half, client);
            Append(half, (ulong)clock / 2);
        }

        return [.. half];
    }

    static void Append(List<byte> bytes, ulong number)
    {
        for (; number >= 0x80; number >>= 7)
            bytes.Add((byte)(number | 0x80));
        bytes.Add((byte)number);
    }

    static Doc Load(byte[] state)
    {
        var doc = Trace.Open();
        doc.ApplyUpdate(state);
        return doc;
    }

    static long Edit(Trace trace)
    {
        var doc = Trace.Open();
        var sent = 0L;
        doc.Updated += update => sent += update.Update.Length;
        foreach (var edit in trace.Edits)
            Trace.Apply(doc, edit);
        return sent;
    }

    static void Time(List<Figure> figures, string measure, Func<object> run)
    {
        // CPU time, as wall time on a busy machine says nothing; in batches, as its clock is coarse.
        Measure(run, 1);
        var batch = Math.Max(1, (int)(20 / Math.Max(0.01, Measure(run, 1))));
        for (var warm = 0.0; warm < MinMilliseconds;)
            warm += Math.Max(0.1, Measure(run, batch) * batch);
        var rounds = new List<double>();
        for (var spent = 0.0; rounds.Count < MinRounds || (spent < MinMilliseconds && rounds.Count < MaxRounds);)
        {
            rounds.Add(Measure(run, batch));
            spent += rounds[^1] * batch;
        }

        rounds.Sort();
        figures.Add(new(measure, rounds[rounds.Count / 2], "ms"));
    }

    static double Measure(Func<object> run, int batch)
    {
        var before = Environment.CpuUsage.TotalTime;
        for (var i = 0; i < batch; i++)
            GC.KeepAlive(run());
        return (Environment.CpuUsage.TotalTime - before).TotalMilliseconds / batch;
    }

    static long Memory(int count, Func<int, object> make)
    {
        var kept = new object[count];
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var i = 0; i < count; i++)
            kept[i] = make(i);
        var after = GC.GetTotalMemory(forceFullCollection: true);
        GC.KeepAlive(kept);
        return (after - before) / count;
    }
}
