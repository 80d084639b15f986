using System.Security.Cryptography;
using System.Text;
using MDReader.Crdt;
using MDReader.Crdt.Encoding;
using MDReader.Crdt.Updates;

namespace MDReader.Bench;

/// <summary>
/// This engine in a process of its own, which answers as those of peers/engine.mjs do: a line "times measure" comes in,
/// and a line of JSON goes out.
/// </summary>
sealed class OwnEngine(Recording recording)
{
    readonly Doc _loaded = Load(recording.State);

    public static int Run(string folder)
    {
        var engine = new OwnEngine(Recording.ReadFrom(folder));
        Console.WriteLine(new Answer { Version = typeof(Doc).Assembly.GetName().Version!.ToString(3) }.ToLine());
        while (Console.ReadLine() is { } line)
        {
            var space = line.IndexOf(' ');
            Console.WriteLine(engine.Answer(line[(space + 1)..], int.Parse(line.AsSpan(0, space))).ToLine());
        }

        return 0;
    }

    Answer Answer(string measure, int times)
    {
        if (Sized(measure) is { } bytes)
            return new() { Value = bytes };
        if (Timed(measure) is not { } run)
            return new();
        // CPU time, as wall time on a busy machine says nothing.
        object result = "";
        var before = Environment.CpuUsage.TotalTime;
        for (var i = 0; i < times; i++)
            result = run();
        var spent = Environment.CpuUsage.TotalTime - before;
        return new() { Value = spent.TotalMilliseconds / times, Result = Digest(measure, result) };
    }

    Func<object>? Timed(string measure) => measure switch
    {
        "load V1" => () => Recording.Read(Load(recording.State), recording.Root),
        "load V2" => LoadV2,
        "apply the log" => () => Apply(recording.Updates),
        "apply the log, first run" or "apply the log, an event each" => () => ApplyWithEvents(recording.Updates),
        "make the edits, an event each" when recording.Edits.Length > 0 => Edit,
        "encode V1" => () => _loaded.EncodeStateAsUpdate(),
        "encode V2" => () => _loaded.EncodeStateAsUpdateV2(),
        "merge 1,000 updates" when recording.Updates.Length >= 1_000 => () => Merge(1_000),
        "merge 10,000 updates" when recording.Updates.Length >= 10_000 => () => Merge(10_000),
        "diff to half" => () => UpdateBytes.Diff(recording.State, recording.Half, Budget.Unlimited),
        "state vector of the state" => () => UpdateBytes.StateVectorOf(recording.State, Budget.Unlimited).Encode(),
        _ => null,
    };

    long? Sized(string measure) => measure switch
    {
        "size V1" => _loaded.EncodeStateAsUpdate().Length,
        "size V2" => _loaded.EncodeStateAsUpdateV2().Length,
        "size of 1,000 merged" when recording.Updates.Length >= 1_000 => Merge(1_000).Length,
        "size of 10,000 merged" when recording.Updates.Length >= 10_000 => Merge(10_000).Length,
        "memory of the document" => Memory(Copies, () => Load(recording.State)),
        "memory of an empty document" => Memory(10_000, () => Recording.Open()),
        _ => null,
    };

    // Of small documents many are made, or what else lives in the process would be taken for theirs.
    int Copies => Math.Clamp(2_000_000 / recording.State.Length, 4, 2_000);

    static Doc Load(byte[] state)
    {
        var doc = Recording.Open();
        doc.ApplyUpdate(state);
        return doc;
    }

    string LoadV2()
    {
        var doc = Recording.Open();
        doc.ApplyUpdateV2(recording.StateV2);
        return Recording.Read(doc, recording.Root);
    }

    string Apply(byte[][] updates)
    {
        var doc = Recording.Open();
        foreach (var update in updates)
            doc.ApplyUpdate(update);
        return Recording.Read(doc, recording.Root);
    }

    string ApplyWithEvents(byte[][] updates)
    {
        var doc = Recording.Open();
        var sent = 0L;
        doc.Updated += update => sent += update.Update.Length;
        foreach (var update in updates)
            doc.ApplyUpdate(update);
        return Recording.Read(doc, recording.Root);
    }

    string Edit()
    {
        var doc = Recording.Open();
        var sent = 0L;
        doc.Updated += update => sent += update.Update.Length;
        foreach (var transaction in recording.Edits)
            Recording.Apply(doc, recording.Root, transaction);
        return Recording.Read(doc, recording.Root);
    }

    byte[] Merge(int count) => UpdateBytes.Merge(recording.Updates[..count], Budget.Unlimited);

    static long Memory(int count, Func<object> make)
    {
        // Whatever is made once and kept by all is there after the first.
        make();
        var kept = new object[count];
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var i = 0; i < count; i++)
            kept[i] = make();
        var after = GC.GetTotalMemory(forceFullCollection: true);
        GC.KeepAlive(kept);
        return (after - before) / count;
    }

    // What updates are merged to, each engine decides; all else has to be alike to the byte.
    static string? Digest(string measure, object result) =>
        measure.StartsWith("merge", StringComparison.Ordinal)
            ? null
            : Convert.ToHexStringLower(SHA256.HashData(result as byte[] ?? Encoding.UTF8.GetBytes((string)result)));
}
