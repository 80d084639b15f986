using System.Net;
using MDReader.TestKit;

namespace Server.Tests.Contract;

/// <summary>Every name, title and message of the API has its longest; one character more is refused in the words of who typed
/// it.</summary>
public sealed class LengthLimitTests(SharedServer shared) : IAsyncLifetime
{
    readonly RunningServer _server = shared.Server;
    TestPerson _ada = null!;
    TestPerson _eve = null!;
    string _workspace = null!;
    string _document = null!;
    string _etag = null!;

    /// <param name="Longest">In UTF-16 code units.</param>
    /// <param name="Pointer">Where in the body it stands.</param>
    sealed record Limited(int Longest, string Pointer, Func<LengthLimitTests, string, Task<Answer>> Send);

    static readonly Dictionary<string, Limited> All = new()
    {
        ["the title of a new document"] = new(200, "/title", (test, text) =>
            test.Ask("POST", $"{test._workspace}/documents", new { title = text })),
        ["a changed title"] = new(200, "/title", (test, text) => test.Ask("PATCH", test._document, new { title = text })),
        ["the title of a copy"] = new(200, "/title", (test, text) =>
            test.Ask("POST", $"{test._document}/duplicate", new { title = text })),
        ["a new folder's name"] = new(100, "/name", (test, text) =>
            test.Ask("POST", $"{test._workspace}/folders", new { name = text })),
        ["a changed folder's name"] = new(100, "/name", async (test, text) =>
            await test.Ask("PATCH", $"/api/v1/folders/{await test._ada.MakeFolder(test._workspace)}", new { name = text })),
        ["a new workspace's name"] = new(100, "/name", (test, text) => test.Ask("POST", "/api/v1/workspaces", new { name = text })),
        ["a changed workspace's name"] = new(100, "/name", (test, text) => test.Ask("PATCH", test._workspace, new { name = text })),
        ["a version's name"] = new(200, "/name", (test, text) => test.Ask("POST", $"{test._document}/versions", new { name = text })),
        ["a changed version's name"] = new(200, "/name", async (test, text) => await test.Ask(
            "PATCH", (await test.Ask("POST", $"{test._document}/versions", new { name = "First" })).Header("Location")!,
            new { name = text })),
        ["a token's name"] = new(100, "/name", (test, text) => test.Ask("POST", "/api/v1/me/tokens", new { name = text })),
        ["a person's name"] = new(100, "/name", (test, text) => test.Ask("PATCH", "/api/v1/me", new { name = text })),
        ["a newcomer's name"] = new(100, "/name", (test, text) => test.SignUp("lantern-Orchard-52-gates", text)),
        ["a password"] = new(128, "/password", (test, text) => test.SignUp("aB3-" + text[4..], "Grace")),
        ["a link's label"] = new(100, "/label", (test, text) =>
            test.Ask("POST", $"{test._document}/links", new { role = "viewer", label = text })),
        ["a link's password"] = new(200, "/password", (test, text) =>
            test.Ask("POST", $"{test._document}/links", new { role = "viewer", password = text })),
        ["the message of an invitation to a document"] = new(1_000, "/message", (test, text) => test.Ask(
            "POST", $"{test._document}/invites", new { email = "grace@example.org", role = "viewer", message = text })),
        ["the message of a request for access"] = new(500, "/message", (test, text) =>
            test._eve.Http.Ask("POST", $"{test._document}/access-requests", new { message = text })),
        ["the message of a suggestion"] = new(500, "/message", (test, text) => test.Ask(
            "POST", $"{test._document}/suggestions", new { @base = test._etag, content = "Other words.", message = text })),
        ["a file's name"] = new(255, "/fileName", (test, text) => test.Ask(
            "POST", $"{test._document}/attachments",
            new { fileName = text, contentType = "image/png", size = 1, sha256 = new string('a', 64) })),
    };

    public static TheoryData<string> Names => new(All.Keys);

    public async ValueTask InitializeAsync()
    {
        _ada = await _server.SignUp("Ada");
        _eve = await _server.SignUp("Eve");
        _workspace = await _ada.MakeWorkspace();
        var made = await _ada.Http.Ask("POST", $"{_workspace}/documents", new { title = "Notes", content = "Some words." });
        (_document, _etag) = (made.Header("Location")!, made["contentEtag"].GetString()!);
    }

    public ValueTask DisposeAsync()
    {
        _ada.Dispose();
        _eve.Dispose();
        return ValueTask.CompletedTask;
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task At_its_longest_it_is_taken_and_one_character_more_is_refused(string what)
    {
        var (longest, pointer, send) = All[what];

        var tooLong = await send(this, new string('x', longest + 1));
        tooLong.Status.ShouldBe(HttpStatusCode.UnprocessableEntity, tooLong.Text);
        tooLong.Problem.ShouldBe("validation-failed");
        var flaw = tooLong["errors"].EnumerateArray().ShouldHaveSingleItem();
        flaw.GetProperty("pointer").GetString().ShouldBe(pointer);
        flaw.GetProperty("message").GetString()!.ShouldContain($"{longest}");

        var fits = await send(this, new string('x', longest));
        ((int)fits.Status).ShouldBeLessThan(300, fits.Text);
    }

    Task<Answer> Ask(string method, string path, object body) => _ada.Http.Ask(method, path, body);

    Task<Answer> SignUp(string password, string name) => _server.Http.Ask(
        "POST", "/api/v1/auth/signup", new { email = $"{Guid.NewGuid():N}@example.org", password, name });
}
