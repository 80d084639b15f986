using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace MDReader.TestKit;

/// <summary>The program itself in a process of its own, as somebody runs it, so that it can be killed.</summary>
public sealed class HostProcess : IAsyncDisposable
{
    // In the background of a busy machine a process takes its time.
    static readonly TimeSpan StartTime = TimeSpan.FromMinutes(5);
    static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(10);

    static readonly string Program = Built();

    readonly Process _process;

    HostProcess(Process process, Uri address, ConcurrentQueue<string> lines)
    {
        (_process, Address, Lines) = (process, address, lines);
        AppDomain.CurrentDomain.ProcessExit += End;
    }

    /// <summary>What it has said on standard output.</summary>
    public IReadOnlyCollection<string> Lines { get; }

    public Uri Address { get; }

    public int Id => _process.Id;

    /// <summary>Starts on a free port and waits until it is ready.</summary>
    /// <param name="dataFolder">Where it keeps what it keeps.</param>
    /// <param name="port">Where it listens.</param>
    /// <param name="settings">Environment variables.</param>
    public static async Task<HostProcess> Start(
        string dataFolder, int? port = null, IReadOnlyDictionary<string, string>? settings = null)
    {
        var address = new Uri($"http://127.0.0.1:{port ?? FreePort()}");
        var lines = new ConcurrentQueue<string>();
        var host = new HostProcess(Launch(dataFolder, address, settings, [], lines), address, lines);
        using var http = new HttpClient { BaseAddress = address, Timeout = AnswerTime };
        using var late = new CancellationTokenSource(StartTime);
        try
        {
            while (!await IsReady(http, late.Token))
                await Task.Delay(50, late.Token);
            return host;
        }
        catch (Exception failure)
        {
            var state = host._process.HasExited ? $"ended with {host._process.ExitCode}" : "is not ready";
            await host.DisposeAsync();
            throw new InvalidOperationException($"The host {state}.\n{string.Join('\n', lines)}", failure);
        }
    }

    static async Task<bool> IsReady(HttpClient http, CancellationToken late)
    {
        try
        {
            return (await http.GetAsync("/health/ready", late)).StatusCode == HttpStatusCode.OK;
        }
        catch (Exception notYet) when (notYet is HttpRequestException or TaskCanceledException && !late.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <summary>Runs a verb such as <c>seed</c> to its end; gives what it printed.</summary>
    public static async Task<string> Run(
        string dataFolder, IReadOnlyDictionary<string, string>? settings, params string[] arguments)
    {
        using var process = Launch(dataFolder, new("http://127.0.0.1:0"), settings, arguments);
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"Exit code {process.ExitCode}: {output}");
    }

    /// <summary>Begins a verb that doesn't end by itself.</summary>
    public static Process Begin(string dataFolder, IReadOnlyDictionary<string, string>? settings, params string[] arguments) =>
        Launch(dataFolder, new("http://127.0.0.1:0"), settings, arguments);

    /// <summary>Accounts with tokens, and documents that all of them may edit.</summary>
    public static async Task<Seeded> Seed(
        string dataFolder, int users, int documents, IReadOnlyDictionary<string, string>? settings = null) => JsonSerializer.Deserialize<Seeded>(
        await Run(dataFolder, settings, "seed", "--users", $"{users}", "--documents", $"{documents}"), JsonSerializerOptions.Web)!;

    /// <summary>SIGKILL: no chance to say or to write anything more.</summary>
    public async Task Kill()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>SIGSTOP: it holds what it has, its connections and locks included, and answers nobody.</summary>
    public Task Freeze() => Signal("STOP");

    /// <summary>SIGCONT: it goes on where it was stopped.</summary>
    public Task Thaw() => Signal("CONT");

    /// <summary>SIGTERM: it may finish what it has begun. Waits until it has ended.</summary>
    public async Task Terminate()
    {
        await Signal("TERM");
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        AppDomain.CurrentDomain.ProcessExit -= End;
        if (!_process.HasExited)
            await Kill();
        _process.Dispose();
    }

    async Task Signal(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", $"{Id}"]);
        await kill.WaitForExitAsync();
    }

    // It ends with the test at the latest.
    void End(object? sender, EventArgs e)
    {
        if (!_process.HasExited)
            _process.Kill();
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    // Where it is built, since it is compiled ahead there; the copy of it beside the tests is not.
    static string Built()
    {
        var framework = new DirectoryInfo(AppContext.BaseDirectory);
        var (configuration, root) = (framework.Parent!, framework.Parent!.Parent!.Parent!.Parent!.Parent!);
        return Path.Combine(root.FullName, "src/MDReader.Host/bin", configuration.Name, framework.Name, "MDReader.Host.dll");
    }

    static Process Launch(
        string dataFolder, Uri address, IReadOnlyDictionary<string, string>? settings, string[] arguments,
        ConcurrentQueue<string>? lines = null)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            WorkingDirectory = dataFolder,
            Environment = { ["MDREADER_DATA"] = dataFolder, ["MDREADER_URLS"] = address.GetLeftPart(UriPartial.Authority) },
        };
        foreach (var (name, value) in settings ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        start.ArgumentList.Add(Program);
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        var process = Process.Start(start)!;
        if (arguments.Length == 0)
            process.OutputDataReceived += (_, said) => lines?.Enqueue(said.Data ?? "");
        if (arguments.Length == 0)
            process.BeginOutputReadLine();
        return process;
    }
}

/// <summary>What the verb <c>seed</c> prints.</summary>
public sealed record Seeded(IReadOnlyList<SeededUser> Users, IReadOnlyList<string> Documents);

/// <summary>A person and a personal access token of 24 hours.</summary>
public sealed record SeededUser(string Id, string Token);
