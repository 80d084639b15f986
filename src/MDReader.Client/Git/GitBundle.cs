using System.ComponentModel;
using System.Diagnostics;

namespace MDReader.Client.Git;

/// <summary>
/// A workspace's texts as a git bundle: a file that <c>git clone</c> takes like a repository. Each saved version is a commit
/// by those who wrote it, at its time. The system's git makes it.
/// </summary>
public static class GitBundle
{
    /// <param name="file">Where it is put; one that is there is replaced.</param>
    /// <returns>How many commits it has.</returns>
    /// <exception cref="GitException">It can't be made.</exception>
    public static async Task<int> Make(MDReaderClient client, Guid workspace, string file, CancellationToken cancellation)
    {
        var moments = await new WorkspaceHistory(client, workspace).Moments(cancellation);
        if (moments.Count == 0)
            throw new GitException("There is no text in the workspace yet, and git makes no bundle of nothing.");
        var members = new Dictionary<Guid, string>();
        await foreach (var member in client.Members.List(workspace, cancellation))
            members[member.UserId] = member.Name;
        var repository = Directory.CreateTempSubdirectory("mdreader-git-");
        try
        {
            await Git(repository.FullName, ["init", "--quiet", "--bare", "."], Nothing, cancellation);
            await Git(
                repository.FullName,
                ["fast-import", "--quiet", "--done"],
                async input =>
                {
                    var history = new FastImport(input);
                    foreach (var moment in moments)
                        await history.Commit(moment, await moment.Read(cancellation), Authors(moment, members), cancellation);
                    await history.End(cancellation);
                },
                cancellation);
            await Git(repository.FullName, ["symbolic-ref", "HEAD", $"refs/heads/{FastImport.Branch}"], Nothing, cancellation);
            await Git(
                repository.FullName, ["bundle", "create", "--quiet", Path.GetFullPath(file), "HEAD", FastImport.Branch], Nothing,
                cancellation);
        }
        finally
        {
            repository.Delete(recursive: true);
        }

        return moments.Count;
    }

    // An address that is nobody's: the people's own are not for every clone.
    static IReadOnlyList<Author> Authors(Moment moment, Dictionary<Guid, string> members) => moment.Authors.Count == 0
        ? [new("MDReader", "mdreader@mdreader.invalid")]
        : [.. moment.Authors.Select(id => new Author(members.GetValueOrDefault(id, "Somebody"), $"{id}@mdreader.invalid"))];

    static Task Nothing(Stream input) => Task.CompletedTask;

    static async Task Git(string folder, string[] arguments, Func<Stream, Task> write, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo("git", arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // What the person has set up for their own repositories has no say here.
        start.Environment["GIT_CONFIG_NOSYSTEM"] = "1";
        start.Environment["GIT_CONFIG_GLOBAL"] = OperatingSystem.IsWindows() ? "NUL" : "/dev/null";
        start.Environment.Remove("GIT_DIR");
        using var git = Start(start);
        try
        {
            var said = Task.WhenAll(
                git.StandardOutput.ReadToEndAsync(cancellation), git.StandardError.ReadToEndAsync(cancellation));
            var broken = await Feed(git, write);
            await git.WaitForExitAsync(cancellation);
            if (git.ExitCode != 0 || broken is not null)
                throw new GitException($"git {arguments[0]} failed: {(await said)[1].Trim()} {broken?.Message}".TrimEnd());
        }
        finally
        {
            if (!git.HasExited)
                git.Kill();
        }
    }

    /// <summary>Git that has given up reads no more; it says itself why.</summary>
    static async Task<IOException?> Feed(Process git, Func<Stream, Task> write)
    {
        try
        {
            await write(git.StandardInput.BaseStream);
            git.StandardInput.Close();
            return null;
        }
        catch (IOException broken)
        {
            return broken;
        }
    }

    static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception)
        {
            throw new GitException("Install git first, so that 'git --version' answers.");
        }
    }
}

/// <summary>A bundle can't be made; the message says why.</summary>
public sealed class GitException(string message) : Exception(message);
