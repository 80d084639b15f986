using System.Data.Common;
using MDReader.Server.Accounts;
using MDReader.Server.Platform;
using MDReader.TestKit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Server.Tests.Platform;

public sealed class DatabaseTests : IAsyncLifetime
{
    RunningServer _server = null!;

    Database Database => _server.Services.GetRequiredService<Database>();

    public async ValueTask InitializeAsync() => _server = await RunningServer.Start();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task The_migrations_say_what_the_entities_say()
    {
        var pending = await Database.Read((db, _) => Task.FromResult(db.Database.HasPendingModelChanges()), default);

        pending.ShouldBeFalse("run: dotnet run --project tools/MDReader.Schema -- NameOfTheChange");
    }

    [Fact]
    public async Task Tables_that_a_migration_has_not_been_through_are_not_up_to_date()
    {
        (await Database.IsUpToDate(default)).ShouldBeTrue();

        await Database.Write(
            async (db, token) => await db.Database.ExecuteSqlRawAsync(
                """delete from "__EFMigrationsHistory" where "MigrationId" = (select max("MigrationId") from "__EFMigrationsHistory")""", token),
            default);

        (await Database.IsUpToDate(default)).ShouldBeFalse();
    }

    [Fact]
    public async Task Thirty_two_writers_at_once_all_commit()
    {
        var writers = Enumerable.Range(0, 32).Select(writer => Task.Run(async () =>
        {
            for (var i = 0; i < 10; i++)
            {
                await Database.Write((db, _) => Task.FromResult(db.Add(Person($"{writer}-{i}@example.org"))), default);
            }
        }));

        await Task.WhenAll(writers);

        (await Database.Read((db, token) => db.Users.CountAsync(token), default)).ShouldBe(320);
    }

    [Fact]
    public async Task A_write_that_throws_leaves_nothing_and_frees_the_gate()
    {
        await Should.ThrowAsync<InvalidOperationException>(() => Database.Write(async (db, token) =>
        {
            db.Add(Person("lost@example.org"));
            await db.SaveChangesAsync(token);
            throw new InvalidOperationException("The disk is on fire.");
        }, default));

        await Database.Write((db, _) => Task.FromResult(db.Add(Person("kept@example.org"))), default);

        var emails = await Database.Read((db, token) => db.Users.Select(user => user.Email).ToListAsync(token), default);
        emails.ShouldBe(["kept@example.org"]);
    }

    [Fact]
    public async Task A_signal_is_raised_after_the_commit_and_never_without_one()
    {
        var heard = new List<Guid>();
        _server.Services.GetRequiredService<Signals>().Listen<CredentialRevoked>(revoked => heard.Add(revoked.CredentialId));
        var (kept, lost) = (Guid.NewGuid(), Guid.NewGuid());

        await Database.Write((_, _) =>
        {
            Database.Announce(new CredentialRevoked(kept));
            heard.ShouldBeEmpty();
            return Task.CompletedTask;
        }, default);
        await Database.WriteIf((_, _) =>
        {
            Database.Announce(new CredentialRevoked(lost));
            return Task.FromResult((Keep: false, true));
        }, default);

        heard.ShouldBe([kept]);
    }

    [Fact]
    public async Task A_look_inside_a_write_sees_what_that_write_has_saved_and_nobody_else_does()
    {
        await Database.Write(async (db, token) =>
        {
            db.Add(Person("early@example.org"));
            await db.SaveChangesAsync(token);
            (await Names("early@example.org")).ShouldBe(["Ada"]);
            Task<List<string>> elsewhere;
            using (ExecutionContext.SuppressFlow())
            {
                elsewhere = Task.Run(() => Names("early@example.org"), token);
            }

            (await elsewhere).ShouldBeEmpty();
        }, default);

        (await Names("early@example.org")).ShouldBe(["Ada"]);
    }

    [Fact]
    public async Task Many_looks_at_once_are_answered_each_with_its_own()
    {
        await Database.Write((db, _) =>
        {
            db.AddRange(Enumerable.Range(0, 32).Select(number => Person($"{number}@example.org", $"Person {number}")));
            return Task.CompletedTask;
        }, default);

        await Parallel.ForAsync(0, 3_200, async (look, _) =>
            (await Names($"{look % 32}@example.org")).ShouldBe([$"Person {look % 32}"]));
    }

    [Fact]
    public async Task A_look_that_fails_leaves_the_next_one_a_connection_that_works()
    {
        await Database.Write((db, _) => Task.FromResult(db.Add(Person("kept@example.org"))), default);
        for (var tries = 0; tries < 20; tries++)
        {
            await Should.ThrowAsync<DbException>(() => Database.Look("select nothing from nowhere", [], row => row.GetString(0), default));
        }

        (await Names("kept@example.org")).ShouldBe(["Ada"]);
    }

    [Theory]
    [InlineData("journal_mode", "wal")]
    [InlineData("synchronous", "2")]
    [InlineData("wal_autocheckpoint", "10000")]
    [InlineData("foreign_keys", "1")]
    public async Task Every_connection_is_durable(string pragma, string value)
    {
        Assert.SkipWhen(TestDatabase.IsPostgres, "PostgreSQL syncs unless it is told otherwise.");
        await using var connection = await Database.OpenConnection(default);
        await using var command = connection.CreateCommand();
        command.CommandText = $"pragma {pragma}";

        (await command.ExecuteScalarAsync())!.ToString().ShouldBe(value);
    }

    [Fact]
    public async Task Ids_are_kept_as_lower_case_text_and_times_as_milliseconds()
    {
        var person = Person("stored@example.org");
        await Database.Write((db, _) => Task.FromResult(db.Add(person)), default);

        await using var connection = await Database.OpenConnection(default);
        await using var command = connection.CreateCommand();
        command.CommandText = "select id || ' ' || created_at from users";

        (await command.ExecuteScalarAsync()).ShouldBe($"{person.Id} {person.CreatedAt.ToUnixTimeMilliseconds()}");
    }

    Task<List<string>> Names(string email) => Database.Look(
        "select name from users where email = @email", [("@email", email)], row => row.GetString(0), default);

    static User Person(string email, string name = "Ada") => new()
    {
        Id = Guid.CreateVersion7(),
        Email = email,
        Name = name,
        PasswordHash = "",
        CreatedAt = TimeProvider.System.Now(),
    };
}
