using MDReader.Server.Documents;
using MDReader.Server.Feed;
using MDReader.Server.Platform;
using MDReader.TestKit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Server.Tests.Feed;

/// <summary>
/// The feed against what is in the tables: writers hold transactions open at once, over documents they share, and commit
/// them in another order than they began; readers go on in steps of different sizes meanwhile. Whoever has read to the end
/// holds what there is: nothing was skipped, and nothing that was gone came back.
/// </summary>
public sealed class FeedModelTests(ITestOutputHelper output)
{
    const int Documents = 12;
    const int Writers = 4;

    static int Rounds => Environment.GetEnvironmentVariable("MDREADER_LONG") == "1" ? 400 : 40;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_reader_at_the_end_holds_what_there_is(int seed)
    {
        await using var server = await RunningServer.Start();
        var database = server.Services.GetRequiredService<Database>();
        var gate = server.Services.GetRequiredService<WriteGate>();
        var reading = server.Services.GetRequiredService<FeedReading>();
        var ana = await server.SignUp("Ana");
        var workspace = await ana.MakeWorkspace();
        var onlooker = new Onlooker(IdOf(workspace), ana.Id);
        var ids = new List<Guid>();
        for (var i = 0; i < Documents; i++)
            ids.Add(IdOf(await ana.MakeDocument(workspace)));

        var writing = Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(async () =>
        {
            var random = new Random((seed * 100) + writer);
            for (var round = 0; round < Rounds; round++)
                await new Writer(database, gate, onlooker.WorkspaceId, random).Write(Some(random, ids), $"{writer}-{round}");
        })));
        var readers = Enumerable.Range(0, 3).Select(reader => Task.Run(async () =>
        {
            var held = new Replica(reading, onlooker, limit: 1 + (reader * 3));
            while (!writing.IsCompleted)
                await held.ReadOn();
            while (await held.ReadOn())
            {
            }
            return held;
        })).ToList();
        await writing;

        var there = await database.Read(
            (db, token) => db.Documents.Where(document => document.TrashedAt == null)
                .ToDictionaryAsync(document => document.Id, document => document.Title, token), default);
        foreach (var reader in readers)
        {
            var replica = await reader;
            replica.Titles.ShouldBe(there, ignoreOrder: true, $"seed {seed}");
            output.WriteLine($"seed {seed}: {replica.Told} changes told, {replica.Stretches} times");
        }
    }

    // In one order of ids, as whoever locks several rows has to.
    static Guid[] Some(Random random, List<Guid> ids) => [.. random.GetItems(ids.ToArray(), 3).Distinct().Order()];

    static Guid IdOf(string path) => Guid.Parse(path.Split('/')[^1]);

    /// <summary>
    /// Writes on a connection of its own, as appends of text do: where the database takes many writers, transactions lie
    /// across each other and end in any order.
    /// </summary>
    sealed class Writer(Database database, WriteGate gate, Guid workspace, Random random)
    {
        public async Task Write(Guid[] ids, string title)
        {
            var (keep, trash) = (random.Next(5) > 0, random.Next(4) == 0);
            await using var connection = await database.OpenConnection(default);
            using var turn = await gate.Enter(default);
            await using var transaction = await connection.BeginTransactionAsync();
            foreach (var id in ids)
            {
                await using var update = connection.Command(
                    "UPDATE documents SET title = @title, trashed_at = @trashed WHERE id = @id", ("@title", title),
                    ("@trashed", trash ? database.Stored(DateTimeOffset.UnixEpoch) : null), ("@id", database.Stored(id)));
                update.Transaction = transaction;
                await update.ExecuteNonQueryAsync();
                await Pause();
            }
            await using var statements = new ChangeStatements(connection, database);
            await statements.Write(ids.Select(Change), transaction, DateTimeOffset.UnixEpoch, default);
            await Pause();
            if (keep)
                await transaction.CommitAsync();

            Change Change(Guid id) => trash
                ? new Change.Deleted(workspace, ObjectType.Document, id, Gone.Trashed)
                : new Change.Upserted(workspace, ObjectType.Document, id);
        }

        async Task Pause()
        {
            for (var times = random.Next(20); times > 0; times--)
                await Task.Yield();
        }
    }

    /// <summary>What a client keeps that does as it is told.</summary>
    sealed class Replica(FeedReading reading, Onlooker onlooker, int limit)
    {
        long _position;

        public Dictionary<Guid, string> Titles { get; } = [];

        public int Told { get; private set; }

        public int Stretches { get; private set; }

        /// <summary>False when there was nothing more.</summary>
        public async Task<bool> ReadOn()
        {
            var (_, end) = await reading.End(onlooker.WorkspaceId, default);
            var stretch = await reading.Changes(onlooker, Sight.Everything, (_position, end), limit, default);
            Stretches++;
            foreach (var change in stretch.Objects.Where(change => change.Type == ObjectType.Document))
            {
                Told++;
                if (change.Op == "delete")
                    Titles.Remove(change.Id);
                else
                    Titles[change.Id] = change.Title!;
            }
            var moved = stretch.Position != _position;
            _position = stretch.Position;
            return moved || stretch.HasMore;
        }
    }
}
