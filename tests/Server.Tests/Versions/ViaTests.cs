using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using MDReader.Server.Platform;
using MDReader.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace Server.Tests.Versions;

/// <summary>Histories say by which road something came: an agent's words aren't its person's own.</summary>
public sealed class ViaTests : IAsyncLifetime
{
    const string Command = "mdreader-cli/1.0.0";

    RunningServer _server = null!;
    TestPerson _ana = null!;
    string _workspace = "";
    string _document = "";

    public async ValueTask InitializeAsync()
    {
        _server = await RunningServer.Start(("MDReader:Collaboration:RowsPerSnapshot", "7"));
        _ana = await _server.SignUp("Ana");
        _workspace = await _ana.MakeWorkspace();
        _document = (await _ana.Http.Ask("POST", $"{_workspace}/documents", new { title = "Notes", content = "app\n" })).Header("Location")!;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    Guid Id => Guid.Parse(_document.Split('/')[^1]);

    async Task<(string Id, HttpClient Http)> Token(string name, bool isAgent)
    {
        var made = await _ana.Http.Ask("POST", "/api/v1/me/tokens", new { name, isAgent });
        return (made["id"].GetString()!, _server.As(made["token"].GetString()!));
    }

    async Task Append(HttpClient who, string line)
    {
        var edits = new StringContent(
            JsonSerializer.Serialize(new { edits = new[] { new { append = line } } }),
            new MediaTypeHeaderValue("application/vnd.mdreader.edits+json"));
        var answer = await who.Ask("PATCH", $"{_document}/content", edits, ("If-Match", "*"));
        answer.Status.ShouldBe(HttpStatusCode.OK, answer.Text);
    }

    async Task AppendByProtocol(HttpClient who, string line)
    {
        var etag = (await _ana.Http.Ask("GET", $"{_document}/content")).Header("ETag")!;
        using var called = await who.SendAsync(new HttpRequestMessage(HttpMethod.Post, "/mcp")
        {
            Headers = { { "Accept", "application/json, text/event-stream" } },
            Content = new StringContent(
                JsonSerializer.Serialize(new
                {
                    jsonrpc = "2.0",
                    id = 1,
                    method = "tools/call",
                    @params = new { name = "apply_edits", arguments = new { document = Id, @base = etag, edits = new[] { new { append = line } } } },
                }),
                new MediaTypeHeaderValue("application/json")),
        });
        (await called.Content.ReadAsStringAsync()).ShouldContain("merged");
    }

    /// <summary>Each part of the text with the road it came by.</summary>
    async Task<List<string>> Told()
    {
        var text = (await _ana.Http.Ask("GET", $"{_document}/content")).Text;
        var blame = await _ana.Http.Ask("GET", $"{_document}/blame");
        return [.. blame["runs"].EnumerateArray().Select(run =>
        {
            run.GetProperty("actor").GetGuid().ShouldBe(_ana.Id);
            var part = text[run.GetProperty("start").GetInt32()..run.GetProperty("end").GetInt32()];
            return $"{part.Trim()}: {Road(run.GetProperty("via"))}";
        })];
    }

    static string Road(JsonElement via) => via.ValueKind == JsonValueKind.Null
        ? "the app"
        : $"{via.GetProperty("way").GetString()} {via.GetProperty("agent").GetString()}".TrimEnd();

    [Fact]
    public async Task Whatever_road_an_edit_came_by_history_says_so_also_once_it_is_packed()
    {
        var (_, agent) = await Token("Claude", isAgent: true);
        var (_, script) = await Token("My laptop", isAgent: false);
        var (_, cli) = await Token("mdreader on desk", isAgent: false);
        cli.DefaultRequestHeaders.Add("User-Agent", Command);
        await Append(agent, "agent\n");
        await Append(script, "api\n");
        await Append(cli, "cli\n");
        await AppendByProtocol(script, "mcp\n");
        await AppendByProtocol(agent, "agent again\n");
        string[] expected =
        [
            "app: the app", "agent: agent Claude", "api: api", "cli: cli", "mcp: mcp My laptop", "agent again: agent Claude",
        ];
        (await Told()).ShouldBe(expected);

        var version = await _ana.Http.Ask("POST", $"{_document}/versions", new { name = "All" });
        version["authors"].GetArrayLength().ShouldBe(1);
        version["contributors"].EnumerateArray().Select(one => Road(one.GetProperty("via")))
            .ShouldBe(["the app", "agent Claude", "api", "cli", "mcp My laptop"]);

        // From the rows of the log into a segment.
        await Append(_ana.Http, "app again\n");
        await Eventually.Holds(async () => await Rows("document_segments") > 0 && await Rows("document_updates") == 0, "a snapshot");
        (await Told()).ShouldBe([.. expected, "app again: the app"]);
        (await _ana.Http.Ask("GET", version.Header("Location")!))["contributors"].GetArrayLength().ShouldBe(5);
    }

    [Fact]
    public async Task What_an_agent_types_by_a_socket_is_its_own_too()
    {
        var made = await _ana.Http.Ask("POST", "/api/v1/me/tokens", new { name = "Claude", isAgent = true });
        await using var agent = await LiveClient.Connect(_server.Address, $"{Id}", $"token={made["token"].GetString()}&ack=1");
        await agent.Synced();

        await agent.Edit(doc => doc.GetText("content").Insert(0, "typed\n"));
        await agent.AllSaved();

        (await Told()).ShouldBe(["typed: agent Claude", "app: the app"]);
    }

    [Fact]
    public async Task What_an_agent_proposes_stays_its_own_once_somebody_has_accepted_it()
    {
        var (_, agent) = await Token("Claude", isAgent: true);
        var made = await agent.Ask("POST", $"{_document}/suggestions", new { @base = "1-1", content = "app\nproposed\n" });

        (await _ana.Http.Ask("POST", $"/api/v1/suggestions/{made["id"].GetString()}/accept", new { })).Status.ShouldBe(HttpStatusCode.OK);

        (await Told()).ShouldBe(["app: the app", "proposed: agent Claude"]);
    }

    [Fact]
    public async Task A_revoked_agent_has_no_name_any_more_and_stays_an_agent()
    {
        var (id, agent) = await Token("Claude", isAgent: true);
        await Append(agent, "agent\n");

        (await _ana.Http.Ask("DELETE", $"/api/v1/me/tokens/{id}")).Status.ShouldBe(HttpStatusCode.NoContent);

        (await Told()).ShouldBe(["app: the app", "agent: agent"]);
    }

    [Fact]
    public async Task Only_a_programs_token_can_call_itself_the_command()
    {
        var (_, agent) = await Token("Claude", isAgent: true);
        agent.DefaultRequestHeaders.Add("User-Agent", Command);
        using var signedIn = _server.As(_ana.AccessToken);
        signedIn.DefaultRequestHeaders.Add("User-Agent", Command);

        await Append(agent, "agent\n");
        await Append(signedIn, "by hand\n");

        (await Told()).ShouldBe(["app: the app", "agent: agent Claude", "by hand: the app"]);
    }

    async Task<long> Rows(string table)
    {
        await using var connection = await _server.Services.GetRequiredService<Database>().OpenConnection(default);
        await using var count = connection.CreateCommand();
        count.CommandText = $"select count(*) from {table}";
        return Convert.ToInt64(await count.ExecuteScalarAsync(), System.Globalization.CultureInfo.InvariantCulture);
    }
}
