using System.Diagnostics;
using MDReader.Client;
using MDReader.Client.Git;
using MDReader.TestKit;

namespace Client.Tests;

public sealed class GitBundleTests(SharedServer shared) : IDisposable
{
    readonly DirectoryInfo _place = Directory.CreateTempSubdirectory("mdreader-bundle-");

    string Bundle => Path.Combine(_place.FullName, "notes.bundle");

    string Clone => Path.Combine(_place.FullName, "clone");

    public void Dispose() => _place.Delete(recursive: true);

    [Fact]
    public async Task A_clone_has_the_texts_and_each_saved_version_as_a_commit()
    {
        Assert.SkipUnless(HasGit, "Install git.");
        using var desk = await Desk.Begin(shared.Server);
        await desk.Person.Http.Ask("PATCH", "/api/v1/me", new { name = "Ada <King>" });
        var document = await desk.Make("Notes: \"one\"", "one\r\n");
        await desk.Person.Http.Ask("POST", $"{document}/versions", new { name = "First words" });
        await desk.Type(document, "More than ");
        var folder = await desk.Person.MakeFolder(desk.Path, "Plans: deep");
        await desk.Make("Plan", "# Plan\n", folder);
        var gone = await desk.Make("Gone", "gone\n");
        await desk.Person.Http.Ask("DELETE", gone);

        (await GitBundle.Make(desk.Client, desk.Workspace, Bundle, Cancel)).ShouldBe(3);

        await Git(_place.FullName, "clone", "--quiet", Bundle, Clone);
        File.ReadAllText(Path.Combine(Clone, "Notes_ _one_.md")).ShouldBe("More than one\r\n");
        File.ReadAllText(Path.Combine(Clone, "Plans_ deep", "Plan.md")).ShouldBe("# Plan\n");
        Directory.EnumerateFiles(Clone, "*.md", SearchOption.AllDirectories).Count().ShouldBe(2);
        var log = await Git(Clone, "log", "--format=%an|%s", "--", "Notes_ _one_.md");
        log.Split('\n', StringSplitOptions.RemoveEmptyEntries).ShouldBe(["MDReader|Edit Notes: \"one\"", "Ada King|First words"]);
        (await Git(Clone, "show", "HEAD~2:Notes_ _one_.md")).ShouldBe("one\r\n");
        (await Git(Clone, "log", "--format=%ae")).ShouldNotContain(desk.Person.Email);
        await Git(Clone, "fsck", "--strict");
    }

    [Fact]
    public async Task Nothing_makes_no_bundle_and_says_so()
    {
        using var desk = await Desk.Begin(shared.Server);

        (await Should.ThrowAsync<GitException>(() => GitBundle.Make(desk.Client, desk.Workspace, Bundle, Cancel)))
            .Message.ShouldContain("no text");
        File.Exists(Bundle).ShouldBeFalse();
    }

    [Fact]
    public void Titles_that_are_one_file_somewhere_become_several()
    {
        Guid[] ids = [.. Enumerable.Range(0, 4).Select(_ => Guid.NewGuid())];
        var paths = WorkspaceHistory.Paths(
        [
            new FeedItem("folder", ids[0], "upsert") { Name = "a" },
            new FeedItem("document", ids[1], "upsert") { Title = "Plan" },
            new FeedItem("document", ids[2], "upsert") { Title = "PLAN" },
            new FeedItem("document", ids[3], "upsert") { Title = "../../etc/passwd", FolderId = ids[0] },
        ]);

        paths.Values.Select(path => path.ToUpperInvariant()).Distinct().Count().ShouldBe(3);
        paths[ids[3]].ShouldStartWith("a/");
        paths[ids[3]].Split('/').Length.ShouldBe(2);
    }

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    static bool HasGit => Child.Has("git") || Environment.GetEnvironmentVariable("CI") == "true";

    static async Task<string> Git(string folder, params string[] arguments)
    {
        using var git = Process.Start(new ProcessStartInfo("git", ["-C", folder, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var said = await Task.WhenAll(git.StandardOutput.ReadToEndAsync(Cancel), git.StandardError.ReadToEndAsync(Cancel));
        await git.WaitForExitAsync(Cancel);
        git.ExitCode.ShouldBe(0, said[1]);
        return said[0];
    }
}
