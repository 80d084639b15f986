using System.Text;
using MDReader.Crdt.History;
using MDReader.Crdt.Types;
using MDReader.TestKit;

namespace Server.Tests.Comments;

/// <summary>A thread stays at its text whatever is done to it, however it is done.</summary>
public sealed class AnchorSurvivalTests(SharedServer shared) : IAsyncLifetime
{
    const string Before = "One sentence before. ";
    const string Marked = "the marked words";
    const string After = " One sentence after.";

    readonly RunningServer _server = shared.Server;
    TestPerson _ana = null!;
    string _document = "";
    string _thread = "";

    public async ValueTask InitializeAsync()
    {
        _ana = await _server.SignUp("Ana");
        _document = await _ana.MakeDocument(await _ana.MakeWorkspace());
        await _ana.Put(_document, Encoding.UTF8.GetBytes(Before + Marked + After), ifMatch: "\"1-0\"");
        var made = await _ana.Http.Ask("POST", $"{_document}/threads", new
        {
            anchor = new { start = Before.Length, end = Before.Length + Marked.Length, @base = "1-1" },
            body = "About this",
        });
        _thread = $"/api/v1/threads/{made["id"].GetString()}";
    }

    public ValueTask DisposeAsync()
    {
        _ana.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>What the thread is about now; null when it is orphaned.</summary>
    async Task<string?> About()
    {
        var text = (await _ana.Http.Ask("GET", $"{_document}/content")).Text;
        var thread = await _ana.Http.Ask("GET", _thread);
        return thread["orphaned"].GetBoolean()
            ? null
            : text[thread["anchor.range.start"].GetInt32()..thread["anchor.range.end"].GetInt32()];
    }

    async Task Live(Action<Text> edit)
    {
        await using var client = await LiveClient.Connect(
            _server.Address, _document.Split('/')[^1], $"token={_ana.AccessToken}&ack=1");
        await client.Synced();
        await client.Edit(doc => edit(doc.GetText("content")));
        await client.AllSaved();
    }

    Task<Answer> Merge(string text) => _ana.Put(_document, Encoding.UTF8.GetBytes(text), since: "1-1");

    public static TheoryData<string, int, int, string, string?> Edits => new()
    {
        { "insert before", 0, 0, "New. ", Marked },
        { "insert at the start", Before.Length, 0, "so ", Marked },
        { "insert inside", Before.Length + 4, 0, "well ", "the well marked words" },
        { "insert at the end", Before.Length + Marked.Length, 0, " there", Marked },
        { "delete before", 0, Before.Length, "", Marked },
        { "delete the first word", Before.Length, 4, "", "marked words" },
        { "delete the last word", Before.Length + Marked.Length - 6, 6, "", "the marked" },
        { "replace a word inside", Before.Length + 4, 6, "chosen", "the chosen words" },
        { "delete across its start", 4, Before.Length, "", "marked words" },
        { "delete all of it", Before.Length, Marked.Length, "", null },
        { "delete everything", 0, (Before + Marked + After).Length, "", null },
    };

    [Theory]
    [MemberData(nameof(Edits))]
    public async Task It_follows_a_live_edit(string name, int at, int length, string inserted, string? about)
    {
        await Live(text =>
        {
            text.Delete(at, length);
            text.Insert(at, inserted);
        });
        (await About()).ShouldBe(about, name);
    }

    [Theory]
    [MemberData(nameof(Edits))]
    public async Task It_follows_a_merged_write(string name, int at, int length, string inserted, string? about)
    {
        await Merge((Before + Marked + After).Remove(at, length).Insert(at, inserted));
        // Which of two spaces a deleted word took with it a file doesn't say.
        (await About())?.Trim().ShouldBe(about, name);
    }

    [Fact]
    public async Task It_is_found_again_where_the_text_was_moved_to()
    {
        await Live(text =>
        {
            text.Delete(Before.Length, Marked.Length);
            text.Insert(0, Marked + ". ");
        });
        (await About()).ShouldBe(Marked);

        // And from then on it moves with the new characters.
        await Live(text => text.Insert(4, "well "));
        (await About()).ShouldBe("the well marked words");
    }

    [Fact]
    public async Task It_comes_back_with_text_that_is_typed_again()
    {
        await Live(text => text.Delete(Before.Length, Marked.Length));
        (await About()).ShouldBeNull();
        await Live(text => text.Insert(Before.Length, Marked));
        (await About()).ShouldBe(Marked);
    }

    [Fact]
    public async Task It_comes_back_with_text_whose_deletion_is_undone()
    {
        await using var client = await LiveClient.Connect(
            _server.Address, _document.Split('/')[^1], $"token={_ana.AccessToken}&ack=1");
        await client.Synced();
        using var undo = new UndoManager(client.Document.GetText("content"), new UndoOptions { Time = TimeProvider.System });
        await client.Edit(doc => doc.GetText("content").Delete(Before.Length - 4, Marked.Length + 8));
        await client.AllSaved();
        (await About()).ShouldBeNull();

        byte[]? undone = null;
        client.Document.Updated += change => undone = change.Update;
        undo.Undo();
        await client.SendUpdate(undone!);
        await client.AllSaved();
        (await About()).ShouldBe(Marked);
        await client.Edit(doc => doc.GetText("content").Insert(Before.Length + 4, "well "));
        await client.AllSaved();
        (await About()).ShouldBe("the well marked words");
    }

    [Fact]
    public async Task It_follows_its_text_through_the_restoring_of_a_version()
    {
        var version = (await _ana.Http.Ask("POST", $"{_document}/versions", new { name = "Kept" }))["id"].GetString();
        await Live(text =>
        {
            text.Insert(0, "New words. ");
            text.Delete(text.Length - After.Length, After.Length);
        });
        await _ana.Http.Ask("POST", $"{_document}/restore-version", new { versionId = version });
        (await About()).ShouldBe(Marked);

        await Live(text => text.Delete(Before.Length, Marked.Length));
        (await About()).ShouldBeNull();
        await _ana.Http.Ask("POST", $"{_document}/restore-version", new { versionId = version });
        (await About()).ShouldBe(Marked);
    }

    [Fact]
    public async Task It_is_not_guessed_at_between_two_short_places()
    {
        var made = await _ana.Http.Ask("POST", $"{_document}/threads", new
        {
            anchor = new { start = Before.Length, end = Before.Length + 3, @base = "1-1" },
            body = "The article",
        });
        _thread = $"/api/v1/threads/{made["id"].GetString()}";
        await Live(text =>
        {
            text.Delete(Before.Length, Marked.Length);
            text.Insert(text.Length, " the end, the very end");
        });
        (await About()).ShouldBeNull();
    }

    [Fact]
    public async Task An_orphan_is_attached_to_other_text()
    {
        await Live(text => text.Delete(Before.Length, Marked.Length));
        var etag = (await _ana.Http.Ask("GET", $"{_document}/content")).Header("ETag");
        var attached = await _ana.Http.Ask("PATCH", _thread, new { anchor = new { start = 0, end = 3, @base = etag } });
        attached["orphaned"].GetBoolean().ShouldBeFalse();
        (await About()).ShouldBe("One");
    }

    [Fact]
    public async Task A_range_is_whole_characters()
    {
        await _ana.Put(_document, "ab😀cd"u8.ToArray(), ifMatch: "*");
        var made = await _ana.Http.Ask("POST", $"{_document}/threads", new
        {
            anchor = new { start = 3, end = 5, @base = "1-2" },
            body = "Half a smile",
        });
        made["anchor.quote"].GetString().ShouldBe("😀c");
    }
}
