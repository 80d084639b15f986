using System.Net;
using System.Text;
using MDReader.TestKit;

namespace Server.Tests.Files;

public sealed class ImportTests(FilesHouse house) : IClassFixture<FilesHouse>, IAsyncLifetime
{
    TestPerson _ana = null!;
    string _workspace = "";
    List<string> _kept = [];

    public async ValueTask InitializeAsync()
    {
        _ana = await house.Server.SignUp("Ana");
        _workspace = await _ana.MakeWorkspace();
        _kept = Kept();
    }

    public ValueTask DisposeAsync()
    {
        _ana.Dispose();
        return ValueTask.CompletedTask;
    }

    async Task<Dictionary<string, string>> Documents()
    {
        var listed = await _ana.Http.Ask("GET", $"{_workspace}/documents?limit=200");
        return listed["items"].EnumerateArray().ToDictionary(item => item.GetProperty("title").GetString()!, item => $"/api/v1/documents/{item.GetProperty("id")}");
    }

    async Task<string> Content(string document) => (await _ana.Http.Ask("GET", $"{document}/content")).Text;

    async Task NothingIsLeft()
    {
        await Eventually.Holds(() => Kept().Except(_kept).ToList() is [], "the files to be gone");
        (await Documents()).ShouldBeEmpty();
        (await _ana.Http.Ask("GET", $"{_workspace}/documents?trashed=true"))["items"].GetArrayLength().ShouldBe(0);
        (await _ana.Http.Ask("GET", $"{_workspace}/tree")).Text.ShouldNotContain("\"name\"");
        // All that the workspace has room for.
        var document = await _ana.MakeDocument(_workspace);
        foreach (var _ in Enumerable.Range(0, 2))
            (await _ana.Announce(document, new byte[10_000], "x.bin", "application/octet-stream")).Status.ShouldBe(HttpStatusCode.Created);
    }

    /// <summary>What of this workspace, and of any upload, lies in the blob store.</summary>
    List<string> Kept() =>
    [
        .. new[] { "attachments", $"documents/{_workspace.Split('/')[^1]}" }
            .Select(folder => Path.Combine(house.Server.DataFolder, "blobs", folder)).Where(Directory.Exists)
            .SelectMany(folder => Directory.GetFiles(folder, "*", SearchOption.AllDirectories)),
    ];

    [Fact]
    public async Task A_tree_of_Markdown_with_pictures_comes_in_with_its_links()
    {
        var job = await FilesHouse.Import(_ana, _workspace, FilesHouse.Zip(
            ("Home.md", "# Home\r\n\r\nSee [the plan](plans/Plan%20A.md#now) and [elsewhere](https://example.org/).\r\n"u8.ToArray()),
            ("plans/Plan A.md", "![dot](../img/dot.png) ![again](../img/dot.png)\n\n[home]\n\n[home]: ../Home.md\n"u8.ToArray()),
            ("img/dot.png", Uploads.Png),
            ("img/unused.png", Uploads.Png),
            ("__MACOSX/._Home.md", [1, 2, 3]),
            (".git/config", [1])), query: "?name=Old%20notes");

        job["status"].GetString().ShouldBe("done", job.Text);
        (job["import.documents"].GetInt32(), job["import.attachments"].GetInt32()).ShouldBe((2, 1));
        job["import.warnings"].EnumerateArray().Single().GetString()!.ShouldStartWith("img/unused.png");
        (job["done"].GetInt32(), job["total"].GetInt32()).ShouldBe((3, 3));
        var documents = await Documents();
        documents.Keys.ShouldBe(["Home", "Plan A"], ignoreOrder: true);
        var plan = documents["Plan A"].Split('/')[^1];
        (await Content(documents["Home"])).ShouldBe($"# Home\r\n\r\nSee [the plan](/d/{plan}#now) and [elsewhere](https://example.org/).\r\n");
        var files = await _ana.Http.Ask("GET", $"{documents["Plan A"]}/attachments");
        var file = files["items"].EnumerateArray().Single();
        (file.GetProperty("fileName").GetString(), file.GetProperty("isPicture").GetBoolean()).ShouldBe(("dot.png", true));
        var address = $"/api/v1/attachments/{file.GetProperty("id")}";
        (await Content(documents["Plan A"])).ShouldBe(
            $"![dot]({address}) ![again]({address})\n\n[home]\n\n[home]: /d/{documents["Home"].Split('/')[^1]}\n");
        (await _ana.Http.Ask("GET", address)).Status.ShouldBe(HttpStatusCode.Redirect);
        var tree = await _ana.Http.Ask("GET", $"{_workspace}/tree");
        tree.Text.ShouldContain("Old notes");
        tree.Text.ShouldContain("plans");
    }

