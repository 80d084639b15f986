using System.Net;
using MDReader.TestKit;

namespace Server.Tests.Documents;

public sealed class DocumentTests(SharedServer shared) : IAsyncLifetime
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

    Task<Answer> Invite(string role) => _ada.Http.Ask("PUT", $"{_workspace}/members/{_bob.Id}", new { role });

    [Fact]
    public async Task A_new_document_says_where_it_is_and_both_its_versions()
    {
        var made = await _ada.Http.Ask("POST", $"{_workspace}/documents", new { title = " Notes " });

        made.Status.ShouldBe(HttpStatusCode.Created);
        made["title"].GetString().ShouldBe("Notes");
        made["contentEtag"].GetString().ShouldBe("\"1-0\"");
        made["role"].GetString().ShouldBe("owner");
        made["workspaceId"].GetString().ShouldBe(_workspace.Split('/')[^1]);
        made.Header("ETag").ShouldNotBeNull();
        var read = await _ada.Http.Ask("GET", made.Header("Location")!);
        read.Text.ShouldBe(made.Text);
        read.Header("ETag").ShouldBe(made.Header("ETag"));
    }

    [Theory]
    [InlineData("# Plain\n\ntext\n")]
    [InlineData("\uFEFFwindows\r\nfile\r\nwithout a last line end")]
    [InlineData("mixed\r\nline\nends\r")]
    [InlineData("")]
    public async Task The_first_text_comes_back_byte_for_byte(string content)
    {
        var made = await _ada.Http.Ask("POST", $"{_workspace}/documents", new { title = "Notes", content });
        made.Status.ShouldBe(HttpStatusCode.Created);

        using var text = await _ada.Http.GetAsync($"{made.Header("Location")}/content");

        (await text.Content.ReadAsByteArrayAsync()).ShouldBe(System.Text.Encoding.UTF8.GetBytes(content));
        text.Headers.ETag!.ToString().ShouldBe(made["contentEtag"].GetString());
    }

    [Fact]
    public async Task A_first_text_that_is_refused_leaves_no_document()
    {
        var nul = await _ada.Http.Ask("POST", $"{_workspace}/documents", new { title = "Notes", content = "a\0b" });
        nul.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var large = await _ada.Http.Ask(
            "POST", $"{_workspace}/documents", new { title = "Notes", content = new string('x', (2 * 1024 * 1024) + 1) });
        large.Status.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        large.Problem.ShouldBe("too-large");

        (await _ada.Http.Ask("GET", $"{_workspace}/documents"))["items"].GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task A_body_beyond_the_limit_of_its_route_is_a_413()
    {
        var answer = await _ada.Http.Ask(
            "POST", $"{_workspace}/documents", new { title = "Notes", content = new string('x', 5 * 1024 * 1024) });
        answer.Problem.ShouldBe("too-large");

        (await _ada.Http.Ask("POST", "/api/v1/workspaces", new { name = new string('x', 2 * 1024 * 1024) }))
            .Problem.ShouldBe("too-large");
    }

    [Fact]
    public async Task Flawed_documents_are_refused_with_pointers()
    {
        foreach (var (body, pointer) in new (object, string)[]
        {
            (new { }, "/title"),
            (new { title = new string('x', 201) }, "/title"),
            (new { title = "two\nlines" }, "/title"),
            (new { title = "Notes", folderId = Guid.NewGuid() }, "/folderId"),
        })
        {
            var answer = await _ada.Http.Ask("POST", $"{_workspace}/documents", body);
            answer.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
            answer["errors"][0].GetProperty("pointer").GetString().ShouldBe(pointer);
        }
    }

    [Fact]
    public async Task A_rename_changes_the_documents_own_version_and_not_the_texts()
    {
        var document = await _ada.MakeDocument(_workspace);
        var before = await _ada.Http.Ask("GET", document);

        var renamed = await _ada.Http.Ask("PATCH", document, new { title = "Plans" }, ("If-Match", before.Header("ETag")!));

        renamed.Status.ShouldBe(HttpStatusCode.OK);
        renamed["title"].GetString().ShouldBe("Plans");
        renamed.Header("ETag").ShouldNotBe(before.Header("ETag"));
        renamed["contentEtag"].GetString().ShouldBe(before["contentEtag"].GetString());
        (await _ada.Http.Ask("PATCH", document, new { title = "Late" }, ("If-Match", before.Header("ETag")!)))
            .Problem.ShouldBe("precondition-failed");
        (await _ada.Http.Ask("GET", document, null, ("If-None-Match", renamed.Header("ETag")!)))
            .Status.ShouldBe(HttpStatusCode.NotModified);
    }

    [Fact]
    public async Task What_is_deleted_waits_in_the_trash_until_it_is_restored()
    {
        var document = await _ada.MakeDocument(_workspace);

        (await _ada.Http.Ask("DELETE", document)).Status.ShouldBe(HttpStatusCode.NoContent);

        var gone = await _ada.Http.Ask("GET", document);
        gone.Status.ShouldBe(HttpStatusCode.Gone);
        gone.Problem.ShouldBe("trashed");
        gone["restoreHref"].GetString().ShouldBe($"{document}/restore");
        (await _ada.Http.Ask("PATCH", document, new { title = "Plans" })).Status.ShouldBe(HttpStatusCode.Gone);
        (await _ada.Http.Ask("DELETE", document)).Status.ShouldBe(HttpStatusCode.Gone);
        (await _ada.Http.Ask("GET", $"{_workspace}/documents"))["items"].GetArrayLength().ShouldBe(0);
        (await _ada.Http.Ask("GET", $"{_workspace}/documents?trashed=true"))["items"].GetArrayLength().ShouldBe(1);

        var restored = await _ada.Http.Ask("POST", $"{document}/restore");
        restored.Status.ShouldBe(HttpStatusCode.OK);
        restored["trashedAt"].ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
        (await _ada.Http.Ask("GET", document)).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task What_is_purged_was_never_there()
    {
        var live = await _ada.MakeDocument(_workspace);
        var trashed = await _ada.MakeDocument(_workspace);
        await _ada.Http.Ask("DELETE", trashed);

        foreach (var document in (string[])[live, trashed])
        {
            (await _ada.Http.Ask("DELETE", $"{document}?permanent=true")).Status.ShouldBe(HttpStatusCode.NoContent);
            (await _ada.Http.Ask("GET", document)).Status.ShouldBe(HttpStatusCode.NotFound);
            (await _ada.Http.Ask("POST", $"{document}/restore")).Status.ShouldBe(HttpStatusCode.NotFound);
        }
    }

    [Fact]
    public async Task A_stranger_finds_no_document_in_any_state()
    {
        var live = await _ada.MakeDocument(_workspace);
        var trashed = await _ada.MakeDocument(_workspace);
        await _ada.Http.Ask("DELETE", trashed);

        foreach (var document in (string[])[live, trashed, $"/api/v1/documents/{Guid.NewGuid()}", "/api/v1/documents/not-an-id"])
        {
            foreach (var (method, path, body) in new (string, string, object?)[]
            {
                ("GET", document, null),
                ("PATCH", document, new { title = "Mine" }),
                ("DELETE", document, null),
                ("DELETE", $"{document}?permanent=true", null),
                ("POST", $"{document}/restore", null),
                ("POST", $"{document}/move", new { }),
                ("POST", $"{document}/duplicate", new { }),
                ("GET", $"{document}/content", null),
                ("POST", $"{document}/realtime-tickets", null),
            })
            {
                var answer = await _bob.Http.Ask(method, path, body);
                answer.Status.ShouldBe(HttpStatusCode.NotFound, $"{method} {path}");
                answer.Problem.ShouldBe("not-found", $"{method} {path}");
            }
        }
    }

    [Theory]
    [InlineData("viewer", false)]
    [InlineData("commenter", false)]
    [InlineData("editor", true)]
    [InlineData("owner", true)]
    public async Task A_role_decides_what_a_member_does(string role, bool mayWrite)
    {
        await Invite(role);
        var document = await _ada.MakeDocument(_workspace);
        var refused = mayWrite ? null : "forbidden";

        (await _bob.Http.Ask("GET", document))["role"].GetString().ShouldBe(role);
        (await _bob.Http.Ask("POST", $"{_workspace}/documents", new { title = "Mine" })).Problem.ShouldBe(refused);
        (await _bob.Http.Ask("PATCH", document, new { title = "Plans" })).Problem.ShouldBe(refused);
        (await _bob.Http.Ask("DELETE", $"{document}?permanent=true")).Problem
            .ShouldBe(role == "owner" ? null : "forbidden");

        var other = await _ada.MakeDocument(_workspace);
        (await _bob.Http.Ask("DELETE", other)).Problem.ShouldBe(refused);
    }

    [Fact]
    public async Task Who_may_not_restore_is_not_told_how()
    {
        await Invite("viewer");
        var document = await _ada.MakeDocument(_workspace);
        await _ada.Http.Ask("DELETE", document);

        var gone = await _bob.Http.Ask("GET", document);

        gone.Status.ShouldBe(HttpStatusCode.Gone);
        gone.Json.TryGetProperty("restoreHref", out _).ShouldBeFalse();
        (await _bob.Http.Ask("POST", $"{document}/restore")).Problem.ShouldBe("forbidden");
    }
}
