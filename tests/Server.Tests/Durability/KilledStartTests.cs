using System.Net;
using MDReader.TestKit;
using Microsoft.Data.Sqlite;

namespace Server.Tests.Durability;

public sealed class KilledStartTests
{
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task A_start_that_was_killed_while_it_made_the_tables_does_not_keep_the_next_one_waiting()
    {
        Assert.SkipWhen(TestDatabase.IsPostgres, "There a lock ends with whoever held it.");
        var data = Directory.CreateTempSubdirectory("mdreader-killed-start-");
        try
        {
            await (await RunningServer.Start(("MDReader:Data", data.FullName))).DisposeAsync();
            await using (var connection = new SqliteConnection($"Data Source={Path.Combine(data.FullName, "mdreader.db")};Pooling=false"))
            {
                await connection.OpenAsync();
                await using var killed = connection.CreateCommand();
                killed.CommandText = """
                    create table if not exists "__EFMigrationsLock" ("Id" integer primary key, "Timestamp" text not null);
                    insert into "__EFMigrationsLock" values (1, '2026-01-01 00:00:00')
                    """;
                await killed.ExecuteNonQueryAsync();
            }

            await using var server = await RunningServer.Start(("MDReader:Data", data.FullName)).WaitAsync(Patience);

            (await server.Http.Ask("GET", "/health/ready")).Status.ShouldBe(HttpStatusCode.OK);
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }
}
