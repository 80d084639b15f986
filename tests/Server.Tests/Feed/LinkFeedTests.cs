using System.Net;
using System.Text.Json;
using MDReader.TestKit;
using Server.Tests.Contract;

namespace Server.Tests.Feed;

/// <summary>What the feed tells those who came by a link: to guests nothing, to people with an account of the one document.</summary>
public sealed class LinkFeedTests(SharedServer shared) : IAsyncLifetime
{
    readonly RunningServer _server = shared.Server;
    TestPerson _ada = null!;
    TestPerson _bob = null!;
    string _workspace = null!;
    string _document = null!;
    string _hidden = null!;

    public async ValueTask InitializeAsync()
    {
        (_ada, _bob) = (await _server.SignUp("Ada"), await _server.SignUp("Bob"));
        _workspace = await _ada.MakeWorkspace();
        _document = await _ada.MakeDocument(_workspace, "Shared");
        _hidden = await _ada.MakeDocument(_workspace, "Secret");
    }

    public ValueTask DisposeAsync()
    {
        _ada.Dispose();
        _bob.Dispose();
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData("viewer")]
    [InlineData("editor")]
    public async Task A_guest_has_the_document_and_no_feed(string role)
    {
        var link = await Link(role);
        var opened = await _server.Http.Ask("POST", Opening(link), new { name = "Grace", tokenDelivery = "body" });
        using var guest = _server.As(opened["accessToken"].GetString()!);
        (await guest.Ask("GET", _document)).Status.ShouldBe(HttpStatusCode.OK);

        await HasNoFeed(guest, "forbidden");
        await _ada.Http.Ask("DELETE", Path(link));
        (await guest.Ask("GET", _document)).Problem.ShouldBe("not-found");
        await HasNoFeed(guest, "forbidden");
    }

    [Fact]
    public async Task Members_are_not_told_of_guests_who_come_and_go()
    {
        var since = (await _ada.Http.Ask("GET", $"{_workspace}/snapshot"))["syncCursor"].GetString()!;
        var link = await Link("editor");
        var opened = await _server.Http.Ask("POST", Opening(link), new { name = "Grace", tokenDelivery = "body" });
        opened.Status.ShouldBe(HttpStatusCode.OK, opened.Text);
        await _ada.Http.Ask("DELETE", Path(link));

        (await Changes(_ada, since)).Text.ShouldNotContain(opened["guest.id"].GetString()!);
    }

    [Fact]
    public async Task Who_comes_by_a_link_is_told_of_its_document_alone()
    {
        await HasNoFeed(_bob.Http, "not-found");
        await Open(_bob, await Link("viewer"));

        var snapshot = await _bob.Http.Ask("GET", $"{_workspace}/snapshot");
        var shared = Objects(snapshot, "items").Single(found => found.Type == "document");
        (shared.Id, shared.Entry.GetProperty("role").GetString()).ShouldBe((IdOf(_document), "viewer"));
        Objects(snapshot, "items").ShouldNotContain(found => found.Type == "member");
        snapshot.Text.ShouldNotContain("Secret");
        snapshot.Text.ShouldNotContain(_ada.Email);

        var since = snapshot["syncCursor"].GetString()!;
        await _ada.Http.Ask("PATCH", _hidden, new { title = "Still secret" });
        Objects(await Changes(_bob, since), "changes").ShouldBeEmpty();
        await _ada.Http.Ask("PATCH", _document, new { title = "Renamed" });
        var told = Objects(await Changes(_bob, since), "changes").ShouldHaveSingleItem();
        (told.Id, told.Entry.GetProperty("title").GetString()).ShouldBe((IdOf(_document), "Renamed"));
        await _ada.Http.Ask("DELETE", _hidden);
        (await Changes(_bob, since)).Text.ShouldNotContain(IdOf(_hidden));
    }

    [Fact]
    public async Task A_link_that_gives_another_role_says_so()
    {
        var link = await Link("viewer");
        await Open(_bob, link);
        var since = await Cursor(_bob);

        await Scene.Must(_ada, "PATCH", Path(link), new { role = "editor" });

        Objects(await Changes(_bob, since), "changes").ShouldHaveSingleItem()
            .Entry.GetProperty("role").GetString().ShouldBe("editor");
    }

    [Fact]
    public async Task Who_loses_their_link_loses_its_document_and_the_feed()
    {
        var link = await Link("editor");
        await Open(_bob, link);
        var since = await Cursor(_bob);

        await _ada.Http.Ask("DELETE", Path(link));
        await _ada.Http.Ask("PATCH", _document, new { title = "Renamed in their absence" });

        var lost = await Changes(_bob, since);
        var told = Objects(lost, "changes").ShouldHaveSingleItem();
        (told.Type, told.Id).ShouldBe(("document", IdOf(_document)));
        told.Entry.GetProperty("op").GetString().ShouldBe("delete");
        told.Entry.GetProperty("reason").GetString().ShouldBe("revoked");
        lost.Text.ShouldNotContain("absence");
        (await Changes(_bob, lost["nextCursor"].GetString()!)).Problem.ShouldBe("not-found");
        await HasNoFeed(_bob.Http, "not-found");
    }

    [Fact]
    public async Task A_stream_of_hints_ends_with_the_link()
    {
        var link = await Link("viewer");
        await Open(_bob, link);
        using var answer = await _bob.Http.GetAsync($"{_workspace}/events", HttpCompletionOption.ResponseHeadersRead);
        using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync());
        (await lines.ReadLineAsync().WaitAsync(TimeSpan.FromMinutes(1))).ShouldBe("event: changes");

        await _ada.Http.Ask("DELETE", Path(link));

        await lines.ReadToEndAsync().WaitAsync(TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task A_member_who_came_by_a_link_as_well_keeps_everything_without_it()
    {
        await Scene.Must(_ada, "PUT", $"{_workspace}/members/{_bob.Id}", new { role = "viewer" });
        var link = await Link("editor");
        await Open(_bob, link);
        var since = await Cursor(_bob);

        await _ada.Http.Ask("DELETE", Path(link));

        var told = Objects(await Changes(_bob, since), "changes").ShouldHaveSingleItem();
        (told.Id, told.Entry.GetProperty("role").GetString()).ShouldBe((IdOf(_document), "viewer"));
    }

    async Task HasNoFeed(HttpClient http, string problem)
    {
        foreach (var part in (string[])["snapshot", "changes", "events"])
            (await http.Ask("GET", $"{_workspace}/{part}")).Problem.ShouldBe(problem, part);
    }

    Task<Answer> Link(string role) => Scene.Must(_ada, "POST", $"{_document}/links", new { role });

    static Task<Answer> Open(TestPerson person, Answer link) => Scene.Must(person, "POST", Opening(link));

    static string Opening(Answer link) => $"/api/v1/links/{link["token"].GetString()}/open";

    static string Path(Answer link) => $"/api/v1/links/{link["id"].GetString()}";

    async Task<string> Cursor(TestPerson person) =>
        (await person.Http.Ask("GET", $"{_workspace}/snapshot"))["syncCursor"].GetString()!;

    Task<Answer> Changes(TestPerson person, string since) =>
        person.Http.Ask("GET", $"{_workspace}/changes?since={Uri.EscapeDataString(since)}");

    static List<(string Type, string Id, JsonElement Entry)> Objects(Answer answer, string member) =>
    [
        .. answer[member].EnumerateArray().Select(entry =>
            (entry.GetProperty("type").GetString()!, entry.GetProperty("id").GetString()!, entry)),
    ];

    static string IdOf(string path) => path.Split('/')[^1];
}
