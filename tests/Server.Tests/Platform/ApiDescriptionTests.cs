using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json;
using MDReader.Server.Platform;
using MDReader.TestKit;

namespace Server.Tests.Platform;

public sealed class ApiDescriptionTests(SharedServer shared)
{
    static readonly JsonSerializerOptions Indented =
        new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    readonly RunningServer _server = shared.Server;

    [Fact]
    public async Task The_document_in_the_repository_is_the_one_the_server_gives()
    {
        var answer = await _server.Http.Ask("GET", "/openapi/v1.json");
        var given = JsonSerializer.Serialize(answer.Json, Indented) + "\n";
        await ShouldBeKept("openapi.json", given);
    }

    [Fact]
    public async Task The_registry_of_problems_is_documented()
    {
        var types = typeof(Problems).GetFields().Select(field => field.GetValue(null)).OfType<ProblemType>().ToList();
        var rows = types.OrderBy(type => type.Status).ThenBy(type => type.Name, StringComparer.Ordinal)
            .Select(type => $"| `{type.Name}` | {type.Status} | {type.Title} |");

        types.Select(type => type.Name).ShouldBeUnique();
        await ShouldBeKept("problems.md", $"""
            # Problems

            What the API refuses, it refuses as `application/problem+json` (RFC 9457). Switch on `type`, which is
            `{Problems.Base}` and one of these names; `detail` says what to do next, and `traceId` finds the request in the log.

            | type | status | title |
            | --- | --- | --- |
            {string.Join('\n', rows)}

            """);
    }

    [Fact]
    public async Task Every_operation_has_an_id_and_says_how_it_refuses()
    {
        var document = (await _server.Http.Ask("GET", "/openapi/v1.json")).Json;

        document.GetProperty("openapi").GetString()!.ShouldStartWith("3.1");
        var operations = document.GetProperty("paths").EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject(), (path, method) => (Path: $"{method.Name} {path.Name}", method.Value))
            .ToList();
        operations.Count.ShouldBeGreaterThan(20);
        operations.Where(operation => !Has(operation.Value, "operationId")).ShouldBeEmpty();
        operations.Where(operation => !Has(operation.Value.GetProperty("responses"), "default")).ShouldBeEmpty();

        static bool Has(JsonElement element, string member) => element.TryGetProperty(member, out _);
    }

    [Fact]
    public async Task The_page_to_read_it_on_asks_nobody_else()
    {
        var page = await _server.Http.Ask("GET", "/docs/index.html");

        page.Status.ShouldBe(HttpStatusCode.OK);
        page.Header("Content-Security-Policy")!.ShouldContain("default-src 'none'");
        page.Text.ShouldNotContain("https://");
    }

    [Fact]
    public async Task The_server_says_that_it_lives_and_is_ready()
    {
        (await _server.Http.Ask("GET", "/health/live")).Status.ShouldBe(HttpStatusCode.OK);
        (await _server.Http.Ask("GET", "/health/ready")).Status.ShouldBe(HttpStatusCode.OK);
    }

    static async Task ShouldBeKept(string name, string text)
    {
        var file = Path.Combine(Repository(), "docs", "api", name);
        if (Environment.GetEnvironmentVariable("MDREADER_UPDATE_OPENAPI") == "1")
        {
            await File.WriteAllTextAsync(file, text);
        }

        (await File.ReadAllTextAsync(file)).ShouldBe(
            text, $"run the tests with MDREADER_UPDATE_OPENAPI=1 and commit docs/api/{name}");
    }

    static string Repository([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", ".."));
}
