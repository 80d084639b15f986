using System.Diagnostics;
using MDReader.TestKit;

namespace Server.Tests.Git;

/// <summary>A clone of a workspace by the system's git, which asks nobody and knows nothing of the person's own settings.</summary>
sealed class Clone : IDisposable
{
    readonly DirectoryInfo _place = Directory.CreateTempSubdirectory("mdreader-clone-");

    public string Folder => Path.Combine(_place.FullName, "clone");

    /// <summary>Skips the test where there is no git.</summary>
    public static void NeedGit() =>
        Assert.SkipUnless(Child.Has("git") || Environment.GetEnvironmentVariable("CI") == "true", "Install git.");

    /// <summary>The repository's address with the token in it, as somebody pastes it.</summary>
    public static string Address(RunningServer server, string workspace, string token) =>
        new UriBuilder(server.Address) { Path = $"/git/{workspace.Split('/')[^1]}.git", UserName = "git", Password = token }.Uri.ToString();

    public Task<(int Code, string Said)> Make(string address, params string[] options) =>
        Run(_place.FullName, [.. options, "clone", "--quiet", address, Folder]);

    /// <summary>Runs git in the clone; it has to succeed.</summary>
    public async Task<string> Git(params string[] arguments)
    {
        var (code, said) = await Run(Folder, arguments);
        code.ShouldBe(0, said);
        return said.Trim();
    }

    public Task<(int Code, string Said)> Try(params string[] arguments) => Run(Folder, arguments);

    public byte[] Read(string path) => File.ReadAllBytes(Path.Combine(Folder, path));

    public IReadOnlyList<string> Files() =>
    [
        .. Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Folder, file).Replace('\\', '/'))
            .Where(file => !file.StartsWith(".git/", StringComparison.Ordinal)).Order(StringComparer.Ordinal),
    ];

    public void Dispose()
    {
        // Git makes what it keeps read-only.
        foreach (var file in _place.EnumerateFiles("*", SearchOption.AllDirectories))
            file.Attributes = FileAttributes.Normal;
        _place.Delete(recursive: true);
    }

    static async Task<(int Code, string Said)> Run(string folder, string[] arguments)
    {
        var start = new ProcessStartInfo("git", ["-C", folder, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["GIT_CONFIG_NOSYSTEM"] = "1";
        start.Environment["GIT_CONFIG_GLOBAL"] = "/dev/null";
        start.Environment["GIT_TERMINAL_PROMPT"] = "0";
        using var git = Process.Start(start)!;
        var said = await Task.WhenAll(git.StandardOutput.ReadToEndAsync(), git.StandardError.ReadToEndAsync());
        await git.WaitForExitAsync();
        return (git.ExitCode, string.Concat(said));
    }
}
