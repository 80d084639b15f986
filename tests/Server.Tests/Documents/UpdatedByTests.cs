using System.Net;
using System.Text.Json;
using MDReader.TestKit;

namespace Server.Tests.Documents;

/// <summary>A list of documents says who changed each last.</summary>
public sealed class UpdatedByTests(SharedServer shared) : IAsyncLifetime
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
        await _ada.Http.Ask("PUT", $"{_workspace}/members/{_bob.Id}", new { role = "editor" });
        _document = await _ada.MakeDocument(_workspace);
    }

    public ValueTask DisposeAsync()
    {
        _ada.Dispose();
        _bob.Dispose();
        return ValueTask.CompletedTask;
    }

    static string Who(JsonElement document)
    {
        var (by, via) = (document.GetProperty("updatedBy"), document.GetProperty("updatedVia"));
        return $"{by.GetProperty("name").GetString()}{(by.GetProperty("guest").GetBoolean() ? " (guest)" : "")}"
            + (via.ValueKind == JsonValueKind.Null ? "" : $" by {via.GetProperty("way").GetString()} {via.GetProperty("agent").GetString()}");
    }

    /// <summary>As the list has it, and the document itself.</summary>
    async Task<string> Listed()
    {
        var listed = Who((await _ada.Http.Ask("GET", $"{_workspace}/documents?sort=updated"))["items"][0]);
        Who((await _ada.Http.Ask("GET", _document)).Json).ShouldBe(listed);
        return listed;
    }

    [Fact]
    public async Task Whoever_wrote_or_renamed_last_is_named()
    {
        (await Listed()).ShouldBe("Ada");
        await _bob.Put(_document, "one"u8.ToArray(), ifMatch: "*");
        (await Listed()).ShouldBe("Bob");
        Who((await _ada.Http.Ask("PATCH", _document, new { title = "Plans" })).Json).ShouldBe("Ada");
        (await Listed()).ShouldBe("Ada");

        await using var bob = await LiveClient.Connect(_server.Address, _document.Split('/')[^1], $"token={_bob.AccessToken}&ack=1");
        await bob.Synced();
        await bob.Edit(doc => doc.GetText("content").Insert(0, "two "));
        await bob.AllSaved();
        (await Listed()).ShouldBe("Bob");

        // Taking out of the trash what isn't there changes nothing.
        Who((await _ada.Http.Ask("POST", $"{_document}/restore")).Json).ShouldBe("Bob");
    }

    [Fact]
    public async Task An_agent_is_named_beside_its_person_and_a_guest_is_called_one()
    {
        var token = (await _bob.Http.Ask("POST", "/api/v1/me/tokens", new { name = "Claude", isAgent = true }))["token"].GetString()!;
        using var agent = _server.As(token);
        (await agent.Ask("PUT", $"{_document}/content", new StringContent("one", System.Text.Encoding.UTF8, "text/markdown"), ("If-Match", "*")))
            .Status.ShouldBe(HttpStatusCode.OK);
        (await Listed()).ShouldBe("Bob by agent Claude");

        var link = await _ada.Http.Ask("POST", $"{_document}/links", new { role = "editor" });
        var opened = await _server.Http.Ask(
            "POST", $"/api/v1/links/{link["token"].GetString()}/open", new { name = "Grace", tokenDelivery = "body" });
        using var guest = _server.As(opened["accessToken"].GetString()!);
        (await guest.Ask("PUT", $"{_document}/content", new StringContent("two", System.Text.Encoding.UTF8, "text/markdown"), ("If-Match", "*")))
            .Status.ShouldBe(HttpStatusCode.OK);
        (await Listed()).ShouldBe("Grace (guest)");
    }

    [Fact]
    public async Task Who_left_is_named_no_more_and_who_is_shared_with_reads_it_too()
    {
        using var carol = await _server.SignUp("Carol");
        await _ada.Http.Ask("PUT", $"{_document}/permissions/{carol.Id}", new { role = "viewer" });
        await _bob.Put(_document, "one"u8.ToArray(), ifMatch: "*");
        Who((await carol.Http.Ask("GET", "/api/v1/documents/shared"))["items"][0]).ShouldBe("Bob");

        (await _bob.Http.Ask("DELETE", "/api/v1/me", new { password = People.Password })).Status.ShouldBe(HttpStatusCode.NoContent);

        (await Listed()).ShouldBe("Former member");
    }
}
