using System.Net;
using System.Text;
using System.Text.Json;
using MDReader.Crdt.Encoding;
using MDReader.Crdt.Positions;
using MDReader.TestKit;

namespace Server.Tests.Suggestions;

public sealed class SuggestionTests(SharedServer shared) : IAsyncLifetime
{
    const string Text = "The quick brown fox jumps.\n\nOver the lazy dog.\n";

    readonly RunningServer _server = shared.Server;
    TestPerson _ana = null!;
    TestPerson _ben = null!;
    string _workspace = "";
    string _document = "";

    public async ValueTask InitializeAsync()
    {
        _ana = await _server.SignUp("Ana");
        _ben = await _server.SignUp("Ben");
        _workspace = await _ana.MakeWorkspace();
        await _ana.Http.Ask("PUT", $"{_workspace}/members/{_ben.Id}", new { role = "commenter" });
        _document = await _ana.MakeDocument(_workspace);
        await _ana.Put(_document, Encoding.UTF8.GetBytes(Text), ifMatch: "\"1-0\"");
    }

    public ValueTask DisposeAsync()
    {
        _ana.Dispose();
        _ben.Dispose();
        return ValueTask.CompletedTask;
    }

    Task<Answer> Suggest(string content, string since = "1-1", TestPerson? who = null) =>
        (who ?? _ben).Http.Ask("POST", $"{_document}/suggestions", new { @base = since, content });

    async Task<Answer> Suggested(string content)
    {
        var made = await Suggest(content);
        made.Status.ShouldBe(HttpStatusCode.Created, made.Text);
        return made;
    }

    static string Path(Answer made) => $"/api/v1/suggestions/{made["id"].GetString()}";

    static Task<Answer> Decide(TestPerson who, Answer made, string how, params int[] hunks) => who.Http.Ask(
        "POST", $"{Path(made)}/{how}",
        hunks.Length == 0 ? new { } : new { hunks = hunks.Select(number => made["hunks"][number].GetProperty("id").GetString()) });

    async Task<(string Text, string? Etag)> Content()
    {
        var content = await _ana.Http.Ask("GET", $"{_document}/content");
        return (content.Text, content.Header("ETag"));
    }

    async Task Write(string text) => (await _ana.Put(_document, Encoding.UTF8.GetBytes(text), ifMatch: "*")).Status.ShouldBe(HttpStatusCode.OK);

    [Fact]
    public async Task A_commenter_proposes_edits_and_the_text_stays_as_it_is()
    {
        var made = await Suggested("The slow brown fox jumps.\n\nOver the lazy old dog.\n");

        made.Header("Location").ShouldBe(Path(made));
        (made["status"].GetString(), made["author.name"].GetString()).ShouldBe(("open", "Ben"));
        made["hunks"].EnumerateArray().Select(hunk => (
                hunk.GetProperty("before").GetString(), hunk.GetProperty("after").GetString(), hunk.GetProperty("status").GetString(),
                hunk.GetProperty("range").GetProperty("start").GetInt32(), hunk.GetProperty("conflict").GetBoolean()))
            .ShouldBe([("quick", "slow", "open", 4, false), ("", " old", "open", 41, false)]);
        (await Content()).ShouldBe((Text, "\"1-1\""));
        (await _ana.Http.Ask("GET", $"{_document}/suggestions"))["items"][0].GetRawText().ShouldBe(made.Text);
        (await _ana.Http.Ask("GET", Path(made))).Text.ShouldBe(made.Text);
    }

    [Fact]
    public async Task Each_change_says_where_it_hangs_on_the_text()
    {
        var made = await Suggested("The slow brown fox jumps.\n\nOver the lazy old dog.\n");

        foreach (var hunk in made["hunks"].EnumerateArray())
            foreach (var end in (string[])["start", "end"])
                RelativePosition.Decode(hunk.GetProperty(end).GetBytesFromBase64(), Budget.Default).Item.ShouldNotBeNull();
    }

