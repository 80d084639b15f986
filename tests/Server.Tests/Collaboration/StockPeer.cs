using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Server.Tests.Collaboration;

/// <summary>npm's own clients in a node process (<c>stock-peer/</c>, after <c>npm ci</c> there).</summary>
public sealed class StockPeer : IDisposable
{
    // It gives up by itself before; this is for where it hangs.
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    Process? _process;

    static string Folder => Path.Combine(Here(), "..", "stock-peer");

    /// <summary>Connects npm's y-websocket.</summary>
    public Task YWebsocket(string client, Uri server, string document, string token) =>
        Ask("yWebsocket", client, ("url", $"ws://{server.Authority}/collab"), ("document", document), ("token", token));

    /// <summary>Connects npm's y-websocket by API Gateway, with the socket that is ours.</summary>
    /// <param name="client">Its name here.</param>
    /// <param name="stage">The gateway's address.</param>
    /// <param name="document">Which.</param>
    /// <param name="token">What it proves itself by.</param>
    public Task ThroughGateway(string client, Uri stage, string document, string token) =>
        Ask("yWebsocket", client, ("url", $"ws://{stage.Authority}{stage.AbsolutePath}"), ("document", document), ("token", token),
            ("isGateway", true));

    /// <summary>Connects npm's Hocuspocus provider; those with the same socket share a connection.</summary>
    /// <param name="client">Its name here.</param>
    /// <param name="server">Where.</param>
    /// <param name="document">Which.</param>
    /// <param name="token">What it proves itself by.</param>
    /// <param name="socket">Which connection; its own where null.</param>
    /// <param name="tokenAfter">Milliseconds that its token takes to come.</param>
    /// <param name="sessionAwareness">Whether it names itself beside the document.</param>
    public Task Hocuspocus(
        string client, Uri server, string document, string token,
        string? socket = null, int tokenAfter = 0, bool sessionAwareness = false) =>
        Ask("hocuspocus", client, ("url", $"ws://{server.Authority}/collab"), ("document", document), ("token", token),
            ("socket", socket ?? client), ("tokenAfter", tokenAfter), ("sessionAwareness", sessionAwareness));

    public Task Insert(string client, int index, string text) => Ask("insert", client, ("index", index), ("text", text));

    public Task Remove(string client, int index, int length) => Ask("remove", client, ("index", index), ("length", length));

    public Task Show(string client, string field, JsonObject value) => Ask("show", client, ("field", field), ("value", value));

    /// <summary>The token that it shows from now on.</summary>
    public Task Token(string client, string token) => Ask("token", client, ("token", token));

    public Task<JsonElement> State(string client) => Ask("state", client);

    /// <summary>Waits until its state has these members; gives it whole.</summary>
    public Task<JsonElement> Until(string client, JsonObject has) => Ask("until", client, ("has", has));

    public Task Close(string client) => Ask("close", client);

    public void Dispose()
    {
        if (_process is { HasExited: false })
            _process.Kill();
        _process?.Dispose();
    }

    /// <summary>Starts node; without its packages the test skips, but fails where CI=true promises them.</summary>
    static Process Start()
    {
        var installed = Directory.Exists(Path.Combine(Folder, "node_modules", "yjs"));
        if (!installed && Environment.GetEnvironmentVariable("CI") != "true")
            Assert.Skip("Run 'npm ci' in tests/Server.Tests/stock-peer to test with npm's clients.");
        installed.ShouldBeTrue("CI runs 'npm ci' in tests/Server.Tests/stock-peer before the tests.");
        return Process.Start(new ProcessStartInfo("node", "peer.mjs")
        {
            WorkingDirectory = Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
    }

    async Task<JsonElement> Ask(string command, string client, params (string Name, JsonNode? Value)[] arguments)
    {
        _process ??= Start();
        var message = new JsonObject { ["command"] = command, ["client"] = client };
        foreach (var (name, value) in arguments)
            message[name] = value;
        await _process.StandardInput.WriteLineAsync(message.ToJsonString());
        await _process.StandardInput.FlushAsync();
        var line = await _process.StandardOutput.ReadLineAsync().WaitAsync(Patience)
            ?? throw new InvalidOperationException("node has ended.");
        var answer = JsonDocument.Parse(line).RootElement;
        return answer.TryGetProperty("error", out var error)
            ? throw new InvalidOperationException($"{command} of {client}: {error.GetString()}")
            : answer.GetProperty("result");
    }

    static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
