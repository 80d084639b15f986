using System.Data.Common;
using MDReader.Server.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Npgsql;

namespace MDReader.Cloud;

/// <summary>One PostgreSQL database for any number of processes.</summary>
public sealed class PostgresProvider : IDatabaseProvider, IAsyncDisposable
{
    // Advisory locks, by numbers of our own choosing.
    const long StartLock = 0x4D44_0001;
    const long WriteLock = 0x4D44_0002;

    // As EF Core makes it; but EF Core asks for it first, and logs as an error that it isn't there.
    const string History = """
        create table if not exists "__EFMigrationsHistory" (
          "MigrationId" character varying(150) not null,
          "ProductVersion" character varying(32) not null,
          constraint "PK___EFMigrationsHistory" primary key ("MigrationId"))
        """;

    // Unless the address says otherwise. A database that is frozen rather than gone must show as an error while somebody
    // still waits for the answer; a process that is frozen inside a transaction must not hold its locks for ever.
    static readonly Dictionary<string, object> Defaults = new()
    {
        ["Application Name"] = "mdreader",
        ["Command Timeout"] = 10,
        ["Timeout"] = 5,
        ["Cancellation Timeout"] = -1,
        ["Tcp Keepalive"] = true,
        ["Max Auto Prepare"] = 100,
        ["Auto Prepare Min Usages"] = 2,
        // To put a session back takes eight statements each time, and whoever changes one puts it back by itself.
        ["No Reset On Close"] = true,
        ["Options"] = "-c idle_in_transaction_session_timeout=15s",
    };

    const string WakeChannel = "mdreader";
    static readonly TimeSpan ListenAgain = TimeSpan.FromSeconds(1);

    readonly NpgsqlDataSource _source;
    readonly string _self = Guid.NewGuid().ToString("N");

    /// <param name="address">As <see cref="PostgresAddress"/> reads it.</param>
    /// <param name="adjust">What else there is to say of connections, such as where the password comes from.</param>
    public PostgresProvider(string address, Action<NpgsqlDataSourceBuilder>? adjust = null)
    {
        var settings = PostgresAddress.Read(address);
        foreach (var (keyword, value) in Defaults)
            if (!settings.ShouldSerialize(keyword))
                settings[keyword] = value;
        var source = new NpgsqlDataSourceBuilder(settings.ConnectionString);
        adjust?.Invoke(source);
        _source = source.Build();
    }

    public bool OneWriter => false;

    public string MigrationsAssembly => "MDReader.Migrations.Postgres";

    public void Configure(DbContextOptionsBuilder options) => options
        .UseNpgsql(_source, postgres => postgres
            .MigrationsAssembly(MigrationsAssembly)
            // The provider's own wraps what failed in an exception that no longer says that it was the database.
            .ExecutionStrategy(dependencies => new Microsoft.EntityFrameworkCore.Storage.NonRetryingExecutionStrategy(dependencies)))
        .ReplaceService<IModelCustomizer, PostgresModel>();

    public async Task<DbConnection> OpenConnection(CancellationToken cancellationToken) =>
        await _source.OpenConnectionAsync(cancellationToken);

    /// <summary>The processes of an installation start one after the other: they migrate, and one of them makes the key.</summary>
    public async Task<IAsyncDisposable?> HoldStart(CancellationToken cancellationToken)
    {
        var connection = await _source.OpenConnectionAsync(cancellationToken);
        try
        {
            await using var command = new NpgsqlCommand($"select pg_advisory_lock({StartLock}); {History}", connection) { CommandTimeout = 0 };
            await command.ExecuteNonQueryAsync(cancellationToken);
            return new StartHeld(connection);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Locks end with the connection of whoever held them.</summary>
    public Task EndAbandonedMigration(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task<IReadOnlyCollection<string>> AppliedMigrations(CancellationToken cancellationToken)
    {
        await using var connection = await _source.OpenConnectionAsync(cancellationToken);
        await using var any = new NpgsqlCommand("""select to_regclass('"__EFMigrationsHistory"') is not null""", connection);
        await using var all = new NpgsqlCommand("""select "MigrationId" from "__EFMigrationsHistory" """, connection);
        if (await any.ExecuteScalarAsync(cancellationToken) is not true)
            return [];
        await using var row = await all.ExecuteReaderAsync(cancellationToken);
        var applied = new List<string>();
        while (await row.ReadAsync(cancellationToken))
            applied.Add(row.GetString(0));
        return applied;
    }

    public async Task TakeTurn(DbConnection connection, DbTransaction transaction, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = $"select pg_advisory_xact_lock({WriteLock})";
        command.Transaction = transaction;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>By NOTIFY, which is told at the commit, and not at all without one.</summary>
    public async Task Wake(DbConnection connection, DbTransaction transaction, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = $"select pg_notify('{WakeChannel}', '{_self}')";
        command.Transaction = transaction;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>By LISTEN on a connection of its own, for as long as the process lives. A pooler that hands connections round between transactions passes
    /// nothing on.</summary>
    public async Task Listen(Action woken, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await using var connection = await _source.OpenConnectionAsync(cancellationToken);
                connection.Notification += (_, told) =>
                {
                    if (told.Payload != _self)
                        woken();
                };
                await using (var command = new NpgsqlCommand($"listen {WakeChannel}", connection))
                    await command.ExecuteNonQueryAsync(cancellationToken);
                // What was told before this line, nobody heard.
                woken();
                while (true)
                    await connection.WaitAsync(cancellationToken);
            }
            catch (Exception gone) when (gone is NpgsqlException or TimeoutException or IOException)
            {
                await Task.Delay(ListenAgain, cancellationToken).ContinueWith(_ => { }, TaskScheduler.Default);
            }
        }
    }

    public object Stored(Guid id) => id;

    public object Stored(DateTimeOffset time) => time.ToUnixTimeMilliseconds();

    public bool IsAway(DbException failure) => failure.IsTransient || failure is PostgresException
    {
        SqlState: PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.ReadOnlySqlTransaction,
    };

    public bool IsDuplicate(DbUpdateException failure) =>
        failure.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation };

    public ValueTask DisposeAsync() => _source.DisposeAsync();

    // A pooled connection gives up no locks.
    sealed class StartHeld(NpgsqlConnection connection) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await using var _ = connection;
            await using var command = new NpgsqlCommand($"select pg_advisory_unlock({StartLock})", connection);
            await command.ExecuteNonQueryAsync();
        }
    }
}
