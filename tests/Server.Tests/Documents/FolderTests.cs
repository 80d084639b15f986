using System.Net;
using System.Text.Json;
using MDReader.TestKit;

namespace Server.Tests.Documents;

public sealed class FolderTests(SharedServer shared) : IAsyncLifetime
{
    readonly RunningServer _server = shared.Server;
    TestPerson _ada = null!;
    TestPerson _bob = null!;
    string _workspace = null!;

    public async ValueTask InitializeAsync()
    {
        _ada = await _server.SignUp("Ada");
        _bob = await _server.SignUp("Bob");
        _workspace = await _ada.MakeWorkspace();
    }

    public ValueTask DisposeAsync()
    {
        _ada.Dispose();
        _bob.Dispose();
        return ValueTask.CompletedTask;
    }

    static string Path(Guid folder) => $"/api/v1/folders/{folder}";

    Task<Answer> Move(Guid folder, Guid? parentId) => _ada.Http.Ask("PATCH", Path(folder), new { parentId });

    async Task<string> Document(Guid? folderId, string title) =>
        (await _ada.Http.Ask("POST", $"{_workspace}/documents", new { title, folderId })).Header("Location")!;

    async Task<string> Tree()
    {
        return Show((await _ada.Http.Ask("GET", $"{_workspace}/tree")).Json);

        static string Show(JsonElement level) => string.Join(' ',
        [
            .. level.GetProperty("folders").EnumerateArray()
                .Select(folder => $"{folder.GetProperty("name").GetString()}[{Show(folder)}]"),
            .. level.GetProperty("documents").EnumerateArray().Select(document => document.GetProperty("title").GetString()!),
        ]);
    }

    [Fact]
    public async Task The_tree_shows_folders_and_titles_in_their_order()
    {
        var plans = await _ada.MakeFolder(_workspace, "plans");
        await _ada.MakeFolder(_workspace, "Archive");
        await _ada.MakeFolder(_workspace, "2026", plans);
        await Document(plans, "10 later");
        await Document(plans, "9 sooner");
        await Document(null, "Readme");

        (await Tree()).ShouldBe("Archive[] plans[2026[] 9 sooner 10 later] Readme");
    }

    [Fact]
    public async Task A_new_folder_says_where_it_is()
    {
        var parent = await _ada.MakeFolder(_workspace);

        var made = await _ada.Http.Ask("POST", $"{_workspace}/folders", new { name = " Sub ", parentId = parent });

        made.Status.ShouldBe(HttpStatusCode.Created);
        made["name"].GetString().ShouldBe("Sub");
        made["parentId"].GetGuid().ShouldBe(parent);
        var read = await _ada.Http.Ask("GET", made.Header("Location")!);
        read.Text.ShouldBe(made.Text);
        read.Header("ETag").ShouldBe(made.Header("ETag"));
    }

    [Fact]
    public async Task What_a_patch_leaves_out_stays()
    {
        var (parent, other) = (await _ada.MakeFolder(_workspace, "A"), await _ada.MakeFolder(_workspace, "B"));
        var folder = await _ada.MakeFolder(_workspace, "C", parent);

        (await _ada.Http.Ask("PATCH", Path(folder), new { name = "D" }))["parentId"].GetGuid().ShouldBe(parent);
        (await Move(folder, other))["name"].GetString().ShouldBe("D");
        (await Move(folder, null))["parentId"].ValueKind.ShouldBe(JsonValueKind.Null);
        (await Tree()).ShouldBe("A[] B[] D[]");
    }

    [Fact]
    public async Task A_folder_never_lies_in_itself()
    {
        var top = await _ada.MakeFolder(_workspace, "A");
        var middle = await _ada.MakeFolder(_workspace, "B", top);
        var low = await _ada.MakeFolder(_workspace, "C", middle);

        foreach (var inside in (Guid[])[top, middle, low])
        {
            var answer = await Move(top, inside);
            answer.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
            answer["errors"][0].GetProperty("code").GetString().ShouldBe("folder-within-itself");
        }
    }

