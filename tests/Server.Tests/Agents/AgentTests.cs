using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using MDReader.Crdt.Positions;
using MDReader.Server.Agents;
using MDReader.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace Server.Tests.Agents;

/// <summary>The server's own MCP, as a stock client from npm uses it.</summary>
public sealed class AgentTests(SharedServer shared) : IAsyncLifetime
{
    static readonly string[] ReadScope = ["read"];

    readonly RunningServer _server = shared.Server;
    TestPerson _ana = null!;
    string _workspace = "";
    string _document = "";

    Guid Id => Guid.Parse(_document.Split('/')[^1]);

    public async ValueTask InitializeAsync()
    {
        _ana = await _server.SignUp("Ana");
        _workspace = await _ana.MakeWorkspace();
        _document = await _ana.MakeDocument(_workspace);
        await _ana.Put(_document, "The quick brown fox 😀 jumps.\n"u8.ToArray(), ifMatch: "\"1-0\"");
    }

    public ValueTask DisposeAsync()
    {
        _ana.Dispose();
        return ValueTask.CompletedTask;
    }

    async Task<StockAgent> Agent(TestPerson who, string[]? scopes = null) => await StockAgent.Connect(
        _server.Address, (await who.Http.Ask("POST", "/api/v1/me/tokens", new { name = "agent", scopes }))["token"].GetString()!);

    async Task<string> Text() => (await _ana.Http.Ask("GET", $"{_document}/content")).Text;

    [Fact]
    public async Task A_stock_client_connects_and_finds_the_tools_described()
    {
        using var agent = await Agent(_ana);

        agent.Greeting.GetProperty("server").GetProperty("name").GetString().ShouldBe("MDReader");
        agent.Greeting.GetProperty("instructions").GetString()!.ShouldContain("base");
        var tools = (await agent.List()).GetProperty("tools").EnumerateArray().ToDictionary(tool => tool.GetProperty("name").GetString()!);
        tools.Keys.ShouldBe(["search", "read", "apply_edits", "suggest", "comment", "list_threads", "reply", "resolve"], ignoreOrder: true);
        tools["apply_edits"].GetProperty("inputSchema").GetProperty("required").EnumerateArray().Select(name => name.GetString())
            .ShouldBe(["document", "base", "edits"], ignoreOrder: true);
        tools["read"].GetProperty("annotations").GetProperty("readOnlyHint").GetBoolean().ShouldBeTrue();
    }

    static object Greeting(string version) => new
    {
        jsonrpc = "2.0",
        id = 1,
        method = "initialize",
        @params = new { protocolVersion = version, capabilities = new { }, clientInfo = new { name = "agent", version = "1" } },
    };

    [Theory]
    [InlineData("application/json", null, 406)]
    [InlineData("application/json, text/event-stream", null, 200)]
    [InlineData("*/*", "2025-06-18", 200)]
    [InlineData("application/json, text/event-stream", "1999-12-31", 400)]
    public async Task A_request_that_asks_for_what_the_protocol_hasnt_is_refused(string accept, string? version, int status)
    {
        var answer = await _ana.Http.Ask(
            "POST", "/mcp", Greeting("2025-06-18"),
            version is null ? [("Accept", accept)] : [("Accept", accept), ("MCP-Protocol-Version", version)]);
        ((int)answer.Status).ShouldBe(status, answer.Text);
    }

    [Fact]
    public async Task Every_version_that_is_taken_is_spoken()
    {
        foreach (var version in AgentRoutes.Versions)
        {
            using var answer = await _ana.Http.PostAsJsonAsync("/mcp", Greeting(version));
            (await answer.Content.ReadAsStringAsync()).ShouldContain($"\"protocolVersion\":\"{version}\"");
        }
    }

    [Fact]
    public async Task A_range_is_read_and_never_half_a_character()
    {
        using var agent = await Agent(_ana);
        var whole = await agent.Must("read", new { document = Id });
        whole.GetProperty("text").GetString().ShouldBe("The quick brown fox 😀 jumps.\n");
        whole.GetProperty("base").GetString().ShouldBe("1-1");
        var part = await agent.Must("read", new { document = Id, start = 16, end = 21 });
        part.GetProperty("text").GetString().ShouldBe("fox ");
        (await agent.Must("read", new { document = Id, start = 21, end = 9999 })).GetProperty("text").GetString().ShouldBe("😀 jumps.\n");
    }

