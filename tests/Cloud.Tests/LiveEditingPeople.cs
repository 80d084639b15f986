using System.Net.Http.Json;
using System.Text.Json;
using MDReader.Crdt.Positions;
using MDReader.TestKit;

namespace Cloud.Tests;

// Who is there, and where their cursors are.
public abstract partial class LiveEditingTests
{
    [Fact]
    public async Task Everybody_sees_everybodys_cursor_under_their_real_name()
    {
        await using var ana = await Open(user: 1, node: 0);
        await using var ben = await Open(user: 2, node: 1);
        await ana.Show("""{"cursor":1,"user":{"name":"somebody else"}}""");
        await Until(ben, client => Shows(client, ana, user: 1, "\"cursor\":1"));
        await ben.Show("""{"cursor":2}""");
        await Until(ana, client => Shows(client, ben, user: 2, "\"cursor\":2"));
        // Who comes later is shown both.
        await using var cho = await Open(user: 3, node: 2);
        await Until(cho, client => Shows(client, ana, user: 1, "\"cursor\":1") && Shows(client, ben, user: 2, "\"cursor\":2"));
        await ana.DisposeAsync();
        await Until(cho, client => client.Shown[ana.Document.ClientId] == "null");
        await Until(ben, client => client.Shown[ana.Document.ClientId] == "null");
    }

    [Fact]
    public async Task Who_comes_back_by_another_process_takes_the_own_cursor_along_and_nobody_else_does()
    {
        await using var ana = await Open(user: 1, node: 0);
        await using var ben = await Open(user: 2, node: 1);
        await ana.Show("""{"cursor":1}""");
        await Until(ben, client => Shows(client, ana, user: 1, "\"cursor\":1"));
        // The old socket isn't noticed gone yet; the page's Yjs client is the same.
        await using var again = await Open(user: 1, node: 1, ana.Document);
        await again.Show("""{"cursor":3}""");
        await Until(ben, client => Shows(client, ana, user: 1, "\"cursor\":3"));
        await ana.DisposeAsync();
        await using var eve = await Open(user: 4, node: 2, ana.Document);
        // Before her process has heard of it, it is nobody's there.
        await Until(eve, client => Shows(client, ana, user: 1, "\"cursor\":3"));
        await eve.Show("""{"cursor":4}""");
        await eve.Show("""{"cursor":5}""");
        await again.Show("""{"cursor":6}""");
        await Until(ben, client => Shows(client, ana, user: 1, "\"cursor\":6"));
        await Until(eve, client => Shows(client, ana, user: 1, "\"cursor\":6"));
    }

    [Fact]
    public async Task Who_is_there_is_known_on_every_process()
    {
        await using var ana = await Open(user: 1, node: 0);
        await using var ben = await Open(user: 2, node: 1);
        await using var benAgain = await Open(user: 2, node: 2);
        for (var node = 0; node < 3; node++)
        {
            await Present(node, $"{Path}/presence", (1, 1), (2, 2));
            await Present(node, $"{_workspace}/presence", (1, 1), (2, 2));
        }
        await benAgain.DisposeAsync();
        await ana.DisposeAsync();
        for (var node = 0; node < 3; node++)
            await Present(node, $"{Path}/presence", (2, 1));
    }

    [Fact]
    public async Task An_agent_is_seen_from_every_process_wherever_it_works_and_has_one_cursor()
    {
        await using var ana = await Open(user: 1, node: 0);
        using var owner = _place.As(user: 0);
        var token = (await owner.Ask("POST", "/api/v1/me/tokens", new { name = "Scribe", isAgent = true }))["token"].GetString();
        for (var node = 1; node <= 3; node++)
        {
            using var agent = new HttpClient { BaseAddress = _place.Node(node) };
            agent.DefaultRequestHeaders.Authorization = new("Bearer", token);
            var (line, etag) = ($"line {node}\n", (await Etag(node)).Trim('"'));
            var edits = new { document = _id, @base = etag, edits = new[] { new { append = line } } };
            var call = new { jsonrpc = "2.0", id = node, method = "tools/call", @params = new { name = "apply_edits", arguments = edits } };
            using var request = new HttpRequestMessage(HttpMethod.Post, "/mcp") { Content = JsonContent.Create(call) };
            request.Headers.Accept.ParseAdd("application/json");
            request.Headers.Accept.ParseAdd("text/event-stream");
            (await (await agent.SendAsync(request)).Content.ReadAsStringAsync()).ShouldContain("merged");

            await Until(ana, client => client.Text.EndsWith(line, StringComparison.Ordinal) && Agents(client) is [var state]
                && RelativePosition.FromJson(state.GetProperty("cursor").GetProperty("head"))!
                    .IndexIn(client.Document.GetText("content")) == client.Text.Length);
        }
    }

    [Fact]
    public async Task Who_has_the_document_open_is_told_who_comes_and_goes()
    {
        await using var ana = await Open(user: 1, node: 0);
        await using (await Open(user: 2, node: 1))
            await Until(ana, client => client.Events.Any(said => Told(said, "came", user: 2)));
        await Until(ana, client => client.Events.Any(said => Told(said, "went", user: 2)));
    }

    [Fact]
    public async Task The_workspaces_stream_of_events_says_where_people_come_and_go()
    {
        using var http = _place.As(user: 3, node: 2);
        using var late = new CancellationTokenSource(Patience);
        using var stream = new StreamReader(await http.GetStreamAsync($"{_workspace}/events", late.Token));
        (await stream.ReadLineAsync(late.Token)).ShouldBe("event: changes");
        await using var ana = await Open(user: 1, node: 0);
        while (await stream.ReadLineAsync(late.Token) is { } line)
            if (line == "event: presence" && (await stream.ReadLineAsync(late.Token))!.Contains(_id))
                return;
        throw new InvalidOperationException("The stream has ended.");
    }

    bool Shows(LiveClient client, LiveClient whose, int user, string what) =>
        client.Shown.TryGetValue(whose.Document.ClientId, out var state) && state.Contains(what)
        && state.Contains($"\"id\":\"{_place.Seeded.Users[user].Id}\"") && !state.Contains("somebody else");

    static List<JsonElement> Agents(LiveClient client) =>
    [
        .. client.Shown.Values.Select(state => JsonDocument.Parse(state).RootElement).Where(state =>
            state.ValueKind == JsonValueKind.Object && state.GetProperty("user").TryGetProperty("agent", out _)),
    ];

    bool Told(string said, string what, int user)
    {
        var news = JsonDocument.Parse(said).RootElement;
        return news.GetProperty("type").GetString() == "presence" && news.GetProperty(what).EnumerateArray()
            .Any(person => person.GetProperty("userId").GetString() == _place.Seeded.Users[user].Id);
    }

    // Told to the other processes at once, and not waited for.
    async Task Present(int node, string path, params (int User, int Sockets)[] expected)
    {
        var wanted = expected.Select(person => (_place.Seeded.Users[person.User].Id, person.Sockets)).Order().ToList();
        using var http = _place.As(user: 0, node);
        await Eventually.Holds(async () =>
        {
            var answer = await http.Ask("GET", path);
            var people = path.StartsWith(_workspace, StringComparison.Ordinal)
                ? answer["documents"].EnumerateArray().Where(one => one.GetProperty("documentId").GetString() == _id)
                    .SelectMany(one => one.GetProperty("people").EnumerateArray())
                : answer["people"].EnumerateArray();
            return people.Select(person => (person.GetProperty("userId").GetString()!, person.GetProperty("sockets").GetInt32()))
                .Order().SequenceEqual(wanted);
        }, $"the people at {path} on process {node}");
    }
}
