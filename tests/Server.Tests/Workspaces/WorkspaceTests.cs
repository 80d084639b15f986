using System.Net;
using MDReader.TestKit;

namespace Server.Tests.Workspaces;

public sealed class WorkspaceTests(SharedServer shared) : IAsyncLifetime
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

    string Member(TestPerson person) => $"{_workspace}/members/{person.Id}";

    [Fact]
    public async Task Whoever_makes_a_workspace_owns_it()
    {
        var made = await _ada.Http.Ask("POST", "/api/v1/workspaces", new { name = "  Engines  " });

        made.Status.ShouldBe(HttpStatusCode.Created);
        made["name"].GetString().ShouldBe("Engines");
        made["role"].GetString().ShouldBe("owner");
        made.Header("Location").ShouldBe($"/api/v1/workspaces/{made["id"].GetString()}");
        var read = await _ada.Http.Ask("GET", made.Header("Location")!);
        read.Text.ShouldBe(made.Text);
        read.Header("ETag").ShouldBe(made.Header("ETag"));
    }

    [Fact]
    public async Task A_stranger_finds_nothing_under_any_method()
    {
        foreach (var (method, path, body) in new (string, string, object?)[]
        {
            ("GET", _workspace, null),
            ("PATCH", _workspace, new { name = "Mine" }),
            ("DELETE", _workspace, null),
            ("GET", $"{_workspace}/members", null),
            ("PUT", Member(_bob), new { role = "owner" }),
            ("DELETE", Member(_ada), null),
            ("DELETE", Member(_bob), null),
            ("GET", $"{_workspace}/documents", null),
            ("POST", $"{_workspace}/documents", new { title = "Mine" }),
        })
        {
            var answer = await _bob.Http.Ask(method, path, body);
            answer.Status.ShouldBe(HttpStatusCode.NotFound, $"{method} {path}");
            answer.Problem.ShouldBe("not-found", $"{method} {path}");
        }

        (await _bob.Http.Ask("GET", "/api/v1/workspaces"))["items"].GetArrayLength().ShouldBe(0);
        (await _ada.Http.Ask("GET", _workspace)).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task An_owner_brings_somebody_in_and_changes_their_role()
    {
        var put = await _ada.Http.Ask("PUT", Member(_bob), new { role = "viewer" });
        put.Status.ShouldBe(HttpStatusCode.OK);
        put["role"].GetString().ShouldBe("viewer");
        (await _bob.Http.Ask("GET", _workspace))["role"].GetString().ShouldBe("viewer");

        await _ada.Http.Ask("PUT", Member(_bob), new { role = "editor" });

        (await _bob.Http.Ask("GET", _workspace))["role"].GetString().ShouldBe("editor");
        var members = (await _bob.Http.Ask("GET", $"{_workspace}/members"))["items"].EnumerateArray().ToList();
        members.Select(member => member.GetProperty("name").GetString()).ShouldBe(["Ada", "Bob"], ignoreOrder: true);
    }

    [Theory]
    [InlineData("editor")]
    [InlineData("commenter")]
    [InlineData("viewer")]
    public async Task Who_is_no_owner_sees_but_does_not_manage(string role)
    {
        await _ada.Http.Ask("PUT", Member(_bob), new { role });

        (await _bob.Http.Ask("GET", _workspace)).Status.ShouldBe(HttpStatusCode.OK);
        (await _bob.Http.Ask("PATCH", _workspace, new { name = "Mine" })).Problem.ShouldBe("forbidden");
        (await _bob.Http.Ask("DELETE", _workspace)).Problem.ShouldBe("forbidden");
        (await _bob.Http.Ask("PUT", Member(_bob), new { role = "owner" })).Problem.ShouldBe("forbidden");
        (await _bob.Http.Ask("DELETE", Member(_ada))).Problem.ShouldBe("forbidden");
        (await _bob.Http.Ask("DELETE", Member(_bob))).Status.ShouldBe(HttpStatusCode.NoContent);
        (await _bob.Http.Ask("GET", _workspace)).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_last_owner_can_neither_leave_nor_be_lowered()
    {
        (await _ada.Http.Ask("DELETE", Member(_ada))).Problem.ShouldBe("last-owner");
        var lowered = await _ada.Http.Ask("PUT", Member(_ada), new { role = "editor" });
        lowered.Status.ShouldBe(HttpStatusCode.Conflict);
        lowered.Problem.ShouldBe("last-owner");

        await _ada.Http.Ask("PUT", Member(_bob), new { role = "owner" });
        (await _ada.Http.Ask("DELETE", Member(_ada))).Status.ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task Two_owners_who_lower_each_other_at_once_leave_one()
    {
        await _ada.Http.Ask("PUT", Member(_bob), new { role = "owner" });

        await Task.WhenAll(
            _ada.Http.Ask("PUT", Member(_bob), new { role = "viewer" }),
            _bob.Http.Ask("PUT", Member(_ada), new { role = "viewer" }));

        var members = (await _ada.Http.Ask("GET", $"{_workspace}/members"))["items"].EnumerateArray();
        members.Count(member => member.GetProperty("role").GetString() == "owner").ShouldBe(1);
    }

    [Theory]
    [InlineData("{\"role\": \"king\"}")]
    [InlineData("{\"role\": \"Owner\"}")]
    [InlineData("{}")]
    public async Task There_are_four_roles(string body)
    {
        var answer = await _ada.Http.Ask("PUT", Member(_bob), body);

        answer.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        answer["errors"][0].GetProperty("pointer").GetString().ShouldBe("/role");
    }

    [Fact]
    public async Task Nobody_without_an_account_becomes_a_member()
    {
        (await _ada.Http.Ask("PUT", $"{_workspace}/members/{Guid.NewGuid()}", new { role = "viewer" }))
            .Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Rename_succeeds_once_per_version()
    {
        var etag = (await _ada.Http.Ask("GET", _workspace)).Header("ETag")!;

        var first = await _ada.Http.Ask("PATCH", _workspace, new { name = "One" }, ("If-Match", etag));
        var second = await _ada.Http.Ask("PATCH", _workspace, new { name = "Two" }, ("If-Match", etag));

        first.Status.ShouldBe(HttpStatusCode.OK);
        second.Status.ShouldBe(HttpStatusCode.PreconditionFailed);
        second["currentEtag"].GetString().ShouldBe(first.Header("ETag"));
        (await _ada.Http.Ask("GET", _workspace))["name"].GetString().ShouldBe("One");
    }

    [Fact]
    public async Task A_deleted_workspace_is_gone_with_its_documents()
    {
        var document = (await _ada.Http.Ask("POST", $"{_workspace}/documents", new { title = "Notes", content = "x" })).Header("Location")!;

        (await _ada.Http.Ask("DELETE", _workspace)).Status.ShouldBe(HttpStatusCode.NoContent);

        (await _ada.Http.Ask("GET", _workspace)).Status.ShouldBe(HttpStatusCode.NotFound);
        (await _ada.Http.Ask("GET", document)).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Thirty_two_writers_at_once_are_all_served()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 32).Select(i =>
            _ada.Http.Ask("POST", $"{_workspace}/documents", new { title = $"Number {i}", content = "text" })));

        answers.ShouldAllBe(answer => answer.Status == HttpStatusCode.Created);
        (await _ada.Http.Ask("GET", $"{_workspace}/documents"))["items"].GetArrayLength().ShouldBe(32);
    }
}
