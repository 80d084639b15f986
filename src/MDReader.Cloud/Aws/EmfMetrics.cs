using MDReader.Server.Platform;
using Microsoft.Extensions.Hosting;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace MDReader.Cloud.Aws;

/// <summary>Writes the server's own metrics to standard output every minute, for CloudWatch.</summary>
sealed class EmfMetrics(TimeProvider time) : IHostedService
{
    const int EveryMilliseconds = 60_000;

    MeterProvider? _metrics;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _metrics = Sdk.CreateMeterProviderBuilder()
            .AddMeter(Telemetry.Name)
            .AddReader(new PeriodicExportingMetricReader(new EmfExporter(Console.Out, time), EveryMilliseconds)
            {
                // Each line says what happened since the one before.
                TemporalityPreference = MetricReaderTemporalityPreference.Delta,
            })
            .Build();
        return Task.CompletedTask;
    }

    /// <summary>What is left is written on the way out.</summary>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        _metrics?.Dispose();
        return Task.CompletedTask;
    }
}
