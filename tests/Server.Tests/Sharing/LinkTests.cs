using System.Net;
using MDReader.TestKit;

namespace Server.Tests.Sharing;

/// <summary>Links as their owners handle them, and as people with an account open them. Guests: <see cref="GuestTests"/>.</summary>
public sealed class LinkTests(SharedServer shared) : IAsyncLifetime
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
        _document = await _ada.MakeDocument(_workspace);
    }

    public ValueTask DisposeAsync()
    {
        _ada.Dispose();
        _bob.Dispose();
        return ValueTask.CompletedTask;
    }

    async Task<Answer> Make(object request)
    {
        var made = await _ada.Http.Ask("POST", $"{_document}/links", request);
        made.Status.ShouldBe(HttpStatusCode.Created, made.Text);
        return made;
    }

    static string Opening(Answer link) => $"/api/v1/links/{link["token"].GetString()}/open";

    static string Path(Answer link) => $"/api/v1/links/{link["id"].GetString()}";

    Task<Answer> Change(Answer link, object patch) => _ada.Http.Ask("PATCH", Path(link), patch);

    [Fact]
    public async Task A_link_shares_the_document_with_whoever_opens_it()
    {
        var link = await Make(new { role = "commenter", label = "For the board" });

        var opened = await _bob.Http.Ask("POST", Opening(link));

        opened["documentId"].GetString().ShouldBe(_document.Split('/')[^1]);
        opened["role"].GetString().ShouldBe("commenter");
        opened["guest"].ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
        opened["accessToken"].ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
        (await _bob.Http.Ask("GET", _document))["role"].GetString().ShouldBe("commenter");
        (await _bob.Http.Ask("GET", "/api/v1/documents/shared"))["items"].GetArrayLength().ShouldBe(1);
        var person = await _ada.Http.Ask("GET", $"{_document}/permissions/{_bob.Id}");
        person["linkId"].GetString().ShouldBe(link["id"].GetString());
        person["guest"].GetBoolean().ShouldBeFalse();
        var listed = (await _ada.Http.Ask("GET", $"{_document}/links"))["items"][0];
        listed.GetProperty("uses").GetInt32().ShouldBe(1);
        listed.GetProperty("label").GetString().ShouldBe("For the board");
        listed.GetProperty("lastUsedAt").ValueKind.ShouldBe(System.Text.Json.JsonValueKind.String);
    }

    [Fact]
    public async Task Its_owners_can_copy_a_link_again()
    {
        var link = await Make(new { role = "viewer" });

        var listed = (await _ada.Http.Ask("GET", $"{_document}/links"))["items"][0];

        listed.GetProperty("token").GetString().ShouldBe(link["token"].GetString());
        listed.GetProperty("url").GetString().ShouldBe(link["url"].GetString());
        link["url"].GetString().ShouldEndWith($"/link#{link["token"].GetString()}");
    }

    [Fact]
    public async Task A_repeated_creation_tells_no_token()
    {
        var key = ("Idempotency-Key", $"{Guid.NewGuid()}");
        var first = await _ada.Http.Ask("POST", $"{_document}/links", new { role = "viewer" }, key);
        var again = await _ada.Http.Ask("POST", $"{_document}/links", new { role = "viewer" }, key);

        again["id"].GetString().ShouldBe(first["id"].GetString());
        first.Json.TryGetProperty("token", out _).ShouldBeTrue();
        again.Json.TryGetProperty("token", out _).ShouldBeFalse();
        again.Json.TryGetProperty("url", out _).ShouldBeFalse();
    }

    [Theory]
    [InlineData("editor", "viewer", "editor")]
    [InlineData("viewer", "editor", "editor")]
    [InlineData("commenter", "commenter", "commenter")]
    public async Task A_link_takes_nothing_from_a_member(string member, string linked, string role)
    {
        await _ada.Http.Ask("PUT", $"{_workspace}/members/{_bob.Id}", new { role = member });

        var opened = await _bob.Http.Ask("POST", Opening(await Make(new { role = linked })));

        opened["role"].GetString().ShouldBe(role);
        (await _bob.Http.Ask("GET", _document))["role"].GetString().ShouldBe(role);
        (await _bob.Http.Ask("GET", $"{_workspace}/tree"))["documents"][0].GetProperty("role").GetString().ShouldBe(role);
        (await _bob.Http.Ask("GET", $"{_workspace}/documents"))["items"][0].GetProperty("role").GetString().ShouldBe(role);
    }

    [Fact]
    public async Task A_higher_role_in_the_workspace_is_not_held_down_by_a_link_opened_before()
    {
        await _bob.Http.Ask("POST", Opening(await Make(new { role = "viewer" })));

        await _ada.Http.Ask("PUT", $"{_workspace}/members/{_bob.Id}", new { role = "editor" });

        (await _bob.Http.Ask("GET", _document))["role"].GetString().ShouldBe("editor");
        (await _bob.Put(_document, "x"u8.ToArray(), ifMatch: "*")).Status.ShouldBe(HttpStatusCode.OK);
        (await _bob.Http.Ask("GET", $"{_workspace}/tree"))["documents"][0].GetProperty("role").GetString().ShouldBe("editor");
    }

    [Fact]
    public async Task What_an_owner_says_of_somebody_goes_before_what_a_link_says_of_all()
    {
        var link = await Make(new { role = "editor" });
        await _bob.Http.Ask("POST", Opening(link));

        await _ada.Http.Ask("PUT", $"{_document}/permissions/{_bob.Id}", new { role = "viewer" });

        (await _bob.Http.Ask("GET", _document))["role"].GetString().ShouldBe("viewer");
        (await _bob.Http.Ask("POST", Opening(link)))["role"].GetString().ShouldBe("viewer");
        await _ada.Http.Ask("DELETE", Path(link));
        (await _bob.Http.Ask("GET", _document))["role"].GetString().ShouldBe("viewer");
    }

    [Fact]
    public async Task Somebody_whose_role_was_taken_does_not_come_in_by_the_link_again()
    {
        var link = await Make(new { role = "editor" });
        await _bob.Http.Ask("POST", Opening(link));

        (await _ada.Http.Ask("DELETE", $"{_document}/permissions/{_bob.Id}")).Status.ShouldBe(HttpStatusCode.NoContent);

        (await _bob.Http.Ask("GET", _document)).Problem.ShouldBe("not-found");
        (await _bob.Http.Ask("POST", Opening(link))).Problem.ShouldBe("not-found");
        using var eve = await _server.SignUp("Eve");
        (await eve.Http.Ask("POST", Opening(link))).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Somebody_who_gave_a_shared_document_back_may_open_the_link_again()
    {
        var link = await Make(new { role = "viewer" });
        await _bob.Http.Ask("POST", Opening(link));
        (await _bob.Http.Ask("DELETE", $"{_document}/permissions/{_bob.Id}")).Status.ShouldBe(HttpStatusCode.NoContent);
        (await _bob.Http.Ask("GET", _document)).Problem.ShouldBe("not-found");

        (await _bob.Http.Ask("POST", Opening(link))).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task An_editor_by_a_link_sees_no_addresses()
    {
        await _bob.Http.Ask("POST", Opening(await Make(new { role = "editor" })));

        (await _bob.Http.Ask("GET", $"{_document}/permissions")).Problem.ShouldBe("forbidden");
        (await _bob.Http.Ask("GET", $"{_document}/permissions/{_ada.Id}")).Problem.ShouldBe("forbidden");
        (await _bob.Http.Ask("GET", $"{_document}/permissions/{_bob.Id}")).Status.ShouldBe(HttpStatusCode.OK);
        (await _bob.Http.Ask("GET", $"{_document}/links")).Problem.ShouldBe("forbidden");
    }

    [Fact]
    public async Task A_link_with_a_password_opens_with_it_only()
    {
        var link = await Make(new { role = "viewer", password = "river" });
        link["hasPassword"].GetBoolean().ShouldBeTrue();

        (await _bob.Http.Ask("POST", Opening(link))).Problem.ShouldBe("link-password-required");
        (await _bob.Http.Ask("POST", Opening(link), new { password = "lake" })).Problem.ShouldBe("link-password-required");
        (await _bob.Http.Ask("GET", _document)).Problem.ShouldBe("not-found");

        (await _bob.Http.Ask("POST", Opening(link), new { password = "river" })).Status.ShouldBe(HttpStatusCode.OK);

        // Who has given it isn't asked again.
        (await _bob.Http.Ask("POST", Opening(link))).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Guessing_a_links_password_is_slow_and_locks_nobody_else_out()
    {
        var link = await Make(new { role = "viewer", password = "river" });
        var other = await Make(new { role = "viewer", password = "river" });
        Answer answer;
        var tries = 0;
        do
        {
            answer = await _bob.Http.Ask("POST", Opening(link), new { password = $"guess {tries++}" });
        }
        while (answer.Status == HttpStatusCode.Forbidden);

        answer.Problem.ShouldBe("rate-limited");
        answer.Header("Retry-After").ShouldNotBeNull();
        tries.ShouldBe(6);
        (await _bob.Http.Ask("POST", Opening(other), new { password = "river" })).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_link_that_is_used_up_lets_nobody_new_in()
    {
        var link = await Make(new { role = "viewer", useLimit = 1 });
        (await _bob.Http.Ask("POST", Opening(link))).Status.ShouldBe(HttpStatusCode.OK);

        using var eve = await _server.SignUp("Eve");
        (await eve.Http.Ask("POST", Opening(link))).Problem.ShouldBe("not-found");
        (await _server.Http.Ask("POST", Opening(link), new { name = "Eve" })).Problem.ShouldBe("not-found");

        // Who is in stays in, and may come back.
        (await _bob.Http.Ask("POST", Opening(link))).Status.ShouldBe(HttpStatusCode.OK);
        (await _ada.Http.Ask("GET", $"{_document}/links"))["items"][0].GetProperty("isOpen").GetBoolean().ShouldBeFalse();
        await Change(link, new { useLimit = 2 });
        (await eve.Http.Ask("POST", Opening(link))).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Only_so_many_of_those_who_open_it_at_once_come_in()
    {
        var link = await Make(new { role = "viewer", useLimit = 3 });

        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(i =>
            _server.Http.Ask("POST", Opening(link), new { name = $"Guest {i}" })));

        answers.Count(answer => answer.Status == HttpStatusCode.OK).ShouldBe(3);
        answers.Count(answer => answer.Problem == "not-found").ShouldBe(9);
    }

    [Fact]
    public async Task A_changed_role_holds_for_all_who_came_by_the_link()
    {
        var link = await Make(new { role = "editor" });
        await _bob.Http.Ask("POST", Opening(link));
        await using var bob = await Open(_bob.AccessToken);

        (await Change(link, new { role = "viewer" }))["role"].GetString().ShouldBe("viewer");

        await bob.Closed.WaitAsync(Patience);
        bob.CloseCode.ShouldBe(4403);
        (await _bob.Http.Ask("GET", _document))["role"].GetString().ShouldBe("viewer");
        (await _bob.Put(_document, "x"u8.ToArray(), ifMatch: "*")).Problem.ShouldBe("forbidden");
    }

    [Fact]
    public async Task A_deleted_link_ends_what_was_opened_with_it()
    {
        var link = await Make(new { role = "editor" });
        await _bob.Http.Ask("POST", Opening(link));
        await using var bob = await Open(_bob.AccessToken);

        (await _ada.Http.Ask("DELETE", Path(link))).Status.ShouldBe(HttpStatusCode.NoContent);

        await bob.Closed.WaitAsync(Patience);
        bob.CloseCode.ShouldBe(4403);
        (await _bob.Http.Ask("GET", _document)).Problem.ShouldBe("not-found");
        (await _bob.Http.Ask("POST", Opening(link))).Problem.ShouldBe("not-found");
        (await _ada.Http.Ask("DELETE", Path(link))).Problem.ShouldBe("not-found");
    }

    [Fact]
    public async Task A_new_password_sends_everybody_to_give_it()
    {
        var link = await Make(new { role = "editor", password = "river" });
        await _bob.Http.Ask("POST", Opening(link), new { password = "river" });
        await using var bob = await Open(_bob.AccessToken);

        await Change(link, new { password = "mountain" });

        await bob.Closed.WaitAsync(Patience);
        (await _bob.Http.Ask("GET", _document)).Problem.ShouldBe("not-found");
        (await _bob.Http.Ask("POST", Opening(link), new { password = "river" })).Problem.ShouldBe("link-password-required");
        (await _bob.Http.Ask("POST", Opening(link), new { password = "mountain" })).Status.ShouldBe(HttpStatusCode.OK);
        (await _ada.Http.Ask("GET", $"{_document}/links"))["items"][0].GetProperty("uses").GetInt32().ShouldBe(1);
        await Change(link, new { password = (string?)null });
        using var eve = await _server.SignUp("Eve");
        (await eve.Http.Ask("POST", Opening(link))).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_change_that_leaves_something_out_leaves_it_as_it_is()
    {
        var expiresAt = TimeProvider.System.GetUtcNow().AddDays(3);
        var link = await Make(new { role = "viewer", label = "Press", password = "river", expiresAt, useLimit = 9 });

        var changed = await Change(link, new { role = "commenter" });

        changed["label"].GetString().ShouldBe("Press");
        changed["hasPassword"].GetBoolean().ShouldBeTrue();
        changed["useLimit"].GetInt32().ShouldBe(9);
        changed["expiresAt"].GetDateTimeOffset().ShouldBe(expiresAt, TimeSpan.FromMilliseconds(1));
        var emptied = await Change(link, new { label = (string?)null, useLimit = (int?)null, expiresAt = (DateTimeOffset?)null });
        emptied["label"].ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
        emptied["useLimit"].ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
        emptied["expiresAt"].ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
        emptied["hasPassword"].GetBoolean().ShouldBeTrue();
    }

    [Theory]
    [InlineData("""{"role": "owner"}""", "/role")]
    [InlineData("""{"role": "guest"}""", "/role")]
    [InlineData("""{}""", "/role")]
    [InlineData("""{"role": "viewer", "password": ""}""", "/password")]
    [InlineData("""{"role": "viewer", "useLimit": 0}""", "/useLimit")]
    [InlineData("""{"role": "viewer", "label": "two\nlines"}""", "/label")]
    [InlineData("""{"role": "viewer", "expiresAt": "2020-01-01T00:00:00Z"}""", "/expiresAt")]
    public async Task A_link_that_makes_no_sense_is_refused(string body, string pointer)
    {
        var refused = await _ada.Http.Ask("POST", $"{_document}/links", body);

        refused.Problem.ShouldBe("validation-failed");
        refused["errors"][0].GetProperty("pointer").GetString().ShouldBe(pointer);
    }

    [Fact]
    public async Task Who_has_a_link_is_shown_what_it_is_before_opening_it()
    {
        var open = await _server.Http.Ask("GET", $"/api/v1/links/{(await Make(new { role = "editor" }))["token"].GetString()}");
        open["title"].GetString().ShouldBe("Notes");
        open["sharedBy"].GetString().ShouldBe("Ada");
        open["role"].GetString().ShouldBe("editor");
        open["needsPassword"].GetBoolean().ShouldBeFalse();

        var locked = await _server.Http.Ask(
            "GET", $"/api/v1/links/{(await Make(new { role = "viewer", password = "river" }))["token"].GetString()}");
        locked["needsPassword"].GetBoolean().ShouldBeTrue();
        locked["title"].ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
        (await _server.Http.Ask("GET", "/api/v1/links/nonsense")).Problem.ShouldBe("not-found");
    }

    [Fact]
    public async Task A_link_to_a_document_in_the_trash_waits_until_it_is_back()
    {
        var link = await Make(new { role = "viewer" });
        await _ada.Http.Ask("DELETE", _document);
        (await _bob.Http.Ask("POST", Opening(link))).Problem.ShouldBe("not-found");

        await _ada.Http.Ask("POST", $"{_document}/restore");

        (await _bob.Http.Ask("POST", Opening(link))).Status.ShouldBe(HttpStatusCode.OK);
    }

    async Task<LiveClient> Open(string token)
    {
        var client = await LiveClient.Connect(_server.Address, _document.Split('/')[^1], $"token={token}&ack=1");
        await client.Synced();
        return client;
    }
}
