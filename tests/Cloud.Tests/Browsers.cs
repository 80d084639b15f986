using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Cloud.Tests;

/// <summary>The browser tests of tests/e2e, on a server that runs already.</summary>
static class Browsers
{
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    /// <summary>Whether their packages are there. In continuous integration missing ones are a failure, not a skip.</summary>
    public static bool AreInstalled => Directory.Exists(Path.Combine(Folder(), "node_modules")) || Environment.GetEnvironmentVariable("CI") == "true";

    /// <summary>Runs one file; gives what it printed.</summary>
    /// <param name="file">Such as <c>story.spec.ts</c>.</param>
    /// <param name="server">Where people go.</param>
    /// <param name="code">What every letter of the server says to confirm an address with.</param>
    public static async Task<(bool Passed, string Said)> Run(string file, Uri server, string code)
    {
        var start = new ProcessStartInfo("npx", ["playwright", "test", file, "--reporter=line", "--output", Path.Combine(Path.GetTempPath(), "mdreader-rehearsal")])
        {
            WorkingDirectory = Folder(),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["MDREADER_E2E_SERVER"] = server.GetLeftPart(UriPartial.Authority), ["MDREADER_E2E_CODE"] = code },
        };
        using var process = Process.Start(start)!;
        try
        {
            using var late = new CancellationTokenSource(Patience);
            var said = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(late.Token), process.StandardError.ReadToEndAsync(late.Token));
            await process.WaitForExitAsync(late.Token);
            return (process.ExitCode == 0, string.Concat(said));
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    static string Folder([CallerFilePath] string file = "") => Path.Combine(Path.GetDirectoryName(file)!, "..", "e2e");
}
