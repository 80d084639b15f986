using System.Net;
using System.Text.Json;
using MDReader.TestKit;

namespace Server.Tests.Sharing;

/// <summary>Everything by which strangers come into a workspace's documents, in one place.</summary>
public sealed class WorkspaceLinkTests(SharedServer shared) : IAsyncLifetime
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    readonly RunningServer _server = shared.Server;
    TestPerson _ada = null!;
    TestPerson _bob = null!;
    string _workspace = null!;
    string _document = null!;

    public async ValueTask InitializeAsync()
    {
        _ada = await _server.SignUp("Ada");
        _bob = await _server.SignUp("Bob");
        _workspace = await _ada.MakeWorkspace();
        _document = await _ada.MakeDocument(_workspace, "Plans");
    }

    public ValueTask DisposeAsync()
    {
        _ada.Dispose();
        _bob.Dispose();
        return ValueTask.CompletedTask;
    }

    async Task<Answer> Link(string document, object request)
    {
        var made = await _ada.Http.Ask("POST", $"{document}/links", request);
        made.Status.ShouldBe(HttpStatusCode.Created, made.Text);
        return made;
    }

    static string Opening(Answer link) => $"/api/v1/links/{link["token"].GetString()}/open";

    async Task<List<JsonElement>> All() => [.. (await _ada.Http.Ask("GET", $"{_workspace}/links"))["items"].EnumerateArray()];

    [Fact]
    public async Task Owners_see_every_link_with_its_document_and_maker_and_never_its_token()
    {
        var press = await Link(_document, new { role = "viewer", label = "Press", password = "open sesame 71", useLimit = 1 });
        var other = await _ada.MakeDocument(_workspace, "Budget");
        await Link(other, new { role = "editor", expiresAt = TimeProvider.System.GetUtcNow().AddDays(1) });
        await Link(await _ada.MakeDocument(await _ada.MakeWorkspace()), new { role = "viewer" });
        await _bob.Http.Ask("POST", Opening(press), new { password = "open sesame 71" });

        var all = await All();

        all.Select(link => link.GetProperty("documentTitle").GetString()).ShouldBe(["Budget", "Plans"]);
        var (budget, plans) = (all[0], all[1]);
        (budget.GetProperty("role").GetString(), budget.GetProperty("isOpen").GetBoolean()).ShouldBe(("editor", true));
        budget.GetProperty("expiresAt").ValueKind.ShouldBe(JsonValueKind.String);
        budget.GetProperty("lastUsedAt").ValueKind.ShouldBe(JsonValueKind.Null);
        (plans.GetProperty("label").GetString(), plans.GetProperty("hasPassword").GetBoolean(), plans.GetProperty("uses").GetInt32())
            .ShouldBe(("Press", true, 1));
        plans.GetProperty("createdBy").GetProperty("name").GetString().ShouldBe("Ada");
        plans.GetProperty("lastUsedAt").ValueKind.ShouldBe(JsonValueKind.String);
        // It was for one person.
        plans.GetProperty("isOpen").GetBoolean().ShouldBeFalse();
        plans.TryGetProperty("token", out _).ShouldBeFalse();
        plans.TryGetProperty("url", out _).ShouldBeFalse();
        var page = await _ada.Http.Ask("GET", $"{_workspace}/links?limit=1");
        (await _ada.Http.Ask("GET", $"{_workspace}/links?cursor={page["nextCursor"].GetString()}"))["items"].GetArrayLength().ShouldBe(1);

        // A link into the trash leads nowhere.
        await _ada.Http.Ask("DELETE", other);
        (await All()).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Revoking_all_ends_every_link_and_puts_out_who_came_by_one()
    {
        var link = await Link(_document, new { role = "editor" });
        var trashed = await _ada.MakeDocument(_workspace, "Trashed");
        var toTrashed = await Link(trashed, new { role = "viewer" });
        await _ada.Http.Ask("DELETE", trashed);
        var opened = await _server.Http.Ask("POST", Opening(link), new { name = "Grace", tokenDelivery = "body" });
        await using var grace = await LiveClient.Connect(
            _server.Address, _document.Split('/')[^1], $"token={opened["accessToken"].GetString()}&ack=1");
        await grace.Synced();

        (await _ada.Http.Ask("DELETE", $"{_workspace}/links")).Status.ShouldBe(HttpStatusCode.NoContent);

        await grace.Closed.WaitAsync(Patience);
        (await All()).ShouldBeEmpty();
        (await _server.Http.Ask("POST", Opening(link), new { name = "Grace" })).Status.ShouldBe(HttpStatusCode.NotFound);
        await _ada.Http.Ask("POST", $"{trashed}/restore");
        (await _server.Http.Ask("POST", Opening(toTrashed), new { name = "Grace" })).Status.ShouldBe(HttpStatusCode.NotFound);
        var audit = (await _ada.Http.Ask("GET", $"{_workspace}/audit"))["items"].EnumerateArray();
        audit.Count(entry => entry.GetProperty("event").GetString() == "link.deleted").ShouldBe(2);
    }

    [Fact]
    public async Task Only_owners_look_and_revoke()
    {
        await Link(_document, new { role = "viewer" });
        (await _bob.Http.Ask("GET", $"{_workspace}/links")).Status.ShouldBe(HttpStatusCode.NotFound);
        await _ada.Http.Ask("PUT", $"{_workspace}/members/{_bob.Id}", new { role = "editor" });
        (await _bob.Http.Ask("GET", $"{_workspace}/links")).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await _bob.Http.Ask("GET", $"{_workspace}/publications")).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await _bob.Http.Ask("DELETE", $"{_workspace}/links")).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await All()).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Public_pages_are_listed_with_their_address()
    {
        var made = await _ada.Http.Ask("PUT", $"{_document}/publication", new { allowIndexing = true });

        var page = (await _ada.Http.Ask("GET", $"{_workspace}/publications"))["items"].EnumerateArray().ShouldHaveSingleItem();

        page.GetProperty("documentTitle").GetString().ShouldBe("Plans");
        page.GetProperty("url").GetString().ShouldBe(made["url"].GetString());
        page.GetProperty("allowIndexing").GetBoolean().ShouldBeTrue();
        page.GetProperty("publishedBy").GetProperty("name").GetString().ShouldBe("Ada");
        await _ada.Http.Ask("DELETE", $"{_document}/publication");
        (await _ada.Http.Ask("GET", $"{_workspace}/publications"))["items"].GetArrayLength().ShouldBe(0);
    }
}
