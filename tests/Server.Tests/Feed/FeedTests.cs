using System.Net;
using System.Text.Json;
using MDReader.Server.Feed;
using MDReader.Server.Platform;
using MDReader.TestKit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Server.Tests.Feed;

public sealed class FeedTests : IAsyncLifetime
{
    readonly ManualTime _time = new();
    RunningServer _server = null!;
    TestPerson _ada = null!;
    TestPerson _bob = null!;
    string _workspace = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await RunningServer.Start(services => services.AddSingleton<TimeProvider>(_time));
        _ada = await _server.SignUp("Ada");
        _bob = await _server.SignUp("Bob");
        _workspace = await _ada.MakeWorkspace();
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_snapshot_holds_everything_and_its_cursor_is_older_than_its_first_page()
    {
        var first = await _ada.MakeDocument(_workspace, "First");
        var page = await _ada.Http.Ask("GET", $"{_workspace}/snapshot?limit=2");
        page.Header("Link").ShouldNotBeNull();
        var late = await _ada.MakeDocument(_workspace, "Late");
        var seen = Objects(page, "items");
        while (page["nextCursor"].GetString() is { } next)
        {
            var former = page["syncCursor"].GetString();
            page = await _ada.Http.Ask("GET", $"{_workspace}/snapshot?limit=2&cursor={next}");
            page["syncCursor"].GetString().ShouldBe(former);
            seen.AddRange(Objects(page, "items"));
        }

        seen.Select(found => found.Type).Distinct().ShouldBe(["document", "member", "workspace"], ignoreOrder: true);
        var entry = seen.Single(found => found.Id == IdOf(first)).Entry;
        (entry.GetProperty("op").GetString(), entry.GetProperty("title").GetString()).ShouldBe(("upsert", "First"));
        entry.GetProperty("contentEtag").GetString().ShouldBe("\"1-0\"");
        entry.GetProperty("role").GetString().ShouldBe("owner");
        var changes = await Changes(_ada, page["syncCursor"].GetString()!);
        Objects(changes, "changes").ShouldContain(found => found.Id == IdOf(late));
    }

