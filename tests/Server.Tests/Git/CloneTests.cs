using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using MDReader.TestKit;

namespace Server.Tests.Git;

/// <summary>A workspace as git takes it over HTTP.</summary>
public sealed class CloneTests(SharedServer shared) : IAsyncLifetime
{
    static readonly string[] AccountScope = ["account"];

    readonly RunningServer _server = shared.Server;
    readonly Clone _clone = new();
    TestPerson _ana = null!;
    string _workspace = "";
    string _address = "";

    public async ValueTask InitializeAsync()
    {
        _ana = await _server.SignUp("Ana");
        _workspace = await _ana.MakeWorkspace();
        _address = Clone.Address(_server, _workspace, await Token(_ana));
    }

    public ValueTask DisposeAsync()
    {
        _clone.Dispose();
        _ana.Dispose();
        return ValueTask.CompletedTask;
    }

    static async Task<string> Token(TestPerson who, string[]? scopes = null, bool isAgent = false) =>
        (await who.Http.Ask("POST", "/api/v1/me/tokens", new { name = "git", scopes, isAgent }))["token"].GetString()!;

    async Task<string> Write(string title, string text, Guid? folderId = null)
    {
        var made = await _ana.Http.Ask("POST", $"{_workspace}/documents", new { title, folderId, content = text });
        return made.Header("Location") ?? throw new InvalidOperationException(made.Text);
    }

    async Task Rewrite(string document, string text) =>
        (await _ana.Put(document, Encoding.UTF8.GetBytes(text), (await _ana.Http.Ask("GET", $"{document}/content")).Header("ETag")))
            .Status.ShouldBe(HttpStatusCode.OK);

    async Task MakeClone(params string[] options)
    {
        var (code, said) = await _clone.Make(_address, options);
        code.ShouldBe(0, said);
        await _clone.Git("config", "core.autocrlf", "false");
    }

    Task<string> Tip() => _clone.Git("rev-parse", "HEAD");

    /// <summary>Fetches what is new; what was there has to be the beginning of it.</summary>
    async Task Pull()
    {
        await _clone.Git("pull", "--quiet", "--ff-only");
        await _clone.Git("fsck", "--strict", "--full");
    }

    [Theory]
    [InlineData("0")]
    [InlineData("1")]
    [InlineData("2")]
    public async Task A_clone_has_every_text_byte_for_byte_and_its_saved_versions_as_commits(string protocol)
    {
        Clone.NeedGit();
        var folder = await _ana.MakeFolder(_workspace, "Plans: deep");
        var notes = await Write("Notes: \"one\"", "\uFEFFone\r\ntwo\r\n");
        await _ana.Http.Ask("POST", $"{notes}/versions", new { name = "First words" });
        await Rewrite(notes, "\uFEFFone\r\nmore\r\n");
        await Write("Plan", "# Plan 😀\n", folder);
        await Write("Empty", "");

        await MakeClone("-c", $"protocol.version={protocol}");

        _clone.Files().ShouldBe(["Notes_ _one_.md", "Plans_ deep/Plan.md"]);
        _clone.Read("Notes_ _one_.md").ShouldBe(Encoding.UTF8.GetBytes("\uFEFFone\r\nmore\r\n"));
        Encoding.UTF8.GetString(_clone.Read("Plans_ deep/Plan.md")).ShouldBe("# Plan 😀\n");
        (await _clone.Git("log", "--format=%an|%s", "--", "Notes_ _one_.md")).Split('\n')
            .ShouldBe(["Ana|Edit Notes: \"one\"", "Ana|First words"]);
        (await _clone.Git("log", "--format=%ae")).ShouldNotContain(_ana.Email);
        await _clone.Git("fsck", "--strict", "--full");
        (await _clone.Git("symbolic-ref", "HEAD")).ShouldBe("refs/heads/main");
    }

    [Theory]
    [InlineData("0")]
    [InlineData("2")]
    public async Task What_is_fetched_later_goes_on_from_what_was_cloned(string protocol)
    {
        Clone.NeedGit();
        var folder = await _ana.MakeFolder(_workspace, "Drafts");
        var one = await Write("One", "first\n");
        var two = await Write("Two", "second\n");
        await MakeClone("-c", $"protocol.version={protocol}");
        await _clone.Git("config", "protocol.version", protocol);
        var first = await Tip();

        await Pull();
        (await Tip()).ShouldBe(first);

        await Rewrite(one, "first, again\n");
        await Pull();
        Encoding.UTF8.GetString(_clone.Read("One.md")).ShouldBe("first, again\n");

        // Names are given away and exchanged.
        await _ana.Http.Ask("PATCH", one, new { title = "Two, later" });
        await _ana.Http.Ask("PATCH", two, new { title = "One" });
        await _ana.Http.Ask("PATCH", one, new { title = "Two" });
        await Pull();
        Encoding.UTF8.GetString(_clone.Read("One.md")).ShouldBe("second\n");
        Encoding.UTF8.GetString(_clone.Read("Two.md")).ShouldBe("first, again\n");

        await _ana.Http.Ask("POST", $"{two}/move", new { folderId = folder });
        await _ana.Http.Ask("DELETE", one);
        await Pull();
        _clone.Files().ShouldBe(["Drafts/One.md"]);

        await _ana.Http.Ask("POST", $"{one}/restore");
        await _ana.Http.Ask("PATCH", "/api/v1/me", new { name = "Ana Sousa" });
        await Rewrite(one, "written under another name\n");
        await Pull();
        _clone.Files().ShouldBe(["Drafts/One.md", "Two.md"]);
        (await _clone.Git("log", "--format=%an", "-1")).ShouldBe("Ana Sousa");
        (await _clone.Git("log", "--format=%an", "--reverse")).Split('\n')[0].ShouldBe("Ana");

        // Whoever clones only now has the very same.
        using var late = new Clone();
        (await late.Make(_address)).Code.ShouldBe(0);
        (await late.Git("rev-parse", "HEAD")).ShouldBe(await Tip());
        (await late.Git("merge-base", "--is-ancestor", first, "HEAD")).ShouldBe("");
    }

