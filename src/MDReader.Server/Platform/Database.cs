using System.Data;
using System.Data.Common;
using System.Reflection;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Storage;

namespace MDReader.Server.Platform;

/// <summary>The single road to the tables: every write passes <see cref="Write{T}"/>, so what must happen with every
/// write has one place.</summary>
public sealed class Database(
    IDbContextFactory<MDReaderDb> contexts, IDatabaseProvider provider, WriteGate gate, Signals signals, TimeProvider time)
    : IDisposable
{
    readonly AsyncLocal<Unit?> _current = new();
    readonly Lookups _lookups = new(provider);

    /// <summary>Reads on a pooled context, beside any writer. Inside a write it sees that write's own changes.</summary>
    public async Task<T> Read<T>(
        Func<MDReaderDb, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        if (_current.Value is { } unit)
        {
            return await work(unit.Db, cancellationToken);
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        db.ChangeTracker.QueryTrackingBehavior = QueryTrackingBehavior.NoTracking;
        return await work(db, cancellationToken);
    }

    /// <summary>
    /// The rows of a query on a hot path: SQL for either database, prepared once and kept. Inside a write it sees what
    /// that write has saved so far. The names of <paramref name="values"/> go with the text.
    /// </summary>
    public Task<List<T>> Look<T>(
        string sql, (string Name, object? Value)[] values, Func<DbDataReader, T> read, CancellationToken cancellationToken) =>
        Find(sql, values, read, RawSql.Rows<T>, cancellationToken).AsTask();

    /// <summary>As <see cref="Look{T}"/>, of one row: the first, or the type's default where there is none.</summary>
    public ValueTask<T?> LookOne<T>(
        string sql, (string Name, object? Value)[] values, Func<DbDataReader, T> read, CancellationToken cancellationToken) =>
        Find<T, T?>(sql, values, read, RawSql.FirstRow<T>, cancellationToken);

    /// <summary>
    /// Runs the work in one transaction, saves what it changed and commits; one at a time over all processes, so what it
    /// reads stays true until then. A write inside a write joins it. Don't await anything slow in here, a person or a
    /// network least of all: everybody's writes wait.
    /// </summary>
    public Task<T> Write<T>(Func<MDReaderDb, CancellationToken, Task<T>> work, CancellationToken cancellationToken) =>
        WriteIf(async (db, token) => (Keep: true, await work(db, token)), cancellationToken);

    public Task Write(Func<MDReaderDb, CancellationToken, Task> work, CancellationToken cancellationToken) =>
        Write(async (db, token) =>
        {
            await work(db, token);
            return true;
        }, cancellationToken);

    /// <summary>As <see cref="Write{T}"/>, but the work says whether its changes are kept or rolled back. Inside another
    /// write that one decides.</summary>
    public async Task<T> WriteIf<T>(
        Func<MDReaderDb, CancellationToken, Task<(bool Keep, T Result)>> work, CancellationToken cancellationToken)
    {
        if (_current.Value is { } outer)
        {
            var (_, joined) = await work(outer.Db, cancellationToken);
            await outer.Db.SaveChangesAsync(cancellationToken);
            return joined;
        }

        T result;
        Unit unit;
        using (await gate.Enter(cancellationToken))
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            await provider.TakeTurn(db.Database.GetDbConnection(), transaction.GetDbTransaction(), cancellationToken);
            _current.Value = unit = new Unit(db);
            try
            {
                (var keep, result) = await work(db, cancellationToken);
                if (!keep)
                {
                    return result;
                }

                await db.SaveChangesAsync(cancellationToken);
                if (unit.Audited.Count > 0)
                {
                    await AuditChain.Append(db, this, unit.Audited, time.Now(), cancellationToken);
                }

                unit.Announcements.AddRange(await WriteChanges(unit, transaction, cancellationToken));
                if (IsShared && unit.Announcements.Count > 0)
                {
                    db.AddRange(unit.Announcements.ConvertAll(Announced));
                    await db.SaveChangesAsync(cancellationToken);
                    await provider.Wake(db.Database.GetDbConnection(), transaction.GetDbTransaction(), cancellationToken);
                }

                await transaction.CommitAsync(cancellationToken);
            }
            // A connection that breaks between two commands of a transaction shows as the misuse of one that has ended.
            catch (Exception misuse) when (
                misuse is not (DbException or DbUpdateException { InnerException: DbException } or OperationCanceledException)
                && db.Database.GetDbConnection().State != ConnectionState.Open)
            {
                throw new ConnectionLostException(misuse);
            }
            finally
            {
                _current.Value = null;
            }
        }

        unit.Announcements.ForEach(signals.Raise);
        if (unit.Announcements.Count > 0)
        {
            Announcing?.Invoke();
        }

        return result;
    }

    /// <summary>By which other processes know what this one has announced.</summary>
    internal Guid ProcessId { get; } = Guid.NewGuid();

    /// <summary>Raised when a write with announcements is committed.</summary>
    internal event Action? Announcing;

    /// <summary>Tells the listeners (<see cref="Signals"/>), here and in other processes, once the surrounding write is
    /// committed, and never if it is not.</summary>
    public void Announce(object signal) => Current(nameof(Announce)).Announcements.Add(signal);

    /// <summary>Puts a change into its workspace's feed, together with what the surrounding write changes.</summary>
    public void Note(Change change) => Current(nameof(Note)).Changes.Add(change);

    /// <summary>Puts an event into the audit log, together with what the surrounding write changes.</summary>
    public void Record(Audited audited) => Current(nameof(Record)).Audited.Add(audited);

    /// <summary>Whether other processes may be at work on the same database.</summary>
    public bool IsShared => !provider.OneWriter;

    /// <summary>A raw connection. Take <see cref="WriteGate"/> around a transaction that writes on it.</summary>
    public Task<DbConnection> OpenConnection(CancellationToken cancellationToken) =>
        provider.OpenConnection(cancellationToken);

    /// <summary>The value that raw SQL binds for an id.</summary>
    public object Stored(Guid id) => provider.Stored(id);

    /// <summary>The value that raw SQL binds for a time.</summary>
    public object Stored(DateTimeOffset time) => provider.Stored(time);

    public bool IsDuplicate(DbUpdateException failure) => provider.IsDuplicate(failure);

    /// <inheritdoc cref="IDatabaseProvider.IsAway"/>
    public bool IsAway(Exception failure) =>
        (failure is DbUpdateException ? failure.InnerException : failure) is DbException ofDatabase
        && (ofDatabase is ConnectionLostException || provider.IsAway(ofDatabase));

    /// <inheritdoc cref="IDatabaseProvider.Listen"/>
    public Task Listen(Action woken, CancellationToken cancellationToken) => provider.Listen(woken, cancellationToken);

    /// <inheritdoc cref="IDatabaseProvider.HoldStart"/>
    public Task<IAsyncDisposable?> HoldStart(CancellationToken cancellationToken) => provider.HoldStart(cancellationToken);

    /// <summary>Brings the tables up to date.</summary>
    public async Task Migrate(CancellationToken cancellationToken)
    {
        await provider.EndAbandonedMigration(cancellationToken);
        if (await IsUpToDate(cancellationToken))
        {
            return;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.Database.MigrateAsync(cancellationToken);
    }

    /// <summary>Whether the tables went through every migration there is. EF Core would build its model to say so, which takes as
    /// long as the rest of a start.</summary>
    internal async Task<bool> IsUpToDate(CancellationToken cancellationToken)
    {
        var applied = await provider.AppliedMigrations(cancellationToken);
        return Assembly.Load(provider.MigrationsAssembly).GetTypes()
            .Select(type => type.GetCustomAttribute<MigrationAttribute>()?.Id).OfType<string>().All(applied.Contains);
    }

    public void Dispose() => _lookups.Dispose();

    internal Announcement Announced(object signal) => new()
    {
        Id = Ids.New(time),
        At = time.Now(),
        SenderId = ProcessId,
        Kind = signal.GetType().FullName!,
        Body = JsonSerializer.Serialize(signal),
    };

    async ValueTask<TFound> Find<T, TFound>(
        string sql,
        (string Name, object? Value)[] values,
        Func<DbDataReader, T> read,
        Finding<T, TFound> find,
        CancellationToken cancellationToken)
    {
        if (_current.Value is not { } unit)
        {
            return await _lookups.Find(sql, values, read, find, cancellationToken);
        }

        await using var command = unit.Db.Database.GetDbConnection().Command(sql, values);
        command.Transaction = unit.Db.Database.CurrentTransaction?.GetDbTransaction();
        return await find(command, read, cancellationToken);
    }

    Unit Current(string caller) => _current.Value
        ?? throw new InvalidOperationException($"{caller} belongs inside Database.Write: it waits for its commit.");

    async Task<IReadOnlyList<FeedMoved>> WriteChanges(
        Unit unit, IDbContextTransaction transaction, CancellationToken cancellationToken)
    {
        if (unit.Changes.Count == 0)
        {
            return [];
        }

        await using var statements = new ChangeStatements(unit.Db.Database.GetDbConnection(), this);
        return await statements.Write(unit.Changes, transaction.GetDbTransaction(), time.Now(), cancellationToken);
    }

    sealed record Unit(MDReaderDb Db)
    {
        public List<Change> Changes { get; } = [];

        public List<object> Announcements { get; } = [];

        public List<Audited> Audited { get; } = [];
    }
}
