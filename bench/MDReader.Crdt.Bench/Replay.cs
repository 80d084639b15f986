using System.Diagnostics;
using System.Globalization;

namespace MDReader.Crdt.Bench;

/// <summary>Loads, applies, types and encodes a recorded document; the best of some rounds, once warm.</summary>
static class Replay
{
    public static void Run(string folder, string name, int rounds)
    {
        var trace = Trace.Read(folder, name);
        Measure("load state and read text", 1, rounds, () =>
        {
            var doc = Open();
            doc.ApplyUpdate(trace.State);
            return doc.GetText("text").ToString().Length;
        });
        Measure("apply log, update by update", trace.Updates.Length, rounds, () => Apply(trace, Open()));
        Measure("apply log with an update event each", trace.Updates.Length, rounds, () =>
        {
            var doc = Open();
            var sent = 0;
            doc.Updated += update => sent += update.Update.Length;
            return Apply(trace, doc) + sent;
        });
        Measure("the edits made here, an update event each", trace.Edits.Length, rounds, () => Type(trace));
        var loaded = Open();
        loaded.ApplyUpdate(trace.State);
        Measure("encode state", 1, rounds, () => loaded.EncodeStateAsUpdate().Length);
        MeasureMemory(trace);
    }

    static int Apply(Trace trace, Doc doc)
    {
        foreach (var update in trace.Updates)
            doc.ApplyUpdate(update);
        return doc.GetText("text").Length;
    }

    static int Type(Trace trace)
    {
        var doc = Open();
        var text = doc.GetText("text");
        var sent = 0;
        doc.Updated += update => sent += update.Update.Length;
        foreach (var (index, remove, insert) in trace.Edits)
        {
            text.Delete(index, remove);
            text.Insert(index, insert);
        }

        return sent;
    }

    static void Measure(string what, int operations, int rounds, Func<int> run)
    {
        // Long enough for the runtime to have compiled it for speed.
        for (var warm = Stopwatch.StartNew(); warm.ElapsedMilliseconds < 1500;)
            run();
        var best = TimeSpan.MaxValue;
        var allocated = 0L;
        for (var round = 0; round < rounds; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            var watch = Stopwatch.StartNew();
            run();
            watch.Stop();
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            best = watch.Elapsed < best ? watch.Elapsed : best;
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{what,-45} {best.TotalMilliseconds,9:F2} ms {operations / best.TotalSeconds,12:N0}/s {allocated / operations,10:N0} B each"));
    }

    static void MeasureMemory(Trace trace)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var doc = Open();
        doc.ApplyUpdate(trace.State);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{"memory of the loaded document",-45} {GC.GetTotalMemory(forceFullCollection: true) - before,9:N0} B"));
        GC.KeepAlive(doc);
        var empty = new Doc[1000];
        before = GC.GetTotalMemory(forceFullCollection: true);
        for (var i = 0; i < empty.Length; i++)
        {
            empty[i] = Open();
            empty[i].GetText("text").Insert(0, "x");
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{"memory of a document of one character",-45} {(GC.GetTotalMemory(forceFullCollection: true) - before) / empty.Length,9:N0} B"));
        GC.KeepAlive(empty);
    }

    static Doc Open() => new(new() { ClientId = 1 });
}
