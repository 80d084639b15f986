using System.Net;
using System.Net.WebSockets;
using MDReader.Crdt;
using MDReader.TestKit;

namespace Server.Tests.Collaboration;

public sealed class SocketTests : IAsyncLifetime
{
    RunningServer _server = null!;
    TestPerson _ana = null!;
    TestPerson _ben = null!;
    string _workspace = "";
    string _document = "";
    string _id = "";

    public async ValueTask InitializeAsync()
    {
        // One test types faster than people do.
        _server = await RunningServer.Start(("MDReader:Collaboration:MessageBurst", "5000"));
        (_ana, _ben) = (await _server.SignUp("Ana"), await _server.SignUp("Ben"));
        _workspace = await _ana.MakeWorkspace();
        await _ana.Http.Ask("PUT", $"{_workspace}/members/{_ben.Id}", new { role = "editor" });
        _document = await _ana.MakeDocument(_workspace);
        _id = _document.Split('/')[^1];
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Two_people_see_each_others_typing_and_it_is_saved()
    {
        await using var ana = await Open(_ana);
        await using var ben = await Open(_ben);
        await ana.Type("from Ana");
        await ben.Until(client => client.Text == "from Ana");
        await ana.AllSaved();
        ana.Version.ShouldBe((1, 1));
        (await _ben.Http.Ask("GET", $"{_document}/content")).Text.ShouldBe("from Ana");
    }

    [Fact]
    public async Task A_write_over_REST_reaches_who_has_it_open()
    {
        await using var ana = await Open(_ana);
        await _ben.Put(_document, "written"u8.ToArray(), ifMatch: "*");
        await ana.Until(client => client.Text == "written");
    }

    [Fact]
    public async Task What_was_typed_offline_arrives_on_connecting()
    {
        var offline = new Doc(new() { ClientId = 77 });
        offline.GetText("content").Insert(0, "typed offline");
        await using var ana = await Open(_ana, offline);
        await ana.AllSaved();
        (await _ana.Http.Ask("GET", $"{_document}/content")).Text.ShouldBe("typed offline");
    }

    [Fact]
    public async Task A_ticket_opens_the_socket_once()
    {
        var ticket = await Ticket(_ana);
        ticket["role"].GetString().ShouldBe("owner");
        ticket["epoch"].GetInt32().ShouldBe(1);
        ticket["url"].GetString().ShouldBe($"ws://{_server.Address.Authority}/collab/{_id}");
        var protocol = $"ticket.{ticket["ticket"].GetString()}";
        await using var first = await LiveClient.Connect(_server.Address, _id, "ack=1", null, "mdreader", protocol);
        first.SubProtocol.ShouldBe("mdreader");
        await first.Synced();
        await using var second = await LiveClient.Connect(_server.Address, _id, "ack=1", null, "mdreader", protocol);
        await second.Closed;
        second.CloseCode.ShouldBe(4401);
        first.CloseCode.ShouldBeNull();
    }

    [Fact]
    public async Task A_ticket_opens_no_other_document()
    {
        var other = (await _ana.MakeDocument(_workspace)).Split('/')[^1];
        var ticket = (await Ticket(_ana))["ticket"].GetString();
        await ExpectClose($"ticket={ticket}", 4401, other);
    }

    [Theory]
    [InlineData("", 4401)]
    [InlineData("token=nonsense", 4401)]
    [InlineData("ticket=a.b", 4401)]
    public async Task Who_proves_nothing_is_not_let_in(string query, int code) => await ExpectClose(query, code, _id);

    [Fact]
    public async Task A_document_that_is_not_theirs_is_not_there()
    {
        var stranger = await _server.SignUp("Sam");
        await ExpectClose($"token={stranger.AccessToken}", 4404, _id);
        await ExpectClose($"token={_ana.AccessToken}", 4404, Guid.NewGuid().ToString());
    }

    [Fact]
    public async Task State_of_another_epoch_is_not_merged() => await ExpectClose($"token={_ana.AccessToken}&epoch=2", 4409, _id);

    [Fact]
    public async Task A_malformed_message_ends_its_connection_and_no_other()
    {
        await using var ana = await Open(_ana);
        await using var ben = await Open(_ben);
        await ben.Send([0, 2, 3, 1, 2, 3]);
        await ben.Closed;
        ben.CloseCode.ShouldBe(4400);
        await ana.Type("still here");
        await ana.AllSaved();
    }

    [Fact]
    public async Task A_viewer_reads_and_is_sent_away_for_writing()
    {
        await _ana.Http.Ask("PUT", $"{_workspace}/members/{_ben.Id}", new { role = "viewer" });
        await using var ana = await Open(_ana);
        await using var ben = await Open(_ben);
        await ana.Type("read me");
        await ben.Until(client => client.Text == "read me");
        await ben.Type("not mine");
        await ben.Closed;
        ben.CloseCode.ShouldBe(4403);
        (await _ana.Http.Ask("GET", $"{_document}/content")).Text.ShouldBe("read me");
    }

    [Fact]
    public async Task Lowering_a_role_ends_the_open_socket()
    {
        await using var ben = await Open(_ben);
        await _ana.Http.Ask("PUT", $"{_workspace}/members/{_ben.Id}", new { role = "viewer" });
        await ben.Closed;
        ben.CloseCode.ShouldBe(4403);
    }

    [Fact]
    public async Task Logging_out_ends_the_open_socket()
    {
        await using var ben = await Open(_ben);
        await _ben.Http.Ask("POST", "/api/v1/auth/logout", new { refreshToken = _ben.RefreshToken });
        await ben.Closed;
        ben.CloseCode.ShouldBe(4401);
    }

    [Fact]
    public async Task Trashing_a_document_ends_its_sockets()
    {
        await using var ben = await Open(_ben);
        await _ana.Http.Ask("DELETE", _document);
        await ben.Closed;
        ben.CloseCode.ShouldBe(4404);
    }

    [Fact]
    public async Task A_page_of_a_foreign_origin_opens_no_socket()
    {
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Origin", "https://evil.example");
        socket.Options.CollectHttpResponseDetails = true;
        var address = new Uri($"ws://{_server.Address.Authority}/collab/{_id}?token={_ana.AccessToken}");
        await Should.ThrowAsync<WebSocketException>(() => socket.ConnectAsync(address, CancellationToken.None));
        socket.HttpStatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_long_session_is_kept_in_a_snapshot_and_comes_back_whole()
    {
        await using (var ana = await Open(_ana))
        {
            for (var i = 0; i < 1200; i++)
                await ana.Type($"{i % 10}", ana.Document.GetText("content").Length);
            await ana.AllSaved();
        }
        await using var ben = await Open(_ben);
        ben.Text.ShouldBe(string.Concat(Enumerable.Range(0, 1200).Select(i => i % 10)));
        var merged = await _ana.Put(_document, "0"u8.ToArray(), since: "1-1");
        merged.Status.ShouldBe(HttpStatusCode.OK, merged.Text);
    }

    async Task<LiveClient> Open(TestPerson person, Doc? document = null)
    {
        var client = await LiveClient.Connect(_server.Address, _id, $"token={person.AccessToken}&ack=1", document);
        await client.Synced();
        return client;
    }

    async Task<Answer> Ticket(TestPerson person) => await person.Http.Ask("POST", $"{_document}/realtime-tickets");

    async Task ExpectClose(string query, int code, string document)
    {
        await using var client = await LiveClient.Connect(_server.Address, document, query);
        await client.Closed;
        client.CloseCode.ShouldBe(code);
    }
}