    [Fact]
    public async Task Edits_on_a_stale_base_delete_nobodys_words()
    {
        using var agent = await Agent(_ana);
        var read = (await agent.Must("read", new { document = Id })).GetProperty("base").GetString()!;
        await _ana.Put(_document, "A person writes here.\nThe quick brown fox 😀 jumps high.\n"u8.ToArray(), ifMatch: "\"1-1\"");

        var written = await agent.Must("apply_edits", new
        {
            document = Id,
            @base = read,
            edits = new object[] { new { start = 4, end = 9, text = "slow" }, new { append = "The end.\n" } },
        });

        written.GetProperty("merged").GetBoolean().ShouldBeTrue();
        (await Text()).ShouldBe("A person writes here.\nThe slow brown fox 😀 jumps high.\nThe end.\n");
    }

    [Fact]
    public async Task A_suggestion_changes_nothing_until_somebody_accepts_it()
    {
        using var agent = await Agent(_ana);
        var @base = (await agent.Must("read", new { document = Id })).GetProperty("base").GetString()!;

        var made = await agent.Must("suggest", new
        {
            document = Id,
            @base,
            edits = new[] { new { find = "quick", replace = "slow" } },
            message = "It is an old fox.",
        });

        (await Text()).ShouldBe("The quick brown fox 😀 jumps.\n");
        made.GetProperty("isAssisted").GetBoolean().ShouldBeTrue();
        var accepted = await _ana.Http.Ask("POST", $"/api/v1/suggestions/{made.GetProperty("id").GetGuid()}/accept", new { });
        accepted.Status.ShouldBe(HttpStatusCode.OK, accepted.Text);
        (await Text()).ShouldBe("The slow brown fox 😀 jumps.\n");
    }

    [Fact]
    public async Task An_agent_that_writes_while_people_type_loses_none_of_their_words()
    {
        using var agent = await Agent(_ana);
        await using var person = await LiveClient.Connect(_server.Address, $"{Id}", $"token={_ana.AccessToken}&ack=1");
        await person.Synced();
        for (var round = 0; round < 5; round++)
        {
            var @base = (await agent.Must("read", new { document = Id })).GetProperty("base").GetString()!;
            await person.Type($"<person {round}>");
            await agent.Must("apply_edits", new { document = Id, @base, edits = new[] { new { append = $"<agent {round}>\n" } } });
        }

        await Eventually.Holds(
            async () => await Text() is var text && Enumerable.Range(0, 5).All(round => text.Contains($"<person {round}>") && text.Contains($"<agent {round}>")),
            "everybody's words");
    }

