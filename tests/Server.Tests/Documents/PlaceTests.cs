using System.Net;
using MDReader.Server.Documents;
using MDReader.TestKit;

namespace Server.Tests.Documents;

public sealed class PlaceTests(SharedServer shared) : IAsyncLifetime
{
    readonly RunningServer _server = shared.Server;
    TestPerson _ada = null!;
    TestPerson _bob = null!;
    string _workspace = null!;

    public async ValueTask InitializeAsync()
    {
        _ada = await _server.SignUp("Ada");
        _bob = await _server.SignUp("Bob");
        _workspace = await _ada.MakeWorkspace();
    }

    public ValueTask DisposeAsync()
    {
        _ada.Dispose();
        _bob.Dispose();
        return ValueTask.CompletedTask;
    }

    static string Id(string path) => path.Split('/')[^1];

    async Task<string> Document(string content, object? more = null)
    {
        var made = await _ada.Http.Ask("POST", $"{_workspace}/documents", more ?? new { title = "Notes", content });
        return made.Header("Location")!;
    }

    [Fact]
    public async Task A_document_moves_between_folders()
    {
        var folder = await _ada.MakeFolder(_workspace);
        var document = await _ada.MakeDocument(_workspace);

        var moved = await _ada.Http.Ask("POST", $"{document}/move", new { folderId = folder });

        moved.Status.ShouldBe(HttpStatusCode.OK);
        moved["folderId"].GetGuid().ShouldBe(folder);
        (await _ada.Http.Ask("PATCH", document, new { title = "Plans" }))["folderId"].GetGuid().ShouldBe(folder);
        (await _ada.Http.Ask("PATCH", document, new { folderId = (Guid?)null }))["folderId"].ValueKind
            .ShouldBe(System.Text.Json.JsonValueKind.Null);
    }