    [Fact]
    public async Task A_page_becomes_Markdown()
    {
        const string Page = """
            <!doctype html><title>The  Page</title><style>p{}</style><script>alert(1)</script>
            <h1>Title</h1><p>Some <b>bold</b> and <a href="https://example.org/a b">a link</a>, <a href="javascript:alert(1)">none</a> 1 * 2.</p>
            <ul><li>one<li>two<ul><li>deep</ul></ul>
            <pre><code>x &lt; y</code></pre><blockquote><p>said</p></blockquote>
            <table><tr><th>A</th><th>B</th></tr><tr><td>1</td><td>2|3</td></tr></table>
            """;
        var job = await FilesHouse.Import(_ana, _workspace, Encoding.UTF8.GetBytes(Page), "text/html");
        job["status"].GetString().ShouldBe("done", job.Text);
        (await Content((await Documents())["The Page"])).ShouldBe("""
            # Title

            Some **bold** and [a link](https://example.org/a%20b), none 1 \* 2.

            - one
            - two

              - deep

            ```
            x < y
            ```

            > said

            | A | B |
            | --- | --- |
            | 1 | 2\|3 |

            """.ReplaceLineEndings("\n").TrimEnd('\n') + "\n");
    }

    [Fact]
    public async Task A_text_comes_in_byte_for_byte()
    {
        var bytes = Encoding.UTF8.GetBytes("\ufeffline\r\nother\n\tä\n");
        var job = await FilesHouse.Import(_ana, _workspace, bytes, "text/markdown", "?name=One");
        job["status"].GetString().ShouldBe("done", job.Text);
        (await _ana.Http.GetByteArrayAsync($"{(await Documents())["One"]}/content")).ShouldBe(bytes);
    }

    public static TheoryData<string> Hostile => [.. Archives.Keys];

