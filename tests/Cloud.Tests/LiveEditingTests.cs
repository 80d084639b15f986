using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using MDReader.Crdt.Positions;
using MDReader.TestKit;

namespace Cloud.Tests;

/// <summary>
/// What people see of live editing, written once and run in each of the ways there are: nobody can tell on which process they
/// are. Where there is one process, all of them are the same.
/// </summary>
public abstract partial class LiveEditingTests(Installations installations, Kind kind) : IAsyncLifetime
{
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    Installation _place = null!;
    int _number;
    string _id = "";

    string Path => $"/api/v1/documents/{_id}";

    public async ValueTask InitializeAsync()
    {
        Assert.SkipWhen(kind == Kind.ThroughGateway && Environment.GetEnvironmentVariable("MDREADER_LONG") is null, "For ./test.sh --all.");
        _place = await installations.Of(kind);
        using var owner = _place.As(user: 0);
        var seeded = await owner.Ask("GET", $"/api/v1/documents/{_place.Seeded.Documents[0]}");
        var workspace = seeded["workspaceId"].GetString();
        var made = await owner.Ask("POST", $"/api/v1/workspaces/{workspace}/documents", new { title = "Shared" });
        (_id, _workspace) = (made["id"].GetString()!, $"/api/v1/workspaces/{workspace}");
        _number = installations.NextDocument();
    }

