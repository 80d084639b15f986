using System.Collections.Concurrent;
using System.Diagnostics;

namespace Client.Tests.Chaos;

/// <summary><c>mdreader sync</c> as somebody runs it, so that it can be killed.</summary>
sealed class SyncProcess(string folder, Guid workspace, string token)
{
    readonly ConcurrentQueue<string?> _said = [];
    Process? _process;

    public string Folder => folder;

    public bool HasEnded => _process is null or { HasExited: true };

    /// <summary>What it said last.</summary>
    public string Said => string.Join(" | ", _said.TakeLast(60));

    public void Start(Uri server)
    {
        if (_process is not null)
            return;
        var start = new ProcessStartInfo("dotnet",
            [Path.Combine(AppContext.BaseDirectory, "MDReader.Cli.dll"), "sync", folder, "--workspace", $"{workspace}"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["MDREADER_SERVER"] = $"{server}";
        start.Environment["MDREADER_TOKEN"] = token;
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, said) => _said.Enqueue(said.Data);
        _process.ErrorDataReceived += (_, said) => _said.Enqueue(said.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public async Task End()
    {
        if (_process is null)
            return;
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }
}
