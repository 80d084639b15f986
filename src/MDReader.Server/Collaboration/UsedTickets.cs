using System.Collections.Concurrent;
using MDReader.Server.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace MDReader.Server.Collaboration;

/// <summary>
/// Which tickets were used, until they would have expired anyway. A process that is alone remembers it, and takes none from
/// before its start, of which it can't; several keep it in the database, where one of two wins.
/// </summary>
sealed class UsedTickets(Database database, TimeProvider time)
{
    const int ClearEvery = 1000;

    readonly ConcurrentDictionary<Guid, DateTimeOffset> _here = [];
    readonly DateTimeOffset _startedAt = time.Now();
    int _used;

    /// <summary>True once for each ticket.</summary>
    public async ValueTask<bool> Use(Guid nonce, DateTimeOffset expiresAt, CancellationToken cancellation)
    {
        var clears = Interlocked.Increment(ref _used) % ClearEvery == 0;
        if (database.IsShared)
            return await UseTogether(nonce, expiresAt, clears, cancellation);
        if (expiresAt - Tickets.Lifetime < _startedAt)
            return false;
        if (clears)
            foreach (var old in _here.Where(old => old.Value <= time.Now()))
                _here.TryRemove(old);
        return _here.TryAdd(nonce, expiresAt);
    }

    async Task<bool> UseTogether(Guid nonce, DateTimeOffset expiresAt, bool clears, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnection(cancellation);
        await using var use = connection.Command(
            "INSERT INTO used_tickets (nonce, expires_at) VALUES (@nonce, @expires) ON CONFLICT (nonce) DO NOTHING",
            ("@nonce", database.Stored(nonce)), ("@expires", database.Stored(expiresAt)));
        var isFirst = await use.ExecuteNonQueryAsync(cancellation) == 1;
        if (clears)
        {
            await using var clear = connection.Command(
                "DELETE FROM used_tickets WHERE expires_at < @now", ("@now", database.Stored(time.Now())));
            await clear.ExecuteNonQueryAsync(cancellation);
        }
        return isFirst;
    }
}

/// <summary>A ticket that has opened a socket.</summary>
sealed class UsedTicket
{
    public Guid Nonce { get; init; }
    public DateTimeOffset ExpiresAt { get; init; }
}

sealed class UsedTicketTable : IEntityTypeConfiguration<UsedTicket>
{
    public void Configure(EntityTypeBuilder<UsedTicket> builder)
    {
        builder.ToTable("used_tickets");
        builder.HasKey(ticket => ticket.Nonce);
        builder.HasIndex(ticket => ticket.ExpiresAt);
    }
}