    [Fact]
    public async Task A_fetch_brings_only_what_is_new()
    {
        Clone.NeedGit();
        var many = Enumerable.Range(0, 30).Select(number => Write($"Text {number}", $"{new string('x', 2000)} {number}\n"));
        foreach (var one in many)
            await one;
        var changed = await Write("Changed", "one\n");
        await MakeClone();
        await Rewrite(changed, "two\n");
        await _clone.Git("fetch", "--quiet");
        // The text, its folder and the commit.
        var counted = await _clone.Git("rev-list", "--objects", "--no-object-names", "HEAD..origin/main");
        counted.Split('\n').Length.ShouldBe(3);
        (await _clone.Git("count-objects")).ShouldStartWith("3 objects");
    }

    [Fact]
    public async Task A_title_that_would_be_gits_own_folder_is_no_danger()
    {
        Clone.NeedGit();
        foreach (var name in new[] { ".git", "GIT~1", ".g\u200Cit", "..", "a/b\\c" })
            await Write("config", name, await _ana.MakeFolder(_workspace, name));
        await Write("../../escape", "text\n");
        await MakeClone();
        _clone.Files().Count.ShouldBe(6);
        await _clone.Git("fsck", "--strict", "--full");
    }

    [Fact]
    public async Task An_empty_workspace_is_an_empty_repository_that_fills()
    {
        Clone.NeedGit();
        await MakeClone();
        _clone.Files().ShouldBeEmpty();
        await Write("One", "first\n");
        await _clone.Git("fetch", "--quiet");
        (await _clone.Git("show", "origin/main:One.md")).ShouldBe("first");
    }

    [Fact]
    public async Task A_purged_text_is_in_no_history_any_more()
    {
        Clone.NeedGit();
        var secret = await Write("Secret", "the secret\n");
        await Write("One", "first\n");
        await MakeClone();
        (await _clone.Git("log", "--all", "--format=%s")).ShouldContain("Secret");
        await _ana.Http.Ask("DELETE", $"{secret}?permanent=true");
        using var late = new Clone();
        (await late.Make(_address)).Code.ShouldBe(0);
        late.Files().ShouldBe(["One.md"]);
        (await late.Git("log", "--all", "--format=%s")).ShouldNotContain("Secret");
    }

    [Fact]
    public async Task Whose_account_has_ended_is_named_no_more()
    {
        Clone.NeedGit();
        using var ben = await _server.SignUp("Benedict");
        await _ana.Http.Ask("PUT", $"{_workspace}/members/{ben.Id}", new { role = "editor" });
        var text = await Write("One", "first\n");
        await ben.Put(text, "first, by both\n"u8.ToArray(), (await ben.Http.Ask("GET", $"{text}/content")).Header("ETag"));
        await MakeClone();
        (await _clone.Git("log", "-1", "--format=%an %b")).ShouldContain("Benedict");
        (await ben.Http.Ask("GET", "/api/v1/me/export")).Text.ShouldContain("gitCommits");
        (await ben.Http.Ask("DELETE", "/api/v1/me", new { password = People.Password })).Status.ShouldBe(HttpStatusCode.NoContent);
        using var late = new Clone();
        (await late.Make(_address)).Code.ShouldBe(0);
        (await late.Git("log", "--format=%an %b")).ShouldNotContain("Benedict");
        await late.Git("fsck", "--strict");
    }

    [Fact]
    public async Task Who_may_not_read_gets_nothing()
    {
        Clone.NeedGit();
        await Write("One", "first\n");
        using var eve = await _server.SignUp("Eve");
        foreach (var (token, because) in new[]
        {
            ("rubbish", "Authentication failed"),
            (await Token(eve), "no such workspace"),
            (await Token(_ana, AccountScope), "scope"),
        })
        {
            var (code, said) = await _clone.Make(Clone.Address(_server, _workspace, token));
            code.ShouldNotBe(0, because);
            said.ShouldContain(because);
        }

        var unnamed = await _server.Http.Ask("GET", $"/git/{_workspace.Split('/')[^1]}.git/info/refs?service=git-upload-pack");
        unnamed.Status.ShouldBe(HttpStatusCode.Unauthorized);
        unnamed.Header("WWW-Authenticate")!.ShouldStartWith("Basic");
    }

