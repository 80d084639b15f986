using System.Text.Json;

namespace MDReader.Conformance;

/// <summary>A folder of vectors made by real yjs, or of hostile bytes with their manifest.</summary>
public static class VectorFolder
{
    public static IEnumerable<Report> Run(string folder)
    {
        if (File.Exists(Path.Combine(folder, "manifest.json")))
            return [HostileVectors.Run(folder)];
        return Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal).Select(RunFile);
    }

    public static Report RunFile(string path)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(path));
        var vectors = document.RootElement;
        var kind = vectors.GetProperty("kind").GetString()!;
        var report = new Report(Path.GetFileNameWithoutExtension(path), kind);
        switch (kind)
        {
            case "session":
                SessionVectors.Run(vectors, report);
                break;
            case "script":
                ScriptVectors.Run(vectors, report);
                break;
            case "malformed":
                MalformedVectors.Run(vectors, report);
                break;
            case "algebra":
                AlgebraVectors.Run(vectors, report);
                break;
            case "batches":
                BatchVectors.Run(vectors, report);
                break;
            case "relpos":
                PositionVectors.Run(vectors, report);
                break;
            case "protocol":
                ProtocolVectors.Run(vectors, report);
                break;
            default:
                if (Unsupported.Kinds.TryGetValue(kind, out var why))
                    report.Skip($"the kind '{kind}'", why);
                else
                    report.Fail($"no runner knows the kind '{kind}'");
                break;
        }

        return report;
    }
}
