using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace MDReader.Load;

/// <summary>A server in a process of its own, with what the operating system counts for it.</summary>
sealed class ServerUnderTest : IAsyncDisposable
{
    static readonly long TicksPerSecond = 100;

    readonly Process _process;
    readonly DirectoryInfo _data;
    readonly IReadOnlyList<string> _tokens;

    ServerUnderTest(ServerKind kind, Process process, int port, DirectoryInfo data, IReadOnlyList<string> tokens, IReadOnlyList<string> documents)
    {
        (Kind, _process, Port, _data, _tokens, Documents) = (kind, process, port, data, tokens, documents);
    }

    public ServerKind Kind { get; }

    public int Port { get; }

    public IReadOnlyList<string> Documents { get; }

    public Dialect Dialect => Kind.Dialect;

    /// <summary>Processor seconds of the server so far, in user and kernel mode.</summary>
    public double CpuSeconds
    {
        get
        {
            var fields = Stat();
            return (long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture))
                / (double)TicksPerSecond;
        }
    }

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

    public static async Task<ServerUnderTest> Start(ServerKind kind, int people, int documents)
    {
        var data = Directory.CreateTempSubdirectory("mdreader-load-");
        var port = FreePort();
        using var seed = kind.Seed(people, documents, data);
        var (tokens, ids) = seed is not null
            ? await Planted(seed)
            : ([], Enumerable.Range(0, documents).Select(number => $"doc-{number}").ToList());
        var process = kind.Launch(port, data);
        var server = new ServerUnderTest(kind, process, port, data, tokens, ids);
        await server.Listening();
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        _data.Delete(recursive: true);
    }

    static async Task<(IReadOnlyList<string> Tokens, IReadOnlyList<string> Documents)> Planted(Process seed)
    {
        var said = await seed.StandardOutput.ReadToEndAsync();
        await seed.WaitForExitAsync();
        var line = said.Split('\n').Last(line => line.StartsWith('{'));
        var planted = JsonDocument.Parse(line).RootElement;
        return (
            [.. planted.GetProperty("users").EnumerateArray().Select(user => user.GetProperty("token").GetString()!)],
            [.. planted.GetProperty("documents").EnumerateArray().Select(document => document.GetString()!)]);
    }

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
            catch (SocketException) when (tries < 300 && !_process.HasExited)
            {
                await Task.Delay(100);
            }
        }
    }

    string[] Stat()
    {
        var stat = File.ReadAllText($"/proc/{_process.Id}/stat");
        return stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
    }

    static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
