using System.Net;
using System.Text;
using System.Text.Json;
using MDReader.TestKit;

namespace Server.Tests.Suggestions;

/// <summary>What was accepted is taken back: the text is without it, and it is open again.</summary>
public sealed class ReopeningTests(SharedServer shared) : IAsyncLifetime
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

    async Task<string> Suggest(string before, string after)
    {
        var made = await _ben.Http.Ask(
            "POST", $"{_document}/suggestions", new { @base = "1-1", content = Text.Replace(before, after, StringComparison.Ordinal) });
        made.Status.ShouldBe(HttpStatusCode.Created, made.Text);
        return made["id"].GetString()!;
    }

    Task<Answer> Accept(params string[] suggestions) =>
        _ana.Http.Ask("POST", $"{_document}/suggestions/accept", new { suggestions });

    Task<Answer> Reopen(TestPerson who, string? etag) =>
        who.Http.Ask("POST", $"{_document}/suggestions/reopen", new { etag });

    async Task Write(string before, string after) =>
        (await _ana.Put(
            _document, Encoding.UTF8.GetBytes((await Content()).Replace(before, after, StringComparison.Ordinal)), ifMatch: "*"))
        .Status.ShouldBe(HttpStatusCode.OK);

    async Task<string> Content() => (await _ana.Http.Ask("GET", $"{_document}/content")).Text;

    async Task<List<JsonElement>> Hunks() =>
        [.. (await _ana.Http.Ask("GET", $"{_document}/suggestions"))["items"].EnumerateArray()
            .SelectMany(one => one.GetProperty("hunks").EnumerateArray())];

    static string? Status(JsonElement hunk) => hunk.GetProperty("status").GetString();

    [Fact]
    public async Task All_that_was_accepted_at_once_is_open_again_and_can_be_accepted_once_more()
    {
        var (slow, cat, old) = (await Suggest("quick", "slow"), await Suggest("lazy dog", "sleeping cat"), await Suggest("brown", "old brown"));
        var accepted = await Accept(slow, cat, old);
        var with = await Content();

        var reopened = await Reopen(_ana, accepted["etag"].GetString());

        reopened.Status.ShouldBe(HttpStatusCode.OK, reopened.Text);
        reopened["suggestions"].EnumerateArray().Select(one => one.GetString()).ShouldBe([slow, cat, old], ignoreOrder: true);
        (await Content()).ShouldBe(Text);
        var hunks = await Hunks();
        hunks.Select(Status).ShouldAllBe(status => status == "open");
        hunks.ShouldAllBe(hunk => !hunk.GetProperty("conflict").GetBoolean() && hunk.GetProperty("decidedBy").ValueKind == JsonValueKind.Null);

        (await Accept(slow, cat, old))["conflicts"].GetArrayLength().ShouldBe(0);
        (await Content()).ShouldBe(with);
    }

    [Fact]
    public async Task What_others_have_written_since_stays()
    {
        var (slow, cat) = (await Suggest("quick", "slow"), await Suggest("lazy dog", "sleeping cat"));
        var accepted = await Accept(slow, cat);
        await Write("The slow", "Look at this: the slow");

        (await Reopen(_ana, accepted["etag"].GetString())).Status.ShouldBe(HttpStatusCode.OK);

        (await Content()).ShouldBe("Look at this: the quick brown fox jumps.\n\nOver the lazy dog.\n");
        (await Accept(slow, cat))["conflicts"].GetArrayLength().ShouldBe(0);
        (await Content()).ShouldBe("Look at this: the slow brown fox jumps.\n\nOver the sleeping cat.\n");
    }

    [Fact]
    public async Task What_was_written_into_the_accepted_words_is_kept_and_their_change_is_in_conflict()
    {
        var (slow, cat) = (await Suggest("quick", "slow"), await Suggest("lazy dog", "sleeping cat"));
        var accepted = await Accept(slow, cat);
        await Write("sleeping cat", "sleeping black cat");

        (await Reopen(_ana, accepted["etag"].GetString())).Status.ShouldBe(HttpStatusCode.OK);

        (await Content()).ShouldContain("black");
        var hunks = await Hunks();
        hunks.Select(Status).ShouldBe(["open", "open"]);
        hunks.Select(hunk => hunk.GetProperty("conflict").GetBoolean()).ShouldBe([false, true]);
    }

    [Fact]
    public async Task One_edit_s_are_taken_back_and_what_was_accepted_before_stays()
    {
        var (slow, cat) = (await Suggest("quick", "slow"), await Suggest("lazy dog", "sleeping cat"));
        await Accept(slow);
        var second = await Accept(cat);

        var reopened = await Reopen(_ana, second["etag"].GetString());

        reopened["suggestions"].EnumerateArray().Select(one => one.GetString()).ShouldBe([cat]);
        (await Content()).ShouldBe("The slow brown fox jumps.\n\nOver the lazy dog.\n");
        (await Hunks()).Select(Status).ShouldBe(["accepted", "open"]);
    }

    [Fact]
    public async Task It_is_taken_back_once_and_by_those_who_may_write()
    {
        var etag = (await Accept(await Suggest("quick", "slow")))["etag"].GetString();

        (await Reopen(_ben, etag)).Problem.ShouldBe("forbidden");
        (await Reopen(_ana, "nothing")).Problem.ShouldBe("validation-failed");
        (await Reopen(_ana, "1-1")).Problem.ShouldBe("already-decided");
        (await Hunks()).Select(Status).ShouldBe(["accepted"]);
        (await Reopen(_ana, etag!.Trim('"'))).Status.ShouldBe(HttpStatusCode.OK);
        (await Reopen(_ana, etag)).Problem.ShouldBe("already-decided");
        (await Content()).ShouldBe(Text);
    }
}
