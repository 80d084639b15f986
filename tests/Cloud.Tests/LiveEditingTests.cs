using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
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
    string _workspace = "";

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

    [GeneratedRegex(@"<\d+:\d+>")]
    private static partial Regex Word();

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
