using System.Buffers.Binary;
using System.IO.Compression;
using System.Text.Json;
using MDReader.Crdt;
using MDReader.Crdt.Encoding;

namespace MDReader.Bench;

/// <summary>A recorded document: the updates that made it, the state in the end, and the edits if one person made them.</summary>
sealed record Trace(string Name, (int Index, int Remove, string Insert)[] Edits, byte[][] Updates, byte[] State)
{
    const string LogEnding = ".v1log.gz";
    const string JsonEnding = ".json.gz";

    public static Trace Read(string file)
    {
        var isLog = file.EndsWith(LogEnding, StringComparison.Ordinal);
        if (!isLog && !file.EndsWith(JsonEnding, StringComparison.Ordinal))
            throw new ArgumentException($"'{file}' is neither a trace ({JsonEnding}) nor a log ({LogEnding}).");
        var path = file[..^(isLog ? LogEnding : JsonEnding).Length];
        var edits = isLog ? [] : ReadEdits(file);
        var updates = File.Exists(path + LogEnding) ? [.. Split(Unpack(path + LogEnding))] : Make(edits);
        if (updates.Length == 0)
            throw new ArgumentException($"'{file}' was written by several at once; put its log ({LogEnding}) beside it.");
        return new(Path.GetFileName(path), edits, updates, StateOf(updates));
    }

    // Several writers at once have no single order of edits to make again.
    static (int Index, int Remove, string Insert)[] ReadEdits(string file)
    {
        using var json = JsonDocument.Parse(Unpack(file));
        return json.RootElement.TryGetProperty("patches", out var patches)
            ? [.. patches.EnumerateArray()
                .Select(patch => (patch[0].GetInt32(), patch[1].GetInt32(), patch[2].GetString()!))]
            : [];
    }

    static byte[][] Make((int Index, int Remove, string Insert)[] edits)
    {
        var updates = new List<byte[]>();
        var doc = Open();
        doc.Updated += update => updates.Add(update.Update);
        foreach (var edit in edits)
            Apply(doc, edit);
        return [.. updates];
    }

    static byte[] StateOf(byte[][] updates)
    {
        var doc = Open();
        foreach (var update in updates)
            doc.ApplyUpdate(update);
        return doc.EncodeStateAsUpdate();
    }

    public static Doc Open() => new(new() { ClientId = 1, Budget = Budget.Unlimited });

    public static void Apply(Doc doc, (int Index, int Remove, string Insert) edit)
    {
        var text = doc.GetText("text");
        text.Delete(edit.Index, edit.Remove);
        text.Insert(edit.Index, edit.Insert);
    }

    static IEnumerable<byte[]> Split(byte[] log)
    {
        for (var position = 4; position < log.Length;)
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(log.AsSpan(position));
            yield return log[(position + 4)..(position + 4 + length)];
            position += 4 + length;
        }
    }

    static byte[] Unpack(string path)
    {
        using var unpacked = new MemoryStream();
        using (var file = new GZipStream(File.OpenRead(path), CompressionMode.Decompress))
            file.CopyTo(unpacked);
        return unpacked.ToArray();
    }
}
