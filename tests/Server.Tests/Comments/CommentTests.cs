using System.Net;
using MDReader.TestKit;

namespace Server.Tests.Comments;

public sealed class CommentTests(SharedServer shared) : IAsyncLifetime
{
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
        await _ana.Put(_document, "The quick brown fox jumps."u8.ToArray(), ifMatch: "\"1-0\"");
    }

    public ValueTask DisposeAsync()
    {
        _ana.Dispose();
        _ben.Dispose();
        return ValueTask.CompletedTask;
    }

    static object Fox => new { start = 10, end = 19, @base = "\"1-1\"" };

    async Task<Answer> Begin(TestPerson who, string body = "Which fox?", object? anchor = null) =>
        await who.Http.Ask("POST", $"{_document}/threads", new { anchor = anchor ?? Fox, body });

    static string Thread(Answer made) => $"/api/v1/threads/{made["id"].GetString()}";

    static string FirstComment(Answer made) => $"/api/v1/comments/{made["comments"][0].GetProperty("id").GetString()}";

    [Fact]
    public async Task An_agents_comment_says_that_it_is_one()
    {
        var token = (await _ben.Http.Ask("POST", "/api/v1/me/tokens", new { name = "Claude", isAgent = true }))["token"].GetString()!;
        using var agent = _server.As(token);
        var made = await Begin(_ben with { Http = agent });
        await _ben.Http.Ask("POST", $"{Thread(made)}/comments", new { body = "By hand." });

        var comments = (await _ana.Http.Ask("GET", Thread(made)))["comments"];

        (comments[0].GetProperty("via").GetProperty("way").GetString(), comments[0].GetProperty("via").GetProperty("agent").GetString())
            .ShouldBe(("agent", "Claude"));
        comments[0].GetProperty("author").GetProperty("name").GetString().ShouldBe("Ben");
        comments[1].GetProperty("via").ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
    }

    [Fact]
    public async Task A_commenter_begins_a_thread_on_a_range_and_everybody_reads_it()
    {
        var made = await Begin(_ben);

        made.Status.ShouldBe(HttpStatusCode.Created);
        made.Header("Location").ShouldBe(Thread(made));
        made["anchor.quote"].GetString().ShouldBe("brown fox");
        (made["anchor.range.start"].GetInt32(), made["anchor.range.end"].GetInt32()).ShouldBe((10, 19));
        made["status"].GetString().ShouldBe("open");
        made["createdBy.name"].GetString().ShouldBe("Ben");
        var listed = await _ana.Http.Ask("GET", $"{_document}/threads");
        listed["items"].GetArrayLength().ShouldBe(1);
        listed["items"][0].GetRawText().ShouldBe(made.Text);
        (await _ana.Http.Ask("GET", Thread(made))).Text.ShouldBe(made.Text);
    }

    [Fact]
    public async Task The_text_stays_as_it_was()
    {
        await Begin(_ben);
        var content = await _ana.Http.Ask("GET", $"{_document}/content");
        (content.Text, content.Header("ETag")).ShouldBe(("The quick brown fox jumps.", "\"1-1\""));
    }

    [Fact]
    public async Task Relative_positions_of_Yjs_anchor_as_well()
    {
        var byNumbers = await Begin(_ana);
        var made = await Begin(_ana, anchor: new
        {
            start = byNumbers["anchor.start"].GetString(),
            end = byNumbers["anchor.end"].GetString(),
        });
        made["anchor.quote"].GetString().ShouldBe("brown fox");
        made["anchor.range.start"].GetInt32().ShouldBe(10);
    }

    [Theory]
    [InlineData("""{"start": 3, "end": 3, "base": "1-1"}""", "/anchor/end", "empty-range")]
    [InlineData("""{"start": -1, "end": 3, "base": "1-1"}""", "/anchor/end", "empty-range")]
    [InlineData("""{"start": 3, "end": 27, "base": "1-1"}""", "/anchor/end", "out-of-range")]
    [InlineData("""{"start": 3, "end": 5}""", "/anchor/base", "required")]
    [InlineData("""{"start": "AAA=", "end": 5}""", "/anchor", "unreadable-anchor")]
    [InlineData("""{"start": "not base64!", "end": "AAA="}""", "/anchor", "unreadable-anchor")]
    [InlineData("null", "/anchor", "required")]
    public async Task An_anchor_that_makes_no_sense_is_refused_by_name(string anchor, string pointer, string code)
    {
        var answer = await _ana.Http.Ask("POST", $"{_document}/threads", $$"""{"anchor": {{anchor}}, "body": "Hm"}""");
        answer.Problem.ShouldBe("validation-failed");
        var flaw = answer["errors"][0];
        (flaw.GetProperty("pointer").GetString(), flaw.GetProperty("code").GetString()).ShouldBe((pointer, code));
    }

    [Fact]
    public async Task A_base_that_never_was_is_unavailable()
    {
        var answer = await Begin(_ana, anchor: new { start = 0, end = 3, @base = "1-99" });
        (answer.Status, answer.Problem).ShouldBe((HttpStatusCode.Conflict, "base-unavailable"));
    }

    [Fact]
    public async Task A_range_counted_in_an_earlier_text_is_found_in_the_later_one()
    {
        await _ana.Put(_document, "Look! The quick brown fox jumps."u8.ToArray(), ifMatch: "\"1-1\"");
        var made = await Begin(_ana);
        made["anchor.quote"].GetString().ShouldBe("brown fox");
        made["anchor.range.start"].GetInt32().ShouldBe(16);
    }

    [Fact]
    public async Task A_viewer_reads_and_a_stranger_finds_nothing()
    {
        var made = await Begin(_ana);
        await _ana.Http.Ask("PUT", $"{_workspace}/members/{_ben.Id}", new { role = "viewer" });
        using var eve = await _server.SignUp("Eve");
        var calls = new (string Method, string Path, object? Body)[]
        {
            ("POST", $"{_document}/threads", new { anchor = Fox, body = "x" }),
            ("PATCH", Thread(made), new { status = "resolved" }),
            ("DELETE", Thread(made), null),
            ("POST", $"{Thread(made)}/comments", new { body = "x" }),
            ("PATCH", FirstComment(made), new { body = "x" }),
            ("DELETE", FirstComment(made), null),
            ("PUT", $"{FirstComment(made)}/reactions/👍", null),
            ("DELETE", $"{FirstComment(made)}/reactions/👍", null),
        };
        foreach (var (method, path, body) in calls)
        {
            (await _ben.Http.Ask(method, path, body)).Problem.ShouldBe("forbidden", $"{method} {path}");
            (await eve.Http.Ask(method, path, body)).Problem.ShouldBe("not-found", $"{method} {path}");
        }
        (await _ben.Http.Ask("GET", Thread(made))).Text.ShouldBe(made.Text);
        (await eve.Http.Ask("GET", Thread(made))).Problem.ShouldBe("not-found");
        (await eve.Http.Ask("GET", $"{_document}/threads")).Problem.ShouldBe("not-found");
        (await _ana.Http.Ask("GET", Thread(made))).Text.ShouldBe(made.Text);
    }

    [Fact]
    public async Task People_answer_resolve_and_open_again()
    {
        var made = await Begin(_ben);
        var answer = await _ana.Http.Ask("POST", $"{Thread(made)}/comments", new { body = "The **brown** one." });
        answer.Status.ShouldBe(HttpStatusCode.Created);
        answer["author.name"].GetString().ShouldBe("Ana");

        var resolved = await _ben.Http.Ask("PATCH", Thread(made), new { status = "resolved" });
        resolved["status"].GetString().ShouldBe("resolved");
        resolved["resolvedBy.name"].GetString().ShouldBe("Ben");
        resolved["comments"].GetArrayLength().ShouldBe(2);
        (await _ana.Http.Ask("GET", $"{_document}/threads?status=open"))["items"].GetArrayLength().ShouldBe(0);
        (await _ana.Http.Ask("GET", $"{_document}/threads?status=resolved"))["items"].GetArrayLength().ShouldBe(1);

        var opened = await _ana.Http.Ask("PATCH", Thread(made), new { status = "open" });
        opened["status"].GetString().ShouldBe("open");
        opened["resolvedBy"].ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
    }

    [Fact]
    public async Task Only_its_author_changes_a_comment_and_an_editor_may_delete_it()
    {
        var made = await Begin(_ben);
        await _ana.Http.Ask("POST", $"{Thread(made)}/comments", new { body = "Mine" });

        (await _ana.Http.Ask("PATCH", FirstComment(made), new { body = "Words of others" })).Problem.ShouldBe("forbidden");
        var edited = await _ben.Http.Ask("PATCH", FirstComment(made), new { body = "Which fox, please?" });
        edited["body"].GetString().ShouldBe("Which fox, please?");
        edited["editedAt"].ValueKind.ShouldBe(System.Text.Json.JsonValueKind.String);

        (await _ana.Http.Ask("DELETE", FirstComment(made))).Status.ShouldBe(HttpStatusCode.NoContent);
        var left = await _ana.Http.Ask("GET", Thread(made));
        left["comments"][0].GetProperty("body").GetString().ShouldBe("");
        left["comments"][0].GetProperty("deleted").GetBoolean().ShouldBeTrue();
        (await _ben.Http.Ask("PATCH", FirstComment(made), new { body = "Back" })).Problem.ShouldBe("not-found");
    }

    [Fact]
    public async Task A_thread_goes_with_its_last_comment()
    {
        var made = await Begin(_ben);
        await _ben.Http.Ask("DELETE", FirstComment(made));
        (await _ana.Http.Ask("GET", Thread(made))).Problem.ShouldBe("not-found");
    }

    [Fact]
    public async Task Reactions_are_one_a_person_and_emoji()
    {
        var made = await Begin(_ben);
        foreach (var who in new[] { _ana, _ana, _ben })
            (await who.Http.Ask("PUT", $"{FirstComment(made)}/reactions/👍🏽")).Status.ShouldBe(HttpStatusCode.NoContent);
        (await _ana.Http.Ask("PUT", $"{FirstComment(made)}/reactions/👩‍👩‍👧")).Status.ShouldBe(HttpStatusCode.NoContent);
        foreach (var wrong in new[] { "a", "1", "👍👍", "ok" })
            (await _ana.Http.Ask("PUT", $"{FirstComment(made)}/reactions/{wrong}")).Problem.ShouldBe("validation-failed", wrong);

        var reactions = (await _ana.Http.Ask("GET", Thread(made)))["comments"][0].GetProperty("reactions");
        reactions.GetArrayLength().ShouldBe(2);
        reactions[0].GetProperty("by").GetArrayLength().ShouldBe(2);

        await _ana.Http.Ask("DELETE", $"{FirstComment(made)}/reactions/👍🏽");
        (await _ana.Http.Ask("GET", Thread(made)))["comments"][0].GetProperty("reactions")[0]
            .GetProperty("by").GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task Mine_is_what_I_began_wrote_in_or_am_mentioned_in()
    {
        await Begin(_ana, "Not Ben's");
        var began = await Begin(_ben, "Ben's own");
        var answered = await Begin(_ana, "Ben answers here");
        await _ben.Http.Ask("POST", $"{Thread(answered)}/comments", new { body = "Yes" });
        var mentioned = await Begin(_ana, $"@[Ben]({_ben.Id}) look");

        var mine = (await _ben.Http.Ask("GET", $"{_document}/threads?mine=true"))["items"].EnumerateArray()
            .Select(thread => thread.GetProperty("id").GetString());
        mine.ShouldBe([began["id"].GetString(), answered["id"].GetString(), mentioned["id"].GetString()]);
        mentioned["comments"][0].GetProperty("mentions")[0].GetGuid().ShouldBe(_ben.Id);
    }

    [Theory]
    [InlineData(10 * 1024, true)]
    [InlineData(10 * 1024 + 1, false)]
    public async Task A_comment_has_10_KiB_at_most(int bytes, bool fits) =>
        (await Begin(_ana, new string('x', bytes))).Status.ShouldBe(
            fits ? HttpStatusCode.Created : HttpStatusCode.UnprocessableEntity);

    [Theory]
    [InlineData(20, true)]
    [InlineData(21, false)]
    public async Task A_comment_mentions_20_people_at_most(int people, bool fits)
    {
        var body = string.Concat(Enumerable.Range(0, people).Select(_ => $"@[Somebody]({Guid.NewGuid()}) "));
        (await Begin(_ana, body)).Status.ShouldBe(fits ? HttpStatusCode.Created : HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task The_thirty_first_comment_of_a_minute_has_to_wait()
    {
        using var cleo = await _server.SignUp("Cleo");
        await _ana.Http.Ask("PUT", $"{_workspace}/members/{cleo.Id}", new { role = "commenter" });
        for (var i = 0; i < 30; i++)
            (await Begin(cleo)).Status.ShouldBe(HttpStatusCode.Created);
        var late = await Begin(cleo);
        late.Problem.ShouldBe("rate-limited");
        late.Header("Retry-After").ShouldNotBeNull();
    }

    [Fact]
    public async Task A_thread_is_begun_once_for_an_idempotency_key()
    {
        var body = new { anchor = Fox, body = "Once" };
        var first = await _ana.Http.Ask("POST", $"{_document}/threads", body, ("Idempotency-Key", "k1"));
        var second = await _ana.Http.Ask("POST", $"{_document}/threads", body, ("Idempotency-Key", "k1"));
        first.Status.ShouldBe(HttpStatusCode.Created);
        (second.Status, second.Text).ShouldBe((first.Status, first.Text));
        (await _ana.Http.Ask("GET", $"{_document}/threads"))["items"].GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task Threads_come_in_pages_also_when_filtered_by_their_text()
    {
        for (var i = 0; i < 5; i++)
            await Begin(_ana, $"On the fox {i}");
        for (var i = 0; i < 4; i++)
            await Begin(_ana, $"On the end {i}", new { start = 20, end = 25, @base = "1-1" });
        await _ana.Put(_document, "The quick brown fox."u8.ToArray(), ifMatch: "\"1-1\"");

        var seen = new List<string?>();
        for (var next = $"{_document}/threads?orphaned=true&limit=3"; next is not null;)
        {
            var page = await _ana.Http.Ask("GET", next);
            page.Status.ShouldBe(HttpStatusCode.OK);
            seen.AddRange(page["items"].EnumerateArray()
                .Select(thread => thread.GetProperty("comments")[0].GetProperty("body").GetString()));
            next = page["nextCursor"].GetString() is { } cursor
                ? $"{_document}/threads?orphaned=true&limit=3&cursor={cursor}" : null;
        }
        seen.ShouldBe(["On the end 0", "On the end 1", "On the end 2", "On the end 3"]);
    }

    [Fact]
    public async Task A_document_in_the_trash_takes_no_comments()
    {
        var made = await Begin(_ana);
        await _ana.Http.Ask("DELETE", _document);
        (await Begin(_ana)).Problem.ShouldBe("trashed");
        (await _ana.Http.Ask("GET", Thread(made))).Problem.ShouldBe("trashed");
    }
}
