using System.Text;
using System.Text.Json;
using MDReader.TestKit;

namespace Server.Tests.Files;

public sealed class ExportOnDiskTests(FilesHouse house) : ExportTests(house), IClassFixture<FilesHouse>;

public sealed class ExportOnS3Tests(FilesHouseOnS3 house) : ExportTests(house), IClassFixture<FilesHouseOnS3>;

public abstract class ExportTests(FilesHouse house) : IAsyncLifetime
{
    TestPerson _ana = null!;
    string _workspace = "";

    public async ValueTask InitializeAsync()
    {
        Assert.SkipWhen(house.Server is null, "Run npm ci in tests/MDReader.TestKit/s3.");
        _ana = await house.Server.SignUp("Ana");
        _workspace = await _ana.MakeWorkspace();
    }

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        _ana?.Dispose();
        return ValueTask.CompletedTask;
    }

    async Task<string> Make(string title, string content, Guid? folderId = null) =>
        (await _ana.Http.Ask("POST", $"{_workspace}/documents", new { title, content, folderId })).Header("Location")!;

    [Fact]
    public async Task An_archive_holds_what_there_is_under_names_that_every_file_system_takes()
    {
        var folder = await _ana.MakeFolder(_workspace, "Plans: A/B");
        var first = await Make("con", "first\r\n");
        await Make("Same", "one");
        await Make("same", "two");
        var deep = await Make("Deep", $"[first](/d/{first.Split('/')[^1]}#top)", folder);
        var file = await _ana.Attach(deep, Uploads.Png, "dot \"1\".png");
        await _ana.Put(deep, Encoding.UTF8.GetBytes($"[first](/d/{first.Split('/')[^1]}#top) ![dot]({file})"), ifMatch: "\"1-1\"");
        await _ana.Http.Ask("POST", $"{deep}/versions", new { name = "Named" });
        await _ana.Http.Ask("POST", $"{deep}/threads", new { anchor = new { start = 0, end = 5, @base = "\"1-2\"" }, body = "Hm?" });

        var files = await house.Export(_ana, _workspace, new { comments = true, history = true });

        files.Keys.Where(path => !path.StartsWith("history/", StringComparison.Ordinal)).ShouldBe(
            ["_con.md", "Same.md", "same (2).md", "Plans_ A_B/Deep.md", "Plans_ A_B/Deep.comments.json", "attachments/Plans_ A_B/Deep/dot _1_.png", "mdreader.json"],
            ignoreOrder: true);
        Encoding.UTF8.GetString(files["_con.md"]).ShouldBe("first\r\n");
        Encoding.UTF8.GetString(files["Plans_ A_B/Deep.md"]).ShouldBe(
            "[first](../_con.md#top) ![dot](../attachments/Plans_%20A_B/Deep/dot%20_1_.png)");
        files["attachments/Plans_ A_B/Deep/dot _1_.png"].ShouldBe(Uploads.Png);
        JsonDocument.Parse(files["Plans_ A_B/Deep.comments.json"]).RootElement[0].GetProperty("comments")[0].GetProperty("body").GetString().ShouldBe("Hm?");
        files.Keys.ShouldContain(path => path.StartsWith("history/Plans_ A_B/Deep/", StringComparison.Ordinal) && path.Contains("Named", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_text_nested_deeper_than_anybody_follows_is_in_the_archive_as_it_is()
    {
        var first = await Make("First", "x");
        var deep = $"{new string('>', 5_000)} [first](/d/{first.Split('/')[^1]})\n";
        await Make("Deep", deep);

        var files = await house.Export(_ana, _workspace);

        Encoding.UTF8.GetString(files["Deep.md"]).ShouldBe(deep);
        files.ShouldContainKey("First.md");
    }

    [Fact]
    public async Task What_was_exported_can_be_imported_again()
    {
        var first = await Make("First", "# First\n\nä\r\n");
        var second = await Make("Second", $"see [first](/d/{first.Split('/')[^1]})\n");
        var file = await _ana.Attach(second, Uploads.Png);
        await _ana.Put(second, Encoding.UTF8.GetBytes($"see [first](/d/{first.Split('/')[^1]}) ![x]({file})\n"), ifMatch: "\"1-1\"");
        var files = await house.Export(_ana, _workspace);

        var other = await _ana.MakeWorkspace();
        var job = await FilesHouse.Import(_ana, other, FilesHouse.Zip([.. files.Select(entry => (entry.Key, entry.Value))]));

        job["status"].GetString().ShouldBe("done", job.Text);
        var again = await house.Export(_ana, other);
        again.Where(entry => entry.Key.EndsWith("First.md", StringComparison.Ordinal)).Select(entry => Encoding.UTF8.GetString(entry.Value)).ShouldBe(["# First\n\nä\r\n"]);
        again.Count(entry => entry.Value.AsSpan().SequenceEqual(Uploads.Png)).ShouldBe(1);
    }

    [Fact]
    public async Task Jobs_are_listed_to_who_began_them_the_newest_first()
    {
        await Make("Open", "x");
        using var ben = await house.Server.SignUp("Ben");
        await _ana.Http.Ask("PUT", $"{_workspace}/members/{ben.Id}", new { role = "editor" });
        var exported = await _ana.Http.Ask("POST", $"{_workspace}/exports", new { });
        await FilesHouse.End(_ana, exported);
        var imported = await FilesHouse.Import(_ana, _workspace, "# Notes\n"u8.ToArray(), "text/markdown");
        await FilesHouse.Import(ben, _workspace, "# His\n"u8.ToArray(), "text/markdown");
        await FilesHouse.Import(_ana, await _ana.MakeWorkspace(), "# Elsewhere\n"u8.ToArray(), "text/markdown");

        async Task<string?[]> Listed(string filter) =>
        [
            .. (await _ana.Http.Ask("GET", $"/api/v1/jobs?workspace={_workspace.Split('/')[^1]}{filter}"))["items"]
                .EnumerateArray().Select(job => job.GetProperty("id").GetString()),
        ];
        var (first, second) = (exported["id"].GetString(), imported["id"].GetString());
        (await Listed("")).ShouldBe([second, first]);
        (await Listed("&kind=export")).ShouldBe([first]);
        (await Listed("&limit=1")).ShouldBe([second]);
        var all = await _ana.Http.Ask("GET", "/api/v1/jobs?limit=2");
        all["items"].GetArrayLength().ShouldBe(2);
        var rest = await _ana.Http.Ask("GET", $"/api/v1/jobs?limit=2&cursor={Uri.EscapeDataString(all["nextCursor"].GetString()!)}");
        rest["items"].EnumerateArray().Select(job => job.GetProperty("id").GetString()).ShouldBe([first]);
        (await _ana.Http.Ask("GET", $"/api/v1/jobs?kind=import&cursor={Uri.EscapeDataString(all["nextCursor"].GetString()!)}"))
            .Problem.ShouldBe("cursor-mismatch");
    }

    [Fact]
    public async Task An_archive_holds_only_what_its_person_may_read_and_only_they_may_fetch_it()
    {
        await Make("Open", "x");
        using var ben = await house.Server.SignUp("Ben");
        await _ana.Http.Ask("PUT", $"{_workspace}/members/{ben.Id}", new { role = "viewer" });
        (await house.Export(ben, _workspace)).Keys.ShouldBe(["Open.md", "mdreader.json"], ignoreOrder: true);
        var queued = await _ana.Http.Ask("POST", $"{_workspace}/exports", new { });
        await FilesHouse.End(_ana, queued);
        (await ben.Http.Ask("GET", $"{queued.Header("Location")}/file")).Problem.ShouldBe("not-found");
    }

    [Fact]
    public async Task Who_is_no_member_any_more_fetches_nothing_that_they_exported_before()
    {
        await Make("Open", "x");
        using var ben = await house.Server.SignUp("Ben");
        await _ana.Http.Ask("PUT", $"{_workspace}/members/{ben.Id}", new { role = "viewer" });
        var queued = await ben.Http.Ask("POST", $"{_workspace}/exports", new { });
        await FilesHouse.End(ben, queued);
        (await ben.Http.Ask("GET", $"{queued.Header("Location")}/file")).Status.ShouldBe(System.Net.HttpStatusCode.Redirect);

        await _ana.Http.Ask("DELETE", $"{_workspace}/members/{ben.Id}");

        (await ben.Http.Ask("GET", $"{queued.Header("Location")}/file")).Problem.ShouldBe("not-found");
    }
}
