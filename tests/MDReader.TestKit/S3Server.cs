using System.Net.Sockets;
using System.Runtime.CompilerServices;

namespace MDReader.TestKit;

/// <summary>npm's s3rver on a loopback port, with one bucket, in a folder of its own.</summary>
public sealed class S3Server : IAsyncDisposable
{
    const string Bucket = "mdreader";
    const string Key = "S3RVER";
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("mdreader-s3-");
    readonly System.Diagnostics.Process _server;

    S3Server()
    {
        Directory.CreateDirectory(Path.Combine(_data.FullName, Bucket));
        var start = new System.Diagnostics.ProcessStartInfo(
            "node",
            [Program, "--address", "127.0.0.1", "--port", $"{Port}", "--directory", _data.FullName, "--silent", "--no-vhost-buckets"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        _server = System.Diagnostics.Process.Start(start)!;
        AppDomain.CurrentDomain.ProcessExit += End;
        _server.OutputDataReceived += (_, _) => { };
        _server.ErrorDataReceived += (_, _) => { };
        _server.BeginOutputReadLine();
        _server.BeginErrorReadLine();
    }

    public int Port { get; } = HostProcess.FreePort();

    /// <summary>For <c>MDREADER_S3</c>.</summary>
    public string Address => $"s3://{Key}:{Key}@{Bucket}?endpoint={Uri.EscapeDataString($"http://127.0.0.1:{Port}")}";

    /// <summary>Whether its packages are there. In continuous integration missing ones are a failure, not a skip.</summary>
    public static bool IsInstalled => File.Exists(Program) || Environment.GetEnvironmentVariable("CI") == "true";

    static string Program => Path.Combine(Here(), "..", "s3", "node_modules", "s3rver", "bin", "s3rver.js");

    public static async Task<S3Server> Start()
    {
        var server = new S3Server();
        using var late = new CancellationTokenSource(Patience);
        while (!await server.Answers(late.Token))
            await Task.Delay(50, late.Token);
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        AppDomain.CurrentDomain.ProcessExit -= End;
        End(null, EventArgs.Empty);
        await _server.WaitForExitAsync();
        _server.Dispose();
        _data.Delete(recursive: true);
    }

    async Task<bool> Answers(CancellationToken late)
    {
        try
        {
            using var connection = new TcpClient();
            await connection.ConnectAsync("127.0.0.1", Port, late);
            return true;
        }
        catch (SocketException)
        {
            return !_server.HasExited ? false : throw new InvalidOperationException("s3rver didn't start; run npm ci in tests/MDReader.TestKit/s3.");
        }
    }

    void End(object? sender, EventArgs e)
    {
        if (!_server.HasExited)
            _server.Kill(entireProcessTree: true);
    }

    static string Here([CallerFilePath] string file = "") => file;
}
