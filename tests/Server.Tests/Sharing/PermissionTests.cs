using System.Net;
using MDReader.Server.Access;
using MDReader.Server.Platform;
using MDReader.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace Server.Tests.Sharing;

public sealed class PermissionTests(SharedServer shared) : IAsyncLifetime
{
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
        _document = await _ada.MakeDocument(_workspace);
    }

    public ValueTask DisposeAsync()
    {
        _ada.Dispose();
        _bob.Dispose();
        return ValueTask.CompletedTask;
    }

    string Permission(TestPerson person) => $"{_document}/permissions/{person.Id}";

    Task<Answer> Share(string role) => _ada.Http.Ask("PUT", Permission(_bob), new { role });

    Task<Answer> Join(string role) => _ada.Http.Ask("PUT", $"{_workspace}/members/{_bob.Id}", new { role });

    [Fact]
    public async Task A_role_in_a_document_opens_that_document_and_nothing_else()
    {
        var other = await _ada.MakeDocument(_workspace, "Secret");

        (await Share("editor")).Status.ShouldBe(HttpStatusCode.OK);

        (await _bob.Http.Ask("GET", _document))["role"].GetString().ShouldBe("editor");
        (await _bob.Http.Ask("PATCH", _document, new { title = "Plans" })).Status.ShouldBe(HttpStatusCode.OK);
        (await _bob.Put(_document, "by Bob"u8.ToArray(), ifMatch: "*")).Status.ShouldBe(HttpStatusCode.OK);
        foreach (var hidden in (string[])
            [other, $"{other}/content", _workspace, $"{_workspace}/documents", $"{_workspace}/tree", $"{_workspace}/members"])
        {
            (await _bob.Http.Ask("GET", hidden)).Problem.ShouldBe("not-found", hidden);
        }

        var mine = (await _bob.Http.Ask("GET", "/api/v1/documents/shared"))["items"].EnumerateArray().ToList();
        mine.Select(document => document.GetProperty("title").GetString()).ShouldBe(["Plans"]);
    }

    [Fact]
    public async Task A_role_by_a_link_whose_time_is_over_is_shown_nowhere()
    {
        var link = await _ada.Http.Ask("POST", $"{_document}/links", new { role = "editor" });
        var now = TimeProvider.System.Now();
        await _server.Services.GetRequiredService<Database>().Write(
            (db, _) => Task.FromResult(db.Add(new DocumentGrant
            {
                DocumentId = Guid.Parse(_document.Split('/')[^1]),
                UserId = _bob.Id,
                Role = Role.Editor,
                LinkId = link["id"].GetGuid(),
                ExpiresAt = now.AddMinutes(-1),
                CreatedAt = now.AddHours(-1),
            })),
            default);

        (await _bob.Http.Ask("GET", _document)).Problem.ShouldBe("not-found");
        (await _bob.Http.Ask("GET", "/api/v1/documents/shared"))["items"].GetArrayLength().ShouldBe(0);
        await Join("viewer");
        (await _bob.Http.Ask("GET", _document))["role"].GetString().ShouldBe("viewer");
        (await _bob.Http.Ask("GET", $"{_workspace}/documents"))["items"][0].GetProperty("role").GetString().ShouldBe("viewer");
        (await _bob.Http.Ask("GET", $"{_workspace}/tree"))["documents"][0].GetProperty("role").GetString().ShouldBe("viewer");
    }

    [Theory]
    [InlineData("editor", "viewer", false)]
    [InlineData("viewer", "editor", true)]
    [InlineData("commenter", "viewer", false)]
    public async Task A_role_in_a_document_takes_the_place_of_the_workspaces(string member, string granted, bool mayWrite)
    {
        await Join(member);
        await Share(granted);

        (await _bob.Http.Ask("GET", _document))["role"].GetString().ShouldBe(granted);
        (await _bob.Put(_document, "x"u8.ToArray(), ifMatch: "*")).Problem.ShouldBe(mayWrite ? null : "forbidden");
        var listed = (await _bob.Http.Ask("GET", $"{_workspace}/documents"))["items"][0];
        listed.GetProperty("role").GetString().ShouldBe(granted);
        var inTree = (await _bob.Http.Ask("GET", $"{_workspace}/tree"))["documents"][0];
        inTree.GetProperty("role").GetString().ShouldBe(granted);

        (await _ada.Http.Ask("DELETE", Permission(_bob))).Status.ShouldBe(HttpStatusCode.NoContent);
        (await _bob.Http.Ask("GET", _document))["role"].GetString().ShouldBe(member);
    }

    [Fact]
    public async Task The_workspaces_owners_keep_every_document()
    {
        await Join("owner");

        var lowered = await Share("viewer");

        lowered.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        lowered["errors"][0].GetProperty("code").GetString().ShouldBe("workspace-owner");
    }

    [Fact]
    public async Task Only_owners_of_a_document_give_roles_in_it()
    {
        foreach (var role in (string[])["viewer", "commenter", "editor"])
        {
            await Share(role);
            (await _bob.Http.Ask("PUT", Permission(_bob), new { role = "owner" })).Problem.ShouldBe("forbidden");
            (await _bob.Http.Ask("DELETE", Permission(_ada))).Problem.ShouldBe("forbidden");
        }

        await Share("owner");
        using var eve = await _server.SignUp("Eve");
        (await _bob.Http.Ask("PUT", Permission(eve), new { role = "commenter" })).Status.ShouldBe(HttpStatusCode.OK);
        (await eve.Http.Ask("GET", _document))["role"].GetString().ShouldBe("commenter");
    }

    [Fact]
    public async Task A_role_that_was_lowered_for_somebody_is_not_theirs_to_give_up()
    {
        await Join("editor");
        await Share("viewer");

        (await _bob.Http.Ask("DELETE", Permission(_bob))).Problem.ShouldBe("forbidden");
    }

    [Fact]
    public async Task A_guest_may_leave_a_document()
    {
        await Share("editor");

        (await _bob.Http.Ask("DELETE", Permission(_bob))).Status.ShouldBe(HttpStatusCode.NoContent);

        (await _bob.Http.Ask("GET", _document)).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Who_leaves_the_workspace_keeps_no_role_in_its_documents()
    {
        await Join("viewer");
        await Share("editor");

        await _ada.Http.Ask("DELETE", $"{_workspace}/members/{_bob.Id}");

        (await _bob.Http.Ask("GET", _document)).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Writers_see_everybodys_role_and_where_it_comes_from()
    {
        await Join("viewer");
        using var eve = await _server.SignUp("Eve");
        await _ada.Http.Ask("PUT", Permission(eve), new { role = "editor" });

        var seen = (await eve.Http.Ask("GET", $"{_document}/permissions"))["items"].EnumerateArray()
            .ToDictionary(row => row.GetProperty("name").GetString()!, row => (
                Role: row.GetProperty("role").GetString(),
                Workspace: row.GetProperty("workspaceRole").GetString(),
                Own: row.GetProperty("own").GetBoolean()));

        seen.ShouldBe(
            new Dictionary<string, (string?, string?, bool)>
            {
                ["Ada"] = ("owner", "owner", false),
                ["Bob"] = ("viewer", "viewer", false),
                ["Eve"] = ("editor", null, true),
            },
            ignoreOrder: true);
        (await _bob.Http.Ask("GET", $"{_document}/permissions")).Problem.ShouldBe("forbidden");
        (await _bob.Http.Ask("GET", Permission(_bob)))["role"].GetString().ShouldBe("viewer");
        (await _bob.Http.Ask("GET", Permission(eve))).Problem.ShouldBe("forbidden");
    }

    [Fact]
    public async Task A_stranger_finds_no_permissions()
    {
        foreach (var (method, path, body) in new (string, string, object?)[]
        {
            ("GET", $"{_document}/permissions", null),
            ("GET", Permission(_ada), null),
            ("PUT", Permission(_bob), new { role = "owner" }),
            ("DELETE", Permission(_ada), null),
        })
        {
            (await _bob.Http.Ask(method, path, body)).Problem.ShouldBe("not-found", $"{method} {path}");
        }
    }

    [Theory]
    [InlineData("viewer", 4403)]
    [InlineData(null, 4403)]
    public async Task A_lowered_role_ends_the_open_socket_at_once(string? role, int code)
    {
        await Share("editor");
        await using var bob = await Open();

        await (role is null ? _ada.Http.Ask("DELETE", Permission(_bob)) : Share(role));

        await bob.Closed.WaitAsync(TimeSpan.FromSeconds(60));
        bob.CloseCode.ShouldBe(code);
    }

    [Fact]
    public async Task A_raised_role_asks_the_socket_to_come_back()
    {
        await Share("viewer");
        await using var bob = await Open();

        await Share("editor");

        await bob.Closed.WaitAsync(TimeSpan.FromSeconds(60));
        bob.CloseCode.ShouldBe(1012);
        await using var again = await Open();
        await again.Type("typed");
        await again.AllSaved().WaitAsync(TimeSpan.FromSeconds(60));
        (await _ada.Http.Ask("GET", $"{_document}/content")).Text.ShouldBe("typed");
    }

    [Fact]
    public async Task A_change_in_the_workspace_leaves_a_socket_with_a_role_of_its_own_alone()
    {
        await Join("editor");
        await Share("commenter");
        await using var bob = await Open();

        await Join("viewer");
        await Share("viewer");

        await bob.Closed.WaitAsync(TimeSpan.FromSeconds(60));
        bob.CloseCode.ShouldBe(4403);
    }

    [Fact]
    public async Task Members_the_request_did_not_name_stay_unset()
    {
        var answer = await _ada.Http.Ask(
            "PUT", Permission(_bob), new { role = "viewer", userId = _ada.Id, documentId = Guid.NewGuid(), own = false });

        answer["userId"].GetGuid().ShouldBe(_bob.Id);
        answer["own"].GetBoolean().ShouldBeTrue();
        (await _ada.Http.Ask("PUT", $"{_document}/permissions/{Guid.NewGuid()}", new { role = "viewer" }))
            .Problem.ShouldBe("not-found");
    }

    async Task<LiveClient> Open()
    {
        var client = await LiveClient.Connect(
            _server.Address, _document.Split('/')[^1], $"token={_bob.AccessToken}&ack=1");
        await client.Synced();
        return client;
    }
}
