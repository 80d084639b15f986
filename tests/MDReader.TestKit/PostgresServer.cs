using Npgsql;

namespace MDReader.TestKit;

/// <summary>
/// A PostgreSQL of the test's own on a loopback port. Its default collation is English on purpose: that text sorts by its
/// bytes must come from the schema. It doesn't sync to disk unless told to, since no test cuts the power; a crash of the
/// database loses nothing by that.
/// </summary>
public sealed class PostgresServer : IAsyncDisposable
{
    const string User = "mdreader";
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    static int _databases;

    // Made by whoever runs the database, who may be somebody else.
    readonly string _data = Path.Combine(Path.GetTempPath(), $"mdreader-postgres-{Guid.NewGuid():N}");
    readonly Certificate? _certificate;
    Child? _server;

    readonly bool _syncs;

    PostgresServer(Certificate? certificate, bool syncs) => (_certificate, _syncs) = (certificate, syncs);

    /// <summary>Of the parent of all its sessions.</summary>
    public int ProcessId => _server!.Id;

    public int Port { get; } = HostProcess.FreePort();

    /// <summary>Whether this machine has PostgreSQL. In continuous integration a missing one is a failure, not a skip.</summary>
    public static bool IsInstalled => Child.Has("initdb") || Environment.GetEnvironmentVariable("CI") == "true";

    /// <param name="certificate">For TLS, and then nothing else.</param>
    /// <param name="syncs">Whether what it says it has kept outlives a power cut, as where its speed is measured.</param>
    public static async Task<PostgresServer> Start(Certificate? certificate = null, bool syncs = false)
    {
        var server = new PostgresServer(certificate, syncs);
        await Child.Run("initdb", "-D", server._data, "-U", User, "-A", "trust", "-E", "UTF8", "--no-sync",
            "--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=en");
        if (certificate is not null)
            await File.WriteAllTextAsync(server.Rules, "hostssl all all 127.0.0.1/32 trust\n");
        await server.Resume();
        return server;
    }

    /// <summary>Makes a new, empty database; gives the address for <c>MDREADER_DATABASE</c>.</summary>
    public async Task<string> NewDatabase()
    {
        var name = $"test{Interlocked.Increment(ref _databases)}";
        await using var connection = new NpgsqlConnection($"{Connection("postgres")};Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"create database {name}", connection);
        await command.ExecuteNonQueryAsync();
        return $"postgres://{User}@127.0.0.1:{Port}/{name}{(_certificate is null ? "" : "?sslmode=verify-full")}";
    }

    /// <summary>Asks this role for its password from now on; the others come in without one.</summary>
    public async Task AskForPassword(string role)
    {
        await File.WriteAllTextAsync(Rules, $"host all {role} 127.0.0.1/32 scram-sha-256\n{await File.ReadAllTextAsync(Rules)}");
        await _server!.Signal("HUP");
    }

    /// <summary>As <c>pg_ctl stop -m</c>: <c>fast</c>, or <c>immediate</c>, which is a crash.</summary>
    public async Task Stop(string mode)
    {
        await _server!.Signal(mode == "immediate" ? "QUIT" : "INT");
        await _server.Ended().WaitAsync(Patience);
        await _server.DisposeAsync();
    }

    /// <summary>Starts it again after <see cref="Stop"/>, and waits until it takes connections.</summary>
    public async Task Resume()
    {
        _server = Child.Start("postgres", ["-D", _data, "-p", $"{Port}", "-c", "listen_addresses=127.0.0.1",
            "-c", "unix_socket_directories=", "-c", $"fsync={(_syncs ? "on" : "off")}", "-c", "max_connections=400", "-c", "shared_buffers=64MB", .. Tls()]);
        using var late = new CancellationTokenSource(Patience);
        while (!await Answers(late.Token))
            await Task.Delay(50, late.Token);
    }

    /// <summary>Connections stay open and nothing answers; until <see cref="Thaw"/>.</summary>
    public Task Freeze() => Everyone("STOP");

    public Task Thaw() => Everyone("CONT");

    public async ValueTask DisposeAsync()
    {
        if (_server is { HasExited: false })
        {
            await Thaw();
            await Stop("immediate");
        }
        Directory.Delete(_data, recursive: true);
    }

    // Every session is a process of its own.
    async Task Everyone(string signal)
    {
        await _server!.Signal(signal);
        using var others = System.Diagnostics.Process.Start("pkill", ["-" + signal, "-P", $"{ProcessId}"]);
        await others.WaitForExitAsync();
    }

    async Task<bool> Answers(CancellationToken late)
    {
        try
        {
            await using var connection = new NpgsqlConnection($"{Connection("postgres")};Pooling=false");
            await connection.OpenAsync(late);
            return true;
        }
        catch (NpgsqlException)
        {
            return !_server!.HasExited ? false : throw new InvalidOperationException("PostgreSQL didn't start.");
        }
    }

    string Rules => Path.Combine(_data, "pg_hba.conf");

    string[] Tls() => _certificate is null
        ? []
        : ["-c", "ssl=on", "-c", $"ssl_cert_file={_certificate.Path}", "-c", $"ssl_key_file={_certificate.Key}"];

    string Connection(string database) =>
        $"Host=127.0.0.1;Port={Port};Username={User};Database={database};Timeout=5{(_certificate is null ? "" : ";SSL Mode=Require")}";
}
