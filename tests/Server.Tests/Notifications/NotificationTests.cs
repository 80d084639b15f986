using System.Net;
using System.Text.Json;
using MDReader.TestKit;

namespace Server.Tests.Notifications;

public sealed class NotificationTests(SharedServer shared) : IAsyncLifetime
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
        await Arrived(_ben, "invite");
        await _ben.Http.Ask("POST", "/api/v1/notifications/read", new { before = TimeProvider.System.GetUtcNow().AddMinutes(1) });
    }

    public ValueTask DisposeAsync()
    {
        _ana.Dispose();
        _ben.Dispose();
        return ValueTask.CompletedTask;
    }

    async Task<Answer> Begin(TestPerson who, string body = "Which fox?") => await who.Http.Ask(
        "POST", $"{_document}/threads", new { anchor = new { start = 10, end = 19, @base = "1-1" }, body });

    static Task<Answer> Answer(TestPerson who, Answer thread, string body) =>
        who.Http.Ask("POST", $"/api/v1/threads/{thread["id"].GetString()}/comments", new { body });

    static Task<Answer> Inbox(TestPerson who, string query = "") => who.Http.Ask("GET", $"/api/v1/notifications{query}");

    static async Task<JsonElement> Arrived(TestPerson who, string @event) => (JsonElement)await Eventually.Get(
        async () => (await Inbox(who))["items"].EnumerateArray().Where(item => item.GetProperty("event").GetString() == @event)
            .Select(item => (object)item).FirstOrDefault(),
        $"a notification of {@event}");

    [Fact]
    public async Task Of_a_suggestion_its_document_s_owner_hears_and_of_each_decision_its_author()
    {
        var made = await _ben.Http.Ask("POST", $"{_document}/suggestions", new
        {
            @base = "1-1",
            content = "The slow brown fox leaps.",
            message = "Calmer <b>so</b>",
        });
        made.Status.ShouldBe(HttpStatusCode.Created, made.Text);
        var told = await Arrived(_ana, "suggestion");
        told.GetProperty("actor").GetProperty("name").GetString().ShouldBe("Ben");
        told.GetProperty("excerpt").GetString().ShouldBe("Calmer <b>so</b>");
        told.GetProperty("subjectId").GetString().ShouldBe(made["id"].GetString());

        var path = $"/api/v1/suggestions/{made["id"].GetString()}";
        foreach (var (number, how) in new[] { (0, "accept"), (1, "reject") })
        {
            var hunks = new[] { made["hunks"][number].GetProperty("id").GetString() };
            (await _ana.Http.Ask("POST", $"{path}/{how}", new { hunks })).Status.ShouldBe(HttpStatusCode.OK);
        }

        (await Arrived(_ben, "suggestion-accepted")).GetProperty("actor").GetProperty("name").GetString().ShouldBe("Ana");
        (await Arrived(_ben, "suggestion-rejected")).GetProperty("title").GetString().ShouldBe("Notes");
    }

    [Fact]
    public async Task A_mention_is_told_with_who_where_and_what()
    {
        var thread = await Begin(_ana, $"@[Ben]({_ben.Id}) look");

        var told = await Arrived(_ben, "mention");
        told.GetProperty("actor").GetProperty("name").GetString().ShouldBe("Ana");
        told.GetProperty("title").GetString().ShouldBe("Notes");
        told.GetProperty("workspace").GetString().ShouldBe("Engines");
        told.GetProperty("quote").GetString().ShouldBe("brown fox");
        told.GetProperty("excerpt").GetString().ShouldBe($"@[Ben]({_ben.Id}) look");
        told.GetProperty("threadId").GetString().ShouldBe(thread["id"].GetString());
        told.GetProperty("readAt").ValueKind.ShouldBe(JsonValueKind.Null);
        (await Inbox(_ben))["unread"].GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task A_comment_is_told_to_the_document_s_maker_an_answer_to_who_takes_part_and_nobody_of_their_own()
    {
        var thread = await Begin(_ben);
        await Answer(_ana, thread, "The brown one.");
        await Answer(_ben, thread, $"Thanks, @[Ana]({_ana.Id})");

        await Arrived(_ben, "reply");
        await Arrived(_ana, "mention");
        // Whom it concerns in two ways is told of the nearer one only.
        (await Inbox(_ana))["items"].EnumerateArray().Select(item => item.GetProperty("event").GetString())
            .ShouldBe(["mention", "comment"]);
        (await Inbox(_ben, "?unread=true"))["items"].EnumerateArray().Select(item => item.GetProperty("event").GetString())
            .ShouldBe(["reply"]);
    }

    [Fact]
    public async Task Somebody_mentioned_in_an_edit_is_told_once_however_often_it_is_edited()
    {
        var thread = await Begin(_ana, "Nobody yet");
        var comment = $"/api/v1/comments/{thread["comments"][0].GetProperty("id").GetString()}";
        foreach (var body in new[] { $"@[Ben]({_ben.Id})", "Nobody", $"@[Ben]({_ben.Id}) again" })
            (await _ana.Http.Ask("PATCH", comment, new { body })).Status.ShouldBe(HttpStatusCode.OK);
        await Begin(_ana, $"The last: @[Ben]({_ben.Id})");

        await Eventually.Holds(async () => (await Inbox(_ben))["items"][0].GetProperty("excerpt").GetString()!
            .StartsWith("The last", StringComparison.Ordinal), "the last mention");
        (await Inbox(_ben, "?unread=true"))["items"].GetArrayLength().ShouldBe(2);
    }

    [Fact]
    public async Task All_open_clients_of_a_person_hear_of_it_with_how_much_is_unread()
    {
        var own = await _ben.MakeWorkspace();
        await using var here = await HintReader.Open(_ben, _workspace);
        await using var elsewhere = await HintReader.Open(_ben, own);
        await using var others = await HintReader.Open(_ana, _workspace);

        await Begin(_ana, $"@[Ben]({_ben.Id}) look");

        foreach (var stream in new[] { here, elsewhere })
            (await stream.First("notifications")).GetProperty("unread").GetInt32().ShouldBe(1);
        await _ben.Http.Ask("POST", "/api/v1/notifications/read", new { before = TimeProvider.System.GetUtcNow().AddMinutes(1) });
        await elsewhere.First("notifications", line => line.GetProperty("unread").GetInt32() == 0);
        others.Hints.ShouldNotContain(hint => hint.Event == "notifications");
    }

    [Fact]
    public async Task What_was_read_is_named_by_id_by_thread_by_document_or_by_all_up_to_one()
    {
        var threads = new List<Answer>();
        for (var i = 0; i < 5; i++)
        {
            threads.Add(await Begin(_ana, $"@[Ben]({_ben.Id}) number {i}"));
            await Eventually.Holds(async () => (await Inbox(_ben, "?unread=true"))["items"].GetArrayLength() == i + 1, "its arrival");
        }
        var ids = (await Inbox(_ben, "?unread=true"))["items"].EnumerateArray().Select(item => item.GetProperty("id").GetString()).ToList();

        async Task<int> Read(object what) => (await _ben.Http.Ask("POST", "/api/v1/notifications/read", what))["unread"].GetInt32();
        (await Read(new { ids = new[] { ids[0] } })).ShouldBe(4);
        (await Read(new { threadId = threads[3]["id"].GetString() })).ShouldBe(3);
        (await Read(new { before = ids[3] })).ShouldBe(1);
        (await Read(new { ids = new[] { ids[0] } })).ShouldBe(1);
        // Somebody else's aren't theirs to read.
        await _ana.Http.Ask("POST", "/api/v1/notifications/read", new { ids });
        (await Inbox(_ben))["unread"].GetInt32().ShouldBe(1);
        (await Read(new { documentId = _document.Split('/')[^1] })).ShouldBe(0);
        (await _ben.Http.Ask("POST", "/api/v1/notifications/read", new { })).Problem.ShouldBe("validation-failed");
        (await _ben.Http.Ask("POST", "/api/v1/notifications/read", new { before = "yesterday" })).Problem.ShouldBe("validation-failed");
    }

    [Fact]
    public async Task The_inbox_comes_in_pages_the_newest_first()
    {
        for (var i = 0; i < 5; i++)
            await Begin(_ana, $"@[Ben]({_ben.Id}) number {i}");
        await Eventually.Holds(async () => (await Inbox(_ben, "?unread=true"))["items"].GetArrayLength() == 5, "all five");

        var seen = new List<string>();
        for (var next = "?unread=true&limit=2"; next is not null;)
        {
            var page = await Inbox(_ben, next);
            page["unread"].GetInt32().ShouldBe(5);
            seen.AddRange(page["items"].EnumerateArray().Select(item => item.GetProperty("id").GetString()!));
            next = page["nextCursor"].GetString() is { } cursor ? $"?unread=true&limit=2&cursor={cursor}" : null;
        }
        seen.Count.ShouldBe(5);
        seen.ShouldBe(seen.OrderDescending(StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_may_no_longer_be_read_is_neither_shown_nor_counted()
    {
        await Begin(_ana, $"@[Ben]({_ben.Id}) the secret is 42");
        await Arrived(_ben, "mention");

        await _ana.Http.Ask("DELETE", $"{_workspace}/members/{_ben.Id}");
        var without = await Inbox(_ben);
        without.Text.ShouldNotContain("secret");
        (without["items"].GetArrayLength(), without["unread"].GetInt32()).ShouldBe((0, 0));

        await _ana.Http.Ask("PUT", $"{_document}/permissions/{_ben.Id}", new { role = "viewer" });
        await Arrived(_ben, "share");
        (await Inbox(_ben))["unread"].GetInt32().ShouldBe(2);
        await _ana.Http.Ask("DELETE", _document);
        (await Inbox(_ben))["unread"].GetInt32().ShouldBe(0);
        await _ana.Http.Ask("DELETE", $"{_document}?permanent=true");
        (await Inbox(_ben))["items"].GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task Who_is_mentioned_without_access_sees_it_once_they_have_it()
    {
        using var cleo = await _server.SignUp("Cleo");
        await Begin(_ana, $"@[Cleo]({cleo.Id}) the secret is 42");
        await Begin(_ana, $"@[Ben]({_ben.Id}) arrived");
        await Arrived(_ben, "mention");
        (await Inbox(cleo))["items"].GetArrayLength().ShouldBe(0);

        await _ana.Http.Ask("PUT", $"{_document}/permissions/{cleo.Id}", new { role = "viewer" });
        await Arrived(cleo, "mention");
    }

    [Fact]
    public async Task A_role_in_a_document_is_told_once_when_it_is_given()
    {
        using var cleo = await _server.SignUp("Cleo");
        await _ana.Http.Ask("PUT", $"{_document}/permissions/{cleo.Id}", new { role = "viewer" });
        await _ana.Http.Ask("PUT", $"{_document}/permissions/{cleo.Id}", new { role = "editor" });

        var told = await Arrived(cleo, "share");
        (told.GetProperty("actor").GetProperty("name").GetString(), told.GetProperty("role").GetString(), told.GetProperty("title").GetString())
            .ShouldBe(("Ana", "viewer", "Notes"));
        await _ana.Http.Ask("DELETE", $"{_document}/permissions/{cleo.Id}");
        (await Inbox(cleo))["items"].GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task Settings_are_chosen_event_by_event_and_channel_by_channel()
    {
        var usual = await _ben.Http.Ask("GET", "/api/v1/me/notification-settings");
        usual["events"].EnumerateObject().Select(found => found.Name)
            .ShouldBe(["mention", "comment", "reply", "suggestion", "suggestion-accepted", "suggestion-rejected", "share", "invite", "access-request"]);
        usual["events.mention.inApp"].GetBoolean().ShouldBeTrue();

        var changed = await _ben.Http.Ask("PUT", "/api/v1/me/notification-settings", new
        {
            events = new { mention = new { inApp = false, digest = true } },
            timeZone = "Asia/Kolkata",
            digestHour = 18,
        });
        changed.Status.ShouldBe(HttpStatusCode.OK);
        changed["events.mention.email"].GetBoolean().ShouldBeTrue();
        changed["events.reply.inApp"].GetBoolean().ShouldBeTrue();
        (await _ben.Http.Ask("GET", "/api/v1/me/notification-settings")).Text.ShouldBe(changed.Text);

        await Begin(_ana, $"@[Ben]({_ben.Id}) look");
        var thread = await Begin(_ben);
        await Answer(_ana, thread, "Here");
        await Arrived(_ben, "reply");
        (await Inbox(_ben, "?unread=true"))["items"].GetArrayLength().ShouldBe(1);
    }

    [Theory]
    [InlineData("""{"events": {"earthquake": {"email": true}}}""", "/events/earthquake")]
    [InlineData("""{"timeZone": "Middle-Earth/Shire"}""", "/timeZone")]
    [InlineData("""{"digestHour": 24}""", "/digestHour")]
    public async Task Settings_that_make_no_sense_are_refused(string body, string pointer)
    {
        var answer = await _ben.Http.Ask("PUT", "/api/v1/me/notification-settings", body);
        answer.Problem.ShouldBe("validation-failed");
        answer["errors"][0].GetProperty("pointer").GetString().ShouldBe(pointer);
    }

    [Fact]
    public async Task A_person_takes_their_notifications_along_and_leaves_none_behind()
    {
        await Begin(_ana, $"@[Ben]({_ben.Id}) look");
        await Arrived(_ben, "mention");

        var export = await _ben.Http.Ask("GET", "/api/v1/me/export");
        export["notifications.received"].EnumerateArray().Select(item => item.GetProperty("event").GetString())
            .ShouldContain("mention");
        (await _ben.Http.Ask("DELETE", "/api/v1/me", new { password = People.Password })).Status.ShouldBe(HttpStatusCode.NoContent);
    }
}