    [Fact]
    public async Task Each_change_is_told_once_as_the_object_is_now()
    {
        var since = await Cursor(_ada);
        var document = await _ada.MakeDocument(_workspace, "Draft");
        await _ada.Http.Ask("PATCH", document, new { title = "Final" });
        await _ada.Http.Ask("PUT", $"{document}/content", new StringContent("text"), ("If-Match", "*"));

        var changes = await Changes(_ada, since);
        var change = Objects(changes, "changes").ShouldHaveSingleItem().Entry;
        change.GetProperty("title").GetString().ShouldBe("Final");
        change.GetProperty("contentEtag").GetString().ShouldBe("\"1-1\"");
        changes["hasMore"].GetBoolean().ShouldBeFalse();
        Objects(await Changes(_ada, changes["nextCursor"].GetString()!), "changes").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_deletion_says_how_and_a_restored_document_comes_back()
    {
        var document = await _ada.MakeDocument(_workspace);
        var since = await Cursor(_ada);

        await _ada.Http.Ask("DELETE", document);
        (await Told(_ada, since)).ShouldBe([("document", "delete", "trashed")]);
        await _ada.Http.Ask("POST", $"{document}/restore");
        (await Told(_ada, since)).ShouldBe([("document", "upsert", null)]);
        await _ada.Http.Ask("DELETE", $"{document}?permanent=true");
        (await Told(_ada, since)).ShouldBe([("document", "delete", "purged")]);
    }

    [Fact]
    public async Task Folders_are_told_with_their_place_and_go_with_all_that_is_in_them()
    {
        var plans = await _ada.MakeFolder(_workspace, "Plans");
        var since = await Cursor(_ada);
        var boats = await _ada.MakeFolder(_workspace, "Boats", plans);
        var made = await _ada.Http.Ask("POST", $"{_workspace}/documents", new { title = "Sloop", folderId = boats });

        var changes = Objects(await Changes(_ada, since), "changes");
        var folder = changes.Single(found => found.Type == "folder").Entry;
        (folder.GetProperty("name").GetString(), folder.GetProperty("folderId").GetGuid()).ShouldBe(("Boats", plans));
        changes.Single(found => found.Type == "document").Entry.GetProperty("folderId").GetGuid().ShouldBe(boats);

        await _ada.Http.Ask("DELETE", $"/api/v1/folders/{plans}");
        (await Told(_ada, since)).ShouldBe(
            [("folder", "delete", "trashed"), ("folder", "delete", "trashed"), ("document", "delete", "trashed")], ignoreOrder: true);
        await _ada.Http.Ask("POST", $"{made.Header("Location")}/restore");
        (await Told(_ada, since)).ShouldBe(
            [("folder", "upsert", null), ("folder", "upsert", null), ("document", "upsert", null)], ignoreOrder: true);
    }

    [Fact]
    public async Task Folders_are_told_to_members_alone()
    {
        var folder = await _ada.MakeFolder(_workspace, "Plans");
        var made = await _ada.Http.Ask("POST", $"{_workspace}/documents", new { title = "Sloop", folderId = folder });
        await _ada.Http.Ask("PUT", $"{made.Header("Location")}/permissions/{_bob.Id}", new { role = "viewer" });
        var since = await Cursor(_bob);

        await _ada.Http.Ask("PATCH", $"/api/v1/folders/{folder}", new { name = "Secrets" });

        (await _bob.Http.Ask("GET", $"{_workspace}/snapshot")).Text.ShouldNotContain("Secrets");
        (await Changes(_bob, since)).Text.ShouldNotContain("Secrets");
    }

    [Fact]
    public async Task A_person_s_new_name_is_told_to_those_who_are_in_a_workspace_with_them()
    {
        var since = await Cursor(_ada);

        (await _ada.Http.Ask("PATCH", "/api/v1/me", new { name = "Ada Lovelace" })).Status.ShouldBe(HttpStatusCode.OK);

        var change = Objects(await Changes(_ada, since), "changes").ShouldHaveSingleItem();
        (change.Type, change.Entry.GetProperty("name").GetString()).ShouldBe(("member", "Ada Lovelace"));
    }

    [Fact]
    public async Task Who_is_let_in_gets_everything_and_who_is_put_out_loses_it()
    {
        await _ada.MakeDocument(_workspace);
        (await _bob.Http.Ask("GET", $"{_workspace}/snapshot")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await _bob.Http.Ask("GET", $"{_workspace}/events")).Status.ShouldBe(HttpStatusCode.NotFound);
        await _ada.Http.Ask("PUT", $"{_workspace}/members/{_bob.Id}", new { role = "viewer" });
        var since = await Cursor(_bob);

        await _ada.Http.Ask("PUT", $"{_workspace}/members/{_bob.Id}", new { role = "editor" });
        var changes = Objects(await Changes(_bob, since), "changes");
        changes.Single(found => found.Type == "document").Entry.GetProperty("role").GetString().ShouldBe("editor");

        await _ada.Http.Ask("DELETE", $"{_workspace}/members/{_bob.Id}");
        var lost = await Changes(_bob, since);
        Objects(lost, "changes").ShouldAllBe(found =>
            found.Entry.GetProperty("op").GetString() == "delete" && found.Entry.GetProperty("reason").GetString() == "revoked");
        Objects(lost, "changes").Select(found => found.Type).ShouldContain("document");
        Objects(lost, "changes").Select(found => found.Type).ShouldContain("workspace");
        (await Changes(_bob, lost["nextCursor"].GetString()!)).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task What_happens_after_somebody_left_is_not_told_to_them()
    {
        var document = await _ada.MakeDocument(_workspace);
        await _ada.Http.Ask("PUT", $"{_workspace}/members/{_bob.Id}", new { role = "viewer" });
        var since = await Cursor(_bob);
        await _ada.Http.Ask("DELETE", $"{_workspace}/members/{_bob.Id}");
        await _ada.MakeDocument(_workspace, "Secret");
        await _ada.Http.Ask("DELETE", document);

        var lost = await Changes(_bob, since);
        lost.Text.ShouldNotContain("Secret");
        lost.Text.ShouldNotContain("trashed");
    }

    [Fact]
    public async Task A_workspace_that_is_deleted_says_so()
    {
        var since = await Cursor(_ada);
        await _ada.Http.Ask("DELETE", _workspace);

        var last = await Changes(_ada, since);
        Objects(last, "changes").ShouldHaveSingleItem().Entry.GetProperty("reason").GetString().ShouldBe("purged");
        (await Changes(_ada, last["nextCursor"].GetString()!)).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Without_a_cursor_everything_is_told_as_it_is()
    {
        var all = await _ada.Http.Ask("GET", $"{_workspace}/changes");
        all["changes"].EnumerateArray().Select(change => change.GetProperty("type").GetString()).ShouldContain("workspace");
        (await Changes(_ada, Uri.EscapeDataString(all["nextCursor"].GetString()!)))["changes"].GetArrayLength().ShouldBe(0);
        using var eve = await _server.SignUp("Eve");
        (await eve.Http.Ask("GET", $"{_workspace}/changes")).Problem.ShouldBe("not-found");
    }

    [Fact]
    public async Task A_cursor_opens_nothing_else()
    {
        await _ada.Http.Ask("PUT", $"{_workspace}/members/{_bob.Id}", new { role = "viewer" });
        var other = await _ada.MakeWorkspace();
        var cursor = await Cursor(_ada);

        (await Changes(_bob, cursor)).Problem.ShouldBe("cursor-mismatch");
        (await _ada.Http.Ask("GET", $"{other}/changes?since={cursor}")).Problem.ShouldBe("cursor-mismatch");
        (await Changes(_ada, "nonsense")).Problem.ShouldBe("cursor-mismatch");
        (await Changes(_ada, cursor[..^1] + (cursor[^1] == 'A' ? 'B' : 'A'))).Problem.ShouldBe("cursor-mismatch");
        (await _ada.Http.Ask("GET", $"{_workspace}/snapshot?cursor={cursor}")).Problem.ShouldBe("cursor-mismatch");
        (await _ada.Http.Ask("GET", $"{_workspace}/changes?since={cursor}&limit=0")).Problem.ShouldBe("bad-request");
        (await _ada.Http.Ask("GET", $"{_workspace}/changes?since={cursor}&wait=-1")).Problem.ShouldBe("bad-request");
    }

    [Fact]
    public async Task A_cursor_of_ninety_days_still_works_and_an_older_one_begins_again()
    {
        var since = await Cursor(_ada);
        var document = await _ada.MakeDocument(_workspace);
        await _ada.Http.Ask("DELETE", document);
        _time.Advance(TimeSpan.FromDays(90));
        var cleaning = _server.Services.GetRequiredService<FeedCleaning>();
        (await cleaning.Clean(default)).ShouldBe(0);
        var ada = await SignInAgain();
        Objects(await Changes(ada, since), "changes").ShouldHaveSingleItem();

        _time.Advance(TimeSpan.FromHours(2));
        var expired = await Changes(await SignInAgain(), since);
        (expired.Status, expired.Problem).ShouldBe((HttpStatusCode.Gone, "sync-cursor-expired"));
        expired["snapshotHref"].GetString().ShouldBe($"{_workspace}/snapshot");
        (await cleaning.Clean(default)).ShouldBe(1);
    }

    [Fact]
    public async Task A_new_epoch_begins_again()
    {
        var since = await Cursor(_ada);
        await _server.Services.GetRequiredService<Database>().Write(
            (db, token) => db.Set<FeedRow>().ExecuteUpdateAsync(row => row.SetProperty(feed => feed.Epoch, Guid.NewGuid()), token),
            default);

        (await Changes(_ada, since)).Problem.ShouldBe("sync-cursor-expired");
    }

    [Fact]
    public async Task A_waiting_request_is_answered_by_the_change_it_waits_for()
    {
        var since = await Cursor(_ada);
        var waiting = _ada.Http.Ask("GET", $"{_workspace}/changes?since={since}&wait=25");
        var document = await _ada.MakeDocument(_workspace);

        Objects(await waiting, "changes").ShouldHaveSingleItem().Id.ShouldBe(IdOf(document));
    }

    [Fact]
    public async Task A_stream_of_hints_tells_of_changes_and_ends_with_the_membership()
    {
        await _ada.Http.Ask("PUT", $"{_workspace}/members/{_bob.Id}", new { role = "viewer" });
        using var answer = await _bob.Http.GetAsync($"{_workspace}/events", HttpCompletionOption.ResponseHeadersRead);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
        using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync());
        (await lines.ReadLineAsync().WaitAsync(TimeSpan.FromMinutes(1))).ShouldBe("event: changes");

        await _ada.MakeDocument(_workspace);
        while (await lines.ReadLineAsync().WaitAsync(TimeSpan.FromMinutes(1)) != "event: changes")
        {
        }

        await _ada.Http.Ask("DELETE", $"{_workspace}/members/{_bob.Id}");
        await lines.ReadToEndAsync().WaitAsync(TimeSpan.FromMinutes(1));
    }

    async Task<TestPerson> SignInAgain()
    {
        var answer = await _server.Http.Ask(
            "POST", "/api/v1/auth/login", new { email = _ada.Email, password = People.Password, tokenDelivery = "body" });
        return _ada with { Http = _server.As(answer["accessToken"].GetString()!) };
    }

    async Task<string> Cursor(TestPerson person) =>
        (await person.Http.Ask("GET", $"{_workspace}/snapshot"))["syncCursor"].GetString()!;

    Task<Answer> Changes(TestPerson person, string since) =>
        person.Http.Ask("GET", $"{_workspace}/changes?since={Uri.EscapeDataString(since)}");

    async Task<List<(string? Type, string? Op, string? Reason)>> Told(TestPerson person, string since) =>
        Objects(await Changes(person, since), "changes").ConvertAll(found => (
            (string?)found.Type,
            found.Entry.GetProperty("op").GetString(),
            found.Entry.TryGetProperty("reason", out var reason) ? reason.GetString() : null));

    static List<(string Type, string Id, JsonElement Entry)> Objects(Answer answer, string member) =>
    [
        .. answer[member].EnumerateArray().Select(entry =>
            (entry.GetProperty("type").GetString()!, entry.GetProperty("id").GetString()!, entry)),
    ];

    static string IdOf(string path) => path.Split('/')[^1];
}
