using System.Net;
using MDReader.TestKit;

namespace Server.Tests.Documents;

public sealed class PageTests(SharedServer shared) : IAsyncLifetime
{
    readonly RunningServer _server = shared.Server;
    TestPerson _ada = null!;
    string _documents = null!;

    public async ValueTask InitializeAsync()
    {
        _ada = await _server.SignUp("Ada");
        var workspace = await _ada.MakeWorkspace();
        _documents = $"{workspace}/documents";
        for (var i = 0; i < 5; i++)
        {
            await _ada.MakeDocument(workspace, $"Number {i}");
        }
    }

    public ValueTask DisposeAsync()
    {
        _ada.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Pages_show_everything_once_the_newest_first()
    {
        List<string> titles = [];
        for (var next = $"{_documents}?limit=2"; next is not null;)
        {
            var page = await _ada.Http.Ask("GET", next);
            titles.AddRange(page["items"].EnumerateArray().Select(item => item.GetProperty("title").GetString()!));
            var cursor = page["nextCursor"].GetString();
            page.Header("Link").ShouldBe(cursor is null ? null : $"<{_documents}?limit=2&cursor={cursor}>; rel=\"next\"");
            next = cursor is null ? null : $"{_documents}?limit=2&cursor={cursor}";
        }

        titles.ShouldBe(["Number 4", "Number 3", "Number 2", "Number 1", "Number 0"]);
    }

    [Fact]
    public async Task A_cursor_goes_with_its_filters_its_list_and_its_person_only()
    {
        var cursor = (await _ada.Http.Ask("GET", $"{_documents}?limit=2"))["nextCursor"].GetString()!;
        var other = await _ada.MakeWorkspace();
        using var bob = await _server.SignUp("Bob");
        await _ada.Http.Ask(
            "PUT", _documents.Replace("documents", $"members/{bob.Id}", StringComparison.Ordinal), new { role = "viewer" });

        foreach (var answer in (Answer[])
        [
            await _ada.Http.Ask("GET", $"{_documents}?limit=2&trashed=true&cursor={cursor}"),
            await _ada.Http.Ask("GET", $"{other}/documents?cursor={cursor}"),
            await _ada.Http.Ask("GET", $"/api/v1/workspaces?cursor={cursor}"),
            await bob.Http.Ask("GET", $"{_documents}?limit=2&cursor={cursor}"),
            await _ada.Http.Ask("GET", $"{_documents}?cursor=x{cursor[1..]}"),
            await _ada.Http.Ask("GET", $"{_documents}?cursor=nonsense"),
        ])
        {
            answer.Status.ShouldBe(HttpStatusCode.BadRequest);
            answer.Problem.ShouldBe("cursor-mismatch");
        }
    }

    [Theory]
    [InlineData("limit=0")]
    [InlineData("limit=-1")]
    [InlineData("limit=many")]
    public async Task A_limit_is_a_positive_number(string query)
    {
        var answer = await _ada.Http.Ask("GET", $"{_documents}?{query}");

        answer.Status.ShouldBe(HttpStatusCode.BadRequest);
        answer.Problem.ShouldBe("bad-request");
    }
}
