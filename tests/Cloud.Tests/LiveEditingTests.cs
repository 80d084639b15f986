using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using MDReader.TestKit;

namespace Cloud.Tests;

/// <summary>
/// What people see of live editing, written once and run in each of the three ways: nobody can tell on which process they
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
            var socket = await LiveClient.Connect(_place.Node(node), _id, $"ticket={ticket}&ack=1");
            await socket.Synced().WaitAsync(Patience);
            return socket;
        }));
        sockets.Count(socket => socket.CloseCode == 4401).ShouldBe(5);
        sockets.Count(socket => socket.CloseCode is null).ShouldBe(1);
        foreach (var socket in sockets)
            await socket.DisposeAsync();
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
        await using var socket = await LiveClient.Connect(_place.Node(1), _id, $"token={token}&ack=1");
        await socket.Synced().WaitAsync(Patience);
        await ana.Ask("DELETE", $"/api/v1/me/tokens/{made["id"].GetString()}");
        await socket.Closed.WaitAsync(Patience);
        socket.CloseCode.ShouldBe(4401);
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

    async Task<LiveClient> Open(int user, int node)
    {
        var client = await LiveClient.Connect(_place.Node(node), _id, $"token={_place.Seeded.Users[user].Token}&ack=1");
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
