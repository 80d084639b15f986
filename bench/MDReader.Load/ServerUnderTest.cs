using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using MDReader.TestKit;

namespace MDReader.Load;

/// <summary>A server in a process of its own, with what the operating system counts for it.</summary>
sealed class ServerUnderTest : ILoadTarget, IAsyncDisposable
{
    readonly DirectoryInfo _data;
    readonly PostgresServer? _postgres;
    Process _process;
    readonly IReadOnlyList<string> _tokens;

    ServerUnderTest(ServerKind kind, Process process, int port, DirectoryInfo data, PostgresServer? postgres, Planted planted)
    {
        (Kind, _process, Port, _data, _postgres, _tokens, Documents) = (kind, process, port, data, postgres, planted.Tokens, planted.Documents);
    }

    public ServerKind Kind { get; }

    public int Port { get; }

    public IReadOnlyList<string> Documents { get; }

    public Dialect Dialect => Kind.Dialect;

    /// <summary>Processor seconds of the server so far, in user and kernel mode.</summary>
    public double CpuSeconds => CpuTime.OfProcess(_process.Id);

    /// <summary>Processor seconds so far of the PostgreSQL beside it and all its sessions; null where there is none.</summary>
    public double? DatabaseCpuSeconds => _postgres is null ? null : CpuTime.OfChildren(_postgres.ProcessId);

    /// <summary>Files and sockets that it has open.</summary>
    public int Handles => Directory.GetFileSystemEntries($"/proc/{_process.Id}/fd").Length;

    public int Threads => Directory.GetDirectories($"/proc/{_process.Id}/task").Length;

    public long ResidentBytes => File.ReadLines($"/proc/{_process.Id}/status").First(line => line.StartsWith("VmRSS", StringComparison.Ordinal))
        .Split(' ', StringSplitOptions.RemoveEmptyEntries) is [_, var kibibytes, _] ? long.Parse(kibibytes, CultureInfo.InvariantCulture) * 1024 : 0;

    public int ProcessId => _process.Id;

    public string TokenOf(int person) => _tokens[person % _tokens.Count];

    public string PathOf(string document, int person) => Dialect switch
    {
        Dialect.MDReader => $"/collab/{document}?ack=1&token={TokenOf(person)}",
        Dialect.Hocuspocus => "/",
        _ => $"/{document}",
    };

    /// <param name="kind">Which server.</param>
    /// <param name="people">Accounts, where it has such.</param>
    /// <param name="documents">How many.</param>
    /// <param name="task">What it is confined to, if anything.</param>
    /// <param name="settings">Environment variables besides.</param>
    public static async Task<ServerUnderTest> Start(
        ServerKind kind, int people, int documents, SmallTask? task = null, params IEnumerable<(string Name, string Value)> settings)
    {
        var data = Directory.CreateTempSubdirectory("mdreader-load-");
        var port = FreePort();
        var postgres = kind.IsOnPostgres ? await PostgresServer.Start(syncs: true) : null;
        var database = postgres is null ? null : await postgres.NewDatabase();
        var planted = kind.Seed(people, documents, data) is { } seed
            ? await Plant(On(database, seed))
            : new([], [.. Enumerable.Range(0, documents).Select(number => $"doc-{number}")]);
        var launch = On(database, kind.Launch(port, data));
        foreach (var (name, value) in settings)
            launch.Environment[name] = value;
        var process = Launch(task?.Around(launch) ?? launch);
        var server = new ServerUnderTest(kind, process, port, data, postgres, planted);
        await server.Listening();
        return server;
    }

    static ProcessStartInfo On(string? database, ProcessStartInfo start)
    {
        if (database is not null)
            start.Environment["MDREADER_DATABASE"] = database;
        return start;
    }

    /// <summary>SIGKILL.</summary>
    public async Task Kill()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
    }

    /// <summary>Starts it again on what it has kept.</summary>
    public async Task StartAgain()
    {
        _process.Dispose();
        _process = Launch(Kind.Launch(Port, _data));
        await Listening();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        _data.Delete(recursive: true);
        if (_postgres is not null)
            await _postgres.DisposeAsync();
    }

    sealed record Planted(IReadOnlyList<string> Tokens, IReadOnlyList<string> Documents);

    static async Task<Planted> Plant(ProcessStartInfo seed)
    {
        using var process = Launch(seed);
        var said = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        var line = said.Split('\n').Last(line => line.StartsWith('{'));
        var planted = JsonDocument.Parse(line).RootElement;
        return new(
            [.. planted.GetProperty("users").EnumerateArray().Select(user => user.GetProperty("token").GetString()!)],
            [.. planted.GetProperty("documents").EnumerateArray().Select(document => document.GetString()!)]);
    }

    static Process Launch(ProcessStartInfo start) =>
        Process.Start(start) ?? throw new InvalidOperationException($"{start.FileName} did not start.");

    async Task Listening()
    {
        for (var tries = 0; ; tries++)
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, Port));
                return;
            }
            catch (SocketException) when (tries < 12_000 && !_process.HasExited)
            {
                await Task.Delay(10);
            }
        }
    }

    static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