    [Fact]
    public async Task An_agent_is_seen_at_its_work_by_who_has_the_document_open_and_by_its_name()
    {
        using var agent = await Agent(_ana);
        await using var person = await LiveClient.Connect(_server.Address, $"{Id}", $"token={_ana.AccessToken}&ack=1");
        await person.Synced();

        await agent.Must("apply_edits", new { document = Id, @base = "1-1", edits = new[] { new { find = "fox", replace = "wolf" } } });
        await Until(person, state => state.GetProperty("user").GetProperty("id").GetGuid() == _ana.Id
            && Place(person, state, "head") == "The quick brown wolf".Length);

        var thread = await agent.Must("comment", new { document = Id, @base = "1-2", start = 4, end = 9, body = "How quick?" });
        await Until(person, state => (Place(person, state, "anchor"), Place(person, state, "head")) == (4, 9));
        person.Events.ShouldContain(said => said.Contains("\"presence\"") && said.Contains("\"agent\":\"agent\""));

        async Task<string?[]> Present() =>
        [
            .. (await _ana.Http.Ask("GET", $"{_document}/presence"))["people"].EnumerateArray()
                .Select(one => one.TryGetProperty("agent", out var name) ? name.GetString() : null).Order(),
        ];
        await Eventually.Holds(
            async () =>
            {
                await agent.Must("reply", new { thread = thread.GetProperty("id").GetString(), body = "Very." });
                return await Present() is [null, "agent"];
            },
            "the agent among those who are here");

        // It has nothing open: it goes by itself.
        await Eventually.Holds(async () => await Present() is [null], "the agent to go");
        await person.Until(client => client.Shown.Values.All(state => state == "null")).WaitAsync(TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task Nobody_else_is_shown_as_an_agent_whatever_they_say()
    {
        await using var ana = await LiveClient.Connect(_server.Address, $"{Id}", $"token={_ana.AccessToken}");
        await using var witness = await LiveClient.Connect(_server.Address, $"{Id}", $"token={_ana.AccessToken}");
        await witness.Synced();
        await ana.Show("""{"user":{"agent":"Scribe"},"cursor":null}""");
        await witness.Until(client => client.Shown.Values.Any(state => state.Contains("cursor"))).WaitAsync(TimeSpan.FromMinutes(1));
        witness.Shown.Values.ShouldAllBe(state => !state.Contains("Scribe"));
    }

    /// <summary>Waits until an agent's awareness state, as this client is shown it, is what it should be.</summary>
    static Task Until(LiveClient who, Func<JsonElement, bool> isRight) => who.Until(client => client.Shown.Values
        .Select(state => JsonDocument.Parse(state).RootElement)
        .Any(state => state.ValueKind == JsonValueKind.Object
            && state.GetProperty("user").TryGetProperty("agent", out var name) && name.GetString() == "agent" && isRight(state)))
        .WaitAsync(TimeSpan.FromMinutes(1));

    static int? Place(LiveClient who, JsonElement state, string end) =>
        state.TryGetProperty("cursor", out var cursor)
            ? RelativePosition.FromJson(cursor.GetProperty(end))!.IndexIn(who.Document.GetText("content"))
            : null;

    [Fact]
    public async Task Edits_are_all_made_or_none_and_say_what_is_wrong()
    {
        using var agent = await Agent(_ana);
        var (isError, said) = await agent.Call("apply_edits", new
        {
            document = Id,
            @base = "1-1",
            edits = new object[] { new { find = "fox", replace = "dog" }, new { find = "wolf", replace = "dog" } },
        });
        isError.ShouldBeTrue();
        said.ShouldStartWith("edit-not-found");
        (await agent.Call("apply_edits", new { document = Id, @base = "1-99", edits = new[] { new { append = "x" } } })).Text.ShouldStartWith("base-unavailable");
        (await agent.Call("apply_edits", new { document = Id, @base = "1-1", edits = Array.Empty<object>() })).Text.ShouldStartWith("validation-failed");
        (await agent.Call("nothing", new { })).IsError.ShouldBeTrue();
        (await Text()).ShouldBe("The quick brown fox 😀 jumps.\n");
    }

    [Fact]
    public async Task Threads_are_begun_answered_and_resolved()
    {
        using var agent = await Agent(_ana);
        var thread = await agent.Must("comment", new { document = Id, @base = "1-1", start = 16, end = 19, body = "Which fox?" });
        thread.GetProperty("anchor").GetProperty("quote").GetString().ShouldBe("fox");
        var id = thread.GetProperty("id").GetString();
        await agent.Must("reply", new { thread = id, body = "The **brown** one." });
        (await agent.Must("resolve", new { thread = id })).GetProperty("status").GetString().ShouldBe("resolved");
        (await agent.Must("list_threads", new { document = Id, status = "resolved" }))[0].GetProperty("comments").GetArrayLength().ShouldBe(2);
        (await agent.Call("comment", new { document = Id, @base = "1-1", start = 5, end = 5, body = "x" })).Text.ShouldStartWith("validation-failed");
    }

    [Fact]
    public async Task Documents_are_found()
    {
        await _server.Services.GetRequiredService<MDReader.Server.Search.SearchFollower>().CatchUp(default);
        using var agent = await Agent(_ana);
        var found = await agent.Must("search", new { query = "quick fox" });
        found.EnumerateArray().Select(hit => hit.GetProperty("document").GetGuid()).ShouldContain(Id);
    }

    [Fact]
    public async Task A_token_that_only_reads_changes_nothing_and_a_stranger_sees_nothing()
    {
        using var reader = await Agent(_ana, ReadScope);
        (await reader.Must("read", new { document = Id })).GetProperty("base").GetString().ShouldBe("1-1");
        foreach (var (tool, arguments) in new (string, object)[]
        {
            ("apply_edits", new { document = Id, @base = "1-1", edits = new[] { new { append = "x" } } }),
            ("comment", new { document = Id, @base = "1-1", start = 0, end = 3, body = "x" }),
            ("reply", new { thread = Guid.NewGuid(), body = "x" }),
            ("resolve", new { thread = Guid.NewGuid() }),
        })
            (await reader.Call(tool, arguments)).Text.ShouldStartWith("insufficient-scope", customMessage: tool);

        using var eve = await _server.SignUp("Eve");
        using var stranger = await Agent(eve);
        (await stranger.Call("read", new { document = Id })).Text.ShouldStartWith("not-found");
        (await stranger.Call("apply_edits", new { document = Id, @base = "1-1", edits = new[] { new { append = "x" } } })).Text.ShouldStartWith("not-found");
        (await stranger.Must("search", new { query = "quick fox" })).GetArrayLength().ShouldBe(0);
        await _ana.Http.Ask("PUT", $"{_workspace}/members/{eve.Id}", new { role = "viewer" });
        (await stranger.Call("apply_edits", new { document = Id, @base = "1-1", edits = new[] { new { append = "x" } } })).Text.ShouldStartWith("forbidden");
        (await Text()).ShouldBe("The quick brown fox 😀 jumps.\n");
    }

    [Fact]
    public async Task An_agent_that_an_owner_has_paused_does_nothing_in_their_workspace_and_goes_on_elsewhere()
    {
        using var ben = await _server.SignUp("Ben");
        await _ana.Http.Ask("PUT", $"{_workspace}/members/{ben.Id}", new { role = "editor" });
        var own = await ben.MakeDocument(await ben.MakeWorkspace());
        var made = await ben.Http.Ask("POST", "/api/v1/me/tokens", new { name = "Scribe", isAgent = true });
        await ben.Http.Ask("POST", "/api/v1/me/tokens", new { name = "script" });
        var token = made["id"].GetGuid();
        using var agent = await StockAgent.Connect(_server.Address, made["token"].GetString()!);
        await agent.Must("read", new { document = Id });
        var thread = (await agent.Must("comment", new { document = Id, @base = "1-1", start = 4, end = 9, body = "?" })).GetProperty("id").GetGuid();

        var listed = await _ana.Http.Ask("GET", $"{_workspace}/agents");
        listed["items"].EnumerateArray().Where(one => one.GetProperty("userId").GetGuid() == ben.Id)
            .Select(one => (one.GetProperty("name").GetString(), one.GetProperty("isAgent").GetBoolean(), one.GetProperty("userName").GetString()))
            .ShouldBe([("script", false, "Ben"), ("Scribe", true, "Ben")]);
        (await ben.Http.Ask("GET", $"{_workspace}/agents")).Problem.ShouldBe("forbidden");

        (await ben.Http.Ask("PATCH", $"{_workspace}/agents/{token}", new { paused = true })).Problem.ShouldBe("forbidden");
        var paused = await _ana.Http.Ask("PATCH", $"{_workspace}/agents/{token}", new { paused = true });
        paused["pausedHereAt"].GetDateTimeOffset().ShouldBeGreaterThan(DateTimeOffset.UnixEpoch, paused.Text);
        foreach (var (tool, arguments) in new (string, object)[]
        {
            ("read", new { document = Id }),
            ("list_threads", new { document = Id }),
            ("apply_edits", new { document = Id, @base = "1-1", edits = new[] { new { append = "x" } } }),
            ("suggest", new { document = Id, @base = "1-1", edits = new[] { new { append = "x" } } }),
            ("comment", new { document = Id, @base = "1-1", start = 0, end = 3, body = "x" }),
            ("reply", new { thread, body = "x" }),
            ("resolve", new { thread }),
        })
            (await agent.Call(tool, arguments)).Text.ShouldStartWith("forbidden", customMessage: tool);
        await agent.Must("read", new { document = Guid.Parse(own.Split('/')[^1]) });
        (await Text()).ShouldBe("The quick brown fox 😀 jumps.\n");

        var resumed = await _ana.Http.Ask("PATCH", $"{_workspace}/agents/{token}", new { paused = false });
        resumed["pausedHereAt"].ValueKind.ShouldBe(JsonValueKind.Null, resumed.Text);
        await agent.Must("read", new { document = Id });
        await _ana.Http.Ask("PATCH", $"{_workspace}/agents/{token}", new { paused = true });
        (await ben.Http.Ask("DELETE", $"/api/v1/me/tokens/{token}")).Status.ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task A_workspace_where_an_agent_is_paused_is_not_searched_for_it()
    {
        await _server.Services.GetRequiredService<MDReader.Server.Search.SearchFollower>().CatchUp(default);
        var made = await _ana.Http.Ask("POST", "/api/v1/me/tokens", new { name = "Scribe", isAgent = true });
        using var agent = await StockAgent.Connect(_server.Address, made["token"].GetString()!);
        async Task<bool> Finds() => (await agent.Must("search", new { query = "quick fox" })).EnumerateArray()
            .Any(hit => hit.GetProperty("document").GetGuid() == Id);
        (await Finds()).ShouldBeTrue();
        await _ana.Http.Ask("PATCH", $"{_workspace}/agents/{made["id"].GetGuid()}", new { paused = true });
        (await Finds()).ShouldBeFalse();
    }

    [Fact]
    public async Task A_paused_agent_gets_in_by_no_other_road_either()
    {
        var other = await _ana.MakeWorkspace();
        var elsewhere = await _ana.MakeDocument(other);
        var thread = await _ana.Http.Ask(
            "POST", $"{_document}/threads", new { anchor = new { start = 4, end = 9, quote = "quick", @base = "1-1" }, body = "?" });
        var made = await _ana.Http.Ask("POST", "/api/v1/me/tokens", new { name = "Scribe", isAgent = true });
        using var http = _server.As(made["token"].GetString()!);
        (string Method, string Path)[] roads =
        [
            ("GET", _document), ("GET", $"{_document}/content"), ("GET", $"{_workspace}/tree"), ("GET", $"{_workspace}/changes"),
            ("GET", $"{_document}/threads"), ("PATCH", $"/api/v1/threads/{thread["id"].GetGuid()}"), ("GET", "/api/v1/search?q=quick"),
            ("GET", $"/api/v1/search?q=quick&workspace={_workspace.Split('/')[^1]}"), ("POST", $"{elsewhere}/move"),
            ("POST", $"{_document}/realtime-tickets"), ("GET", "/api/v1/notifications"),
        ];
        (await http.Ask("GET", $"{_document}/content")).Status.ShouldBe(HttpStatusCode.OK);
        var ticket = (await http.Ask("POST", $"{_document}/realtime-tickets"))["ticket"].GetString();
        await using var open = await LiveClient.Connect(_server.Address, $"{Id}", $"token={made["token"].GetString()}");
        await open.Synced();

        await _ana.Http.Ask("PATCH", $"{_workspace}/agents/{made["id"].GetGuid()}", new { paused = true });

        await open.Closed.WaitAsync(TimeSpan.FromMinutes(1));
        open.CloseCode.ShouldBe(4403);
        foreach (var (method, path) in roads)
            (await http.Ask(method, path, method == "GET" ? null : "{}")).Problem.ShouldBe("forbidden", $"{method} {path}");
        foreach (var way in new[] { $"token={made["token"].GetString()}", $"ticket={ticket}" })
        {
            await using var late = await LiveClient.Connect(_server.Address, $"{Id}", way);
            await late.Closed.WaitAsync(TimeSpan.FromMinutes(1));
            late.CloseCode.ShouldBe(4403, way.Split('=')[0]);
        }

        (await http.Ask("GET", $"{elsewhere}/content")).Status.ShouldBe(HttpStatusCode.OK);
        (await http.Ask("GET", "/api/v1/workspaces")).Status.ShouldBe(HttpStatusCode.OK);
        (await http.Ask("GET", $"/api/v1/search?q=quick&workspace={other.Split('/')[^1]}")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Who_brings_no_token_is_turned_away_before_anything_is_read()
    {
        using var nobody = await StockAgent.Connect(_server.Address, "rubbish");
        nobody.Greeting.GetProperty("failed").GetString()!.ShouldContain("401");
        (await _server.Http.Ask("POST", "/mcp", "{}")).Problem.ShouldBe("unauthenticated");
        (await _ana.Http.Ask("GET", "/mcp")).Problem.ShouldBe("method-not-allowed");
        (await _ana.Http.Ask("POST", "/mcp", "nonsense")).Problem.ShouldBe("malformed-json");
        (await _server.As(_ana.AccessToken).Ask("POST", "/mcp", "{}", ("Origin", "https://evil.example"))).Problem.ShouldBe("origin-not-allowed");
    }
}
