using System.Net;
using MDReader.Server.Search;
using MDReader.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Server.Tests.Contract;

namespace Server.Tests.Sharing;

/// <summary>Documents that are kept from the members of their workspace.</summary>
public sealed class RestrictionTests : IAsyncLifetime
{
    RunningServer _server = null!;
    TestPerson _ada = null!;
    TestPerson _bob = null!;
    TestPerson _eve = null!;
    string _workspace = null!;
    string _document = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await RunningServer.Start();
        (_ada, _bob, _eve) = (await _server.SignUp("Ada"), await _server.SignUp("Bob"), await _server.SignUp("Eve"));
        _workspace = await _ada.MakeWorkspace();
        _document = await _ada.MakeDocument(_workspace, "Salaries");
        foreach (var member in new[] { _bob, _eve })
        {
            await Scene.Must(_ada, "PUT", $"{_workspace}/members/{member.Id}", new { role = "editor" });
        }
    }

    public async ValueTask DisposeAsync()
    {
        _ada.Dispose();
        _bob.Dispose();
        _eve.Dispose();
        await _server.DisposeAsync();
    }

    static string IdOf(string path) => path.Split('/')[^1];

    Task<Answer> Restrict(bool isRestricted = true) => Scene.Must(_ada, "PATCH", $"{_document}/access", new { isRestricted });

    Task<Answer> Share(TestPerson person, string role) =>
        Scene.Must(_ada, "PUT", $"{_document}/permissions/{person.Id}", new { role });

    async Task<string> Cursor(TestPerson person) =>
        (await Scene.Must(person, "GET", $"{_workspace}/snapshot"))["syncCursor"].GetString()!;

    async Task<List<(string? Op, string? Reason)>> Told(TestPerson person, string since) =>
    [
        .. (await Scene.Must(person, "GET", $"{_workspace}/changes?since={Uri.EscapeDataString(since)}"))["changes"].EnumerateArray()
            .Where(change => change.GetProperty("id").GetString() == IdOf(_document))
            .Select(change => (
                change.GetProperty("op").GetString(), change.TryGetProperty("reason", out var reason) ? reason.GetString() : null)),
    ];

    [Fact]
    public async Task A_restricted_document_is_nowhere_for_members_and_everywhere_for_owners_and_those_it_is_shared_with()
    {
        await Scene.Must(_ada, "PUT", $"{_workspace}/members/{(await _server.SignUp("Grace")).Id}", new { role = "viewer" });
        await _ada.Put(_document, "Everybody earns a zebra.\n"u8.ToArray(), ifMatch: "*");
        await Restrict();
        await Share(_eve, "commenter");
        await _server.Services.GetRequiredService<SearchFollower>().CatchUp(default);

        foreach (var (person, sees) in new[] { (_ada, "owner"), (_bob, null), (_eve, "commenter") })
        {
            var one = await person.Http.Ask("GET", _document);
            (one.Status, (await person.Http.Ask("GET", $"{_document}/content")).Status).ShouldBe(
                sees is null ? (HttpStatusCode.NotFound, HttpStatusCode.NotFound) : (HttpStatusCode.OK, HttpStatusCode.OK));
            if (sees is not null)
            {
                (one["role"].GetString(), one["isRestricted"].GetBoolean()).ShouldBe((sees, true));
            }

            foreach (var place in new[]
                { $"{_workspace}/tree", $"{_workspace}/documents", $"{_workspace}/snapshot", "/api/v1/search?q=zebra" })
            {
                var text = (await Scene.Must(person, "GET", place)).Text;
                text.Contains("Salaries", StringComparison.Ordinal).ShouldBe(sees is not null, $"{place} for {person.Email}");
            }
        }

        (await Scene.Must(_ada, "GET", $"{_document}/permissions"))["items"].EnumerateArray()
            .Select(person => person.GetProperty("name").GetString()).ShouldBe(["Ada", "Eve"], ignoreOrder: true);
        await Scene.Must(_ada, "DELETE", _document);
        (await Scene.Must(_bob, "GET", $"{_workspace}/trash")).Text.ShouldNotContain("Salaries");
        (await Scene.Must(_eve, "GET", $"{_workspace}/trash")).Text.ShouldContain("Salaries");
    }

    [Fact]
    public async Task The_feed_tells_members_that_they_lost_a_document_and_that_they_have_it_again()
    {
        var (bob, ada) = (await Cursor(_bob), await Cursor(_ada));

        await Restrict();
        (await Told(_bob, bob)).ShouldBe([("delete", "revoked")]);
        (await Told(_ada, ada)).ShouldBe([("upsert", null)]);
        (await Scene.Must(_ada, "GET", $"{_workspace}/changes?since={Uri.EscapeDataString(ada)}"))["changes"][0]
            .GetProperty("isRestricted").GetBoolean().ShouldBeTrue();
        bob = await Cursor(_bob);
        await Scene.Must(_ada, "PATCH", _document, new { title = "Wages" });
        (await Told(_bob, bob)).ShouldBeEmpty();

        await Restrict(false);
        (await Told(_bob, bob)).ShouldContain(("upsert", null));
    }

    [Fact]
    public async Task Open_sockets_of_those_who_lose_it_are_closed_and_what_they_type_then_is_nowhere()
    {
        await Share(_eve, "editor");
        await using var bob = await LiveClient.Connect(_server.Address, IdOf(_document), $"token={_bob.AccessToken}&ack=1");
        await using var eve = await LiveClient.Connect(_server.Address, IdOf(_document), $"token={_eve.AccessToken}&ack=1");
        await Task.WhenAll(bob.Synced(), eve.Synced());

        await Restrict();
        await bob.Closed.WaitAsync(TimeSpan.FromSeconds(30));
        await eve.Type("still here");
        await eve.AllSaved();

        bob.CloseCode.ShouldBe(4403);
        await using var again = await LiveClient.Connect(_server.Address, IdOf(_document), $"token={_bob.AccessToken}&ack=1");
        await again.Synced();
        again.Text.ShouldBe("");
        (await _ada.Http.Ask("GET", $"{_document}/content")).Text.ShouldBe("still here");
    }

    [Fact]
    public async Task A_member_owns_the_restricted_documents_that_they_make()
    {
        var mine = (await Scene.Must(_bob, "POST", $"{_workspace}/documents", new { title = "Diary", isRestricted = true }))
            .Header("Location")!;

        (await _bob.Http.Ask("GET", mine))["role"].GetString().ShouldBe("owner");
        (await _ada.Http.Ask("GET", mine))["role"].GetString().ShouldBe("owner");
        (await _eve.Http.Ask("GET", mine)).Problem.ShouldBe("not-found");
        await Scene.Must(_bob, "PATCH", $"{mine}/access", new { isRestricted = false });
        (await _eve.Http.Ask("GET", mine))["role"].GetString().ShouldBe("editor");
    }

    [Fact]
    public async Task A_copy_of_a_restricted_document_is_restricted()
    {
        await Restrict();
        await Share(_bob, "viewer");

        var copy = (await Scene.Must(_bob, "POST", $"{_document}/duplicate")).Header("Location")!;

        (await _bob.Http.Ask("GET", copy))["role"].GetString().ShouldBe("owner");
        (await _eve.Http.Ask("GET", copy)).Problem.ShouldBe("not-found");
    }

    [Fact]
    public async Task What_a_member_does_not_see_is_not_deleted_with_its_folder()
    {
        var outer = (await Scene.Must(_ada, "POST", $"{_workspace}/folders", new { name = "Outer" }))["id"].GetString();
        var inner = (await Scene.Must(_ada, "POST", $"{_workspace}/folders", new { name = "Inner", parentId = outer }))["id"].GetString();
        await Scene.Must(_ada, "PATCH", _document, new { folderId = inner });
        var seen = (await Scene.Must(_ada, "POST", $"{_workspace}/documents", new { title = "Seen", folderId = inner })).Header("Location")!;
        await Restrict();

        await Scene.Must(_bob, "DELETE", $"/api/v1/folders/{inner}");

        (await _ada.Http.Ask("GET", seen)).Problem.ShouldBe("trashed");
        (await _ada.Http.Ask("GET", _document))["folderId"].GetString().ShouldBe(outer);
        await Scene.Must(_ada, "DELETE", $"/api/v1/folders/{outer}");
        (await _ada.Http.Ask("GET", _document)).Problem.ShouldBe("trashed");
    }

    [Fact]
    public async Task What_a_restriction_does_is_shown_before_it_is_made()
    {
        await Share(_eve, "viewer");

        var effect = await Scene.Must(_ada, "POST", $"{_document}/access/preview", new { access = new { isRestricted = true } });

        (effect["lose"].GetInt32(), effect["people"][0].GetProperty("name").GetString()).ShouldBe((1, "Bob"));
        (await _ada.Http.Ask("GET", _document))["isRestricted"].GetBoolean().ShouldBeFalse();
        (await Scene.Must(_ada, "GET", $"{_document}/access"))["isRestricted"].GetBoolean().ShouldBeFalse();
    }

    [Fact]
    public async Task It_is_kept_in_the_log_and_said_to_whose_role_it_changed()
    {
        await Restrict();
        var link = await Scene.Must(_ada, "POST", $"{_document}/links", new { role = "viewer" });
        await Scene.Must(_bob, "POST", $"/api/v1/links/{link["token"].GetString()}/open");
        (await _bob.Http.Ask("GET", _document))["role"].GetString().ShouldBe("viewer");

        await Restrict(false);

        (await _bob.Http.Ask("GET", _document))["role"].GetString().ShouldBe("editor");
        (await Scene.Must(_bob, "GET", $"{_document}/access/last-change"))["by"].GetString().ShouldBe("Ada");
        (await Scene.Must(_ada, "GET", $"{_workspace}/audit"))["items"].EnumerateArray()
            .Select(entry => entry.GetProperty("event").GetString()).ShouldContain("access.changed");
    }

    [Fact]
    public async Task A_change_that_says_nothing_is_refused()
    {
        (await _ada.Http.Ask("PATCH", $"{_document}/access", new { })).Problem.ShouldBe("validation-failed");
        (await _bob.Http.Ask("PATCH", $"{_document}/access", new { isRestricted = true })).Problem.ShouldBe("forbidden");
    }
}
