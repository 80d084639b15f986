using System.Text.Json;

namespace MDReader.Bench;

/// <summary>
/// What one person did. Either all patches are in a row, with how many each transaction has, in UTF-16 units; or each
/// transaction has its own, in code points.
/// </summary>
static class SequentialTrace
{
    public static Patch[][] Read(JsonElement trace)
    {
        var start = trace.TryGetProperty("startContent", out var content) ? content.GetString()! : "";
        var edits = trace.TryGetProperty("patches", out var patches)
            ? ReadRow(trace, patches)
            : [.. trace.GetProperty("txns").EnumerateArray()
                .Select(transaction => ReadPatches(transaction.GetProperty("patches").EnumerateArray()))];
        if (start.Length > 0)
            edits = [[new(0, 0, start)], .. edits];
        var isUtf16 = trace.TryGetProperty("units", out var units) && units.GetString() == "utf16";
        return isUtf16 || !TraceFile.HasPairs(edits.SelectMany(edit => edit).Select(patch => patch.Insert))
            ? edits
            : ToUnits(edits);
    }

    static Patch[][] ReadRow(JsonElement trace, JsonElement patches)
    {
        var all = ReadPatches(patches.EnumerateArray());
        if (!trace.TryGetProperty("txns", out var counts))
            return [.. all.Select(patch => (Patch[])[patch])];
        var edits = new List<Patch[]>();
        var next = 0;
        foreach (var count in counts.EnumerateArray().Select(count => count.GetInt32()))
        {
            if (count < 0 || count > all.Length - next)
                throw new TraceException($"transaction {edits.Count} has {count} patches, and {all.Length - next} are left.");
            edits.Add(all[next..(next += count)]);
        }

        return next == all.Length
            ? [.. edits]
            : throw new TraceException($"{all.Length - next} patches belong to no transaction.");
    }

    public static Patch[] ReadPatches(IEnumerable<JsonElement> patches) =>
        [.. patches.Select(patch => new Patch(patch[0].GetInt32(), patch[1].GetInt32(), patch[2].GetString()!))];

    static Patch[][] ToUnits(Patch[][] edits)
    {
        var doc = Recording.Open();
        var converted = new List<Patch[]>(edits.Length);
        foreach (var transaction in edits)
        {
            foreach (ref var patch in transaction.AsSpan())
            {
                patch = ToUnits(patch, doc.GetText("text").ToString());
                Recording.Apply(doc, Root.Text, [patch]);
            }

            converted.Add(transaction);
        }

        return [.. converted];
    }

    public static Patch ToUnits(Patch patch, string text)
    {
        var index = TraceFile.UnitsOf(text, 0, patch.Index);
        return patch with { Index = index, Remove = TraceFile.UnitsOf(text, index, patch.Remove) };
    }
}
