using System.Net;
using MDReader.TestKit;

namespace Server.Tests.Sharing;

/// <summary>The list of every way into a document, and what a change would do before it is made.</summary>
public sealed class AccessOverviewTests(SharedServer shared) : IAsyncLifetime
{
    readonly RunningServer _server = shared.Server;
    TestPerson _ada = null!;
    TestPerson _bob = null!;
    TestPerson _eve = null!;
    string _workspace = null!;
    string _document = null!;

    public async ValueTask InitializeAsync()
    {
        _ada = await _server.SignUp("Ada");
        _bob = await _server.SignUp("Bob");
        _eve = await _server.SignUp("Eve");
        _workspace = await _ada.MakeWorkspace();
        _document = await _ada.MakeDocument(_workspace);
    }

    public ValueTask DisposeAsync()
    {
        _ada.Dispose();
        _bob.Dispose();
        _eve.Dispose();
        return ValueTask.CompletedTask;
    }

    Task<Answer> Do(string method, string path, object? body = null) => Contract.Scene.Must(_ada, method, path, body);

    Task<Answer> Preview(object change) => _ada.Http.Ask("POST", $"{_document}/access/preview", change);

    static (int Lose, int Gain, int Lowered, int Raised, int Documents) Counts(Answer effect) => (
        effect["lose"].GetInt32(), effect["gain"].GetInt32(), effect["lowered"].GetInt32(), effect["raised"].GetInt32(),
        effect["documents"].GetInt32());

    async Task<Answer> LinkWithGuests(string role, params string[] names)
    {
        var link = await Do("POST", $"{_document}/links", new { role });
        foreach (var name in names)
        {
            (await _server.Http.Ask("POST", $"/api/v1/links/{link["token"].GetString()}/open", new { name }))
                .Status.ShouldBe(HttpStatusCode.OK);
        }

        return link;
    }

    [Fact]
    public async Task Every_way_into_a_document_is_listed_for_its_owners()
    {
        await Do("PUT", $"{_workspace}/members/{_bob.Id}", new { role = "viewer" });
        await Do("PUT", $"{_document}/permissions/{_eve.Id}", new { role = "editor" });
        var link = await LinkWithGuests("commenter", "Grace");
        await Do("POST", $"{_document}/invites", new { email = "alan@example.org", role = "viewer" });
        await Do("PUT", $"{_document}/publication", new { });

        var ways = await Do("GET", $"{_document}/access");

        ways["public.slug"].GetString().ShouldNotBeEmpty();
        ways["links"][0].GetProperty("id").GetString().ShouldBe(link["id"].GetString());
        ways["invites"][0].GetProperty("email").GetString().ShouldBe("alan@example.org");
        ways["people.items"].EnumerateArray()
            .Select(person => (
                person.GetProperty("name").GetString(), person.GetProperty("role").GetString(),
                person.GetProperty("workspaceRole").GetString(), person.GetProperty("guest").GetBoolean(),
                person.GetProperty("linkId").GetString()))
            .ShouldBe(
                [
                    ("Ada", "owner", "owner", false, null), ("Bob", "viewer", "viewer", false, null),
                    ("Eve", "editor", null, false, null), ("Grace", "commenter", null, true, link["id"].GetString()),
                ],
                ignoreOrder: true);
        (await _eve.Http.Ask("GET", $"{_document}/access")).Problem.ShouldBe("forbidden");
        var first = await Do("GET", $"{_document}/access?limit=1");
        first["people.items"].GetArrayLength().ShouldBe(1);
        first["people.nextCursor"].GetString().ShouldNotBeNull();
    }

    [Fact]
    public async Task Deleting_a_link_says_before_how_many_lose_access_and_changes_nothing()
    {
        var link = await LinkWithGuests("editor", "Grace", "Alan", "Edsger");
        var id = link["id"].GetString();

        var deleted = await Preview(new { link = new { id } });
        Counts(deleted).ShouldBe((3, 0, 0, 0, 1));
        deleted["people"].EnumerateArray().Select(person => person.GetProperty("name").GetString())
            .ShouldBe(["Grace", "Alan", "Edsger"], ignoreOrder: true);
        Counts(await Preview(new { link = new { id, change = new { role = "viewer" } } })).ShouldBe((0, 0, 3, 0, 1));
        Counts(await Preview(new { link = new { id, change = new { label = "Press" } } })).ShouldBe((0, 0, 0, 0, 0));
        Counts(await Preview(new { link = new { id, change = new { password = "river" } } })).ShouldBe((3, 0, 0, 0, 1));

        var after = (await Do("GET", $"{_document}/links"))["items"][0];
        after.GetProperty("role").GetString().ShouldBe("editor");
        after.GetProperty("hasPassword").GetBoolean().ShouldBeFalse();
        (await Do("GET", $"{_document}/permissions"))["items"].GetArrayLength().ShouldBe(4);
        await Do("DELETE", $"/api/v1/links/{id}");
        (await Do("GET", $"{_document}/permissions"))["items"].GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task A_changed_permission_says_before_whom_it_touches()
    {
        await Do("PUT", $"{_workspace}/members/{_bob.Id}", new { role = "editor" });
        await Do("PUT", $"{_document}/permissions/{_eve.Id}", new { role = "editor" });

        Counts(await Preview(new { permission = new { userId = _eve.Id } })).ShouldBe((1, 0, 0, 0, 1));
        Counts(await Preview(new { permission = new { userId = _bob.Id, role = "viewer" } })).ShouldBe((0, 0, 1, 0, 1));
        Counts(await Preview(new { permission = new { userId = _eve.Id, role = "owner" } })).ShouldBe((0, 0, 0, 1, 1));
        (await Preview(new { permission = new { userId = Guid.NewGuid(), role = "viewer" } })).Problem.ShouldBe("not-found");
        (await Preview(new { })).Problem.ShouldBe("validation-failed");
        (await _eve.Http.Ask("GET", _document))["role"].GetString().ShouldBe("editor");
        (await _bob.Http.Ask("GET", _document))["role"].GetString().ShouldBe("editor");
    }

    [Fact]
    public async Task A_move_to_another_workspace_says_before_who_stays_behind()
    {
        await Do("PUT", $"{_workspace}/members/{_bob.Id}", new { role = "editor" });
        var other = await _ada.MakeWorkspace();
        await Do("PUT", $"{other}/members/{_eve.Id}", new { role = "viewer" });

        var effect = await Preview(new { move = new { workspaceId = other.Split('/')[^1] } });

        Counts(effect).ShouldBe((1, 1, 0, 0, 1));
        (await Do("GET", _document))["workspaceId"].GetString().ShouldBe(_workspace.Split('/')[^1]);
        (await _bob.Http.Ask("GET", _document)).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_changed_membership_says_before_in_how_many_documents_it_counts()
    {
        await _ada.MakeDocument(_workspace, "Second");
        await Do("PUT", $"{_workspace}/members/{_bob.Id}", new { role = "editor" });
        await Do("PUT", $"{_document}/permissions/{_bob.Id}", new { role = "viewer" });
        var preview = $"{_workspace}/members/{_bob.Id}/preview";

        Counts(await Do("POST", preview, new { role = (string?)null })).ShouldBe((1, 0, 0, 0, 2));
        Counts(await Do("POST", preview, new { role = "commenter" })).ShouldBe((0, 0, 1, 0, 1));
        (await _ada.Http.Ask("POST", $"{_workspace}/members/{_ada.Id}/preview", new { role = "viewer" })).Problem.ShouldBe("last-owner");
        (await _bob.Http.Ask("GET", _workspace))["role"].GetString().ShouldBe("editor");
    }
}
