using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Server.Tests.Agents;

/// <summary>npm's own MCP client in a node process (<c>agent/</c>, after <c>npm ci</c> there).</summary>
public sealed class StockAgent : IDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    readonly Process _process;

    StockAgent(Process process) => _process = process;

    /// <summary>What it heard of the server when it connected.</summary>
    public JsonElement Greeting { get; private set; }

    static string Folder => Path.Combine(Path.GetDirectoryName(Here())!, "..", "agent");

    public static async Task<StockAgent> Connect(Uri server, string token)
    {
        Assert.SkipUnless(
            Directory.Exists(Path.Combine(Folder, "node_modules", "@modelcontextprotocol")) || Environment.GetEnvironmentVariable("CI") == "true",
            "Run npm ci in tests/Server.Tests/agent.");
        var agent = new StockAgent(Process.Start(new ProcessStartInfo("node", ["agent.mjs", new Uri(server, "/mcp").ToString(), token])
        {
            WorkingDirectory = Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!);
        agent.Greeting = await agent.Heard();
        return agent;
    }

    public Task<JsonElement> List() => Ask(new { list = true });

    /// <summary>Calls a tool; gives whether it was refused, and its text.</summary>
    public async Task<(bool IsError, string Text)> Call(string tool, object arguments)
    {
        var answer = await Ask(new { tool, arguments });
        return answer.TryGetProperty("failed", out var failed)
            ? (true, failed.GetString()!)
            : (answer.TryGetProperty("isError", out var error) && error.GetBoolean(), answer.GetProperty("content")[0].GetProperty("text").GetString()!);
    }

    public async Task<JsonElement> Must(string tool, object arguments)
    {
        var (isError, text) = await Call(tool, arguments);
        isError.ShouldBeFalse(text);
        return JsonDocument.Parse(text).RootElement;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }

    async Task<JsonElement> Ask(object line)
    {
        await _process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(line));
        await _process.StandardInput.FlushAsync();
        return await Heard();
    }

    async Task<JsonElement> Heard() =>
        JsonDocument.Parse((await _process.StandardOutput.ReadLineAsync().WaitAsync(Patience))!).RootElement;

    static string Here([CallerFilePath] string file = "") => file;
}