    [Fact]
    public async Task A_document_that_went_to_a_workspace_of_others_is_gone_with_its_past()
    {
        Clone.NeedGit();
        using var ben = await _server.SignUp("Ben");
        await _ana.Http.Ask("PUT", $"{_workspace}/members/{ben.Id}", new { role = "viewer" });
        var moved = await Write("Moved", "moved\n");
        await Write("One", "first\n");
        var bens = Clone.Address(_server, _workspace, await Token(ben));
        (await _clone.Make(bens)).Code.ShouldBe(0);
        _clone.Files().ShouldBe(["Moved.md", "One.md"]);

        await _ana.Http.Ask("POST", $"{moved}/move", new { workspaceId = (await _ana.MakeWorkspace()).Split('/')[^1] });
        using var late = new Clone();
        (await late.Make(bens)).Code.ShouldBe(0);
        late.Files().ShouldBe(["One.md"]);
        (await late.Git("log", "--all", "--format=%s")).ShouldNotContain("Moved");
    }

    [Fact]
    public async Task A_paused_agent_fetches_nothing()
    {
        Clone.NeedGit();
        await Write("One", "first\n");
        var address = Clone.Address(_server, _workspace, await Token(_ana, isAgent: true));
        (await _clone.Make(address)).Code.ShouldBe(0);
        var agent = (await _ana.Http.Ask("GET", $"{_workspace}/agents"))["items"].EnumerateArray()
            .Single(one => one.GetProperty("isAgent").GetBoolean()).GetProperty("id").GetGuid();
        await _ana.Http.Ask("PATCH", $"{_workspace}/agents/{agent}", new { paused = true });
        var (code, said) = await _clone.Try("fetch");
        code.ShouldNotBe(0);
        said.ShouldContain("paused");
    }

    [Fact]
    public async Task Nothing_can_be_pushed_and_no_part_of_a_history_cloned()
    {
        Clone.NeedGit();
        await Write("One", "first\n");
        await MakeClone();
        await _clone.Git("-c", "user.name=Ana", "-c", "user.email=ana@example.org", "commit", "--quiet", "--allow-empty", "-m", "mine");
        var (code, said) = await _clone.Try("push");
        code.ShouldNotBe(0);
        said.ShouldContain("only be cloned and fetched");

        using var part = new Clone();
        (code, said) = await part.Make(_address, "-c", "protocol.version=0");
        code.ShouldBe(0, said);
        (code, said) = await part.Try("fetch", "--depth=1");
        code.ShouldNotBe(0);
        said.ShouldContain("shallow");
    }

    [Fact]
    public async Task Nonsense_is_answered_in_gits_words_and_unpacked_no_further_than_it_may_be()
    {
        await Write("One", "first\n");
        using var http = _server.As(await Token(_ana));
        foreach (var body in new[] { "nonsense", "0003", "ffffxx", "0011command=dance0000", "0011command=fetch0001003"
            + "2want 0123456789012345678901234567890123456789\n0009done\n0000" })
            (await Post(http, Encoding.ASCII.GetBytes(body))).ShouldContain("ERR", customMessage: body);

        using var bomb = new MemoryStream();
        await using (var packed = new GZipStream(bomb, CompressionLevel.SmallestSize, leaveOpen: true))
            for (var block = 0; block < 100; block++)
                packed.Write(new byte[1024 * 1024]);
        (await Post(http, bomb.ToArray(), "gzip")).ShouldContain("A request may have");
        (await Post(http, "nonsense"u8.ToArray(), "gzip")).ShouldContain("ERR");
    }

    async Task<string> Post(HttpClient http, byte[] body, string? encoding = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/git/{_workspace.Split('/')[^1]}.git/git-upload-pack");
        request.Headers.Add("Git-Protocol", "version=2");
        request.Content = new ByteArrayContent(body);
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/x-git-upload-pack-request");
        if (encoding is not null)
            request.Content.Headers.ContentEncoding.Add(encoding);
        using var answer = await http.SendAsync(request);
        return await answer.Content.ReadAsStringAsync();
    }

    [Fact]
    public async Task A_history_that_is_too_long_is_refused_with_the_number()
    {
        Clone.NeedGit();
        await using var server = await RunningServer.Start(("MDReader:Git:PackBytes", "200"));
        using var ana = await server.SignUp("Ana");
        var workspace = await ana.MakeWorkspace();
        await ana.Http.Ask("POST", $"{workspace}/documents", new { title = "One", content = "first\n" });
        var (code, said) = await _clone.Make(Clone.Address(server, workspace, await Token(ana)));
        code.ShouldNotBe(0);
        said.ShouldContain("more than 200 bytes");
    }
}