    [Fact]
    public async Task A_document_moves_to_another_workspace_with_its_text()
    {
        var document = await Document("text");
        var other = await _ada.MakeWorkspace();
        await _ada.Http.Ask("PUT", $"{_workspace}/members/{_bob.Id}", new { role = "editor" });
        await using var bob = await LiveClient.Connect(_server.Address, Id(document), $"token={_bob.AccessToken}&ack=1");
        await bob.Synced();

        var moved = await _ada.Http.Ask("POST", $"{document}/move", new { workspaceId = Id(other) });

        moved.Status.ShouldBe(HttpStatusCode.OK, moved.Text);
        moved["workspaceId"].GetString().ShouldBe(Id(other));
        await bob.Closed.WaitAsync(TimeSpan.FromSeconds(60));
        (await _bob.Http.Ask("GET", document)).Problem.ShouldBe("not-found");
        (await _ada.Http.Ask("GET", $"{document}/content")).Text.ShouldBe("text");
        (await _ada.Http.Ask("GET", $"{_workspace}/documents"))["items"].GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task Out_of_a_workspace_it_takes_an_owner_and_into_one_a_writer()
    {
        var document = await _ada.MakeDocument(_workspace);
        await _ada.Http.Ask("PUT", $"{_workspace}/members/{_bob.Id}", new { role = "editor" });
        var (bobs, adas) = (await _bob.MakeWorkspace(), await _ada.MakeWorkspace());

        (await _bob.Http.Ask("POST", $"{document}/move", new { workspaceId = Id(bobs) })).Problem.ShouldBe("forbidden");
        (await _ada.Http.Ask("POST", $"{document}/move", new { workspaceId = Id(bobs) }))
            ["errors"][0].GetProperty("pointer").GetString().ShouldBe("/workspaceId");
        await _bob.Http.Ask("PUT", $"{bobs}/members/{_ada.Id}", new { role = "viewer" });
        (await _ada.Http.Ask("POST", $"{document}/move", new { workspaceId = Id(bobs) })).Problem.ShouldBe("forbidden");
        (await _ada.Http.Ask("POST", $"{document}/move", new { workspaceId = Id(adas) })).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("plain\n")]
    [InlineData("\uFEFFwindows\r\nmixed\nends\r")]
    [InlineData("")]
    public async Task A_duplicate_has_the_same_bytes_and_a_life_of_its_own(string content)
    {
        var document = await Document(content);

        var copy = await _ada.Http.Ask("POST", $"{document}/duplicate", new { });

        copy.Status.ShouldBe(HttpStatusCode.Created, copy.Text);
        copy["title"].GetString().ShouldBe("Copy of Notes");
        using var bytes = await _ada.Http.GetAsync($"{copy.Header("Location")}/content");
        (await bytes.Content.ReadAsByteArrayAsync()).ShouldBe(System.Text.Encoding.UTF8.GetBytes(content));
        await _ada.Put(document, "changed"u8.ToArray(), ifMatch: "*");
        using var still = await _ada.Http.GetAsync($"{copy.Header("Location")}/content");
        (await still.Content.ReadAsByteArrayAsync()).ShouldBe(System.Text.Encoding.UTF8.GetBytes(content));
    }

    [Fact]
    public async Task A_long_title_is_cut_before_and_not_within_a_character()
    {
        var title = new string('x', DocumentEntry.LongestTitle - "Copy of ".Length - 1) + "😀";
        var document = await _ada.MakeDocument(_workspace, title);
        var copy = await _ada.Http.Ask("POST", $"{document}/duplicate", new { });
        (copy.Status, copy["title"].GetString()).ShouldBe((HttpStatusCode.Created, "Copy of " + title[..^2]));
    }

    [Fact]
    public async Task A_duplicate_under_an_idempotency_key_is_made_once_while_people_type()
    {
        var document = await Document("text");
        await using var ada = await LiveClient.Connect(_server.Address, Id(document), $"token={_ada.AccessToken}&ack=1");
        await ada.Synced();
        await ada.Type("typed ");
        await ada.AllSaved();

        Task<Answer> Duplicate() =>
            _ada.Http.Ask("POST", $"{document}/duplicate", new { title = "Mine" }, ("Idempotency-Key", "copy"));
        var (first, again) = (await Duplicate(), await Duplicate());

        again.Text.ShouldBe(first.Text);
        (await _ada.Http.Ask("GET", $"{first.Header("Location")}/content")).Text.ShouldBe("typed text");
        (await _ada.Http.Ask("GET", $"{_workspace}/documents"))["items"].GetArrayLength().ShouldBe(2);
    }

    [Fact]
    public async Task Who_reads_a_document_duplicates_it_into_a_workspace_of_their_own()
    {
        var document = await Document("text");
        await _ada.Http.Ask("PUT", $"{document}/permissions/{_bob.Id}", new { role = "viewer" });
        var bobs = await _bob.MakeWorkspace();

        (await _bob.Http.Ask("POST", $"{document}/duplicate", new { })).Problem.ShouldBe("forbidden");
        var copy = await _bob.Http.Ask("POST", $"{document}/duplicate", new { workspaceId = Id(bobs) });

        copy["role"].GetString().ShouldBe("owner");
        (await _ada.Http.Ask("GET", copy.Header("Location")!)).Problem.ShouldBe("not-found");
    }

    [Fact]
    public async Task A_document_begins_with_a_templates_text()
    {
        var template = await Document("# Minutes\r\n");
        var flawed = await _ada.Http.Ask("POST", $"{_workspace}/documents", new { title = "Monday", templateId = Id(template) });
        flawed["errors"][0].GetProperty("code").GetString().ShouldBe("no-such-template");
        (await _ada.Http.Ask("PATCH", template, new { isTemplate = true }))["isTemplate"].GetBoolean().ShouldBeTrue();

        var made = await _ada.Http.Ask("POST", $"{_workspace}/documents", new { title = "Monday", templateId = Id(template) });

        made["isTemplate"].GetBoolean().ShouldBeFalse();
        (await _ada.Http.Ask("GET", $"{made.Header("Location")}/content")).Text.ShouldBe("# Minutes\r\n");
        var templates = (await _ada.Http.Ask("GET", $"{_workspace}/documents?template=true"))["items"];
        templates.GetArrayLength().ShouldBe(1);
        (await _ada.Http.Ask("POST", $"{_workspace}/documents", new { content = "x", templateId = Id(template) }))
            ["errors"][0].GetProperty("code").GetString().ShouldBe("two-texts");
    }

    [Fact]
    public async Task A_template_somebody_may_not_read_gives_nothing_away()
    {
        var template = await Document("secret");
        await _ada.Http.Ask("PATCH", template, new { isTemplate = true });
        var bobs = await _bob.MakeWorkspace();

        var answer = await _bob.Http.Ask("POST", $"{bobs}/documents", new { title = "Mine", templateId = Id(template) });
        var madeUp = await _bob.Http.Ask("POST", $"{bobs}/documents", new { title = "Mine", templateId = Guid.NewGuid() });

        answer.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        answer["detail"].GetString().ShouldBe(madeUp["detail"].GetString());
    }

    [Fact]
    public async Task Extra_members_change_nothing()
    {
        var document = await _ada.MakeDocument(_workspace);
        var before = await _ada.Http.Ask("GET", document);

        var patched = await _ada.Http.Ask("PATCH", document, new
        {
            id = Guid.NewGuid(),
            workspaceId = Guid.NewGuid(),
            createdBy = _bob.Id,
            role = "viewer",
            epoch = 7,
            seq = 7,
            version = 7,
            trashedAt = "2020-01-01T00:00:00Z",
            tags = "mine",
            moves = true,
        });

        patched.Status.ShouldBe(HttpStatusCode.OK);
        foreach (var member in (string[])["id", "workspaceId", "folderId", "createdBy", "role", "contentEtag", "trashedAt", "tags"])
        {
            patched[member].GetRawText().ShouldBe(before[member].GetRawText(), member);
        }
    }
}
