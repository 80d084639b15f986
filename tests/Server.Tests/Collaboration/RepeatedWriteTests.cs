using System.Net;
using System.Text;
using MDReader.TestKit;

namespace Server.Tests.Collaboration;

/// <summary>Merge-writes that are sent twice, since their answer got lost.</summary>
public sealed class RepeatedWriteTests(SharedServer shared) : IAsyncLifetime
{
    TestPerson _ana = null!;
    string _document = "";

    public async ValueTask InitializeAsync()
    {
        _ana = await shared.Server.SignUp("Ana");
        _document = await _ana.MakeDocument(await _ana.MakeWorkspace());
        await Write("one two", "1-0");
    }

    public ValueTask DisposeAsync()
    {
        _ana.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task The_same_write_under_the_same_key_is_merged_once()
    {
        (await Write("one two three", "1-1", "k"))["merged"].GetBoolean().ShouldBeFalse();
        await Write("zero one two", "1-1");

        for (var time = 0; time < 3; time++)
            (await Write("one two three", "1-1", "k")).Status.ShouldBe(HttpStatusCode.OK);

        (await Read()).ShouldBe("zero one two three");
        (await Write("one two three", "1-1", "another")).Status.ShouldBe(HttpStatusCode.OK);
        (await Read()).ShouldBe("zero one two three three");
    }

    [Fact]
    public async Task Repeating_a_write_brings_nothing_back_that_was_deleted_since()
    {
        var written = await Write("one two three", "1-1", "k");
        await Write("one", written["etag"].GetString()!);

        await Write("one two three", "1-1", "k");

        (await Read()).ShouldBe("one");
    }

    [Fact]
    public async Task Another_text_under_the_same_key_is_another_write()
    {
        await Write("one two three", "1-1", "k");
        (await Write("one two four five six", "1-1", "k")).Status.ShouldBe(HttpStatusCode.OK);

        (await Read()).ShouldBeOneOf("one two three four five six", "one two four five six three");
    }

    [Fact]
    public async Task Edits_under_a_key_are_made_once_too()
    {
        for (var time = 0; time < 2; time++)
            (await _ana.Http.Ask("PATCH", $"{_document}/content", new StringContent(
                """{"base":"1-1","edits":[{"append":" three"}]}""", Encoding.UTF8, "application/vnd.mdreader.edits+json"),
                ("Idempotency-Key", "k"))).Status.ShouldBe(HttpStatusCode.OK);

        (await Read()).ShouldBe("one two three");
    }

    [Fact]
    public async Task One_key_in_two_hands_or_two_documents_is_two_keys()
    {
        using var ben = await shared.Server.SignUp("Ben");
        await _ana.Http.Ask("PUT", $"{_document}/permissions/{ben.Id}", new { role = "editor" });

        await Write("one two three", "1-1", "k");
        (await ben.Put(_document, "four one two"u8.ToArray(), since: "1-1", key: "k")).Status.ShouldBe(HttpStatusCode.OK);

        (await Read()).ShouldBe("four one two three");
    }

    [Fact]
    public async Task A_key_has_a_longest_length() =>
        (await Write("one", "1-1", new string('k', 256))).Status.ShouldBe(HttpStatusCode.BadRequest);

    Task<Answer> Write(string text, string since, string? key = null) =>
        _ana.Put(_document, Encoding.UTF8.GetBytes(text), since: since, key: key);

    async Task<string> Read() => (await _ana.Http.Ask("GET", $"{_document}/content")).Text;
}
