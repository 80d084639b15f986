using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using MDReader.Server.Collaboration;
using MDReader.TestKit;

namespace Server.Tests.Collaboration;

public sealed class EditContentTests : IAsyncLifetime
{
    const string Text = "one two\nthree two 😀\n";

    RunningServer _server = null!;
    TestPerson _ana = null!;
    string _document = "";

    public async ValueTask InitializeAsync()
    {
        _server = await RunningServer.Start();
        _ana = await _server.SignUp("Ana");
        _document = await _ana.MakeDocument(await _ana.MakeWorkspace());
        await _ana.Put(_document, Encoding.UTF8.GetBytes(Text), ifMatch: "*");
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Edits_are_made_together_as_one_version()
    {
        var edited = await Edit(new
        {
            edits = new object[]
            {
                new { append = "end" },
                new { find = "three", replace = "3" },
                new { range = new { start = 0, end = 3 }, text = "1" },
                new { find = "two", replace = "2", occurrence = 2 },
            },
        });
        (edited.Status, edited["etag"].GetString(), edited["merged"].GetBoolean()).ShouldBe((HttpStatusCode.OK, "\"1-2\"", false));
        edited.Header("ETag").ShouldBe("\"1-2\"");
        (await Read()).ShouldBe("1 two\n3 2 😀\nend");
    }

    [Theory]
    [InlineData("""{"find": "four", "replace": "4"}""", "edit-not-found")]
    [InlineData("""{"find": "two", "replace": "2", "occurrence": 3}""", "edit-not-found")]
    [InlineData("""{"find": "two", "replace": "2"}""", "edit-ambiguous")]
    [InlineData("""{"find": "two", "replace": "2", "occurrence": 0}""", "validation-failed")]
    [InlineData("""{"find": "", "replace": "2"}""", "validation-failed")]
    [InlineData("""{"find": "two"}""", "validation-failed")]
    [InlineData("""{"find": "one", "replace": "1", "append": "x"}""", "validation-failed")]
    [InlineData("""{"append": "a\u0000b"}""", "validation-failed")]
    [InlineData("""{"range": {"start": 0, "end": 22}, "text": ""}""", "validation-failed")]
    [InlineData("""{"range": {"start": 3, "end": 2}, "text": ""}""", "validation-failed")]
    [InlineData("""{"range": {"start": -1, "end": 2}, "text": ""}""", "validation-failed")]
    [InlineData("""{"range": {"start": 18, "end": 19}, "text": ""}""", "validation-failed")]
    [InlineData("""{"range": {"start": 19, "end": 19}, "text": "x"}""", "validation-failed")]
    [InlineData("""{"range": [1], "text": "x"}""", "validation-failed")]
    [InlineData("null", "validation-failed")]
    public async Task An_edit_that_cannot_be_made_leaves_all_of_them_unmade(string flawed, string problem)
    {
        var answer = await Edit($$"""{"edits": [{"append": "x"}, {{flawed}}]}""");
        answer.Problem.ShouldBe(problem, answer.Text);
        (await Read()).ShouldBe(Text);
    }

    [Theory]
    [InlineData("""[{"find": "one", "replace": "1"}, {"range": [2, 4], "text": ""}]""")]
    [InlineData("[]")]
    public async Task Edits_that_overlap_and_no_edits_at_all_are_refused(string edits) =>
        (await Edit($$"""{"edits": {{edits}}}""")).Problem.ShouldBe("validation-failed");

    [Fact]
    public async Task A_surrogate_pair_is_changed_as_a_whole()
    {
        (await Edit("""{"edits": [{"range": [18, 20], "text": "🎉"}]}""")).Status.ShouldBe(HttpStatusCode.OK);
        (await Read()).ShouldBe("one two\nthree two 🎉\n");
    }

    [Fact]
    public async Task Edits_of_an_earlier_version_are_merged()
    {
        await Edit(new { edits = new[] { new { find = "one", replace = "very first one" } } });
        var merged = await Edit(new { @base = "1-1", edits = new object[] { new { range = new { start = 4, end = 7 }, text = "2" } } });
        (merged["merged"].GetBoolean(), merged["overlaps"].GetInt32()).ShouldBe((true, 0));
        (await Read()).ShouldBe("very first one 2\nthree two 😀\n");

        var overlapping = await Edit(new { @base = "\"1-1\"", edits = new[] { new { find = "one two", replace = "1 2" } } });
        overlapping["overlaps"].GetInt32().ShouldBe(1);
        (await Edit(new { @base = "1-99", edits = new[] { new { append = "x" } } })).Problem.ShouldBe("base-unavailable");
    }

    [Fact]
    public async Task Lines_that_edits_bring_end_as_the_files_lines_do()
    {
        await _ana.Put(_document, "a\r\nb\r\n"u8.ToArray(), ifMatch: "*");
        await Edit(new { edits = new object[] { new { append = "c\nd\r\n" }, new { find = "a\r\nb", replace = "1\r\n2" } } });
        (await Read()).ShouldBe("1\r\n2\r\nc\r\nd\r\n");
    }

    [Fact]
    public async Task Only_the_named_media_type_is_read()
    {
        (await Edit("""{"edits": [{"append": "x"}]}""", "application/json")).Status.ShouldBe(HttpStatusCode.UnsupportedMediaType);
        (await Edit("""{"edits": [{"append": "x"}]}""", "text/plain")).Status.ShouldBe(HttpStatusCode.UnsupportedMediaType);
    }

    [Fact]
    public async Task A_condition_holds_for_edits_too()
    {
        var stale = await _ana.Http.Ask("PATCH", $"{_document}/content",
            Body("""{"edits": [{"append": "x"}]}"""), ("If-Match", "\"1-0\""));
        stale.Problem.ShouldBe("precondition-failed");
        stale["currentEtag"].GetString().ShouldBe("\"1-1\"");
    }

    [Fact]
    public async Task An_edit_that_makes_the_text_too_large_is_refused_and_one_that_fills_it_is_made()
    {
        const int limit = 2 * 1024 * 1024;
        var left = limit - Encoding.UTF8.GetByteCount(Text);
        (await Edit(new { edits = new[] { new { append = new string('x', left + 1) } } })).Problem.ShouldBe("too-large");
        (await Edit(new { edits = new[] { new { append = new string('x', left) } } })).Status.ShouldBe(HttpStatusCode.OK);
        var merged = await _ana.Put(_document, "more "u8.ToArray().Concat(Encoding.UTF8.GetBytes(Text)).ToArray(), since: "1-1");
        merged.Problem.ShouldBe("too-large");
        (await Read()).Length.ShouldBe(Text.Length + left);
    }

    [Fact]
    public void What_is_searched_for_is_found_wherever_it_stands()
    {
        new Occurrences("aaaa", "aa").ShouldBe([0, 1, 2]);
        new Occurrences("abababab", "abab").ShouldBe([0, 2, 4]);
        new Occurrences("xaabaaab", "aaab").ShouldBe([4]);
        new Occurrences("a", "aa").ShouldBeEmpty();
        var random = new Random(11);
        for (var round = 0; round < 500; round++)
        {
            var text = string.Concat(Enumerable.Range(0, 60).Select(_ => random.Next(2) == 0 ? 'a' : 'b'));
            var piece = text.Substring(random.Next(50), random.Next(1, 8));
            new Occurrences(text, piece).ShouldBe(
                Enumerable.Range(0, text.Length - piece.Length + 1)
                    .Where(at => string.CompareOrdinal(text, at, piece, 0, piece.Length) == 0), $"{piece} in {text}");
        }
    }

    Task<Answer> Edit(object body, string type = "application/vnd.mdreader.edits+json") =>
        _ana.Http.Ask("PATCH", $"{_document}/content", Body(body as string ?? JsonSerializer.Serialize(body), type));

    static StringContent Body(string json, string type = "application/vnd.mdreader.edits+json") =>
        new(json, Encoding.UTF8, new MediaTypeHeaderValue(type));

    async Task<string> Read() => (await _ana.Http.Ask("GET", $"{_document}/content")).Text;
}
