using System.IO.Compression;
using System.Text.Json;
using MDReader.Crdt.Encoding;
using MDReader.Crdt.Updates;

namespace MDReader.Bench;

/// <summary>
/// Reads what can be measured: a trace of edits (NAME.json, one person's or several people's), a log of updates
/// (NAME.v1log), or a state (NAME.v1.bin, NAME.v2.bin), gzipped or not. A log beside a trace of the same name is
/// taken for its updates, and a state beside both has to be what comes of them.
/// </summary>
static class TraceFile
{
    const string Json = ".json", Log = ".v1log", State = ".final.v1.bin";

    public static Recording Read(string file)
    {
        try
        {
            return ReadAny(file);
        }
        catch (Exception e) when (e is TraceException or IOException or UnauthorizedAccessException
            or JsonException or InvalidDataException or MalformedUpdateException or InvalidOperationException
            or FormatException or KeyNotFoundException or ArgumentException)
        {
            throw new TraceException($"'{file}' can't be measured: {e.Message}", e);
        }
    }

    static Recording ReadAny(string file)
    {
        var bytes = Unpack(file);
        var path = file.EndsWith(".gz", StringComparison.Ordinal) ? file[..^3] : file;
        if (path.EndsWith(Json, StringComparison.Ordinal))
            return OfTrace(path[..^Json.Length], bytes);
        if (path.EndsWith(Log, StringComparison.Ordinal))
            return Checked(path[..^Log.Length], Recording.Of(NameOf(path, Log), Root.Text, [], UpdateLog.Read(bytes)));
        if (path.EndsWith(".v2.bin", StringComparison.Ordinal))
            return Recording.Of(NameOf(path, ".v2.bin"), Root.Text, [], [UpdateBytes.ToV1(bytes, Budget.Unlimited)]);
        if (path.EndsWith(".bin", StringComparison.Ordinal))
            return Recording.Of(NameOf(path, ".bin"), Root.Text, [], [bytes]);
        throw new TraceException("it is neither a trace (.json), a log of updates (.v1log) nor a state (.v1.bin, .v2.bin).");
    }

    static string NameOf(string path, string ending) => Path.GetFileName(path[..^ending.Length]);

    static Recording OfTrace(string path, byte[] bytes)
    {
        using var json = JsonDocument.Parse(bytes);
        var trace = json.RootElement;
        var isConcurrent = trace.TryGetProperty("txns", out var transactions)
            && transactions.GetArrayLength() > 0
            && transactions[0].ValueKind == JsonValueKind.Object && transactions[0].TryGetProperty("parents", out _);
        var edits = isConcurrent ? [] : SequentialTrace.Read(trace);
        var log = File.Exists(path + Log + ".gz") ? path + Log + ".gz" : File.Exists(path + Log) ? path + Log : null;
        var updates = log is not null ? UpdateLog.Read(Unpack(log))
            : isConcurrent ? ConcurrentTrace.Play(transactions)
            : Recording.Make(Root.Text, edits);
        var recording = Recording.Of(Path.GetFileName(path), Root.Text, edits, updates);
        // Where several wrote at one place, it is the engine that decides whose text comes first.
        if (!isConcurrent)
            CheckText(recording, trace);
        return Checked(path, recording);
    }

    static void CheckText(Recording recording, JsonElement trace)
    {
        if (!trace.TryGetProperty("endContent", out var expected))
            return;
        var doc = Recording.Open();
        doc.ApplyUpdate(recording.State);
        if (doc.GetText("text").ToString() != expected.GetString())
            throw new TraceException("its updates don't end in its endContent.");
    }

    static Recording Checked(string path, Recording recording)
    {
        if (File.Exists(path + State) && !recording.State.AsSpan().SequenceEqual(File.ReadAllBytes(path + State)))
            throw new TraceException($"its updates don't end in '{path + State}'.");
        return recording;
    }

    static byte[] Unpack(string file)
    {
        var bytes = File.ReadAllBytes(file);
        if (bytes is not [0x1F, 0x8B, ..])
            return bytes;
        using var unpacked = new MemoryStream();
        using (var packed = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress))
            packed.CopyTo(unpacked);
        return unpacked.ToArray();
    }


    public static bool HasPairs(IEnumerable<string> texts) => texts.Any(text => text.Any(char.IsSurrogate));

    /// <summary>UTF-16 units that a number of code points take from an index on.</summary>
    public static int UnitsOf(string text, int index, int codePoints)
    {
        var end = index;
        foreach (var rune in text.AsSpan(index).EnumerateRunes())
        {
            if (codePoints-- == 0)
                break;
            end += rune.Utf16SequenceLength;
        }

        return end - index;
    }
}
