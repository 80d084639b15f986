using System.Text.Json;
using MDReader.TestKit;

namespace Server.Tests.Platform;

[Collection(Listening)]
public sealed class TelemetryTests
{
    /// <summary>A collector of spans and metrics hears every server of this process.</summary>
    public const string Listening = "listening";

    [Fact]
    public async Task Metrics_and_traces_go_to_the_collector_that_is_named()
    {
        await using var collector = await OtlpReceiver.Start();
        await using var server = await RunningServer.Start(collector.Settings);
        using var ada = await server.SignUp("Ada");
        var document = await ada.MakeDocument(await ada.MakeWorkspace());
        await using var client = await LiveClient.Connect(
            server.Address, document.Split('/')[^1], $"token={ada.AccessToken}&ack=1");
        await client.Synced();
        await client.Type("Hello");
        await client.AllSaved();
        await ada.Http.Ask("GET", $"{document}?token=canary-in-the-query");
        await server.Http.Ask("GET", "/api/v1/me", null, ("Authorization", "Bearer canary-in-a-header"));

        await Eventually.Holds(
            () => collector.Metrics is var metrics && ((string[])
            [
                "http.server.request.duration", "kestrel.active_connections", "mdreader.connections", "mdreader.rooms",
                "mdreader.acknowledgement.duration",
            ]).All(name => metrics.Contains(name, StringComparison.Ordinal)),
            "the metrics");
        await Eventually.Holds(
            () => collector.Traces.Contains("GET /api/v1/documents/{id:guid}", StringComparison.Ordinal), "the traces");
        collector.Traces.ShouldContain("mdreader");
        collector.Traces.ShouldNotContain(ada.AccessToken);
        collector.Traces.ShouldNotContain("canary");
        collector.Metrics.ShouldNotContain("canary");
    }

    [Fact]
    public async Task In_production_every_line_of_the_log_is_a_JSON_object()
    {
        var data = Directory.CreateTempSubdirectory("mdreader-test-");
        await using (var host = await HostProcess.Start(data.FullName))
        {
            await Eventually.Holds(
                () => host.Lines.Any(line => line.Contains("/setup", StringComparison.Ordinal)), "the set-up link");
            foreach (var line in host.Lines.Where(line => line.Length > 0))
            {
                var entry = JsonDocument.Parse(line).RootElement;
                entry.GetProperty("LogLevel").GetString().ShouldNotBeNullOrEmpty();
                entry.GetProperty("Timestamp").GetString()!.ShouldEndWith("Z");
            }
        }

        data.Delete(recursive: true);
    }
}
