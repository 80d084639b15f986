using System.Runtime.InteropServices;

namespace MDReader.Bench;

/// <summary>What figures were taken on, without saying which machine it was.</summary>
static class Machine
{
    public static string Describe() =>
        $"{Environment.ProcessorCount} cores{Processor()}, {SystemName()}, .NET {Environment.Version}{LoadNow()}";

    static string Processor()
    {
        const string file = "/proc/cpuinfo";
        var model = File.Exists(file)
            ? File.ReadLines(file).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))
            : null;
        return model is null ? "" : $" ({model[(model.IndexOf(':') + 1)..].Trim()})";
    }

    static string SystemName() =>
        OperatingSystem.IsLinux() ? $"Linux {RuntimeInformation.OSArchitecture}" : RuntimeInformation.OSDescription;

    // What else ran: it moves all figures, and the ratios much less.
    static string LoadNow()
    {
        const string file = "/proc/loadavg";
        return File.Exists(file) ? $", load {File.ReadAllText(file).Split(' ')[2]} over the last quarter of an hour" : "";
    }
}
