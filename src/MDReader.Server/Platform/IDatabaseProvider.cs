using System.Data.Common;
using Microsoft.EntityFrameworkCore;

namespace MDReader.Server.Platform;

/// <summary>The port behind which SQLite or PostgreSQL stands. Nothing else in the server knows which one it is.</summary>
public interface IDatabaseProvider
{
    /// <summary>True where two writing transactions at once cost more than one after the other (SQLite).</summary>
    bool OneWriter { get; }

    void Configure(DbContextOptionsBuilder options);

    /// <summary>
    /// A connection outside EF Core, with the same settings, for prepared statements on hot paths. Ids and times are
    /// bound as <see cref="Stored(Guid)"/> says.
    /// </summary>
    Task<DbConnection> OpenConnection(CancellationToken cancellationToken);

    /// <summary>Held while a process brings the tables up to date and finds the instance's key: one at a time.</summary>
    Task<IAsyncDisposable?> HoldStart(CancellationToken cancellationToken);

    /// <summary>
    /// Before tables are brought up to date: ends what somebody who was killed while doing that has left behind, for which the
    /// next would wait without end.
    /// </summary>
    Task EndAbandonedMigration(CancellationToken cancellationToken);

    /// <summary>The assembly with the migrations for this database.</summary>
    string MigrationsAssembly { get; }

    /// <summary>The ids of the migrations that the tables went through.</summary>
    Task<IReadOnlyCollection<string>> AppliedMigrations(CancellationToken cancellationToken);

    /// <summary>
    /// The first thing in each transaction of <see cref="Database.Write{T}"/>: none other runs until it has ended, in any
    /// process. What it reads therefore stays true until it commits. Appends of text don't wait for it.
    /// </summary>
    Task TakeTurn(DbConnection connection, DbTransaction transaction, CancellationToken cancellationToken);

    /// <summary>Within a write: once it is committed, the other processes that <see cref="Listen"/> are woken.</summary>
    Task Wake(DbConnection connection, DbTransaction transaction, CancellationToken cancellationToken);

    /// <summary>
    /// Calls back whenever another process's write wakes this one, until it is cancelled. It may call back for nothing, and
    /// a call may be lost while the database can't be reached.
    /// </summary>
    Task Listen(Action woken, CancellationToken cancellationToken);

    /// <summary>The value that raw SQL binds for an id.</summary>
    object Stored(Guid id);

    /// <summary>The value that raw SQL binds for a time.</summary>
    object Stored(DateTimeOffset time);

    /// <summary>
    /// Whether this happened because the database can't be reached, doesn't answer, or can't write now: what was asked may
    /// go well later, as it is.
    /// </summary>
    bool IsAway(DbException failure);

    /// <summary>Whether a save failed because a unique index already holds the value.</summary>
    bool IsDuplicate(DbUpdateException failure);
}