    [Fact]
    public async Task Each_change_is_accepted_or_rejected_by_itself_and_accepted_ones_are_their_author_s()
    {
        var made = await Suggested("The slow brown fox jumps.\n\nOver the lazy old dog.\n");

        var first = await Decide(_ana, made, "accept", 0);
        first.Status.ShouldBe(HttpStatusCode.OK, first.Text);
        first["status"].GetString().ShouldBe("open");
        first["hunks"][0].GetProperty("status").GetString().ShouldBe("accepted");
        first["hunks"][0].GetProperty("decidedBy").GetProperty("name").GetString().ShouldBe("Ana");
        (await Content()).ShouldBe(("The slow brown fox jumps.\n\nOver the lazy dog.\n", "\"1-2\""));
        (await Decide(_ana, made, "reject", 1))["status"].GetString().ShouldBe("decided");
        (await Content()).Etag.ShouldBe("\"1-2\"");

        var blame = await _ana.Http.Ask("GET", $"{_document}/blame");
        var bens = blame["runs"].EnumerateArray().Single(run => run.GetRawText().Contains($"{_ben.Id}", StringComparison.Ordinal));
        (bens.GetProperty("start").GetInt32(), bens.GetProperty("end").GetInt32()).ShouldBe((4, 8));
        (await _ana.Http.Ask("GET", $"{_document}/suggestions?status=open"))["items"].GetArrayLength().ShouldBe(0);
        (await _ana.Http.Ask("GET", $"{_document}/suggestions?status=decided"))["items"].GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task Rejecting_leaves_every_byte_as_it_is()
    {
        var bytes = Encoding.UTF8.GetBytes("\uFEFFOne line\r\nanother\nand 🦊\r\n");
        var etag = (await _ana.Put(_document, bytes, ifMatch: "*"))["etag"].GetString()!;
        var made = await _ben.Http.Ask("POST", $"{_document}/suggestions", new { @base = etag, content = "Quite different\r\n" });
        made.Status.ShouldBe(HttpStatusCode.Created, made.Text);

        (await Decide(_ana, made, "reject")).Status.ShouldBe(HttpStatusCode.OK);

        (await _ana.Http.GetByteArrayAsync($"{_document}/content")).ShouldBe(bytes);
        (await Content()).Etag.ShouldBe(etag);
    }

    [Fact]
    public async Task It_is_accepted_where_it_belongs_also_after_fifty_other_edits()
    {
        const int seed = 7;
        var made = await Suggested(
            "The slow brown fox leaps and jumps.\n\nOver the lazy old dog.\n");
        var random = new Random(seed);
        await using var live = await LiveClient.Connect(_server.Address, _document.Split('/')[^1], $"token={_ana.AccessToken}&ack=1");
        await live.Synced();
        for (var i = 0; i < 50; i++)
        {
            // Anywhere but inside the words that the suggestion is about.
            var text = live.Text;
            var at = text.IndexOf(random.Next(3) switch { 0 => "The", 1 => "brown", _ => "Over" }, StringComparison.Ordinal);
            await live.Type($"[{i}] ", at);
        }
        await live.AllSaved();
        var before = live.Text;

        (await Decide(_ana, made, "accept"))["status"].GetString().ShouldBe("decided");

        (await Content()).Text.ShouldBe(before
            .Replace("quick", "slow", StringComparison.Ordinal)
            .Replace("jumps", "leaps and jumps", StringComparison.Ordinal)
            .Replace("dog", "old dog", StringComparison.Ordinal), $"seed {seed}");
        await live.Until(client => client.Text.Contains("old dog", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_was_changed_meanwhile_is_a_conflict_that_names_it_and_changes_nothing()
    {
        var made = await Suggested("The slow brown fox jumps.\n\nOver the lazy old dog.\n");
        await Write("The quickest brown fox jumps.\n\nOver the lazy dog.\n");

        var now = await _ana.Http.Ask("GET", Path(made));
        now["hunks"].EnumerateArray().Select(hunk => hunk.GetProperty("conflict").GetBoolean()).ShouldBe([true, false]);
        now["hunks"][0].GetProperty("range").ValueKind.ShouldBe(JsonValueKind.Null);
        var refused = await Decide(_ana, made, "accept");
        (refused.Status, refused.Problem).ShouldBe((HttpStatusCode.Conflict, "suggestion-conflict"));
        refused["hunks"].EnumerateArray().Single().GetString().ShouldBe(made["hunks"][0].GetProperty("id").GetString());
        (await Content()).ShouldBe(("The quickest brown fox jumps.\n\nOver the lazy dog.\n", "\"1-2\""));

        (await Decide(_ana, made, "accept", 1)).Status.ShouldBe(HttpStatusCode.OK);
        (await Content()).Text.ShouldBe("The quickest brown fox jumps.\n\nOver the lazy old dog.\n");
        (await Decide(_ana, made, "reject", 0))["status"].GetString().ShouldBe("decided");
    }

    [Theory]
    [InlineData("", "Over the lazy dog.\n")]
    [InlineData("The quick brown fox jumps.\n", "")]
    public async Task An_insertion_stands_by_the_neighbour_that_is_left(string before, string after)
    {
        var made = await Suggested("The quick brown fox jumps.\nX\nOver the lazy dog.\n");
        made["hunks"].GetArrayLength().ShouldBe(1);
        await Write(before + "\n" + after);
        (await Decide(_ana, made, "accept")).Status.ShouldBe(HttpStatusCode.OK);
        (await Content()).Text.ShouldContain("X");
    }

    [Fact]
    public async Task An_insertion_whose_surroundings_are_gone_is_a_conflict()
    {
        var made = await Suggested("The quick red brown fox jumps.\n\nOver the lazy dog.\n");
        await Write("Nothing is left.");
        (await Decide(_ana, made, "accept")).Problem.ShouldBe("suggestion-conflict");
    }

    [Fact]
    public async Task Of_many_editors_at_once_one_accepts()
    {
        using var cleo = await _server.SignUp("Cleo");
        await _ana.Http.Ask("PUT", $"{_workspace}/members/{cleo.Id}", new { role = "editor" });
        var made = await Suggested("The quick red brown fox jumps.\n\nOver the lazy dog.\n");

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Decide(i % 2 == 0 ? _ana : cleo, made, "accept", 0)));

        answers.Count(answer => answer.Status == HttpStatusCode.OK).ShouldBe(1);
        answers.ShouldAllBe(answer => answer.Problem == null || answer.Problem == "already-decided");
        (await Content()).Text.ShouldBe("The quick red brown fox jumps.\n\nOver the lazy dog.\n");
    }

    [Fact]
    public async Task Accepting_while_others_type_loses_nothing()
    {
        await using var live = await LiveClient.Connect(_server.Address, _document.Split('/')[^1], $"token={_ana.AccessToken}&ack=1");
        await live.Synced();
        var suggestions = new List<Answer>();
        foreach (var word in new[] { "quick", "brown", "fox", "lazy", "dog" })
            suggestions.Add(await Suggested(Text.Replace(word, word.ToUpperInvariant(), StringComparison.Ordinal)));

        var typing = Task.Run(async () =>
        {
            for (var i = 0; i < 100; i++)
                await live.Type("x");
        });
        foreach (var made in suggestions)
            (await Decide(_ana, made, "accept")).Status.ShouldBe(HttpStatusCode.OK);
        await typing;
        await live.AllSaved();

        (await Content()).Text.ShouldBe(new string('x', 100) + "The QUICK BROWN FOX jumps.\n\nOver the LAZY DOG.\n");
    }

    [Fact]
    public async Task Whoever_may_not_write_decides_nothing_and_a_stranger_finds_nothing()
    {
        var made = await Suggested("The slow brown fox jumps.\n\nOver the lazy dog.\n");
        using var eve = await _server.SignUp("Eve");
        using var cleo = await _server.SignUp("Cleo");
        await _ana.Http.Ask("PUT", $"{_workspace}/members/{cleo.Id}", new { role = "commenter" });
        foreach (var how in new[] { "accept", "reject" })
        {
            (await Decide(_ben, made, how)).Problem.ShouldBe("forbidden");
            (await Decide(eve, made, how)).Problem.ShouldBe("not-found");
        }
        (await Suggest("x", who: eve)).Problem.ShouldBe("not-found");
        (await eve.Http.Ask("GET", Path(made))).Problem.ShouldBe("not-found");
        (await cleo.Http.Ask("DELETE", Path(made))).Problem.ShouldBe("forbidden");
        await _ana.Http.Ask("PUT", $"{_workspace}/members/{cleo.Id}", new { role = "viewer" });
        (await Suggest("x", who: cleo)).Problem.ShouldBe("forbidden");
        (await cleo.Http.Ask("GET", Path(made))).Text.ShouldBe(made.Text);
        (await _ben.Http.Ask("DELETE", Path(made))).Status.ShouldBe(HttpStatusCode.NoContent);
        (await _ana.Http.Ask("GET", Path(made))).Problem.ShouldBe("not-found");
        (await Content()).ShouldBe((Text, "\"1-1\""));
    }

    [Fact]
    public async Task Who_left_the_workspace_leaves_suggestions_that_can_still_be_accepted()
    {
        var made = await Suggested("The slow brown fox jumps.\n\nOver the lazy dog.\n");
        await _ana.Http.Ask("DELETE", $"{_workspace}/members/{_ben.Id}");
        (await Decide(_ana, made, "accept")).Status.ShouldBe(HttpStatusCode.OK);
        (await Content()).Text.ShouldStartWith("The slow");
    }

    [Theory]
    [InlineData("""{"content": "x"}""", "/base")]
    [InlineData("""{"base": "1-1"}""", "")]
    [InlineData("""{"base": "1-1", "content": "x", "edits": [{"append": "y"}]}""", "")]
    [InlineData("""{"base": "1-1", "content": "The quick brown fox jumps.\n\nOver the lazy dog.\n"}""", "")]
    [InlineData("""{"base": "1-1", "content": "a\u0000b"}""", "/content")]
    [InlineData("""{"base": "1-1", "edits": []}""", "/edits")]
    [InlineData("""{"base": "1-1", "edits": [{"range": [0, 99], "text": ""}]}""", "/edits/0")]
    public async Task A_suggestion_that_makes_no_sense_is_refused_by_name(string body, string pointer)
    {
        var answer = await _ben.Http.Ask("POST", $"{_document}/suggestions", body);
        answer.Problem.ShouldBe("validation-failed");
        answer["errors"][0].GetProperty("pointer").GetString().ShouldBe(pointer);
    }

    [Fact]
    public async Task Edits_are_proposed_as_they_are_made()
    {
        var made = await _ben.Http.Ask("POST", $"{_document}/suggestions", new
        {
            @base = "1-1",
            edits = new object[] { new { find = "lazy", replace = "sleepy" }, new { append = "The end.\n" } },
            message = "It only sleeps.",
        });
        made["message"].GetString().ShouldBe("It only sleeps.");
        made["isAssisted"].GetBoolean().ShouldBeFalse();
        (await Decide(_ana, made, "accept"))["status"].GetString().ShouldBe("decided");
        (await Content()).Text.ShouldBe("The quick brown fox jumps.\n\nOver the sleepy dog.\nThe end.\n");
        (await Suggest("x", since: "1-99")).Problem.ShouldBe("base-unavailable");
    }

    [Fact]
    public async Task Open_clients_hear_of_suggestions_and_decisions()
    {
        await using var stream = await HintReader.Open(_ben, _workspace);
        await using var live = await LiveClient.Connect(_server.Address, _document.Split('/')[^1], $"token={_ben.AccessToken}&ack=1");
        await live.Synced();
        var made = await Suggested("The slow brown fox jumps.\n\nOver the lazy dog.\n");
        (await stream.First("suggestions")).GetProperty("id").GetString().ShouldBe(made["id"].GetString());
        await live.Until(client => client.Events.Any(news => news.Contains("suggestions", StringComparison.Ordinal)));
        var before = live.Events.Count;
        await Decide(_ana, made, "accept");
        await live.Until(client => client.Events.Count > before && client.Text.StartsWith("The slow", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("accept")]
    [InlineData("reject")]
    public async Task A_decision_that_is_sent_again_under_its_key_is_answered_as_the_first(string how)
    {
        var made = await Suggested(Text.Replace("quick", "slow", StringComparison.Ordinal));
        var first = await _ana.Http.Ask("POST", $"{Path(made)}/{how}", new { }, ("Idempotency-Key", how));
        var again = await _ana.Http.Ask("POST", $"{Path(made)}/{how}", new { }, ("Idempotency-Key", how));
        first.Status.ShouldBe(HttpStatusCode.OK, first.Text);
        (again.Status, again.Text).ShouldBe((first.Status, first.Text));
    }
}
