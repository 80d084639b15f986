using System.Diagnostics.Metrics;
using System.Text.Json;
using MDReader.Cloud.Aws;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace Cloud.Tests;

/// <summary>Lines as CloudWatch's specification of the Embedded Metric Format demands them.</summary>
public sealed class EmfTests
{
    [Fact]
    public void A_metric_stands_in_a_line_with_its_name_unit_and_dimensions()
    {
        var lines = Export(meter =>
        {
            meter.CreateCounter<long>("refused").Add(3, new KeyValuePair<string, object?>("code", 4403));
            meter.CreateHistogram<double>("duration", "s").Record(0.02);
        });
        lines.Count.ShouldBe(2);
        var refused = lines.Single(line => line.TryGetProperty("refused", out _));
        refused.GetProperty("refused").GetInt64().ShouldBe(3);
        refused.GetProperty("code").GetString().ShouldBe("4403");
        var directive = refused.GetProperty("_aws").GetProperty("CloudWatchMetrics")[0];
        directive.GetProperty("Namespace").GetString().ShouldBe("MDReader");
        directive.GetProperty("Dimensions").GetRawText().ShouldBe("""[["code"],[]]""");
        directive.GetProperty("Metrics")[0].GetProperty("Name").GetString().ShouldBe("refused");
        refused.GetProperty("_aws").GetProperty("Timestamp").GetInt64().ShouldBeGreaterThan(1_700_000_000_000);
        var duration = lines.Single(line => line.TryGetProperty("duration", out _));
        duration.GetProperty("_aws").GetProperty("CloudWatchMetrics")[0].GetProperty("Dimensions").GetRawText().ShouldBe("[[]]");
        duration.GetProperty("_aws").GetProperty("CloudWatchMetrics")[0].GetProperty("Metrics")[0].GetProperty("Unit").GetString().ShouldBe("Seconds");
    }

    [Fact]
    public void Many_measurements_are_at_most_a_hundred_values_in_their_proportion()
    {
        var line = Export(meter =>
        {
            var duration = meter.CreateHistogram("duration", "s", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.01, 0.1, 1] });
            for (var i = 0; i < 1000; i++)
                duration.Record(i < 900 ? 0.005 : 0.5);
        }).ShouldHaveSingleItem();
        var values = line.GetProperty("duration").EnumerateArray().Select(value => value.GetDouble()).ToList();
        values.Count.ShouldBe(100);
        values.Count(value => value == 0.01).ShouldBe(90);
        values.Count(value => value == 1).ShouldBe(10);
    }

    static List<JsonElement> Export(Action<Meter> measure)
    {
        using var meter = new Meter($"test {Guid.NewGuid()}");
        using var output = new StringWriter();
        using (var metrics = Sdk.CreateMeterProviderBuilder().AddMeter(meter.Name)
                   .AddReader(new BaseExportingMetricReader(new EmfExporter(output, TimeProvider.System))).Build())
        {
            measure(meter);
            metrics.ForceFlush();
        }
        // The last line of each is what the provider says again on its way out.
        return [.. output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Distinct().Select(line => JsonDocument.Parse(line).RootElement)
            .GroupBy(line => string.Concat(line.EnumerateObject().Where(member => member.Name != "_aws").Select(member => member.Name + member.Value))).Select(same => same.First())];
    }
}
