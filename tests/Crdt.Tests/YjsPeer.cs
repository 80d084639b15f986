using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Crdt.Tests;

/// <summary>Documents of real yjs, in a node process (<c>yjs-peer/</c>, after <c>npm ci</c> there).</summary>
public sealed class YjsPeer : IDisposable
{
    Process? _process;

    static string Folder => Path.Combine(RepositoryFolders.TestSources, "yjs-peer");

    /// <summary>Starts node; without its packages the test skips, but fails where CI=true promises them.</summary>
    static Process Start()
    {
        var installed = Directory.Exists(Path.Combine(Folder, "node_modules", "yjs"));
        if (!installed && Environment.GetEnvironmentVariable("CI") != "true")
            Assert.Skip("Run 'npm ci' in tests/Crdt.Tests/yjs-peer to compare with yjs.");
        installed.ShouldBeTrue("CI runs 'npm ci' in tests/Crdt.Tests/yjs-peer before the tests.");
        return Process.Start(new ProcessStartInfo("node", "peer.mjs")
        {
            WorkingDirectory = Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
    }

    /// <summary>A new document, instead of the one that had that number.</summary>
    public void Open(int doc, ulong client, bool gc) =>
        Ask(new() { ["command"] = "open", ["doc"] = doc, ["client"] = client, ["gc"] = gc });

    public byte[] Edit(int doc, IEnumerable<(int Index, string Insert, int Remove)> edits)
    {
        var list = new JsonArray();
        foreach (var (index, insert, remove) in edits)
            list.Add(new JsonObject { ["index"] = index, ["insert"] = insert, ["remove"] = remove });
        return Ask(new() { ["command"] = "edit", ["doc"] = doc, ["edits"] = list }).GetBytesFromBase64();
    }

    public void Apply(int doc, byte[] update) =>
        Ask(new() { ["command"] = "apply", ["doc"] = doc, ["update"] = Convert.ToBase64String(update) });

    public (string Text, byte[] StateVector, byte[] Update, bool Pending) State(int doc)
    {
        var state = Ask(new() { ["command"] = "state", ["doc"] = doc });
        return (state.GetProperty("text").GetString()!, state.GetProperty("stateVector").GetBytesFromBase64(),
            state.GetProperty("update").GetBytesFromBase64(), state.GetProperty("pending").GetBoolean());
    }

    public byte[] Diff(int doc, byte[] stateVector) =>
        Ask(new() { ["command"] = "diff", ["doc"] = doc, ["stateVector"] = Convert.ToBase64String(stateVector) })
            .GetBytesFromBase64();

    JsonElement Ask(JsonObject message)
    {
        _process ??= Start();
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
        if (_process is null)
            return;
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }
}

/// <summary>One node process serves all tests that compare with yjs, one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class WithYjs : ICollectionFixture<YjsPeer>
{
    public const string Name = "with yjs";
}
