using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Crdt.Tests;

/// <summary>A script in <c>yjs-peer/</c> that answers one JSON object a line, after <c>npm ci</c> there.</summary>
public abstract class NodePeer(string script) : IDisposable
{
    Process? _process;

    static string Folder => Path.Combine(RepositoryFolders.TestSources, "yjs-peer");

    /// <summary>Starts node; without its packages the test skips, but fails where CI=true promises them.</summary>
    static Process Start(string script)
    {
        var installed = Directory.Exists(Path.Combine(Folder, "node_modules", "yjs"));
        if (!installed && Environment.GetEnvironmentVariable("CI") != "true")
            Assert.Skip("Run 'npm ci' in tests/Crdt.Tests/yjs-peer to compare with yjs.");
        installed.ShouldBeTrue("CI runs 'npm ci' in tests/Crdt.Tests/yjs-peer before the tests.");
        return Process.Start(new ProcessStartInfo("node", script)
        {
            WorkingDirectory = Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
    }

    protected internal JsonElement Ask(JsonObject message)
    {
        _process ??= Start(script);
        _process.StandardInput.WriteLine(message.ToJsonString());
        _process.StandardInput.Flush();
        var line = _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("yjs has ended.");
        var answer = JsonDocument.Parse(line).RootElement;
        return answer.TryGetProperty("error", out var error)
            ? throw new InvalidOperationException($"yjs refused: {error.GetString()}")
            : answer.GetProperty("result");
    }

    public void Dispose()
    {
        GC.SuppressFinalize(this);
        if (_process is null)
            return;
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }
}