    static readonly Dictionary<string, Func<byte[]>> Archives = new()
    {
        ["a bomb"] = () => FilesHouse.Zip(("a.md", "x"u8.ToArray()), ("b.bin", new byte[2_000_000])),
        ["many small bombs"] = () => FilesHouse.Zip([.. Enumerable.Range(0, 20).Select(number => ($"{number}.md", new byte[90_000]))]),
        ["the way up"] = () => FilesHouse.Zip(("../../etc/cron.d/x.md", "x")),
        ["the way up inside"] = () => FilesHouse.Zip(("a/../../x.md", "x")),
        ["an absolute path"] = () => FilesHouse.Zip(("/etc/x.md", "x")),
        ["a drive"] = () => FilesHouse.Zip(("C:/x.md", "x")),
        ["backslashes"] = () => FilesHouse.Zip(("..\\x.md", "x")),
        ["an empty part"] = () => FilesHouse.Zip(("a//x.md", "x")),
        ["a control character"] = () => FilesHouse.Zip(("a\u0001.md", "x")),
        ["a long name"] = () => FilesHouse.Zip((new string('a', 300) + ".md", "x")),
        ["the same place twice"] = () => FilesHouse.Zip(("a.md", "x"), ("A.md", "y")),
        ["a link"] = () => FilesHouse.Zip((_, entry) => entry.ExternalAttributes = unchecked((int)0xA1FF0000), ("x.md", "/etc/passwd"u8.ToArray())),
        ["a device"] = () => FilesHouse.Zip((_, entry) => entry.ExternalAttributes = 0x21FF0000, ("x.md", "x"u8.ToArray())),
        ["too many entries"] = () => FilesHouse.Zip([.. Enumerable.Range(0, 101).Select(number => ($"{number}.md", "x"))]),
        ["nothing to read"] = () => FilesHouse.Zip(("a.bin", "x")),
        ["no zip"] = () => Encoding.UTF8.GetBytes("PK nothing of the kind"),
        ["nothing at all"] = () => [],
        ["cut off"] = () => FilesHouse.Zip(("a.md", new string('x', 5_000)))[..^30],
        ["damaged"] = () =>
        {
            var bytes = FilesHouse.Zip(("a.md", string.Join(' ', Enumerable.Range(0, 2_000))));
            for (var at = 60; at < 160; at++)
                bytes[at] ^= 0xff;
            return bytes;
        },
        ["an archive in an archive"] = () => FilesHouse.Zip(("inner.zip", FilesHouse.Zip(("a.md", "x")))),
        ["an encrypted file"] = () => BentZip.Encrypted(FilesHouse.Zip(("a.md", "x"))),
        ["zip64"] = () => BentZip.Zip64(FilesHouse.Zip(("a.md", "x"))),
        ["overlapping files"] = () => BentZip.Overlapping(FilesHouse.Zip(("00.md", new byte[90_000])), 20),
        ["a count that isn't so"] = () => BentZip.Counting(FilesHouse.Zip(("a.md", "x")), 50),
        ["a list that isn't there"] = () => BentZip.ListedAt(FilesHouse.Zip(("a.md", "x")), 0),
        ["a list beyond the end"] = () => BentZip.ListedAt(FilesHouse.Zip(("a.md", "x")), 100_000),
        ["a file that isn't there"] = () => BentZip.KeptAt(FilesHouse.Zip(("a.md", "x")), 20),
        ["a file beyond the end"] = () => BentZip.KeptAt(FilesHouse.Zip(("a.md", "x")), 100_000),
        ["a page nested too deeply"] = () => FilesHouse.Zip(("a.html", string.Concat(Enumerable.Repeat("<div>", 5_000)))),
        ["folders too deep"] = () => FilesHouse.Zip((string.Concat(Enumerable.Repeat("a/", 40)) + "x.md", "x")),
        ["more than there is room for"] = () => FilesHouse.Zip(
        [
            ("a.md", Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 5).Select(number => $"[x]({number}.bin) ")))),
            .. Enumerable.Range(0, 5).Select(number => ($"{number}.bin", new byte[9_000])),
        ]),
    };

    [Theory]
    [MemberData(nameof(Hostile))]
    public async Task A_hostile_archive_is_refused_with_a_reason_and_leaves_nothing(string what)
    {
        var job = await FilesHouse.Import(_ana, _workspace, Archives[what]());

        job["status"].GetString().ShouldBe("failed", job.Text);
        job["problem"].GetString()!.Split('/')[^1].ShouldBeOneOf("archive-refused", "quota-exceeded", "validation-failed");
        job["detail"].GetString()!.Length.ShouldBeGreaterThan(10);
        await NothingIsLeft();
    }

    [Fact]
    public async Task What_is_too_long_is_not_even_taken()
    {
        var answer = await _ana.Http.Ask("POST", $"{_workspace}/imports", FilesHouse.Content(new byte[200_001]));
        answer.Problem.ShouldBe("too-large");
    }

    [Fact]
    public async Task A_text_that_is_none_is_left_out_with_a_word()
    {
        var job = await FilesHouse.Import(_ana, _workspace, FilesHouse.Zip(
            ("good.md", "x"u8.ToArray()), ("latin.md", [0x66, 0xfc, 0x72]), ("nul.md", "a\0b"u8.ToArray())));
        job["import.documents"].GetInt32().ShouldBe(1);
        job["import.warnings"].GetArrayLength().ShouldBe(2);
    }

    [Fact]
    public async Task A_text_nested_deeper_than_anybody_follows_comes_in_as_it_is_and_a_page_is_left_out()
    {
        var deep = new string('>', 5_000) + " [other](other.md)\n";
        var job = await FilesHouse.Import(_ana, _workspace, FilesHouse.Zip(
            ("deep.md", deep),
            ("other.md", "[deep](deep.md)\n"),
            ("page.html", string.Concat(Enumerable.Repeat("<div>", 5_000)) + "x")));

        job["status"].GetString().ShouldBe("done", job.Text);
        job["import.warnings"].EnumerateArray().Single().GetString()!.ShouldStartWith("page.html: left out, since its parts are nested");
        var documents = await Documents();
        (await Content(documents["deep"])).ShouldBe(deep);
        (await Content(documents["other"])).ShouldBe($"[deep](/d/{documents["deep"].Split('/')[^1]})\n");
    }

    [Fact]
    public async Task The_same_import_under_the_same_key_runs_once()
    {
        var zip = FilesHouse.Zip(("a.md", "x"));
        Task<Answer> Send(byte[] bytes, string query = "?name=One") =>
            _ana.Http.Ask("POST", $"{_workspace}/imports{query}", FilesHouse.Content(bytes), ("Idempotency-Key", "one import"));

        var first = await Send(zip);
        (await FilesHouse.End(_ana, first))["status"].GetString().ShouldBe("done");
        var again = await Send(zip);

        (again.Status, again["id"].GetGuid(), again.Header("Location")).ShouldBe((HttpStatusCode.Accepted, first["id"].GetGuid(), first.Header("Location")));
        (await Send(FilesHouse.Zip(("b.md", "y")))).Problem.ShouldBe("idempotency-key-reused");
        (await Send(zip, "?name=Two")).Problem.ShouldBe("idempotency-key-reused");
        (await _ana.Http.Ask("GET", $"/api/v1/jobs?workspace={_workspace.Split('/')[^1]}"))["items"].GetArrayLength().ShouldBe(1);
        (await Documents()).Keys.ShouldBe(["a"]);
        await Eventually.Holds(() => Kept().Where(file => file.Contains("arriving")).Except(_kept).ToList() is [], "what was sent again to be gone");
    }

    [Fact]
    public async Task Only_who_writes_may_import_and_only_they_see_the_job()
    {
        using var ben = await house.Server.SignUp("Ben");
        using var eve = await house.Server.SignUp("Eve");
        await _ana.Http.Ask("PUT", $"{_workspace}/members/{ben.Id}", new { role = "commenter" });
        (await ben.Http.Ask("POST", $"{_workspace}/imports", FilesHouse.Content([1]))).Problem.ShouldBe("forbidden");
        (await eve.Http.Ask("POST", $"{_workspace}/imports", FilesHouse.Content([1]))).Problem.ShouldBe("not-found");
        var queued = await _ana.Http.Ask("POST", $"{_workspace}/exports", new { });
        (await ben.Http.Ask("GET", queued.Header("Location")!)).Problem.ShouldBe("not-found");
        (await eve.Http.Ask("POST", $"{_workspace}/exports", new { })).Problem.ShouldBe("not-found");
    }
}
