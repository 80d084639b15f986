using System.Net;
using System.Net.Http.Headers;
using System.Text;
using MDReader.TestKit;

namespace Server.Tests.Contract;

/// <summary>How long bodies, lists and periods may be: at the limit they are taken, and one past it is refused with what to do.</summary>
public sealed class BodyLimitTests(SharedServer shared) : IAsyncLifetime
{
    const int MiB = 1024 * 1024;

    readonly RunningServer _server = shared.Server;
    TestPerson _ada = null!;
    string _workspace = null!;

    public async ValueTask InitializeAsync()
    {
        _ada = await _server.SignUp("Ada");
        // What is too long is refused before it is sent, or the answer may be lost in what the server doesn't read.
        _ada.Http.DefaultRequestHeaders.ExpectContinue = true;
        _workspace = await _ada.MakeWorkspace();
    }

    public ValueTask DisposeAsync()
    {
        _ada.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_JSON_body_has_1_MiB_at_most()
    {
        const string head = """{"name":"Engines","note":""";
        (await Send("POST", "/api/v1/workspaces", Padded(head, MiB))).Status.ShouldBe(HttpStatusCode.Created);

        Refused(await Send("POST", "/api/v1/workspaces", Padded(head, MiB + 1)), MiB);
    }

    [Fact]
    public async Task A_document_with_its_text_is_made_of_4_MiB_at_most()
    {
        // As JSON may write a text of 2 MiB: some of its characters take six bytes.
        var content = string.Concat(Enumerable.Repeat(@"\u0041", 400_000)) + new string('x', (2 * MiB) - 400_000);
        var head = $$"""{"title":"Notes","content":"{{content}}","note":""";

        var made = await Send("POST", $"{_workspace}/documents", Padded(head, 4 * MiB));
        made.Status.ShouldBe(HttpStatusCode.Created, made.Text[..Math.Min(made.Text.Length, 500)]);
        (await _ada.Http.GetByteArrayAsync($"{made.Header("Location")}/content")).Length.ShouldBe(2 * MiB);

        Refused(await Send("POST", $"{_workspace}/documents", Padded(head, (4 * MiB) + 1)), 4 * MiB);
        (await _ada.Http.Ask("GET", $"{_workspace}/documents"))["items"].GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task Other_bodies_have_their_own_limits()
    {
        var made = await _ada.Http.Ask("POST", $"{_workspace}/documents", new { title = "Notes", content = "Some words." });
        var document = made.Header("Location")!;

        var suggestion = $$"""{"base":{{made["contentEtag"].GetRawText()}},"content":"Other words.","note":""";
        (await Send("POST", $"{document}/suggestions", Padded(suggestion, 4 * MiB))).Status.ShouldBe(HttpStatusCode.Created);
        Refused(await Send("POST", $"{document}/suggestions", Padded(suggestion, (4 * MiB) + 1)), 4 * MiB);

        const string comments = """{"format":"mdreader-comments/1","people":[],"threads":[],"note":""";
        ((int)(await Send("POST", $"{document}/comments.json", Padded(comments, 16 * MiB))).Status).ShouldBeLessThan(300);
        Refused(await Send("POST", $"{document}/comments.json", Padded(comments, (16 * MiB) + 1)), 16 * MiB);

        const string edits = """{"edits":[{"append":"More."}],"note":""";
        const string editsType = "application/vnd.mdreader.edits+json";
        (await Send("PATCH", $"{document}/content", Padded(edits, 4 * MiB), type: editsType)).Status.ShouldBe(HttpStatusCode.OK);
        Refused(await Send("PATCH", $"{document}/content", Padded(edits, (4 * MiB) + 1), type: editsType), 4 * MiB);
    }

    [Fact]
    public async Task A_page_has_200_entries_at_most()
    {
        for (var i = 0; i < 201; i++)
        {
            await _ada.MakeFolder(_workspace, $"{i}");
        }

        foreach (var list in new[] { $"{_workspace}/changes", $"{_workspace}/snapshot" })
        {
            var items = list.EndsWith("changes", StringComparison.Ordinal) ? "changes" : "items";
            (await _ada.Http.Ask("GET", $"{list}?limit=200"))[items].GetArrayLength().ShouldBe(200);
            (await _ada.Http.Ask("GET", $"{list}?limit=201"))[items].GetArrayLength().ShouldBe(200, "more is 200");
            (await _ada.Http.Ask("GET", list))[items].GetArrayLength().ShouldBe(50);
            var none = await _ada.Http.Ask("GET", $"{list}?limit=0");
            (none.Status, none.Problem).ShouldBe((HttpStatusCode.BadRequest, "bad-request"));
            none["detail"].GetString()!.ShouldContain("1 to 200");
        }
    }

    [Fact]
    public async Task Every_list_pages_by_200_at_most_and_50_unasked()
    {
        for (var i = 0; i < 201; i++)
        {
            await _ada.Http.Ask("POST", "/api/v1/me/tokens", new { name = $"{i}" });
        }

        async Task<int> Length(string query) => (await _ada.Http.Ask("GET", $"/api/v1/me/tokens{query}"))["items"].GetArrayLength();
        (await Length("?limit=1")).ShouldBe(1);
        (await Length("?limit=200")).ShouldBe(200);
        (await Length("?limit=201")).ShouldBe(200);
        (await Length("")).ShouldBe(50);
        (await _ada.Http.Ask("GET", "/api/v1/me/tokens?limit=0"))["detail"].GetString()!.ShouldContain("1 to 200");
        (await _ada.Http.Ask("GET", $"/api/v1/me/tokens?cursor={new string('A', 4_000)}")).Problem.ShouldBe("cursor-mismatch");
    }

    static void Refused(Answer answer, int limit)
    {
        (answer.Status, answer.Problem).ShouldBe((HttpStatusCode.RequestEntityTooLarge, "too-large"));
        answer["detail"].GetString().ShouldBe($"Send a body of at most {limit} bytes.");
    }

    // A member that nobody reads takes up the rest.
    static byte[] Padded(string head, int length) =>
        Encoding.UTF8.GetBytes($"{head}\"{new string('x', length - head.Length - 3)}\"}}");

    Task<Answer> Send(string method, string path, byte[] body, string type = "application/json") => _ada.Http.Ask(
        method, path, new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue(type) } });
}
