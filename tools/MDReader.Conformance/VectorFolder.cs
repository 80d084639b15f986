using System.Text.Json;

namespace MDReader.Conformance;

/// <summary>
/// A folder of vectors, and the folders in it: what yjs made or was measured by, a data set of y-crdt, recorded editing,
/// or hostile bytes with their manifest. Every file of these formats is run.
/// </summary>
public static class VectorFolder
{
    const string Manifest = "manifest.json";

    public static IEnumerable<Report> Run(string folder)
    {
        if (!Directory.Exists(folder))
            return [Failed(folder, "folder", "it doesn't exist")];
        var files = File.Exists(Path.Combine(folder, Manifest))
            ? [Path.Combine(folder, Manifest)]
            : Directory.EnumerateFiles(folder).Where(IsVectors).Order(StringComparer.Ordinal).ToArray();
        return files.Select(RunFile)
            .Concat(Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal).SelectMany(Run));
    }

    static bool IsVectors(string path) =>
        Path.GetExtension(path) is ".json" or ".bin" or ".gz";

    /// <summary>Runs one file by its name or, where that says nothing, by the kind that it states.</summary>
    public static Report RunFile(string path)
    {
        var name = Path.GetFileName(path);
        try
        {
            return name switch
            {
                Manifest => HostileVectors.Run(Path.GetDirectoryName(path)!),
                _ when name.EndsWith(".v1log.gz", StringComparison.Ordinal) => LogVectors.Run(path),
                _ when name.EndsWith(".gz", StringComparison.Ordinal) => RunJson(path, Gzip.Read(path)),
                _ when name.EndsWith("dataset.bin", StringComparison.Ordinal) => DatasetVectors.Run(path),
                _ when name.EndsWith(".bin", StringComparison.Ordinal) => SavedStates.Run(path),
                _ => RunJson(path, File.ReadAllBytes(path)),
            };
        }
        catch (Exception e)
        {
            // Whatever a file does to the engine or this runner, the others are run and this one has failed.
            return Failed(name, "unreadable", $"it can't be run: {e}");
        }
    }

    static Report RunJson(string path, byte[] json)
    {
        using var document = JsonDocument.Parse(json);
        var vectors = document.RootElement;
        var kind = vectors.TryGetProperty("kind", out var stated) ? stated.GetString()!
            : vectors.TryGetProperty("patches", out _) ? "sequential"
            : "unknown";
        var report = new Report(Path.GetFileName(path), kind);
        Action<JsonElement, Report> run = kind switch
        {
            "session" => SessionVectors.Run,
            "script" => ScriptVectors.Run,
            "malformed" => MalformedVectors.Run,
            "algebra" => AlgebraVectors.Run,
            "batches" => BatchVectors.Run,
            "relpos" => PositionVectors.Run,
            "protocol" => ProtocolVectors.Run,
            "compat" => CompatVectors.Run,
            "sequential" => SequentialTrace.Run,
            "concurrent" => (trace, result) => ConcurrentTrace.Run(trace, SavedStates.FindFor(path), result),
            _ => static (_, result) => result.Fail($"no runner knows the kind '{result.Kind}'"),
        };
        run(vectors, report);
        if (report.Passed == 0 && report.Failures.Count == 0)
            report.Fail("nothing in it was run");
        return report;
    }

    static Report Failed(string file, string kind, string why)
    {
        var report = new Report(file, kind);
        report.Fail(why);
        return report;
    }
}