    [Fact]
    public async Task Two_who_move_folders_into_each_other_at_once_make_no_circle()
    {
        for (var round = 0; round < 5; round++)
        {
            var (a, b) = (await _ada.MakeFolder(_workspace, "A"), await _ada.MakeFolder(_workspace, "B"));

            var both = await Task.WhenAll(Move(a, b), Move(b, a));

            both.Count(answer => answer.Status == HttpStatusCode.OK).ShouldBe(1);
        }

        (await _ada.Http.Ask("GET", $"{_workspace}/tree"))["folders"].GetArrayLength().ShouldBe(5);
    }

    [Fact]
    public async Task Folders_lie_sixteen_deep_and_no_deeper()
    {
        Guid? parent = null;
        for (var level = 0; level < 16; level++)
        {
            parent = await _ada.MakeFolder(_workspace, $"{level}", parent);
        }

        (await _ada.Http.Ask("POST", $"{_workspace}/folders", new { name = "17", parentId = parent }))
            ["errors"][0].GetProperty("code").GetString().ShouldBe("too-deep");
        var high = await _ada.MakeFolder(_workspace, "high");
        (await Move(high, parent))["errors"][0].GetProperty("code").GetString().ShouldBe("too-deep");
        await Document(parent, "deep");
        (await _ada.Http.Ask("GET", $"{_workspace}/tree")).Text.ShouldContain("deep");
    }

    [Fact]
    public async Task A_deleted_folder_takes_its_documents_into_the_trash_and_brings_them_back()
    {
        var top = await _ada.MakeFolder(_workspace, "A");
        var low = await _ada.MakeFolder(_workspace, "B", top);
        var (one, two) = (await Document(top, "one"), await Document(low, "two"));
        var before = await Document(low, "deleted before");
        await _ada.Http.Ask("DELETE", before);

        (await _ada.Http.Ask("DELETE", Path(top))).Status.ShouldBe(HttpStatusCode.NoContent);

        (await Tree()).ShouldBe("");
        (await _ada.Http.Ask("GET", two)).Problem.ShouldBe("trashed");
        (await _ada.Http.Ask("GET", Path(low)))["restoreHref"].GetString().ShouldBe($"{Path(low)}/restore");
        var trash = (await _ada.Http.Ask("GET", $"{_workspace}/trash"))["items"].EnumerateArray().ToList();
        trash.Count.ShouldBe(3);
        trash.Count(document => document.GetProperty("trashedWith").ValueKind == JsonValueKind.String).ShouldBe(2);

        (await _ada.Http.Ask("POST", $"{Path(top)}/restore")).Status.ShouldBe(HttpStatusCode.OK);

        (await Tree()).ShouldBe("A[B[two] one]");
        (await _ada.Http.Ask("GET", one)).Status.ShouldBe(HttpStatusCode.OK);
        (await _ada.Http.Ask("GET", before)).Problem.ShouldBe("trashed");
    }

    [Fact]
    public async Task Each_folder_that_was_deleted_itself_is_in_the_trash_once_with_what_it_took_along()
    {
        var plans = await _ada.MakeFolder(_workspace, "Plans");
        var old = await _ada.MakeFolder(_workspace, "Old", plans);
        await Document(plans, "One");
        await Document(old, "Two");
        var kept = await Document(null, "Kept");
        await _ada.Http.Ask("DELETE", Path(await _ada.MakeFolder(_workspace, "Empty")));
        await _ada.Http.Ask("DELETE", Path(plans));
        await _ada.Http.Ask("DELETE", kept);

        var first = await _ada.Http.Ask("GET", $"{_workspace}/trash/folders?limit=1");
        var rest = await _ada.Http.Ask("GET", $"{_workspace}/trash/folders?limit=1&cursor={first["nextCursor"].GetString()}");
        Told(first).ShouldBe(["Plans: 2 documents, 1 folders"]);
        Told(rest).ShouldBe(["Empty: 0 documents, 0 folders"]);
        rest["nextCursor"].ValueKind.ShouldBe(JsonValueKind.Null);
        (await _bob.Http.Ask("GET", $"{_workspace}/trash/folders")).Status.ShouldBe(HttpStatusCode.NotFound);

        await _ada.Http.Ask("POST", $"{Path(plans)}/restore");
        Told(await _ada.Http.Ask("GET", $"{_workspace}/trash/folders")).ShouldBe(["Empty: 0 documents, 0 folders"]);

        static IEnumerable<string> Told(Answer page) => page["items"].EnumerateArray().Select(folder =>
            $"{folder.GetProperty("name").GetString()}: {folder.GetProperty("documents").GetInt32()} documents, "
            + $"{folder.GetProperty("folders").GetInt32()} folders");
    }

