using System.Net;
using System.Text;
using System.Text.Json;
using MDReader.TestKit;

namespace Server.Tests.Suggestions;

/// <summary>Several suggestions of one person are accepted as one edit.</summary>
public sealed class TogetherTests(SharedServer shared) : IAsyncLifetime
{
    const string Text = "The quick brown fox jumps.\n\nOver the lazy dog.\n";

    readonly RunningServer _server = shared.Server;
    TestPerson _ana = null!;
    TestPerson _ben = null!;
    string _document = "";

    public async ValueTask InitializeAsync()
    {
        _ana = await _server.SignUp("Ana");
        _ben = await _server.SignUp("Ben");
        var workspace = await _ana.MakeWorkspace();
        await _ana.Http.Ask("PUT", $"{workspace}/members/{_ben.Id}", new { role = "commenter" });
        _document = await _ana.MakeDocument(workspace);
        await _ana.Put(_document, Encoding.UTF8.GetBytes(Text), ifMatch: "\"1-0\"");
    }

    public ValueTask DisposeAsync()
    {
        _ana.Dispose();
        _ben.Dispose();
        return ValueTask.CompletedTask;
    }

    async Task<string> Suggest(HttpClient who, string before, string after)
    {
        var made = await who.Ask(
            "POST", $"{_document}/suggestions", new { @base = "1-1", content = Text.Replace(before, after, StringComparison.Ordinal) });
        made.Status.ShouldBe(HttpStatusCode.Created, made.Text);
        return made["id"].GetString()!;
    }

    Task<Answer> Accept(params string[] suggestions) =>
        _ana.Http.Ask("POST", $"{_document}/suggestions/accept", new { suggestions });

    async Task<string> Content() => (await _ana.Http.Ask("GET", $"{_document}/content")).Text;

    async Task<List<string?>> Statuses() =>
        [.. (await _ana.Http.Ask("GET", $"{_document}/suggestions"))["items"].EnumerateArray().Select(one => one.GetProperty("status").GetString())];

    [Fact]
    public async Task All_of_one_person_come_in_as_one_edit_of_theirs_that_can_be_taken_back_alone()
    {
        var (slow, dog) = (await Suggest(_ben.Http, "quick", "slow"), await Suggest(_ben.Http, "lazy dog", "sleeping cat"));

        var accepted = await Accept(slow, dog);

        accepted.Status.ShouldBe(HttpStatusCode.OK, accepted.Text);
        (accepted["before"].GetString(), accepted["etag"].GetString()).ShouldBe(("\"1-1\"", "\"1-2\""));
        accepted["conflicts"].GetArrayLength().ShouldBe(0);
        (await Content()).ShouldBe("The slow brown fox jumps.\n\nOver the sleeping cat.\n");
        (await Statuses()).ShouldBe(["decided", "decided"]);
        var blame = await _ana.Http.Ask("GET", $"{_document}/blame");
        blame["runs"].EnumerateArray().Count(run => run.GetProperty("actor").GetGuid() == _ben.Id).ShouldBeGreaterThan(1);

        // What others have written since stays.
        await _ana.Put(_document, "Look: the slow brown fox jumps.\n\nOver the sleeping cat.\n"u8.ToArray(), ifMatch: "*");
        (await _ana.Put(_document, Encoding.UTF8.GetBytes(Text), since: accepted["etag"].GetString())).Status.ShouldBe(HttpStatusCode.OK);
        (await Content()).ShouldBe("Look: the quick brown fox jumps.\n\nOver the lazy dog.\n");
    }

    [Fact]
    public async Task What_is_in_conflict_stays_open_and_the_others_come_in()
    {
        var (slow, dog) = (await Suggest(_ben.Http, "quick", "slow"), await Suggest(_ben.Http, "lazy", "sleeping"));
        await _ana.Put(_document, Encoding.UTF8.GetBytes(Text.Replace("quick", "fast", StringComparison.Ordinal)), ifMatch: "*");

        var accepted = await Accept(slow, dog);

        accepted["conflicts"].GetArrayLength().ShouldBe(1);
        (await Content()).ShouldBe("The fast brown fox jumps.\n\nOver the sleeping dog.\n");
        (await Statuses()).ShouldBe(["open", "decided"]);
        var nothing = await Accept(slow);
        (nothing.Status, nothing.Problem).ShouldBe((HttpStatusCode.Conflict, "suggestion-conflict"));
        (await Accept(dog)).Problem.ShouldBe("already-decided");
    }

    [Fact]
    public async Task Of_two_about_the_same_words_the_first_comes_in()
    {
        var (one, two) = (await Suggest(_ben.Http, "quick brown", "slow grey"), await Suggest(_ben.Http, "brown", "red"));

        var accepted = await Accept(one, two);

        accepted["conflicts"].GetArrayLength().ShouldBe(1, accepted.Text);
        (await Statuses()).Count(status => status == "open").ShouldBe(1);
    }

    [Fact]
    public async Task Only_one_persons_by_one_road_are_one_edit()
    {
        var token = (await _ben.Http.Ask("POST", "/api/v1/me/tokens", new { name = "Claude", isAgent = true }))["token"].GetString()!;
        using var agent = _server.As(token);
        var (byHand, byAgent) = (await Suggest(_ben.Http, "quick", "slow"), await Suggest(agent, "lazy", "sleeping"));
        var anas = await Suggest(_ana.Http, "jumps", "leaps");

        (await Accept(byHand, byAgent)).Problem.ShouldBe("validation-failed");
        (await Accept(byHand, anas)).Problem.ShouldBe("validation-failed");
        (await Accept(byHand, $"{Guid.NewGuid()}")).Problem.ShouldBe("validation-failed");
        (await Accept()).Problem.ShouldBe("validation-failed");
        (await _ben.Http.Ask("POST", $"{_document}/suggestions/accept", new { suggestions = new[] { byHand } })).Problem.ShouldBe("forbidden");
        (await Content()).ShouldBe(Text);
        var listed = (await _ana.Http.Ask("GET", $"{_document}/suggestions"))["items"];
        listed[0].GetProperty("via").ValueKind.ShouldBe(JsonValueKind.Null);
        listed[1].GetProperty("via").GetProperty("agent").GetString().ShouldBe("Claude");
    }
}