    string _workspace = "";

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return default;
    }

    [Fact]
    public async Task Two_people_see_each_others_typing_and_it_is_saved()
    {
        await using var ana = await Open(user: 1, node: 0);
        await using var ben = await Open(user: 2, node: 1);
        await ana.Type("from Ana");
        await Until(ben, client => client.Text == "from Ana");
        await ben.Type("from Ben, ");
        await Until(ana, client => client.Text == "from Ben, from Ana");
        await ana.AllSaved().WaitAsync(Patience);
        (await Read(node: 2)).ShouldBe("from Ben, from Ana");
    }

    [Fact]
    public async Task A_write_over_REST_reaches_who_has_it_open()
    {
        await using var ana = await Open(user: 1, node: 0);
        (await Write("written", "*", node: 1)).Status.ShouldBe(HttpStatusCode.OK);
        await Until(ana, client => client.Text == "written");
    }

    [Fact]
    public async Task Of_two_writes_over_one_version_one_wins()
    {
        for (var round = 0; round < 10; round++)
        {
            var etag = await Etag(node: round);
            var both = await Task.WhenAll(Write($"one {round}", etag, node: 0), Write($"two {round}", etag, node: 1));
            both.Select(answer => answer.Status).Order().ShouldBe([HttpStatusCode.OK, HttpStatusCode.PreconditionFailed]);
            var won = both[0].Status == HttpStatusCode.OK ? $"one {round}" : $"two {round}";
            (await Read(node: 2)).ShouldBe(won);
        }
    }

    [Fact]
    public async Task Nine_people_typing_at_once_all_end_with_the_same_text_and_every_word_once()
    {
        const int Words = 60;
        var people = await Task.WhenAll(Enumerable.Range(0, 9).Select(number => Open(number, number)));
        await Task.WhenAll(people.Select(async (person, number) =>
        {
            for (var word = 0; word < Words; word++)
                await person.Type(string.Create(CultureInfo.InvariantCulture, $"<{number}:{word}>"));
            await person.AllSaved().WaitAsync(Patience);
        }));
        var length = Enumerable.Range(0, Words).Sum(word => $"<0:{word}>".Length) * people.Length;
        foreach (var person in people)
            await Until(person, client => client.Text.Length == length);
        people.Select(person => person.Text).Distinct().Count().ShouldBe(1);
        Word().Matches(people[0].Text).Select(match => match.Value).ShouldBeUnique();
        (await Read(node: 1)).ShouldBe(people[0].Text);
        foreach (var person in people)
            await person.DisposeAsync();
    }

    [Fact]
    public async Task A_ticket_opens_one_socket_on_whichever_process()
    {
        using var ana = _place.As(user: 1, node: 0);
        var ticket = (await ana.Ask("POST", $"{Path}/realtime-tickets"))["ticket"].GetString();
        var sockets = await Task.WhenAll(Enumerable.Range(0, 6).Select(async node =>
        {
            var socket = await LiveClient.Connect(_place.Door(node), _id, $"ticket={ticket}&ack=1");
            await socket.Synced().WaitAsync(Patience);
            return socket;
        }));
        sockets.Count(socket => socket.CloseCode == 4401).ShouldBe(5);
        sockets.Count(socket => socket.CloseCode is null).ShouldBe(1);
        foreach (var socket in sockets)
            await socket.DisposeAsync();
    }

    [Fact]
    public async Task A_ticket_from_before_its_revocation_opens_nothing_after_it()
    {
        using var ana = _place.As(user: 1, node: 0);
        var made = await ana.Ask("POST", "/api/v1/me/tokens", new { name = "short" });
        using var program = new HttpClient { BaseAddress = _place.Node(1) };
        program.DefaultRequestHeaders.Authorization = new("Bearer", made["token"].GetString());
        var ticket = (await program.Ask("POST", $"{Path}/realtime-tickets"))["ticket"].GetString();
        await ana.Ask("DELETE", $"/api/v1/me/tokens/{made["id"].GetString()}");
        await using var socket = await LiveClient.Connect(_place.Door(2), _id, $"ticket={ticket}&ack=1");
        await socket.Closed.WaitAsync(Patience);
        socket.CloseCode.ShouldBe(4401);
    }

    [Fact]
    public async Task Somebodys_sockets_are_counted_on_all_processes_together()
    {
        const int Limit = 50;
        var sockets = new List<LiveClient>();
        for (var number = 0; number < Limit; number++)
            sockets.Add(await Open(user: 11, node: number));
        sockets.ShouldAllBe(socket => socket.CloseCode == null);
        await using (var past = await Open(user: 11, node: 1))
            past.CloseCode.ShouldBe(4429);
        await sockets[^1].DisposeAsync();
        await Eventually.Holds(async () =>
        {
            await using var next = await Open(user: 11, node: 2);
            return next.CloseCode is null;
        }, "a closed socket to make room");
        foreach (var socket in sockets)
            await socket.DisposeAsync();
    }

    [Fact]
    public async Task A_viewer_sees_everything_and_writes_nothing()
    {
        await using var ana = await Open(user: 1, node: 0);
        await Role(user: 9, "viewer");
        await using var viewer = await Open(user: 9, node: 1);
        await ana.Type("look");
        await Until(viewer, client => client.Text == "look");
        await viewer.Type("not by me ");
        await viewer.Closed.WaitAsync(Patience);
        viewer.CloseCode.ShouldBe(4403);
        (await Read(node: 2)).ShouldBe("look");
        await Role(user: 9, "editor");
    }

    [Fact]
    public async Task What_was_typed_offline_arrives_once_and_a_state_of_another_epoch_not_at_all()
    {
        var offline = new MDReader.Crdt.Doc(new() { ClientId = 77 });
        offline.GetText("content").Insert(0, "typed offline");
        await using (var ana = await Open(user: 1, node: 0, offline))
            await ana.AllSaved().WaitAsync(Patience);
        await using (var again = await Open(user: 1, node: 1, offline))
            await again.AllSaved().WaitAsync(Patience);
        (await Read(node: 2)).ShouldBe("typed offline");
        await using var foreign = await LiveClient.Connect(
            _place.Door(2), _id, $"token={_place.Seeded.Users[1].Token}&ack=1&epoch=9");
        await foreign.Closed.WaitAsync(Patience);
        foreign.CloseCode.ShouldBe(4409);
    }

    [Fact]
    public async Task A_rewrite_since_an_older_version_is_merged_with_what_was_typed_since()
    {
        await using var ana = await Open(user: 1, node: 0);
        await ana.Type("one two three");
        await ana.AllSaved().WaitAsync(Patience);
        var etag = await Etag(node: 1);
        await ana.Type("zero ");
        await ana.AllSaved().WaitAsync(Patience);
        using var http = _place.As(user: 2, node: 2);
        var answer = await http.Ask("PUT", $"{Path}/content?base={Uri.EscapeDataString(etag)}",
            new StringContent("one 2 three", System.Text.Encoding.UTF8, "text/markdown"));
        answer.Status.ShouldBe(HttpStatusCode.OK, answer.Text);
        await Until(ana, client => client.Text == "zero one 2 three");
    }

    [Fact]
    public async Task A_client_id_that_somebody_writes_as_is_nobody_elses()
    {
        await using var ana = await Open(user: 1, node: 0);
        await ana.Type("mine");
        await ana.AllSaved().WaitAsync(Patience);
        var forged = new MDReader.Crdt.Doc(new() { ClientId = ana.Document.ClientId });
        byte[]? update = null;
        forged.GetText("content").Insert(0, "mine");
        forged.Updated += made => update = made.Update;
        forged.GetText("content").Insert(4, " and forged");
        await using var ben = await Open(user: 2, node: 1);
        await ben.SendUpdate(update!);
        await ben.Closed.WaitAsync(Patience);
        ben.CloseCode.ShouldBe(4403);
        (await Read(node: 2)).ShouldBe("mine");
    }

    [Fact]
    public async Task A_lowered_role_ends_open_sockets()
    {
        await using var ben = await Open(user: 10, node: 1);
        await Role(user: 10, "viewer");
        await ben.Closed.WaitAsync(Patience);
        ben.CloseCode.ShouldBe(4403);
        await Role(user: 10, "editor");
    }

    [Fact]
    public async Task A_revoked_token_ends_open_sockets()
    {
        using var ana = _place.As(user: 1, node: 0);
        var made = await ana.Ask("POST", "/api/v1/me/tokens", new { name = "short" });
        var token = made["token"].GetString();
        await using var socket = await LiveClient.Connect(_place.Door(1), _id, $"token={token}&ack=1");
        await socket.Synced().WaitAsync(Patience);
        await ana.Ask("DELETE", $"/api/v1/me/tokens/{made["id"].GetString()}");
        await socket.Closed.WaitAsync(Patience);
        socket.CloseCode.ShouldBe(4401);
    }

    [Fact]
    public async Task A_deleted_link_ends_its_guests_sockets_and_opens_nothing_more()
    {
        using var owner = _place.As(user: 0, node: 0);
        var link = await owner.Ask("POST", $"{Path}/links", new { role = "editor" });
        var opening = $"/api/v1/links/{link["token"].GetString()}/open";
        var guests = await Task.WhenAll(Enumerable.Range(0, 3).Select(async node =>
        {
            using var stranger = new HttpClient { BaseAddress = _place.Node(node) };
            var opened = await stranger.Ask("POST", opening, new { name = $"Guest {node}" });
            var token = opened["accessToken"].GetString();
            // On another process than the one that let them in.
            var socket = await LiveClient.Connect(_place.Door(node + 1), _id, $"token={token}&ack=1");
            await socket.Synced().WaitAsync(Patience);
            await socket.Type($"<{node}>");
            await socket.AllSaved().WaitAsync(Patience);
            return (Token: token, Socket: socket);
        }));

        await owner.Ask("DELETE", $"/api/v1/links/{link["id"].GetString()}");

        foreach (var (token, socket) in guests)
        {
            await socket.Closed.WaitAsync(Patience);
            socket.CloseCode.ShouldBe(4403);
            await socket.DisposeAsync();
            foreach (var node in Enumerable.Range(0, 3))
            {
                await using var again = await LiveClient.Connect(_place.Door(node), _id, $"token={token}&ack=1");
                await again.Closed.WaitAsync(Patience);
                again.CloseCode.ShouldNotBeNull();
            }
        }

        using var late = new HttpClient { BaseAddress = _place.Node(2) };
        (await late.Ask("POST", opening, new { name = "Late" })).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_document_in_the_trash_ends_its_sockets()
    {
        await using var ben = await Open(user: 2, node: 1);
        using var owner = _place.As(user: 0, node: 0);
        await owner.Ask("DELETE", Path);
        await ben.Closed.WaitAsync(Patience);
        ben.CloseCode.ShouldBe(4404);
    }

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

    [Fact]
    public async Task Guesses_are_counted_wherever_they_are_made()
    {
        var account = $"{Guid.NewGuid():N}@example.org";
        var answers = new List<HttpStatusCode>();
        for (var guess = 0; guess < 6; guess++)
        {
            using var http = new HttpClient { BaseAddress = _place.Node(guess) };
            var answer = await http.Ask("POST", "/api/v1/auth/login", new { email = account, password = $"guess {guess}" });
            answers.Add(answer.Status);
        }
        answers.ShouldBe([.. Enumerable.Repeat(HttpStatusCode.Unauthorized, 5), HttpStatusCode.TooManyRequests]);
    }

    [GeneratedRegex(@"<\d+:\d+>")]
    private static partial Regex Word();

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
        var news = System.Text.Json.JsonDocument.Parse(said).RootElement;
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

    async Task<LiveClient> Open(int user, int node, MDReader.Crdt.Doc? document = null)
    {
        var client = await LiveClient.Connect(
            _place.Door(node), _id, $"token={_place.Seeded.Users[user].Token}&ack=1", document);
        await client.Synced().WaitAsync(Patience);
        return client;
    }

    static async Task Until(LiveClient client, Func<LiveClient, bool> condition)
    {
        await client.Until(condition).WaitAsync(Patience);
        client.CloseCode.ShouldBeNull();
    }

    async Task<Answer> Write(string text, string ifMatch, int node)
    {
        using var http = _place.As(user: 1, node);
        return await http.Ask("PUT", $"{Path}/content", new StringContent(text, System.Text.Encoding.UTF8, "text/markdown"),
            ("If-Match", ifMatch));
    }

    async Task<string> Read(int node)
    {
        using var http = _place.As(user: 1, node);
        return (await http.Ask("GET", $"{Path}/content")).Text;
    }

    async Task<string> Etag(int node)
    {
        using var http = _place.As(user: 1, node);
        return (await http.Ask("GET", $"{Path}/content")).Header("ETag")!;
    }

    async Task Role(int user, string role)
    {
        using var owner = _place.As(user: 0, node: 0);
        var answer = await owner.Ask("PUT", $"{_workspace}/members/{_place.Seeded.Users[user].Id}", new { role });
        answer.Status.ShouldBe(HttpStatusCode.OK, answer.Text);
    }
}

public sealed class LiveEditingAlone(Installations all) : LiveEditingTests(all, Kind.Alone);

public sealed class LiveEditingOnPostgres(Installations all) : LiveEditingTests(all, Kind.OnPostgres);

public sealed class LiveEditingOnThree(Installations all) : LiveEditingTests(all, Kind.Three);

/// <summary>In short runs npm's own client goes through the gateway, in GatewayTests.</summary>
public sealed class LiveEditingThroughGateway(Installations all) : LiveEditingTests(all, Kind.ThroughGateway);
