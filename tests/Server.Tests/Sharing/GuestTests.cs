using System.Net;
using MDReader.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Server.Tests.Contract;

namespace Server.Tests.Sharing;

/// <summary>People without an account, who came by a link.</summary>
public sealed class GuestTests(SharedServer shared) : IAsyncLifetime
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    readonly RunningServer _server = shared.Server;
    TestPerson _ada = null!;
    string _workspace = null!;
    string _document = null!;

    public async ValueTask InitializeAsync()
    {
        _ada = await _server.SignUp("Ada");
        _workspace = await _ada.MakeWorkspace();
        _document = await _ada.MakeDocument(_workspace);
    }

    public ValueTask DisposeAsync()
    {
        _ada.Dispose();
        return ValueTask.CompletedTask;
    }

    static async Task<Answer> Link(TestPerson owner, string document, object request) =>
        await Scene.Must(owner, "POST", $"{document}/links", request);

    static string Opening(Answer link) => $"/api/v1/links/{link["token"].GetString()}/open";

    static string Path(Answer link, string by = "id") => $"/api/v1/links/{link[by].GetString()}";

    Task<(Answer Opened, HttpClient Http)> Enter(string role, string name = "Grace") => Enter(_server, _ada, _document, role, name);

    static async Task<(Answer Opened, HttpClient Http)> Enter(
        RunningServer server, TestPerson owner, string document, string role, string name)
    {
        var link = await Link(owner, document, new { role });
        var opened = await server.Http.Ask("POST", Opening(link), new { name, tokenDelivery = "body" });
        opened.Status.ShouldBe(HttpStatusCode.OK, opened.Text);
        return (opened, server.As(opened["accessToken"].GetString()!));
    }

    [Theory]
    [InlineData("viewer", false, false)]
    [InlineData("commenter", true, false)]
    [InlineData("editor", true, true)]
    public async Task A_guest_reads_comments_and_writes_as_the_link_says(string role, bool comments, bool writes)
    {
        await _ada.Put(_document, "Some words."u8.ToArray(), ifMatch: "*");
        var (opened, guest) = await Enter(role);
        opened["guest.name"].GetString().ShouldBe("Grace");
        opened["role"].GetString().ShouldBe(role);

        (await guest.Ask("GET", _document))["role"].GetString().ShouldBe(role);
        var read = await guest.Ask("GET", $"{_document}/content");
        read.Text.ShouldBe("Some words.");
        var thread = await guest.Ask(
            "POST", $"{_document}/threads",
            new { anchor = new { start = 0, end = 4, @base = read.Header("ETag") }, body = "Which?" });
        thread.Problem.ShouldBe(comments ? null : "forbidden");
        if (comments)
        {
            thread["createdBy.name"].GetString().ShouldBe("Grace");
            thread["createdBy.guest"].GetBoolean().ShouldBeTrue();
            thread["comments"][0].GetProperty("author").GetProperty("guest").GetBoolean().ShouldBeTrue();
        }

        (await guest.Ask("PUT", $"{_document}/content", new StringContent("Other words."), ("If-Match", "*")))
            .Status.ShouldBe(writes ? HttpStatusCode.OK : HttpStatusCode.Forbidden);
        await using var live = await LiveClient.Connect(
            _server.Address, _document.Split('/')[^1], $"token={opened["accessToken"].GetString()}&ack=1");
        await live.Synced();
        await live.Type("Typed. ");
        if (writes)
        {
            await live.AllSaved().WaitAsync(Patience);
            (await _ada.Http.Ask("GET", $"{_document}/content")).Text.ShouldBe("Typed. Other words.");
        }
        else
        {
            await live.Closed.WaitAsync(Patience);
            live.CloseCode.ShouldBe(4403);
            (await _ada.Http.Ask("GET", $"{_document}/content")).Text.ShouldBe("Some words.");
        }

        guest.Dispose();
    }

    [Fact]
    public async Task A_guest_enters_by_a_ticket_and_is_marked_where_others_see_them()
    {
        var (opened, guest) = await Enter("editor");
        var ticket = await guest.Ask("POST", $"{_document}/realtime-tickets");
        await using var grace = await LiveClient.Connect(
            _server.Address, _document.Split('/')[^1], "ack=1", document: null, "mdreader", $"ticket.{ticket["ticket"].GetString()}");
        await grace.Synced();

        await using var ada = await LiveClient.Connect(
            _server.Address, _document.Split('/')[^1], $"token={_ada.AccessToken}&ack=1");
        await ada.Synced();
        await grace.Show("""{"user": {"name": "Ada", "guest": false}}""");
        await Eventually.Holds(() => !ada.Shown.IsEmpty, "Grace's cursor");
        var user = System.Text.Json.JsonDocument.Parse(ada.Shown.Values.Single()).RootElement.GetProperty("user");
        user.GetProperty("name").GetString().ShouldBe("Grace");
        user.GetProperty("guest").GetBoolean().ShouldBeTrue();

        var present = (await _ada.Http.Ask("GET", $"{_document}/presence"))["people"].EnumerateArray()
            .ToDictionary(person => person.GetProperty("name").GetString()!, person => person.GetProperty("guest").GetBoolean());
        present.ShouldBe(new Dictionary<string, bool> { ["Grace"] = true, ["Ada"] = false }, ignoreOrder: true);
        var listed = (await _ada.Http.Ask("GET", $"{_document}/permissions"))["items"].EnumerateArray()
            .Single(person => person.GetProperty("name").GetString() == "Grace");
        listed.GetProperty("guest").GetBoolean().ShouldBeTrue();
        listed.GetProperty("email").ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
        listed.GetProperty("userId").GetString().ShouldBe(opened["guest.id"].GetString());
        guest.Dispose();
    }

    [Fact]
    public async Task A_guest_comes_back_as_the_same_and_is_counted_once()
    {
        var link = await Link(_ada, _document, new { role = "editor", password = "river", useLimit = 1 });
        var first = await _server.Http.Ask("POST", Opening(link), new { name = "Grace", password = "river", tokenDelivery = "body" });
        var key = first["guestKey"].GetString();

        var again = await _server.Http.Ask("POST", Opening(link), new { guestKey = key, tokenDelivery = "body" });

        again["guest.id"].GetString().ShouldBe(first["guest.id"].GetString());
        again["guest.name"].GetString().ShouldBe("Grace");
        (await _ada.Http.Ask("GET", $"{_document}/links"))["items"][0].GetProperty("uses").GetInt32().ShouldBe(1);

        // The token itself says as well who comes back.
        using var bearer = _server.As(again["accessToken"].GetString()!);
        (await bearer.Ask("POST", Opening(link)))["guest.id"].GetString().ShouldBe(first["guest.id"].GetString());

        // A changed key, and that of another link, is nobody's.
        (await _server.Http.Ask("POST", Opening(link), new { guestKey = $"{key![..^2]}AA" })).Problem.ShouldBe("link-password-required");
        var other = await Link(_ada, _document, new { role = "editor", password = "lake" });
        (await _server.Http.Ask("POST", Opening(other), new { guestKey = key })).Problem.ShouldBe("link-password-required");
    }

    [Fact]
    public async Task A_browser_keeps_its_guest_in_a_cookie_that_scripts_can_not_read()
    {
        var link = await Link(_ada, _document, new { role = "viewer" });
        var first = await _server.Http.Ask("POST", Opening(link), new { name = "Grace" });

        first.Json.TryGetProperty("guestKey", out _).ShouldBeFalse();
        var cookie = first.Header("Set-Cookie")!;
        cookie.ShouldContain("path=/api/v1/links", Case.Insensitive);
        cookie.ShouldContain("httponly", Case.Insensitive);
        cookie.ShouldContain("secure", Case.Insensitive);
        cookie.ShouldContain("samesite=strict", Case.Insensitive);
        var again = await _server.Http.Ask("POST", Opening(link), null, ("Cookie", cookie.Split(';')[0]));
        again["guest.id"].GetString().ShouldBe(first["guest.id"].GetString());
    }

    [Fact]
    public async Task A_guest_without_a_name_is_called_guest()
    {
        var link = await Link(_ada, _document, new { role = "viewer" });

        (await _server.Http.Ask("POST", Opening(link)))["guest.name"].GetString().ShouldBe("Guest");
        (await _server.Http.Ask("POST", Opening(link), new { name = "two\nlines" })).Problem.ShouldBe("validation-failed");
    }

    [Fact]
    public async Task A_guest_whose_role_was_taken_is_gone()
    {
        var (opened, guest) = await Enter("editor");
        await using var live = await LiveClient.Connect(
            _server.Address, _document.Split('/')[^1], $"token={opened["accessToken"].GetString()}&ack=1");
        await live.Synced();
        var id = opened["guest.id"].GetString();

        (await _ada.Http.Ask("PUT", $"{_document}/permissions/{id}", new { role = "owner" })).Problem.ShouldBe("not-found");
        (await _ada.Http.Ask("PUT", $"{_workspace}/members/{id}", new { role = "owner" })).Problem.ShouldBe("not-found");
        (await _ada.Http.Ask("DELETE", $"{_document}/permissions/{id}")).Status.ShouldBe(HttpStatusCode.NoContent);

        await live.Closed.WaitAsync(Patience);
        live.CloseCode.ShouldBe(4403);
        (await guest.Ask("GET", _document)).Problem.ShouldBe("not-found");
        guest.Dispose();
    }

    [Fact]
    public async Task A_link_for_people_with_an_account_lets_no_guest_in()
    {
        var link = await Link(_ada, _document, new { role = "viewer", allowsGuests = false, password = "river" });
        link["allowsGuests"].GetBoolean().ShouldBeFalse();
        (await _server.Http.Ask("GET", Path(link, "token")))["allowsGuests"].GetBoolean().ShouldBeFalse();

        (await _server.Http.Ask("POST", Opening(link), new { name = "Grace", password = "river" })).Problem.ShouldBe("unauthenticated");
        var (_, other) = await Enter("editor");
        (await other.Ask("POST", Opening(link), new { password = "river" })).Problem.ShouldBe("unauthenticated");
        other.Dispose();
        using var bob = await _server.SignUp("Bob");
        (await bob.Http.Ask("POST", Opening(link), new { password = "river" })).Status.ShouldBe(HttpStatusCode.OK);
        (await _ada.Http.Ask("GET", $"{_document}/links"))["items"].EnumerateArray()
            .Single(one => !one.GetProperty("allowsGuests").GetBoolean()).GetProperty("uses").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task A_link_that_no_longer_allows_guests_ends_theirs_at_once_and_keeps_who_has_an_account()
    {
        var link = await Link(_ada, _document, new { role = "editor" });
        var opened = await _server.Http.Ask("POST", Opening(link), new { name = "Grace", tokenDelivery = "body" });
        using var grace = _server.As(opened["accessToken"].GetString()!);
        using var bob = await _server.SignUp("Bob");
        await bob.Http.Ask("POST", Opening(link));
        await using var live = await LiveClient.Connect(
            _server.Address, _document.Split('/')[^1], $"token={opened["accessToken"].GetString()}&ack=1");
        await live.Synced();
        var preview = new { link = new { id = link["id"].GetString(), change = new { allowsGuests = false } } };
        (await _ada.Http.Ask("POST", $"{_document}/access/preview", preview))["lose"].GetInt32().ShouldBe(1);

        (await _ada.Http.Ask("PATCH", Path(link), new { allowsGuests = false }))["allowsGuests"].GetBoolean().ShouldBeFalse();

        await live.Closed.WaitAsync(Patience);
        live.CloseCode.ShouldBe(4403);
        (await grace.Ask("GET", _document)).Problem.ShouldBe("not-found");
        var back = new { guestKey = opened["guestKey"].GetString(), tokenDelivery = "body" };
        (await _server.Http.Ask("POST", Opening(link), back)).Problem.ShouldBe("unauthenticated");
        (await bob.Http.Ask("GET", _document))["role"].GetString().ShouldBe("editor");

        await _ada.Http.Ask("PATCH", Path(link), new { allowsGuests = true });
        (await _server.Http.Ask("POST", Opening(link), back))["guest.id"].GetString().ShouldBe(opened["guest.id"].GetString());
        (await grace.Ask("GET", _document))["role"].GetString().ShouldBe("editor");
    }

    [Theory]
    [InlineData("DELETE", 4403)]
    [InlineData("PATCH", 4403)]
    public async Task A_deleted_or_locked_link_ends_its_guests_sockets(string method, int code)
    {
        var link = await Link(_ada, _document, new { role = "editor" });
        var opened = await _server.Http.Ask("POST", Opening(link), new { name = "Grace", tokenDelivery = "body" });
        await using var live = await LiveClient.Connect(
            _server.Address, _document.Split('/')[^1], $"token={opened["accessToken"].GetString()}&ack=1");
        await live.Synced();

        await Scene.Must(_ada, method, Path(link), method == "PATCH" ? new { password = "river" } : null);

        await live.Closed.WaitAsync(Patience);
        live.CloseCode.ShouldBe(code);
        using var guest = _server.As(opened["accessToken"].GetString()!);
        (await guest.Ask("GET", _document)).Problem.ShouldBe("not-found");
        (await _server.Http.Ask("POST", Opening(link), new { guestKey = opened["guestKey"].GetString() }))
            .Problem.ShouldBe(method == "PATCH" ? "link-password-required" : "not-found");
    }

    [Fact]
    public async Task A_link_ends_to_the_moment_and_its_sockets_with_it()
    {
        var time = new FakeTime();
        await using var server = await RunningServer.Start(services => services.Replace(ServiceDescriptor.Singleton<TimeProvider>(time)));
        using var ada = await server.SignUp("Ada");
        using var bob = await server.SignUp("Bob");
        var document = await ada.MakeDocument(await ada.MakeWorkspace());
        var link = await Link(ada, document, new { role = "editor", expiresAt = time.GetUtcNow().AddMinutes(5) });
        await Scene.Must(bob, "POST", Opening(link));
        var opened = await server.Http.Ask("POST", Opening(link), new { name = "Grace" });
        using var guest = server.As(opened["accessToken"].GetString()!);
        var id = document.Split('/')[^1];
        await using var grace = await LiveClient.Connect(server.Address, id, $"token={opened["accessToken"].GetString()}&ack=1");
        await using var live = await LiveClient.Connect(server.Address, id, $"token={bob.AccessToken}&ack=1");
        await Task.WhenAll(grace.Synced(), live.Synced());

        time.Advance(TimeSpan.FromMinutes(5) - TimeSpan.FromMilliseconds(1));
        (await bob.Http.Ask("GET", document)).Status.ShouldBe(HttpStatusCode.OK);
        time.Advance(TimeSpan.FromMilliseconds(1));

        (await bob.Http.Ask("GET", document)).Problem.ShouldBe("not-found");
        (await guest.Ask("GET", document)).Problem.ShouldBe("not-found");
        (await server.Http.Ask("POST", Opening(link), new { name = "Eve" })).Problem.ShouldBe("not-found");
        time.Advance(TimeSpan.FromSeconds(1));
        await Task.WhenAll(grace.Closed, live.Closed).WaitAsync(Patience);
        (grace.CloseCode, live.CloseCode).ShouldBe((4403, 4403));

        // Given more time, it lets them in again.
        await Scene.Must(ada, "PATCH", Path(link), new { expiresAt = time.GetUtcNow().AddMinutes(5) });
        (await bob.Http.Ask("POST", Opening(link))).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Nothing_but_the_document_is_open_to_a_guest()
    {
        await using var scene = await Scene.Begin();
        var api = await ApiDocument.Of(scene.Server.Http);
        var workspace = await scene.Owner.MakeWorkspace();
        var done = new List<string>();
        foreach (var operation in api.Operations.Where(operation => !operation.IsPublic))
        {
            var place = new Place(scene, workspace, scene.Owner);
            await place.MakeDocument(scene.Owner);
            var (_, guest) = await Enter(scene.Server, scene.Owner, place.Document, "editor", "Grace");
            var row = Rows.All[operation.Id];
            var path = row.Need is Need.Own
                ? System.Text.RegularExpressions.Regex.Replace(operation.Path, @"\{[^}]+\}", $"{Guid.NewGuid()}")
                : await place.Fill(operation.Path);
            var answer = await guest.Ask(operation.Method, path + row.Query(place), row.Body(place), row.Headers);
            if ((int)answer.Status is not (403 or 404))
            {
                answer.Status.ShouldBeOneOf(HttpStatusCode.OK, HttpStatusCode.Created, HttpStatusCode.NoContent, HttpStatusCode.Found);
                done.Add(operation.Id);
            }

            guest.Dispose();
        }

        // A new operation that guests shall have opens itself to them (OpenToGuests) and is added here.
        done.ShouldBe(
            [
                "GetDocument", "ReadContent", "ReadContentHead", "WriteContent", "EditContent", "IssueRealtimeTicket",
                "ReadDocumentPresence", "ListVersions", "GetVersion", "ReadVersion", "DiffVersions", "ReadBlame",
                "ListThreads", "CreateThread", "GetThread", "ChangeThread", "CreateComment", "AddReaction", "RemoveReaction",
                "DeleteThread", "DeleteComment", "FindMentionable", "ExportComments",
                "ListSuggestions", "CreateSuggestion", "GetSuggestion", "WithdrawSuggestion", "AcceptSuggestion", "AcceptSuggestions",
                "RejectSuggestion", "ReopenSuggestions", "GetFarPicture",
                "ListAttachments", "CreateAttachment", "CompleteAttachment", "GetAttachment", "GetAttachmentThumbnail",
                "DeleteAttachment",
            ],
            ignoreOrder: true);
    }

    [Fact]
    public async Task A_guest_has_no_account_to_sign_in_to()
    {
        var (opened, guest) = await Enter("editor");
        var email = $"{Guid.Parse(opened["guest.id"].GetString()!):N}@guest.invalid";

        (await _server.Http.Ask("POST", "/api/v1/auth/login", new { email, password = "" })).Status.ShouldNotBe(HttpStatusCode.OK);
        (await _server.Http.Ask("POST", "/api/v1/auth/login", new { email, password = People.Password }))
            .Problem.ShouldBe("invalid-credentials");
        (await guest.Ask("GET", "/api/v1/me")).Problem.ShouldBe("forbidden");
        (await guest.Ask("POST", "/api/v1/workspaces", new { name = "Mine" })).Problem.ShouldBe("forbidden");
        guest.Dispose();
    }
}
