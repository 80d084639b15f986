using System.Collections.Concurrent;
using MDReader.Server.Platform;
using MDReader.TestKit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Server.Tests.Platform;

public sealed record Greeted(string Name);

public sealed class OutboxTests : IAsyncLifetime
{
    readonly ManualTime _time = new();
    readonly ConcurrentQueue<string> _read = new();
    Func<Greeted, Task> _reader = _ => Task.CompletedTask;
    RunningServer _server = null!;

    Database Database => _server.Services.GetRequiredService<Database>();

    Outbox Outbox => _server.Services.GetRequiredService<Outbox>();

    public async ValueTask InitializeAsync() => _server = await RunningServer.Start(services =>
    {
        services.AddSingleton<TimeProvider>(_time);
        services.ReadOutbox<Greeted>(_ => async (greeted, key, _) =>
        {
            await _reader(greeted);
            _read.Enqueue($"{key} {greeted.Name}");
        });
    });

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    Task Add(string key, string name) => Outbox.Add(key, new Greeted(name), default);

    Task<List<OutboxRow>> Rows() => Database.Read((db, token) => db.Set<OutboxRow>().ToListAsync(token), default);

    [Fact]
    public async Task What_is_committed_is_read_once_and_its_message_forgotten()
    {
        await Add("k1", "Ada");
        await Eventually.Holds(async () => (await Rows()).All(row => row.DoneAt is not null), "the reading");

        await Add("k1", "Ada again");
        await Add("k2", "Bob");
        await Eventually.Holds(async () => (await Rows()).All(row => row.DoneAt is not null), "the reading");

        _read.ShouldBe(["k1 Ada", "k2 Bob"]);
        (await Rows()).ShouldAllBe(row => row.Payload == "" && row.Attempts == 1);
    }

    [Fact]
    public async Task What_is_rolled_back_was_never_there()
    {
        await Should.ThrowAsync<InvalidOperationException>(() => Database.Write(async (_, _) =>
        {
            await Add("lost", "Nobody");
            throw new InvalidOperationException("The disk is on fire.");
        }, default));
        await Add("kept", "Ada");

        await Eventually.Holds(() => !_read.IsEmpty, "the reading");
        _read.ShouldBe(["kept Ada"]);
    }

    [Fact]
    public async Task What_failed_is_tried_again_later_and_in_the_end_given_up()
    {
        var attempts = 0;
        _reader = _ => throw new InvalidOperationException($"no canary here {Interlocked.Increment(ref attempts)}");
        await Add("k1", "Ada");
        await Eventually.Holds(async () => (await Rows()).Single().Failure is not null, "the first attempt");
        attempts.ShouldBe(1);
        (await Rows()).Single().DueAt.ShouldBe(_time.Now() + TimeSpan.FromSeconds(10));

        while ((await Rows()).Single().DoneAt is null)
        {
            var before = attempts;
            _time.Advance(TimeSpan.FromHours(1));
            await Eventually.Holds(() => attempts > before, "the next attempt");
            // Until the failure is written down it isn't known when the next one is due.
            await Eventually.Holds(async () => (await Rows()).Single().Failure!.EndsWith($" {attempts}", StringComparison.Ordinal), "its end");
        }

        attempts.ShouldBe(12);
        (await Rows()).Single().Payload.ShouldBe("");
    }

    [Fact]
    public async Task A_message_that_fails_holds_up_no_other()
    {
        _reader = greeted => greeted.Name == "Eve" ? throw new InvalidOperationException() : Task.CompletedTask;
        await Database.Write(async (_, _) =>
        {
            await Add("k1", "Eve");
            await Add("k2", "Ada");
        }, default);

        await Eventually.Holds(() => !_read.IsEmpty, "the other message");
        _read.ShouldBe(["k2 Ada"]);
    }

    [Fact]
    public async Task A_key_is_forgotten_after_its_time()
    {
        await Add("k1", "Ada");
        await Eventually.Holds(async () => (await Rows()).All(row => row.DoneAt is not null), "the reading");
        _time.Advance(OutboxClaims.Remembered + TimeSpan.FromSeconds(1));

        await Eventually.Holds(async () => (await Rows()).Count == 0, "the forgetting");
    }

    // As many processes would: each with a database of its own on the same file, and so a gate of its own.
    [Fact]
    public async Task Many_processes_share_the_rows_and_none_is_taken_twice()
    {
        await using var quiet = await RunningServer.Start();
        var outbox = quiet.Services.GetRequiredService<Outbox>();
        await quiet.Services.GetRequiredService<Database>().Write(async (_, _) =>
        {
            for (var i = 0; i < 100; i++)
            {
                await outbox.Add($"k{i}", new Greeted($"{i}"), default);
            }
        }, default);

        var processes = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            var claims = new OutboxClaims(OtherProcess(quiet), Options.Create(new OutboxOptions()), TimeProvider.System);
            List<Guid> mine = [];
            while (await claims.Take([nameof(Greeted)], default) is { Count: > 0 } rows)
            {
                mine.AddRange(rows.Select(row => row.Id));
            }

            return mine;
        })));

        processes.Sum(mine => mine.Count).ShouldBe(100);
        processes.SelectMany(mine => mine).Distinct().Count().ShouldBe(100);
    }

    [Fact]
    public async Task Who_dies_with_a_claim_leaves_it_to_another_and_finishes_nothing_late()
    {
        await using var quiet = await RunningServer.Start(services => services.AddSingleton<TimeProvider>(_time));
        await quiet.Services.GetRequiredService<Outbox>().Add("k1", new Greeted("Ada"), default);
        var claims = new OutboxClaims(OtherProcess(quiet), Options.Create(new OutboxOptions()), _time);
        string[] topics = [nameof(Greeted)];

        var dead = (await claims.Take(topics, default)).Single();
        (await claims.Take(topics, default)).ShouldBeEmpty();
        _time.Advance(claims.Lease);
        var heir = (await claims.Take(topics, default)).Single();
        heir.Attempts.ShouldBe(2);

        await claims.Finish(dead, default);
        var database = quiet.Services.GetRequiredService<Database>();
        (await database.Read((db, token) => db.Set<OutboxRow>().SingleAsync(token), default)).DoneAt.ShouldBeNull();
        await claims.Finish(heir, default);
        (await database.Read((db, token) => db.Set<OutboxRow>().SingleAsync(token), default)).DoneAt.ShouldNotBeNull();
    }

    static Database OtherProcess(RunningServer server)
    {
        var provider = server.Services.GetRequiredService<IDatabaseProvider>();
        return new Database(
            server.Services.GetRequiredService<IDbContextFactory<MDReaderDb>>(),
            provider,
            new WriteGate(provider),
            server.Services.GetRequiredService<Signals>(),
            TimeProvider.System);
    }
}
