using System.Text.Json.Nodes;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace MDReader.Cloud.Aws;

/// <summary>
/// Metrics as lines of the log that CloudWatch makes metrics of (Embedded Metric Format): one JSON object a minute for each
/// set of dimensions, of which a metric keeps two at most, since each set costs as a metric of its own. Each is told without
/// any as well: an alarm looks at one metric, and not at the sum of some.
/// </summary>
sealed class EmfExporter(TextWriter output, TimeProvider time) : BaseExporter<Metric>
{
    const string Namespace = "MDReader";
    const int MostDimensions = 2;
    const int MostValues = 100;

    public override ExportResult Export(in Batch<Metric> batch)
    {
        var lines = new Dictionary<string, JsonObject>();
        foreach (var metric in batch)
            foreach (ref readonly var point in metric.GetMetricPoints())
                Put(lines, metric, point);
        lock (output)
        {
            foreach (var line in lines.Values)
                output.WriteLine(line.ToJsonString());
            output.Flush();
        }
        return ExportResult.Success;
    }

    void Put(Dictionary<string, JsonObject> lines, Metric metric, in MetricPoint point)
    {
        if (Value(metric, point) is not { } value)
            return;
        var dimensions = new JsonArray();
        var line = new JsonObject();
        foreach (var tag in point.Tags)
            if (dimensions.Count < MostDimensions)
            {
                dimensions.Add(tag.Key);
                line[tag.Key] = tag.Value?.ToString() ?? "";
            }
        var key = line.ToJsonString();
        if (!lines.TryGetValue(key, out var written))
            lines[key] = written = Line(line, dimensions);
        // Points that differed in a tag that was left out.
        if (written.ContainsKey(metric.Name))
            return;
        written[metric.Name] = value;
        written["_aws"]!["CloudWatchMetrics"]![0]!["Metrics"]!.AsArray().Add(
            new JsonObject { ["Name"] = metric.Name, ["Unit"] = Unit(metric.Unit) });
    }

    JsonObject Line(JsonObject line, JsonArray dimensions)
    {
        line["_aws"] = new JsonObject
        {
            ["Timestamp"] = time.GetUtcNow().ToUnixTimeMilliseconds(),
            ["CloudWatchMetrics"] = new JsonArray(new JsonObject
            {
                ["Namespace"] = Namespace,
                ["Dimensions"] = dimensions.Count == 0 ? new JsonArray(dimensions) : new JsonArray(dimensions, new JsonArray()),
                ["Metrics"] = new JsonArray(),
            }),
        };
        return line;
    }

    static JsonNode? Value(Metric metric, in MetricPoint point) => metric.MetricType switch
    {
        MetricType.LongSum or MetricType.LongSumNonMonotonic => point.GetSumLong(),
        MetricType.DoubleSum or MetricType.DoubleSumNonMonotonic => point.GetSumDouble(),
        MetricType.LongGauge => point.GetGaugeLastValueLong(),
        MetricType.DoubleGauge => point.GetGaugeLastValueDouble(),
        MetricType.Histogram => Values(point),
        _ => null,
    };

    // What was measured is counted in buckets: each is told by its upper bound, as often as its share of a hundred.
    static JsonArray? Values(in MetricPoint point)
    {
        var count = point.GetHistogramCount();
        if (count == 0)
            return null;
        var values = new JsonArray();
        var bound = 0.0;
        foreach (var bucket in point.GetHistogramBuckets())
        {
            bound = double.IsInfinity(bucket.ExplicitBound) ? bound : bucket.ExplicitBound;
            var times = count <= MostValues ? bucket.BucketCount : (long)Math.Ceiling((double)bucket.BucketCount * MostValues / count);
            for (var i = 0L; i < times && values.Count < MostValues; i++)
                values.Add(bound);
        }
        return values;
    }

    static string Unit(string unit) => unit switch
    {
        "s" => "Seconds",
        "ms" => "Milliseconds",
        "By" => "Bytes",
        _ => "Count",
    };
}
