using System.Net;
using MDReader.Server.Platform;
using MDReader.TestKit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Server.Tests.Sharing;

public sealed class AccessRequestTests(SharedServer shared) : IAsyncLifetime
{
    readonly RunningServer _server = shared.Server;
    TestPerson _ada = null!;
    TestPerson _bob = null!;
    string _document = null!;

    public async ValueTask InitializeAsync()
    {
        _ada = await _server.SignUp("Ada");
        _bob = await _server.SignUp("Bob");
        _document = await _ada.MakeDocument(await _ada.MakeWorkspace());
    }

    public ValueTask DisposeAsync()
    {
        _ada.Dispose();
        _bob.Dispose();
        return ValueTask.CompletedTask;
    }

    Task<Answer> Ask(string? document = null, object? body = null) =>
        _bob.Http.Ask("POST", $"{document ?? _document}/access-requests", body);

    async Task<string> Requested() =>
        (await _ada.Http.Ask("GET", $"{_document}/access-requests"))["items"][0].GetProperty("id").GetString()!;

    // Each notice waits in the outbox from the moment of its cause.
    Task<int> Told(TestPerson person, string @event) => _server.Services.GetRequiredService<Database>().Read(
        (db, token) => db.Set<OutboxRow>().CountAsync(
            row => row.Topic == nameof(Notice) && row.Key.StartsWith(@event) && row.Key.EndsWith($"{person.Id}"), token),
        CancellationToken.None);

    [Fact]
    public async Task An_owner_gives_what_was_asked_for()
    {
        (await Ask(body: new { role = "editor", message = "I have the figures." })).Status.ShouldBe(HttpStatusCode.Accepted);

        var request = (await _ada.Http.Ask("GET", $"{_document}/access-requests"))["items"][0];
        request.GetProperty("name").GetString().ShouldBe("Bob");
        request.GetProperty("role").GetString().ShouldBe("editor");
        request.GetProperty("message").GetString().ShouldBe("I have the figures.");
        (await Told(_ada, "access-request")).ShouldBe(1);
        var path = $"{_document}/access-requests/{request.GetProperty("id").GetString()}";
        (await _ada.Http.Ask("POST", $"{path}/accept")).Status.ShouldBe(HttpStatusCode.NoContent);

        (await _bob.Http.Ask("GET", _document))["role"].GetString().ShouldBe("editor");
        (await Told(_bob, "share")).ShouldBe(1);
        (await _ada.Http.Ask("POST", $"{path}/accept")).Problem.ShouldBe("not-found");
        (await _ada.Http.Ask("GET", $"{_document}/access-requests"))["items"].GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task A_repeated_yes_is_answered_as_the_first_one_was()
    {
        await Ask(body: new { role = "editor" });
        var path = $"{_document}/access-requests/{await Requested()}/accept";
        for (var repeated = 0; repeated < 2; repeated++)
            (await _ada.Http.Ask("POST", path, null, ("Idempotency-Key", "yes"))).Status.ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task A_message_with_a_NUL_is_refused_and_pointed_to()
    {
        var answer = await Ask(body: new { message = "please\0" });
        (answer.Problem, answer["errors"][0].GetProperty("pointer").GetString()).ShouldBe(("validation-failed", "/message"));
    }

    [Fact]
    public async Task An_owner_may_give_less_or_nothing()
    {
        await Ask(body: new { role = "editor" });
        await _ada.Http.Ask("POST", $"{_document}/access-requests/{await Requested()}/decline");
        (await _bob.Http.Ask("GET", _document)).Problem.ShouldBe("not-found");

        await Ask(body: new { role = "editor" });
        await _ada.Http.Ask("POST", $"{_document}/access-requests/{await Requested()}/accept", new { role = "commenter" });
        (await _bob.Http.Ask("GET", _document))["role"].GetString().ShouldBe("commenter");
    }

    [Fact]
    public async Task Whether_there_is_such_a_document_is_not_to_be_heard()
    {
        await _ada.Http.Ask("DELETE", $"{_document}");
        foreach (var nowhere in (string[])[$"/api/v1/documents/{Guid.NewGuid()}", _document])
        {
            var answer = await Ask(nowhere);
            (answer.Status, answer.Text).ShouldBe((HttpStatusCode.Accepted, ""));
        }

        await _ada.Http.Ask("POST", $"{_document}/restore");
        var there = await Ask();
        (there.Status, there.Text).ShouldBe((HttpStatusCode.Accepted, ""));
    }

    [Fact]
    public async Task Asking_again_changes_the_request_and_tells_nobody_twice()
    {
        await Ask(body: new { role = "viewer" });
        await Ask(body: new { role = "commenter", message = "Please." });

        var requests = (await _ada.Http.Ask("GET", $"{_document}/access-requests"))["items"];
        requests.GetArrayLength().ShouldBe(1);
        requests[0].GetProperty("role").GetString().ShouldBe("commenter");
        (await Told(_ada, "access-request")).ShouldBe(1);
    }

    [Fact]
    public async Task Who_can_read_may_ask_for_more_and_not_for_what_they_have()
    {
        await _ada.Http.Ask("PUT", $"{_document}/permissions/{_bob.Id}", new { role = "viewer" });

        (await Ask(body: new { role = "viewer" })).Problem.ShouldBe("validation-failed");
        (await Ask(body: new { role = "editor" })).Status.ShouldBe(HttpStatusCode.Accepted);
        (await _ada.Http.Ask("GET", $"{_document}/access-requests"))["items"][0].GetProperty("presentRole").GetString()
            .ShouldBe("viewer");
        (await Ask(body: new { role = "owner" })).Problem.ShouldBe("validation-failed");
    }

    [Fact]
    public async Task Owners_are_not_pestered()
    {
        Answer answer;
        var asked = 0;
        do
        {
            answer = await Ask($"/api/v1/documents/{Guid.NewGuid()}");
            asked++;
        }
        while (answer.Status == HttpStatusCode.Accepted);

        answer.Problem.ShouldBe("rate-limited");
        asked.ShouldBe(21);
    }
}
