using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using MDReader.TestKit;

namespace Server.Tests.Comments;

public sealed class CommentsFileTests(SharedServer shared) : IAsyncLifetime
{
    const string Text = "The quick brown fox jumps over the lazy dog.";

    readonly RunningServer _server = shared.Server;
    TestPerson _ana = null!;
    TestPerson _ben = null!;
    string _workspace = "";
    string _document = "";

    public async ValueTask InitializeAsync()
    {
        _ana = await _server.SignUp("Ana");
        _ben = await _server.SignUp("Ben");
        _workspace = await _ana.MakeWorkspace();
        await _ana.Http.Ask("PUT", $"{_workspace}/members/{_ben.Id}", new { role = "commenter" });
        _document = await NewDocument(Text);
        var fox = await Begin(_ben, 10, 19, "Which fox?");
        await _ana.Http.Ask("POST", $"/api/v1/threads/{fox}/comments", new { body = "The **brown** one." });
        await _ana.Http.Ask("PUT", $"/api/v1/comments/{await FirstComment(fox)}/reactions/👍");
        var dog = await Begin(_ana, 35, 43, "Why lazy?");
        await _ben.Http.Ask("PATCH", $"/api/v1/threads/{dog}", new { status = "resolved" });
    }

    public ValueTask DisposeAsync()
    {
        _ana.Dispose();
        _ben.Dispose();
        return ValueTask.CompletedTask;
    }

    async Task<string> NewDocument(string text, string? workspace = null, TestPerson? who = null)
    {
        var document = await (who ?? _ana).MakeDocument(workspace ?? _workspace);
        await (who ?? _ana).Put(document, Encoding.UTF8.GetBytes(text), ifMatch: "\"1-0\"");
        return document;
    }

    async Task<string> Begin(TestPerson who, int start, int end, string body) => (await who.Http.Ask(
        "POST", $"{_document}/threads", new { anchor = new { start, end, @base = "1-1" }, body }))["id"].GetString()!;

    async Task<string> FirstComment(string thread) =>
        (await _ana.Http.Ask("GET", $"/api/v1/threads/{thread}"))["comments"][0].GetProperty("id").GetString()!;

    async Task<string> Export(string? document = null) => (await _ana.Http.Ask("GET", $"{document ?? _document}/comments.json")).Text;

    static Task<Answer> Import(TestPerson who, string document, string file) => who.Http.Ask("POST", $"{document}/comments.json", file);

    static string Without(string threads, params string[] members)
    {
        var items = JsonNode.Parse(threads)!;
        foreach (var item in items["items"]!.AsArray())
        {
            foreach (var member in members)
                item!.AsObject().Remove(member);
            item!["anchor"]!.AsObject().Remove("start");
            item["anchor"]!.AsObject().Remove("end");
            foreach (var comment in item["comments"]!.AsArray())
                foreach (var member in members)
                    comment!.AsObject().Remove(member);
        }
        return items.ToJsonString();
    }

    [Fact]
    public async Task What_was_exported_and_deleted_is_imported_as_it_was()
    {
        var before = await _ana.Http.Ask("GET", $"{_document}/threads");
        var file = await Export();
        foreach (var thread in before["items"].EnumerateArray())
            await _ana.Http.Ask("DELETE", $"/api/v1/threads/{thread.GetProperty("id").GetString()}");

        var imported = await Import(_ana, _document, file);

        imported.Text.ShouldBe("""{"threads":2,"comments":3,"skipped":0,"orphaned":0,"unknown":[]}""");
        var after = await _ana.Http.Ask("GET", $"{_document}/threads");
        Without(after.Text, "importedFrom").ShouldBe(Without(before.Text, "importedFrom"));
        // That the words were brought by a file is said.
        after["items"][0].GetProperty("comments")[0].GetProperty("importedFrom").GetString().ShouldBe("Ben");
        (await Import(_ana, _document, file)).Text.ShouldBe("""{"threads":0,"comments":0,"skipped":2,"orphaned":0,"unknown":[]}""");
    }

