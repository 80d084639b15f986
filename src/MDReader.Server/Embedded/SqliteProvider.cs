using System.Data.Common;
using System.Runtime.CompilerServices;
using MDReader.Server.Platform;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.Options;
using SQLitePCL;

namespace MDReader.Server.Embedded;

/// <summary>
/// One file in the data folder, in WAL mode. <c>synchronous=FULL</c> because a commit is what "Saved" means: NORMAL lost
/// every acknowledged commit in a simulated power cut. <c>wal_autocheckpoint=10000</c> keeps the slowest commits short.
/// </summary>
public sealed class SqliteProvider : DbConnectionInterceptor, IDatabaseProvider
{
    const string Settings = """
        pragma journal_mode = wal;
        pragma synchronous = full;
        pragma wal_autocheckpoint = 10000;
        pragma foreign_keys = on;
        pragma busy_timeout = 5000;
        """;

    // Settings belong to a native handle, and pooled connections hand the same handles round.
    readonly ConditionalWeakTable<sqlite3, object> _settled = [];
    readonly string _connectionString;

    // For statistics that nobody asks for, all connections would wait for one lock whenever one of them allocates. Where the
    // library runs already it stays as it is.
    static SqliteProvider()
    {
        Batteries_V2.Init();
        _ = raw.sqlite3_config(raw.SQLITE_CONFIG_MEMSTATUS, 0);
    }

    public SqliteProvider(IOptions<PlatformOptions> options)
        : this(Path.Combine(options.Value.Data, "mdreader.db"))
    {
    }

    public SqliteProvider(string file)
    {
        if (Path.GetDirectoryName(file) is { Length: > 0 } folder)
        {
            Directory.CreateDirectory(folder);
        }

        _connectionString = new SqliteConnectionStringBuilder { DataSource = file, Pooling = true }.ToString();
    }

    public bool OneWriter => true;

    public string MigrationsAssembly => "MDReader.Migrations.Sqlite";

    public void Configure(DbContextOptionsBuilder options) => options
        .UseSqlite(_connectionString, sqlite => sqlite.MigrationsAssembly(MigrationsAssembly))
        .ReplaceService<IModelCustomizer, SqliteModel>()
        .AddInterceptors(this);

    public async Task<DbConnection> OpenConnection(CancellationToken cancellationToken)
    {
        var connection = new SqliteConnection(_connectionString);
        await connection.OpenAsync(cancellationToken);
        Settle(connection);
        return connection;
    }

    /// <summary>One process works on the file, so there is nobody to wait for.</summary>
    public Task<IAsyncDisposable?> HoldStart(CancellationToken cancellationToken) =>
        Task.FromResult<IAsyncDisposable?>(null);

    /// <summary>EF Core's lock is a row that outlives the process, and no other process works on the file.</summary>
    public async Task EndAbandonedMigration(CancellationToken cancellationToken)
    {
        await using var connection = await OpenConnection(cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = """drop table if exists "__EFMigrationsLock" """;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public async Task<IReadOnlyCollection<string>> AppliedMigrations(CancellationToken cancellationToken)
    {
        await using var connection = await OpenConnection(cancellationToken);
        await using var any = connection.Command("""select 1 from sqlite_master where name = '__EFMigrationsHistory'""");
        await using var all = connection.Command("""select "MigrationId" from "__EFMigrationsHistory" """);
        return await any.ExecuteScalarAsync(cancellationToken) is null ? [] : await all.Rows(row => row.GetString(0), cancellationToken);
    }

    /// <summary>The gate has given it; see <see cref="OneWriter"/>.</summary>
    public Task TakeTurn(DbConnection connection, DbTransaction transaction, CancellationToken cancellationToken) =>
        Task.CompletedTask;

    /// <summary>There is no other process.</summary>
    public Task Wake(DbConnection connection, DbTransaction transaction, CancellationToken cancellationToken) =>
        Task.CompletedTask;

    /// <inheritdoc cref="Wake"/>
    public Task Listen(Action woken, CancellationToken cancellationToken) => Task.CompletedTask;

    public object Stored(Guid id) => SqliteModel.Text(id);

    public object Stored(DateTimeOffset time) => time.ToUnixTimeMilliseconds();

    public bool IsAway(DbException failure) => failure is SqliteException
    {
        SqliteErrorCode: raw.SQLITE_BUSY or raw.SQLITE_CANTOPEN or raw.SQLITE_FULL or raw.SQLITE_IOERR or raw.SQLITE_READONLY,
    };

    public bool IsDuplicate(DbUpdateException failure) =>
        failure.InnerException is SqliteException { SqliteExtendedErrorCode: 1555 or 2067 };

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData) =>
        Settle((SqliteConnection)connection);

    public override Task ConnectionOpenedAsync(
        DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        Settle((SqliteConnection)connection);
        return Task.CompletedTask;
    }

    void Settle(SqliteConnection connection)
    {
        if (connection.Handle is { } handle && !_settled.TryGetValue(handle, out _))
        {
            using var command = connection.CreateCommand();
            command.CommandText = Settings;
            command.ExecuteNonQuery();
            _settled.AddOrUpdate(handle, this);
        }
    }
}
