using System.Diagnostics;

namespace MDReader.Bench;

/// <summary>Where the peers are: in bench/node_modules, or wherever one is told.</summary>
static class Peers
{
    public static IReadOnlyDictionary<string, string> Packages { get; } = new Dictionary<string, string>
    {
        ["yjs"] = "yjs",
        ["ywasm"] = "ywasm",
        ["loro"] = "loro-crdt",
        ["loro-crdt"] = "loro-crdt",
        ["automerge"] = "@automerge/automerge",
        ["@automerge/automerge"] = "@automerge/automerge",
    };

    /// <summary>The package's engine. Without a folder it is installed in bench, should it not be there yet.</summary>
    public static async Task<Engine.Peer> Find(string package, string? folder)
    {
        if (folder is not null)
        {
            return IsIn(package, folder)
                ? new(package, Path.GetFullPath(folder))
                : throw new TraceException($"There is no {package} in '{folder}'; run 'npm install {package}' there.");
        }

        var bench = BenchFolder();
        if (!IsIn(package, bench))
            await Install(bench);
        return IsIn(package, bench)
            ? new(package, bench)
            : throw new TraceException($"There is no {package} in '{bench}'; run 'npm ci' there.");
    }

    static bool IsIn(string package, string folder) =>
        File.Exists(Path.Combine(folder, "node_modules", package, "package.json"));

    static string BenchFolder()
    {
        string[] starts = [AppContext.BaseDirectory, Environment.CurrentDirectory];
        foreach (var start in starts)
        {
            for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
            {
                var bench = Path.Combine(folder.FullName, "bench");
                if (File.Exists(Path.Combine(bench, "package-lock.json")))
                    return bench;
            }
        }

        throw new TraceException("This doesn't run in the repository; name a folder with the peers by --npm.");
    }

    static async Task Install(string folder)
    {
        await Console.Error.WriteLineAsync($"npm ci in {folder}");
        using var npm = Process.Start(new ProcessStartInfo("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
        })!;
        await npm.StandardOutput.ReadToEndAsync();
        await npm.WaitForExitAsync();
    }
}
