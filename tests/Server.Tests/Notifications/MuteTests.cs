using System.Net;
using System.Text.Json;
using MDReader.Server.Platform;
using MDReader.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace Server.Tests.Notifications;

public sealed class MuteTests(SharedServer shared) : IAsyncLifetime
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

    async Task<string> Begin(TestPerson who, string body) => (await who.Http.Ask(
        "POST", $"{_document}/threads", new { anchor = new { start = 10, end = 19, @base = "1-1" }, body }))["id"].GetString()!;

    static Task<Answer> Say(TestPerson who, string thread, string body) =>
        who.Http.Ask("POST", $"/api/v1/threads/{thread}/comments", new { body });

    static async Task<List<JsonElement>> Inbox(TestPerson who) =>
        [.. (await who.Http.Ask("GET", "/api/v1/notifications"))["items"].EnumerateArray()];

    static Task Told(TestPerson who, string excerpt) => Eventually.Holds(
        async () => (await Inbox(who)).Exists(item => item.GetProperty("excerpt").GetString() == excerpt), $"a notification of {excerpt}");

    /// <summary>All notices about the document were decided on.</summary>
    Task EverythingIsDecided() => Eventually.Holds(
        async () =>
        {
            await using var connection = await _server.Services.GetRequiredService<Database>().OpenConnection(default);
            await using var waiting = connection.CreateCommand();
            waiting.CommandText = $"select count(*) from outbox where payload like '%{_document.Split('/')[^1]}%'";
            return await waiting.ExecuteScalarAsync() is 0L;
        },
        "an outbox without notices about the document");

    static async Task<List<string?>> Said(TestPerson who) =>
        (await Inbox(who)).ConvertAll(item => item.GetProperty("excerpt").GetString());

    [Fact]
    public async Task Of_a_muted_thread_nothing_more_is_told_and_of_others_it_is()
    {
        var muted = await Begin(_ben, "One");
        var other = await Begin(_ben, "Two");
        await Say(_ana, muted, "first");
        await Told(_ben, "first");
        (await _ben.Http.Ask("PUT", $"/api/v1/threads/{muted}/mute")).Status.ShouldBe(HttpStatusCode.NoContent);

        await Say(_ana, muted, "second");
        await Say(_ana, muted, $"@[Ben]({_ben.Id}) third");
        await Say(_ana, other, "fourth");
        await Told(_ben, "fourth");
        await EverythingIsDecided();

        var said = await Said(_ben);
        said.ShouldNotContain("second");
        said.ShouldNotContain($"@[Ben]({_ben.Id}) third");
        var first = (await Inbox(_ben)).Single(item => item.GetProperty("excerpt").GetString() == "first");
        first.GetProperty("muted").GetString().ShouldBe("thread");
        first.GetProperty("threadStatus").GetString().ShouldBe("open");
        // What was told of it before waits for nobody.
        first.GetProperty("readAt").ValueKind.ShouldNotBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task A_muted_document_is_silent_until_it_is_unmuted_and_access_to_it_is_told_nevertheless()
    {
        (await _ana.Http.Ask("PUT", $"{_document}/mute")).Status.ShouldBe(HttpStatusCode.NoContent);
        (await _ana.Http.Ask("PUT", $"{_document}/mute")).Status.ShouldBe(HttpStatusCode.NoContent);
        var mutes = (await _ana.Http.Ask("GET", "/api/v1/me/mutes"))["items"];
        mutes.GetArrayLength().ShouldBe(1);
        mutes[0].GetProperty("title").GetString().ShouldBe("Notes");
        mutes[0].GetProperty("threadId").ValueKind.ShouldBe(JsonValueKind.Null);
        await Begin(_ben, "silent");
        await _ben.Http.Ask("POST", $"{_document}/suggestions", new { @base = "1-1", content = "Other.", message = "quiet" });
        await EverythingIsDecided();

        (await _ana.Http.Ask("DELETE", $"{_document}/mute")).Status.ShouldBe(HttpStatusCode.NoContent);
        await Begin(_ben, "heard");
        await Told(_ana, "heard");

        (await Said(_ana)).ShouldNotContain("silent");
        (await Said(_ana)).ShouldNotContain("quiet");
        (await _ana.Http.Ask("GET", "/api/v1/me/mutes"))["items"].GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task What_somebody_may_not_read_they_may_not_mute()
    {
        using var eve = await _server.SignUp("Eve");
        var thread = await Begin(_ben, "One");

        (await eve.Http.Ask("PUT", $"{_document}/mute")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await eve.Http.Ask("PUT", $"/api/v1/threads/{thread}/mute")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task What_was_read_can_wait_again()
    {
        var thread = await Begin(_ben, "One");
        await Say(_ana, thread, "first");
        await Told(_ben, "first");
        var id = (await Inbox(_ben)).Single(item => item.GetProperty("excerpt").GetString() == "first").GetProperty("id").GetString();
        await _ben.Http.Ask("POST", "/api/v1/notifications/read", new { documentId = _document.Split('/')[^1] });
        var before = (await _ben.Http.Ask("GET", "/api/v1/notifications"))["unread"].GetInt32();

        (await _ben.Http.Ask("POST", "/api/v1/notifications/unread", new { ids = new[] { id } }))["unread"].GetInt32().ShouldBe(before + 1);
        (await _ana.Http.Ask("POST", "/api/v1/notifications/unread", new { ids = new[] { id } })).Status.ShouldBe(HttpStatusCode.OK);
        (await _ben.Http.Ask("POST", "/api/v1/notifications/unread", new { })).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
    }
}
