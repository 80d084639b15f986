using System.Net;
using System.Net.Http.Headers;
using System.Text;
using MDReader.TestKit;

namespace Server.Tests.Collaboration;

public sealed class ContentTests : IAsyncLifetime
{
    RunningServer _server = null!;
    TestPerson _ana = null!;
    string _workspace = "";
    string _document = "";

    public async ValueTask InitializeAsync()
    {
        _server = await RunningServer.Start();
        _ana = await _server.SignUp("Ana");
        _workspace = await _ana.MakeWorkspace();
        _document = await _ana.MakeDocument(_workspace);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_new_document_is_empty_and_at_sequence_0()
    {
        var read = await _ana.Http.Ask("GET", $"{_document}/content");
        (read.Status, read.Text, read.Header("ETag")).ShouldBe((HttpStatusCode.OK, "", "\"1-0\""));
        read.Header("Content-Type").ShouldBe("text/markdown; charset=utf-8");
        read.Message.Headers.CacheControl.ShouldBe(CacheControlHeaderValue.Parse("private, no-cache, no-transform"));
    }

    [Fact]
    public async Task A_write_needs_to_say_which_version_it_replaces() =>
        (await _ana.Put(_document, "x"u8.ToArray())).Problem.ShouldBe("precondition-required");

    [Fact]
    public async Task A_write_over_the_current_version_gives_the_next_one()
    {
        var written = await _ana.Put(_document, "one"u8.ToArray(), ifMatch: "\"1-0\"");
        (written.Status, written.Header("ETag"), written["etag"].GetString()).ShouldBe((HttpStatusCode.OK, "\"1-1\"", "\"1-1\""));
        (await _ana.Http.Ask("GET", $"{_document}/content")).Text.ShouldBe("one");
        (await _ana.Http.Ask("GET", _document))["contentEtag"].GetString().ShouldBe("\"1-1\"");
    }

    [Theory]
    [InlineData("one", "lf")]
    [InlineData("one\ntwo\n", "lf")]
    [InlineData("one\r\ntwo\r\n", "crlf")]
    [InlineData("one\rtwo\r", "cr")]
    [InlineData("one\r\ntwo\n", "mixed")]
    public async Task How_lines_end_is_told_without_the_text(string text, string expected)
    {
        await _ana.Put(_document, Encoding.UTF8.GetBytes(text), ifMatch: "\"1-0\"");
        (await _ana.Http.Ask("HEAD", $"{_document}/content")).Header("Line-End").ShouldBe(expected);
    }

    [Fact]
    public async Task Other_line_ends_are_an_edit_that_meets_what_was_written_meanwhile()
    {
        await _ana.Put(_document, "one\ntwo\n"u8.ToArray(), ifMatch: "\"1-0\"");
        await _ana.Put(_document, "one\ntwo, three\n"u8.ToArray(), ifMatch: "\"1-1\"");
        await _ana.Put(_document, "one\r\ntwo\r\n"u8.ToArray(), since: "\"1-1\"");
        var read = await _ana.Http.Ask("GET", $"{_document}/content");
        (read.Text, read.Header("Line-End"), read.Header("ETag")).ShouldBe(("one\r\ntwo, three\r\n", "crlf", "\"1-3\""));
    }

    [Fact]
    public async Task A_write_over_a_stale_version_writes_nothing_and_names_the_current_one()
    {
        await _ana.Put(_document, "one"u8.ToArray(), ifMatch: "\"1-0\"");
        var stale = await _ana.Put(_document, "two"u8.ToArray(), ifMatch: "\"1-0\"");
        (stale.Status, stale.Problem).ShouldBe((HttpStatusCode.PreconditionFailed, "precondition-failed"));
        stale["currentEtag"].GetString().ShouldBe("\"1-1\"");
        stale["mergeHref"].GetString().ShouldBe($"{_document}/content?base=1-0");
        (await _ana.Http.Ask("GET", $"{_document}/content")).Text.ShouldBe("one");
    }

    [Theory]
    [InlineData("W/\"1-0\"", "1-0")]
    [InlineData("\"1-0\", \"0-9\"", "1-0")]
    [InlineData("\"a&b c\"", "a%26b%20c")]
    public async Task The_way_to_merge_is_an_address_whatever_the_condition_looked_like(string condition, string since)
    {
        await _ana.Put(_document, "one"u8.ToArray(), ifMatch: "\"1-0\"");
        var stale = await _ana.Put(_document, "two"u8.ToArray(), ifMatch: condition);
        stale["mergeHref"].GetString().ShouldBe($"{_document}/content?base={since}");
    }

    [Fact]
    public async Task A_write_since_an_earlier_version_merges()
    {
        await _ana.Put(_document, "The quick fox.\n"u8.ToArray(), ifMatch: "\"1-0\"");
        await _ana.Put(_document, "The very quick fox.\n"u8.ToArray(), ifMatch: "\"1-1\"");
        var merged = await _ana.Put(_document, "The quick brown fox.\n"u8.ToArray(), since: "\"1-1\"");
        (merged.Status, merged["merged"].GetBoolean(), merged["overlaps"].GetInt32()).ShouldBe((HttpStatusCode.OK, true, 0));
        (await _ana.Http.Ask("GET", $"{_document}/content")).Text.ShouldBe("The very quick brown fox.\n");
    }

    [Theory]
    [InlineData("2-0")]
    [InlineData("1-99")]
    [InlineData("nonsense")]
    public async Task A_base_that_is_not_kept_is_refused(string since) =>
        (await _ana.Put(_document, "x"u8.ToArray(), since: since)).Problem.ShouldBe("base-unavailable");

    [Fact]
    public async Task Who_holds_the_current_version_is_told_so_without_the_text()
    {
        var read = await _ana.Http.Ask("GET", $"{_document}/content", null, ("If-None-Match", "\"1-0\""));
        (read.Status, read.Text).ShouldBe((HttpStatusCode.NotModified, ""));
        (await _ana.Http.Ask("HEAD", $"{_document}/content")).Header("ETag").ShouldBe("\"1-0\"");
    }

    [Fact]
    public async Task What_is_no_Markdown_text_is_refused()
    {
        (await _ana.Put(_document, [0xC3, 0x28], ifMatch: "\"1-0\"")).Status.ShouldBe(HttpStatusCode.UnsupportedMediaType);
        (await _ana.Put(_document, [(byte)'a', 0], ifMatch: "\"1-0\"")).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task Two_megabytes_are_taken_and_a_byte_more_is_not()
    {
        const int limit = 2 * 1024 * 1024;
        var text = Encoding.UTF8.GetBytes(new string('x', limit));
        (await _ana.Put(_document, [.. text, (byte)'x'], ifMatch: "\"1-0\"")).Status.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        (await _ana.Put(_document, text, ifMatch: "\"1-0\"")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_text_is_hidden_from_strangers_and_closed_to_readers()
    {
        var (ben, stranger) = (await _server.SignUp("Ben"), await _server.SignUp("Sam"));
        await _ana.Http.Ask("PUT", $"{_workspace}/members/{ben.Id}", new { role = "viewer" });
        (await stranger.Http.Ask("GET", $"{_document}/content")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await stranger.Put(_document, "x"u8.ToArray(), ifMatch: "*")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await ben.Http.Ask("GET", $"{_document}/content")).Status.ShouldBe(HttpStatusCode.OK);
        (await ben.Put(_document, "x"u8.ToArray(), ifMatch: "*")).Status.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_document_in_the_trash_has_no_text_until_it_is_restored()
    {
        await _ana.Put(_document, "kept"u8.ToArray(), ifMatch: "*");
        await _ana.Http.Ask("DELETE", _document);
        (await _ana.Http.Ask("GET", $"{_document}/content")).Status.ShouldBe(HttpStatusCode.Gone);
        await _ana.Http.Ask("POST", $"{_document}/restore");
        (await _ana.Http.Ask("GET", $"{_document}/content")).Text.ShouldBe("kept");
    }
}
