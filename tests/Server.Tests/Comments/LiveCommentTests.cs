using System.Text.Json;
using MDReader.TestKit;

namespace Server.Tests.Comments;

public sealed class LiveCommentTests(SharedServer shared) : IAsyncLifetime
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
        _document = await _ana.MakeDocument(_workspace);
        await _ana.Put(_document, "The quick brown fox jumps."u8.ToArray(), ifMatch: "\"1-0\"");
    }

    public ValueTask DisposeAsync()
    {
        _ana.Dispose();
        _ben.Dispose();
        return ValueTask.CompletedTask;
    }

    async Task<Guid> Begin(string document) => (await _ana.Http.Ask("POST", $"{document}/threads", new
    {
        anchor = new { start = 0, end = 3, @base = "1-1" },
        body = "Which?",
    }))["id"].GetGuid();

    [Fact]
    public async Task Who_has_the_document_or_the_workspace_open_is_told_of_every_change_to_a_thread()
    {
        await _ana.Http.Ask("PUT", $"{_workspace}/members/{_ben.Id}", new { role = "viewer" });
        await using var stream = await HintReader.Open(_ben, _workspace);
        await using var socket = await LiveClient.Connect(
            _server.Address, _document.Split('/')[^1], $"token={_ben.AccessToken}&ack=1");
        await socket.Synced();

        var thread = await Begin(_document);

        var hint = await stream.First("comments");
        (hint.GetProperty("id").GetGuid(), $"/api/v1/documents/{hint.GetProperty("documentId").GetGuid()}").ShouldBe((thread, _document));
        await Eventually.Holds(() => News(socket) == 1, "news on the socket");
        JsonDocument.Parse(socket.Events.Last(news => news.Contains("\"comments\"", StringComparison.Ordinal))).RootElement
            .GetProperty("threadId").GetGuid().ShouldBe(thread);

        var comment = (await _ana.Http.Ask("POST", $"/api/v1/threads/{thread}/comments", new { body = "The brown one." }))["id"].GetGuid();
        await _ana.Http.Ask("PUT", $"/api/v1/comments/{comment}/reactions/👍");
        await _ana.Http.Ask("PATCH", $"/api/v1/threads/{thread}", new { status = "resolved" });
        await _ana.Http.Ask("DELETE", $"/api/v1/threads/{thread}");
        await Eventually.Holds(() => News(socket) == 5, "news of the answer, the reaction, the end and the deletion");
        await Eventually.Holds(() => stream.Hints.Count(told => told.Event == "comments") == 5, "as many hints");
    }

    [Fact]
    public async Task A_guest_hears_of_the_documents_that_are_shared_with_them_and_of_no_other()
    {
        var secret = await _ana.MakeDocument(_workspace);
        await _ana.Put(secret, "Not for guests."u8.ToArray(), ifMatch: "\"1-0\"");
        await _ana.Http.Ask("PUT", $"{_document}/permissions/{_ben.Id}", new { role = "viewer" });
        await using var stream = await HintReader.Open(_ben, _workspace);

        await Begin(secret);
        var thread = await Begin(_document);

        (await stream.First("comments")).GetProperty("id").GetGuid().ShouldBe(thread);
        stream.Hints.Count(told => told.Event == "comments").ShouldBe(1);
    }

    static int News(LiveClient socket) => socket.Events.Count(news => news.Contains("\"comments\"", StringComparison.Ordinal));
}
