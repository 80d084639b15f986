namespace MDReader.TestKit;

/// <summary>A Redis of the test's own on a loopback port, which keeps nothing on disk.</summary>
public sealed class RedisServer : IAsyncDisposable
{
    readonly string _password = Guid.NewGuid().ToString("N");
    readonly Certificate? _certificate;
    Child? _server;

    RedisServer(Certificate? certificate) => _certificate = certificate;

    public int Port { get; } = HostProcess.FreePort();

    /// <inheritdoc cref="PostgresServer.IsInstalled"/>
    public static bool IsInstalled => Child.Has("redis-server") || Environment.GetEnvironmentVariable("CI") == "true";

    /// <summary>For <c>MDREADER_REDIS</c>.</summary>
    public string Address => $"{(_certificate is null ? "redis" : "rediss")}://:{_password}@127.0.0.1:{Port}/0";

    /// <param name="certificate">For TLS, and then nothing else.</param>
    public static Task<RedisServer> Start(Certificate? certificate = null)
    {
        var redis = new RedisServer(certificate);
        redis.Resume();
        return Task.FromResult(redis);
    }

    /// <summary>Starts it again after <see cref="Kill"/>; it knows nothing of before.</summary>
    public void Resume() => _server = Child.Start("redis-server", [.. Listening(), "--bind", "127.0.0.1",
        "--requirepass", _password, "--save", "", "--appendonly", "no", "--dir", Path.GetTempPath()]);

    public async Task Kill()
    {
        if (_server is { } server)
            await server.DisposeAsync();
        _server = null;
    }

    /// <summary>Connections stay open and nothing answers; until <see cref="Thaw"/>.</summary>
    public Task Freeze() => _server!.Signal("STOP");

    public Task Thaw() => _server!.Signal("CONT");

    public async ValueTask DisposeAsync() => await Kill();

    string[] Listening() => _certificate is null
        ? ["--port", $"{Port}"]
        : ["--port", "0", "--tls-port", $"{Port}", "--tls-auth-clients", "no",
            "--tls-cert-file", _certificate.Path, "--tls-key-file", _certificate.Key, "--tls-ca-cert-file", _certificate.Path];
}
