using System.Diagnostics;
using System.Diagnostics.Metrics;
using MDReader.Server.Platform;

namespace MDReader.Server.Collaboration;

/// <summary>What live editing counts and times, in the whole process.</summary>
static class CollaborationMetrics
{
    static readonly Meter Meter = new(Telemetry.Name);

    static readonly UpDownCounter<long> Connections =
        Meter.CreateUpDownCounter<long>("mdreader.connections", "{connection}", "Open sockets.");

    public static readonly UpDownCounter<long> Rooms =
        Meter.CreateUpDownCounter<long>("mdreader.rooms", "{room}", "Documents in memory.");

    static readonly Histogram<double> Acknowledgement = Meter.CreateHistogram(
        "mdreader.acknowledgement.duration",
        "s",
        "From the arrival of an edit to its commit.",
        tags: null,
        new InstrumentAdvice<double>
        {
            HistogramBucketBoundaries = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5],
        });

    static readonly Counter<long> Refused = Meter.CreateCounter<long>(
        "mdreader.updates.refused", "{update}", "Messages that cost their sender the connection, by close code.");

    /// <summary>Counts a socket until the result is disposed.</summary>
    public static OpenConnection CountConnection()
    {
        Connections.Add(1);
        return default;
    }

    /// <summary>An edit that arrived then is on disk now.</summary>
    public static void Acknowledge(long arrivedAt) => Acknowledgement.Record(Stopwatch.GetElapsedTime(arrivedAt).TotalSeconds);

    public static void Refuse(Closing closing) => Refused.Add(1, new KeyValuePair<string, object?>("code", (int)closing.Code));

    public readonly struct OpenConnection : IDisposable
    {
        public void Dispose() => Connections.Add(-1);
    }
}
