using System.Text.Json.Nodes;
using MDReader.TestKit;

namespace Server.Tests.Collaboration;

/// <summary>npm's Hocuspocus provider, unchanged, against the running server.</summary>
public sealed class HocuspocusTests : IAsyncLifetime
{
    readonly StockPeer _peer = new();
    RunningServer _server = null!;
    TestPerson _ana = null!;
    TestPerson _ben = null!;
    string _workspace = "";
    string _document = "";

    string Id => _document.Split('/')[^1];

    public async ValueTask InitializeAsync()
    {
        _server = await RunningServer.Start();
        (_ana, _ben) = (await _server.SignUp("Ana"), await _server.SignUp("Ben"));
        _workspace = await _ana.MakeWorkspace();
        await _ana.Http.Ask("PUT", $"{_workspace}/members/{_ben.Id}", new { role = "editor" });
        _document = await _ana.MakeDocument(_workspace);
    }

    public ValueTask DisposeAsync()
    {
        _peer.Dispose();
        return _server.DisposeAsync();
    }

    [Fact]
    public async Task Both_kinds_of_stock_client_and_REST_write_one_text()
    {
        await _peer.Hocuspocus("ana", _server.Address, Id, _ana.AccessToken);
        await _peer.YWebsocket("ben", _server.Address, Id, _ben.AccessToken);
        await _peer.Until("ana", new() { ["saved"] = true });
        await _peer.Until("ben", new() { ["synced"] = true });
        for (var i = 0; i < 20; i++)
        {
            await _peer.Insert("ana", 0, "a");
            await _peer.Insert("ben", 0, "b");
        }
        var text = await SavedText("ana", letters: 40);
        await _peer.Until("ben", new() { ["text"] = text });
        (await _ana.Http.Ask("GET", $"{_document}/content")).Text.ShouldBe(text);

        await _ben.Put(_document, "# Written\n"u8.ToArray(), ifMatch: "*");
        await _peer.Until("ana", new() { ["text"] = "# Written\n" });
        await _peer.Until("ben", new() { ["text"] = "# Written\n" });
        await _peer.Remove("ana", 0, 2);
        await _peer.Until("ben", new() { ["text"] = "Written\n" });
        await _peer.Until("ana", new() { ["saved"] = true });
        (await _ana.Http.Ask("GET", $"{_document}/content")).Text.ShouldBe("Written\n");
    }

    [Fact]
    public async Task Line_ends_that_either_kind_pastes_are_line_feeds_for_everybody()
    {
        await _peer.Hocuspocus("ana", _server.Address, Id, _ana.AccessToken);
        await _peer.YWebsocket("ben", _server.Address, Id, _ben.AccessToken);
        await _peer.Until("ana", new() { ["saved"] = true });
        await _peer.Until("ben", new() { ["synced"] = true });
        await _peer.Insert("ana", 0, "one\r\n");
        foreach (var who in new[] { "ana", "ben" })
            await _peer.Until(who, new() { ["text"] = "one\n" });
        await _peer.Insert("ben", 0, "two\r");
        foreach (var who in new[] { "ana", "ben" })
            await _peer.Until(who, new() { ["text"] = "two\none\n" });
        await _peer.Until("ana", new() { ["saved"] = true });
        (await _ana.Http.Ask("GET", $"{_document}/content")).Text.ShouldBe("two\none\n");
    }

    [Fact]
    public async Task Cursors_cross_between_the_kinds_with_the_servers_names()
    {
        await _peer.Hocuspocus("ana", _server.Address, Id, _ana.AccessToken);
        await _peer.YWebsocket("ben", _server.Address, Id, _ben.AccessToken);
        await _peer.Show("ana", "user", new() { ["name"] = "Forged" });
        await _peer.Show("ben", "user", new() { ["name"] = "Forged" });
        await _peer.Until("ana", new() { ["names"] = new JsonArray("Ben") });
        await _peer.Until("ben", new() { ["names"] = new JsonArray("Ana") });
        await _peer.Close("ana");
        await _peer.Until("ben", new() { ["names"] = new JsonArray() });
    }

    [Fact]
    public async Task Several_documents_share_a_socket_and_one_is_closed_without_the_others()
    {
        var other = (await _ana.MakeDocument(_workspace)).Split('/')[^1];
        await _peer.Hocuspocus("one", _server.Address, Id, _ana.AccessToken, socket: "shared");
        await _peer.Hocuspocus("two", _server.Address, other, _ana.AccessToken, socket: "shared");
        await _peer.Hocuspocus("ben", _server.Address, Id, _ben.AccessToken);
        await _peer.Insert("one", 0, "first");
        await _peer.Insert("two", 0, "second");
        await _peer.Until("ben", new() { ["text"] = "first" });
        await _peer.Until("two", new() { ["saved"] = true });
        await _peer.Close("one");
        await PresentAre(_document, "Ben");
        await _peer.Insert("two", 0, "still ");
        await _peer.Until("two", new() { ["text"] = "still second", ["saved"] = true });
        (await _peer.State("two")).GetProperty("closes").GetArrayLength().ShouldBe(0);

        await _peer.Hocuspocus("again", _server.Address, Id, _ana.AccessToken, socket: "shared");
        await _peer.Until("again", new() { ["text"] = "first", ["saved"] = true });
    }

