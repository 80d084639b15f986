using System.Net;
using MDReader.TestKit;

namespace Server.Tests.Sharing;

/// <summary>Who changed what somebody may do is told to that person.</summary>
public sealed class AccessChangeTests(SharedServer shared) : IAsyncLifetime
{
    readonly RunningServer _server = shared.Server;
    TestPerson _ada = null!;
    TestPerson _bob = null!;
    TestPerson _eve = null!;
    string _workspace = null!;
    string _document = null!;

    public async ValueTask InitializeAsync()
    {
        _ada = await _server.SignUp("Ada");
        _bob = await _server.SignUp("Bob");
        _eve = await _server.SignUp("Eve");
        _workspace = await _ada.MakeWorkspace();
        _document = await _ada.MakeDocument(_workspace);
        await Do(_ada, "PUT", $"{_workspace}/members/{_eve.Id}", new { role = "owner" });
        await Do(_ada, "PUT", $"{_workspace}/members/{_bob.Id}", new { role = "editor" });
    }

    public ValueTask DisposeAsync()
    {
        _ada.Dispose();
        _bob.Dispose();
        _eve.Dispose();
        return ValueTask.CompletedTask;
    }

    static Task<Answer> Do(TestPerson who, string method, string path, object? body = null) =>
        Contract.Scene.Must(who, method, path, body);

    static async Task<string?> ToldTo(TestPerson person, string document) =>
        (await Do(person, "GET", $"{document}/access/last-change"))["by"].GetString();

    [Fact]
    public async Task The_last_of_several_owners_is_named_whether_the_change_was_in_the_workspace_or_in_the_document()
    {
        (await ToldTo(_bob, _document)).ShouldBe("Ada");
        await Do(_eve, "PUT", $"{_document}/permissions/{_bob.Id}", new { role = "viewer" });
        (await ToldTo(_bob, _document)).ShouldBe("Eve");
        await Do(_ada, "DELETE", $"{_document}/permissions/{_bob.Id}");
        (await ToldTo(_bob, _document)).ShouldBe("Ada");
    }

    [Fact]
    public async Task What_happened_in_another_document_or_to_another_person_is_no_news()
    {
        var other = await _ada.MakeDocument(_workspace);
        await Do(_eve, "PUT", $"{other}/permissions/{_bob.Id}", new { role = "viewer" });
        await Do(_eve, "PUT", $"{_document}/permissions/{_ada.Id}", new { role = "owner" });
        (await ToldTo(_bob, _document)).ShouldBe("Ada");
        (await ToldTo(_bob, other)).ShouldBe("Eve");
    }

    [Fact]
    public async Task Who_may_not_read_the_document_is_told_nothing()
    {
        using var mallory = await _server.SignUp("Mallory");
        (await mallory.Http.Ask("GET", $"{_document}/access/last-change")).Status.ShouldBe(HttpStatusCode.NotFound);
    }
}
