using System.Net;
using System.Net.Http.Headers;
using MDReader.TestKit;

namespace Server.Tests.Workspaces;

public sealed class PersonPictureTests(SharedServer shared) : IAsyncLifetime
{
    // A PNG of 1 × 1.
    static readonly byte[] Png = Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    readonly RunningServer _server = shared.Server;
    TestPerson _ada = null!;
    TestPerson _bob = null!;
    string _workspace = null!;

    public async ValueTask InitializeAsync()
    {
        _ada = await _server.SignUp("Ada");
        _bob = await _server.SignUp("Bob");
        _workspace = await _ada.MakeWorkspace();
        var put = await _bob.Http.Ask("PUT", "/api/v1/me/picture", new ByteArrayContent(Png)
        {
            Headers = { ContentType = new MediaTypeHeaderValue("image/png") },
        });
        put.Status.ShouldBe(HttpStatusCode.OK, put.Text);
    }

    public ValueTask DisposeAsync()
    {
        _ada.Dispose();
        _bob.Dispose();
        return ValueTask.CompletedTask;
    }

    static string Picture(TestPerson person) => $"/api/v1/people/{person.Id}/picture";

    static async Task<HttpStatusCode> Seen(HttpClient by, TestPerson person) => (await by.Ask("GET", Picture(person))).Status;

    async Task Do(string method, string path, object? body = null)
    {
        var answer = await _ada.Http.Ask(method, path, body);
        answer.Status.ShouldBeOneOf(HttpStatusCode.OK, HttpStatusCode.Created, HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task People_of_one_workspace_see_each_other_and_nobody_else_does()
    {
        (await Seen(_ada.Http, _bob)).ShouldBe(HttpStatusCode.NotFound);
        (await Seen(_server.Http, _bob)).ShouldBe(HttpStatusCode.Unauthorized);

        await Do("PUT", $"{_workspace}/members/{_bob.Id}", new { role = "viewer" });
        using var answer = await _ada.Http.GetAsync(Picture(_bob));
        (await answer.Content.ReadAsByteArrayAsync()).ShouldBe(Png);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("image/png");
        (await _ada.Http.Ask("GET", Picture(_bob), null, ("If-None-Match", answer.Headers.ETag!.Tag)))
            .Status.ShouldBe(HttpStatusCode.NotModified);

        await Do("DELETE", $"{_workspace}/members/{_bob.Id}");
        (await Seen(_ada.Http, _bob)).ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Who_has_no_picture_is_no_secret_among_people_who_know_each_other()
    {
        await Do("PUT", $"{_workspace}/members/{_bob.Id}", new { role = "viewer" });
        (await Seen(_bob.Http, _ada)).ShouldBe(HttpStatusCode.NoContent);
        (await _bob.Http.Ask("DELETE", "/api/v1/me/picture")).Status.ShouldBe(HttpStatusCode.NoContent);
        (await Seen(_ada.Http, _bob)).ShouldBe(HttpStatusCode.NoContent);
        (await Seen(_bob.Http, _bob)).ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task People_of_one_document_see_each_other_both_ways()
    {
        var document = await _ada.MakeDocument(_workspace);
        await Do("PUT", $"{document}/permissions/{_bob.Id}", new { role = "viewer" });
        (await Seen(_ada.Http, _bob)).ShouldBe(HttpStatusCode.OK);
        (await Seen(_bob.Http, _ada)).ShouldBe(HttpStatusCode.NoContent);

        using var eve = await _server.SignUp("Eve");
        (await Seen(eve.Http, _bob)).ShouldBe(HttpStatusCode.NotFound);
        await Do("PUT", $"{document}/permissions/{eve.Id}", new { role = "commenter" });
        (await Seen(eve.Http, _bob)).ShouldBe(HttpStatusCode.OK);

        await Do("DELETE", $"{document}/permissions/{_bob.Id}");
        (await Seen(eve.Http, _bob)).ShouldBe(HttpStatusCode.NotFound);
        (await Seen(_ada.Http, _bob)).ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_guest_sees_the_people_of_their_document()
    {
        var document = await _ada.MakeDocument(_workspace);
        var link = await _ada.Http.Ask("POST", $"{document}/links", new { role = "viewer" });
        var opened = await _server.Http.Ask(
            "POST", $"/api/v1/links/{link["token"].GetString()}/open", new { name = "Grace", tokenDelivery = "body" });
        opened.Status.ShouldBe(HttpStatusCode.OK, opened.Text);
        using var guest = _server.As(opened["accessToken"].GetString()!);

        (await Seen(guest, _ada)).ShouldBe(HttpStatusCode.NoContent);
        (await Seen(guest, _bob)).ShouldBe(HttpStatusCode.NotFound);
        await Do("PUT", $"{_workspace}/members/{_bob.Id}", new { role = "viewer" });
        (await Seen(guest, _bob)).ShouldBe(HttpStatusCode.OK);
    }
}