    [Fact]
    public async Task Two_tabs_with_one_document_share_a_socket()
    {
        await _peer.Hocuspocus("one", _server.Address, Id, _ana.AccessToken, socket: "shared", sessionAwareness: true);
        await _peer.Hocuspocus("two", _server.Address, Id, _ana.AccessToken, socket: "shared", sessionAwareness: true);
        await _peer.Insert("one", 0, "from one");
        await _peer.Until("two", new() { ["text"] = "from one", ["saved"] = true });
    }

    [Fact]
    public async Task A_viewer_is_told_so_and_closed_for_writing_without_the_other_document()
    {
        await _ana.Http.Ask("PUT", $"{_workspace}/members/{_ben.Id}", new { role = "viewer" });
        var theirs = await _ben.MakeDocument(await _ben.MakeWorkspace());
        await _peer.Hocuspocus("ben", _server.Address, Id, _ben.AccessToken, socket: "shared");
        await _peer.Hocuspocus("own", _server.Address, theirs.Split('/')[^1], _ben.AccessToken, socket: "shared");
        await _peer.Until("ben", new() { ["saved"] = true, ["scopes"] = new JsonArray("readonly") });
        await _peer.Until("own", new() { ["saved"] = true, ["scopes"] = new JsonArray("read-write") });
        await _peer.Insert("ben", 0, "not mine");
        await _peer.Until("ben", new() { ["closes"] = new JsonArray(1000), ["saved"] = false });
        (await _ana.Http.Ask("GET", $"{_document}/content")).Text.ShouldBe("");
        await _peer.Insert("own", 0, "mine");
        await _peer.Until("own", new() { ["saved"] = true, ["closes"] = new JsonArray() });
        (await _ben.Http.Ask("GET", $"{theirs}/content")).Text.ShouldBe("mine");
    }

    [Fact]
    public async Task A_bad_token_and_a_hidden_document_are_denied_without_the_others()
    {
        var hidden = (await _ben.MakeDocument(await _ben.MakeWorkspace())).Split('/')[^1];
        await _peer.Hocuspocus("good", _server.Address, Id, _ana.AccessToken, socket: "shared");
        await _peer.Hocuspocus("hidden", _server.Address, hidden, _ana.AccessToken, socket: "shared");
        await _peer.Hocuspocus("none", _server.Address, "no id", _ana.AccessToken, socket: "shared");
        var other = (await _ana.MakeDocument(_workspace)).Split('/')[^1];
        await _peer.Hocuspocus("bad", _server.Address, other, "nonsense", socket: "shared");
        await _peer.Until("good", new() { ["saved"] = true });
        foreach (var client in new[] { "hidden", "none" })
            await _peer.Until(client, new() { ["denials"] = new JsonArray("There is no such document.") });
        await _peer.Until("bad", new() { ["denials"] = new JsonArray("Ask for a new ticket, or send a token that is valid.") });
        await _peer.Insert("good", 0, "fine");
        await _peer.Until("good", new() { ["saved"] = true, ["closes"] = new JsonArray() });
    }

    [Fact]
    public async Task What_is_typed_before_the_token_came_is_saved_after_it()
    {
        await _peer.Hocuspocus("first", _server.Address, Id, _ana.AccessToken, socket: "shared");
        await _peer.Until("first", new() { ["saved"] = true });
        var other = await _ana.MakeDocument(_workspace);
        await _peer.Hocuspocus("late", _server.Address, other.Split('/')[^1], _ana.AccessToken, socket: "shared", tokenAfter: 300);
        await _peer.Insert("late", 0, "early bird");
        await _peer.Until("late", new() { ["saved"] = true });
        (await _ana.Http.Ask("GET", $"{other}/content")).Text.ShouldBe("early bird");
    }

    [Fact]
    public async Task A_reader_who_becomes_an_editor_is_reconnected_and_may_write()
    {
        await _ana.Http.Ask("PUT", $"{_workspace}/members/{_ben.Id}", new { role = "viewer" });
        await _peer.Hocuspocus("ben", _server.Address, Id, _ben.AccessToken);
        await _peer.Until("ben", new() { ["saved"] = true });
        await _ana.Http.Ask("PUT", $"{_workspace}/members/{_ben.Id}", new { role = "editor" });
        await _peer.Until("ben", new() { ["scopes"] = new JsonArray("readonly", "read-write") });
        await _peer.Insert("ben", 0, "now mine");
        await _peer.Until("ben", new() { ["saved"] = true, ["closes"] = new JsonArray(1012) });
        (await _ana.Http.Ask("GET", $"{_document}/content")).Text.ShouldBe("now mine");
    }

    [Fact]
    public async Task Logging_out_closes_the_document()
    {
        await _peer.Hocuspocus("ben", _server.Address, Id, _ben.AccessToken);
        await _peer.Until("ben", new() { ["saved"] = true });
        await _ben.Http.Ask("POST", "/api/v1/auth/logout", new { refreshToken = _ben.RefreshToken });
        var state = await _peer.Until("ben", new() { ["closes"] = new JsonArray(1000) });
        state.GetProperty("denials")[0].GetString().ShouldBe("You were signed out; sign in again.");
    }

    async Task<string> SavedText(string client, int letters)
    {
        while (true)
        {
            var state = await _peer.Until(client, new() { ["saved"] = true });
            if (state.GetProperty("text").GetString() is { } text && text.Length == letters)
                return text;
        }
    }

    async Task PresentAre(string document, params string[] names)
    {
        while (true)
        {
            var answer = await _ana.Http.Ask("GET", $"{document}/presence");
            var present = answer["people"].EnumerateArray().Select(person => person.GetProperty("name").GetString());
            if (present.SequenceEqual(names))
                return;
        }
    }
}