    [Fact]
    public async Task Beside_another_text_threads_get_ids_of_their_own_and_find_their_words_or_none()
    {
        var other = await NewDocument("Look! A brown fox. Nothing else.");
        (await Import(_ana, other, await Export())).Text
            .ShouldBe("""{"threads":2,"comments":3,"skipped":0,"orphaned":1,"unknown":[]}""");

        var threads = await _ana.Http.Ask("GET", $"{other}/threads");
        var anchors = threads["items"].EnumerateArray().ToDictionary(
            thread => thread.GetProperty("anchor").GetProperty("quote").GetString()!, thread => thread);
        anchors["brown fox"].GetProperty("anchor").GetProperty("range").GetProperty("start").GetInt32().ShouldBe(8);
        anchors["lazy dog"].GetProperty("orphaned").GetBoolean().ShouldBeTrue();
        (await _ana.Http.Ask("GET", $"{_document}/threads"))["items"].GetArrayLength().ShouldBe(2);
    }

    [Fact]
    public async Task Elsewhere_people_are_known_by_their_address_and_others_shown_by_the_name_they_had()
    {
        var file = await Export();
        using var cleo = await _server.SignUp("Cleo");
        var workspace = await cleo.MakeWorkspace();
        await cleo.Http.Ask("PUT", $"{workspace}/members/{_ana.Id}", new { role = "viewer" });
        var document = await NewDocument(Text, workspace, cleo);

        var imported = await Import(cleo, document, file);

        imported["unknown"].EnumerateArray().Single().GetString().ShouldBe("Ben");
        var fox = (await cleo.Http.Ask("GET", $"{document}/threads"))["items"].EnumerateArray()
            .Single(thread => thread.GetProperty("comments").GetArrayLength() == 2).GetProperty("comments");
        (fox[0].GetProperty("author").GetProperty("name").GetString(), fox[0].GetProperty("importedFrom").GetString()).ShouldBe(("Cleo", "Ben"));
        (fox[1].GetProperty("author").GetProperty("name").GetString(), fox[1].GetProperty("importedFrom").GetString()).ShouldBe(("Ana", "Ana"));
    }

    [Fact]
    public async Task Addresses_are_only_in_the_files_of_members()
    {
        using var guest = await _server.SignUp("Guest");
        await _ana.Http.Ask("PUT", $"{_document}/permissions/{guest.Id}", new { role = "viewer" });
        (await Export()).ShouldContain("@example.org");
        var file = await guest.Http.Ask("GET", $"{_document}/comments.json");
        file.Text.ShouldNotContain("@example.org");
        file.Header("Content-Disposition").ShouldBe($"attachment; filename=\"{_document.Split('/')[^1]}.comments.json\"");
        (await Import(guest, _document, file.Text)).Problem.ShouldBe("forbidden");
        (await Import(_ben, _document, file.Text)).Problem.ShouldBe("forbidden");
    }

    [Theory]
    [InlineData("""{"format": "other/1", "people": [], "threads": []}""", "/format")]
    [InlineData("""{"format": "mdreader-comments/1"}""", "/threads")]
    [InlineData("""{"format": "mdreader-comments/1", "people": [null], "threads": [null]}""", "/people/0")]
    [InlineData("""{"format": "mdreader-comments/1", "people": [], "threads": [{"id": "019ab1b6-0000-7000-8000-000000000001", "createdBy": "019ab1b6-0000-7000-8000-000000000002", "createdAt": "2026-01-01T00:00:00Z", "anchor": {"start": 0, "end": 3, "quote": "The"}, "comments": []}]}""", "/threads/0/createdBy")]
    public async Task A_file_that_makes_no_sense_is_refused_by_name_and_nothing_of_it_taken(string file, string pointer)
    {
        var answer = await Import(_ana, _document, file);
        answer.Problem.ShouldBe("validation-failed");
        answer["errors"][0].GetProperty("pointer").GetString().ShouldBe(pointer);
        (await _ana.Http.Ask("GET", $"{_document}/threads"))["items"].GetArrayLength().ShouldBe(2);
    }

    [Fact]
    public async Task A_file_with_one_thread_twice_or_with_people_twice_does_no_harm()
    {
        var node = JsonNode.Parse(await Export())!;
        node["threads"]!.AsArray().Add(node["threads"]![0]!.DeepClone());
        var other = await NewDocument(Text);
        (await Import(_ana, other, node.ToJsonString())).Status.ShouldBe(HttpStatusCode.OK);
        node["people"]!.AsArray().Add(node["people"]![0]!.DeepClone());
        (await Import(_ana, other, node.ToJsonString())).Problem.ShouldBe("validation-failed");
    }
}
