using System.Data.Common;
using MDReader.Server.Platform;
using MDReader.TestKit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Cloud.Tests;

/// <summary>A connection to PostgreSQL breaks between two commands of a transaction.</summary>
public sealed class ConnectionLostTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task A_write_whose_connection_was_lost_says_that_the_database_is_away(int announcements)
    {
        Assert.SkipUnless(PostgresServer.IsInstalled, "Install PostgreSQL.");
        await using var postgres = await PostgresServer.Start();
        await using var server = await RunningServer.Start(("MDReader:Database", await postgres.NewDatabase()));
        var database = server.Services.GetRequiredService<Database>();

        var failure = await Should.ThrowAsync<ConnectionLostException>(() => database.Write(
            async (db, token) =>
            {
                // Whoever writes doesn't look at it; what comes next is done on a connection that isn't there.
                await Should.ThrowAsync<DbException>(
                    () => db.Database.ExecuteSqlRawAsync("select pg_terminate_backend(pg_backend_pid())", token));
                for (var i = 0; i < announcements; i++)
                    database.Announce(new CredentialRevoked(Guid.NewGuid()));
            },
            CancellationToken.None));

        database.IsAway(failure).ShouldBeTrue();
    }
}
