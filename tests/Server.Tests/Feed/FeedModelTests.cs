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
                await Write(database, onlooker.WorkspaceId, Some(random, ids), $"{writer}-{round}", random);
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

    // In one order of ids, as whoever locks several rows has to; how long it takes is up to chance.
    static Guid[] Some(Random random, List<Guid> ids) => [.. random.GetItems(ids.ToArray(), 3).Distinct().Order()];

    static Task<int> Write(Database database, Guid workspace, Guid[] ids, string title, Random random)
    {
        var (keep, trash, yields) = (random.Next(5) > 0, random.Next(4) == 0, random.Next(30));
        DateTimeOffset? trashedAt = trash ? DateTimeOffset.UnixEpoch : null;
        return database.WriteIf(async (db, token) =>
        {
            foreach (var id in ids)
            {
                await db.Documents.Where(document => document.Id == id).ExecuteUpdateAsync(
                    row => row.SetProperty(document => document.Title, title)
                        .SetProperty(document => document.TrashedAt, trashedAt), token);
                database.Note(trash
                    ? new Change.Deleted(workspace, ObjectType.Document, id, Gone.Trashed)
                    : new Change.Upserted(workspace, ObjectType.Document, id));
            }
            for (var i = 0; i < yields; i++)
                await Task.Yield();
            return (keep, 0);
        }, default);
    }

    static Guid IdOf(string path) => Guid.Parse(path.Split('/')[^1]);

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
