using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace MDReader.TestKit;

/// <summary>A collector on loopback that takes OTLP over HTTP and keeps what it is sent, to be searched: names and values
/// of text stand in protobuf as they are.</summary>
public sealed class OtlpReceiver : IAsyncDisposable
{
    readonly WebApplication _app;
    readonly ConcurrentQueue<string> _traces = new();
    readonly ConcurrentQueue<string> _metrics = new();

    OtlpReceiver(WebApplication app) => _app = app;

    public string Traces => string.Concat(_traces);

    public string Metrics => string.Concat(_metrics);

    /// <summary>The configuration of a server that sends here, without waiting long.</summary>
    public (string, string)[] Settings =>
    [
        ("OTEL_EXPORTER_OTLP_ENDPOINT", _app.Urls.Single()),
        ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
        ("OTEL_METRIC_EXPORT_INTERVAL", "100"),
        ("OTEL_BSP_SCHEDULE_DELAY", "100"),
    ];

    public static async Task<OtlpReceiver> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddRouting();
        var app = builder.Build();
        var receiver = new OtlpReceiver(app);
        app.MapPost("/v1/traces", (HttpRequest request) => Keep(request, receiver._traces));
        app.MapPost("/v1/metrics", (HttpRequest request) => Keep(request, receiver._metrics));
        await app.StartAsync();
        return receiver;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    static async Task<IResult> Keep(HttpRequest request, ConcurrentQueue<string> kept)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body);
        kept.Enqueue(Encoding.Latin1.GetString(body.ToArray()));
        return Results.Bytes([], "application/x-protobuf");
    }
}