    [Fact]
    public async Task A_restored_document_opens_the_folders_on_its_way()
    {
        var top = await _ada.MakeFolder(_workspace, "A");
        var low = await _ada.MakeFolder(_workspace, "B", top);
        var document = await Document(low, "one");
        await Document(low, "two");
        await _ada.Http.Ask("DELETE", Path(top));

        await _ada.Http.Ask("POST", $"{document}/restore");

        (await Tree()).ShouldBe("A[B[one]]");
        await _ada.Http.Ask("POST", $"{Path(top)}/restore");
        (await Tree()).ShouldBe("A[B[one two]]");
    }

    [Fact]
    public async Task Rename_succeeds_once_per_version()
    {
        var folder = await _ada.MakeFolder(_workspace);
        var etag = (await _ada.Http.Ask("GET", Path(folder))).Header("ETag")!;

        (await _ada.Http.Ask("PATCH", Path(folder), new { name = "One" }, ("If-Match", etag))).Status.ShouldBe(HttpStatusCode.OK);
        (await _ada.Http.Ask("PATCH", Path(folder), new { name = "Two" }, ("If-Match", etag)))
            .Problem.ShouldBe("precondition-failed");
        (await _ada.Http.Ask("DELETE", Path(folder), null, ("If-Match", etag))).Problem.ShouldBe("precondition-failed");
    }

    [Fact]
    public async Task A_folder_of_another_workspace_is_no_place()
    {
        var elsewhere = await _ada.MakeFolder(await _ada.MakeWorkspace());
        var folder = await _ada.MakeFolder(_workspace);

        (await Move(folder, elsewhere)).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await _ada.Http.Ask("POST", $"{_workspace}/folders", new { name = "A", parentId = elsewhere }))
            .Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await _ada.Http.Ask("POST", $"{_workspace}/documents", new { title = "A", folderId = elsewhere }))
            .Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var document = await _ada.MakeDocument(_workspace);
        (await _ada.Http.Ask("PATCH", document, new { folderId = elsewhere })).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
    }

    [Theory]
    [InlineData(null, "not-found")]
    [InlineData("viewer", "forbidden")]
    [InlineData("commenter", "forbidden")]
    public async Task Who_does_not_write_changes_no_folder(string? role, string problem)
    {
        var folder = await _ada.MakeFolder(_workspace);
        if (role is not null)
        {
            await _ada.Http.Ask("PUT", $"{_workspace}/members/{_bob.Id}", new { role });
        }

        foreach (var (method, path, body) in new (string, string, object?)[]
        {
            ("POST", $"{_workspace}/folders", new { name = "Mine" }),
            ("PATCH", Path(folder), new { name = "Mine" }),
            ("DELETE", Path(folder), null),
            ("POST", $"{Path(folder)}/restore", null),
        })
        {
            (await _bob.Http.Ask(method, path, body)).Problem.ShouldBe(problem, $"{method} {path}");
        }

        (await _bob.Http.Ask("GET", Path(folder))).Problem.ShouldBe(role is null ? "not-found" : null);
        (await _bob.Http.Ask("GET", $"{_workspace}/tree")).Problem.ShouldBe(role is null ? "not-found" : null);
    }
}
