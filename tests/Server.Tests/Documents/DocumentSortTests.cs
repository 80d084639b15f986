using MDReader.TestKit;

namespace Server.Tests.Documents;

public sealed class DocumentSortTests(SharedServer shared) : IAsyncLifetime
{
    readonly RunningServer _server = shared.Server;
    TestPerson _ada = null!;
    string _documents = null!;

    public async ValueTask InitializeAsync()
    {
        _ada = await _server.SignUp("Ada");
        var workspace = await _ada.MakeWorkspace();
        _documents = $"{workspace}/documents";
        foreach (var title in (string[])["banana", "Apple", "cherry", "apple", "Banana", "Äpfel"])
        {
            await _ada.MakeDocument(workspace, title);
        }
    }

    public ValueTask DisposeAsync()
    {
        _ada.Dispose();
        return ValueTask.CompletedTask;
    }

    async Task<List<string>> Titles(string query)
    {
        List<string> titles = [];
        string? cursor = null;
        do
        {
            var page = await _ada.Http.Ask("GET", $"{_documents}?limit=2&{query}{(cursor is null ? "" : $"&cursor={cursor}")}");
            titles.AddRange(page["items"].EnumerateArray().Select(item => item.GetProperty("title").GetString()!));
            cursor = page["nextCursor"].GetString();
        }
        while (cursor is not null);
        return titles;
    }

    [Fact]
    public async Task By_title_whatever_the_case_and_among_equal_ones_by_age() =>
        (await Titles("sort=title")).ShouldBe(["Apple", "apple", "banana", "Banana", "cherry", "Äpfel"]);

    [Fact]
    public async Task By_the_last_change_the_latest_first()
    {
        var documents = (await _ada.Http.Ask("GET", _documents))["items"].EnumerateArray().ToList();
        var oldest = documents[^1].GetProperty("id").GetString();
        await _ada.Http.Ask("PATCH", $"/api/v1/documents/{oldest}", new { title = "changed" });

        var titles = await Titles("sort=updated");

        titles[0].ShouldBe("changed");
        titles.Count.ShouldBe(6);
        titles.ShouldBeUnique();
    }

    [Fact]
    public async Task A_cursor_goes_with_its_order_only()
    {
        var cursor = (await _ada.Http.Ask("GET", $"{_documents}?limit=2&sort=title"))["nextCursor"].GetString();

        (await _ada.Http.Ask("GET", $"{_documents}?limit=2&sort=updated&cursor={cursor}")).Problem.ShouldBe("cursor-mismatch");
        (await _ada.Http.Ask("GET", $"{_documents}?limit=2&cursor={cursor}")).Problem.ShouldBe("cursor-mismatch");
        (await _ada.Http.Ask("GET", $"{_documents}?sort=colour")).Problem.ShouldBe("bad-request");
    }
}
