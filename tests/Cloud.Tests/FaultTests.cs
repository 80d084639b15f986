using System.Text.RegularExpressions;
using MDReader.Cloud.Redis;
using MDReader.TestKit;

namespace Cloud.Tests;

/// <summary>Three processes, PostgreSQL and Redis, for tests that break them and mend them again.</summary>
public sealed class ThreeToBreak : IAsyncLifetime
{
    public Installation? Place { get; private set; }

    public async ValueTask InitializeAsync() =>
        Place = Installation.CanRun(Kind.Three) ? await Installation.Start(Kind.Three) : null;

    public ValueTask DisposeAsync() => Place?.DisposeAsync() ?? default;
}

/// <summary>
/// While six people type: what was acknowledged is there, once, on every process, whatever breaks.
/// </summary>
public sealed partial class FaultTests(ThreeToBreak three, ITestOutputHelper output) : IClassFixture<ThreeToBreak>
{
    const int Typists = 6;
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    static readonly bool IsLong = Environment.GetEnvironmentVariable("MDREADER_LONG") is not null;
    static int _documents;

    [Fact]
    public Task Redis_killed_and_started_again() => WhilePeopleType(async (place, people) =>
    {
        for (var round = 0; round < (IsLong ? 20 : 3); round++)
        {
            await place.Redis!.Kill();
            await Progress(people, 5);
            place.Redis.Resume();
            await Progress(people, 5);
        }
    });

    [Fact]
    public Task Redis_frozen_and_thawed() => WhilePeopleType(async (place, people) =>
    {
        for (var round = 0; round < (IsLong ? 20 : 2); round++)
        {
            await place.Redis!.Freeze();
            await Progress(people, 5);
            await place.Redis.Thaw();
            await Progress(people, 5);
        }
    });

    [Fact]
    public Task A_process_killed() => WhilePeopleType(async (place, people) =>
    {
        for (var round = 0; round < (IsLong ? 10 : 2); round++)
        {
            await Progress(people, 5);
            await place.Nodes[round % 3].Kill();
            await Progress(people, 5);
            await place.Replace(round % 3);
        }
    });

    // What it holds in the database would keep everybody waiting who writes to the same workspace.
    [Fact]
    public Task A_process_frozen_and_thawed() => WhilePeopleType(async (place, people) =>
    {
        for (var round = 0; round < (IsLong ? 20 : 3); round++)
        {
            var frozen = place.Nodes[round % 3];
            await frozen.Freeze();
            var began = TimeProvider.System.GetTimestamp();
            // Of six, two are on each process.
            await Some(people, words: 5, most: 4);
            output.WriteLine($"went on after {TimeProvider.System.GetElapsedTime(began).TotalSeconds:0.0} s");
            await frozen.Thaw();
            await Progress(people, 5);
        }
    });

    [Fact]
    public Task A_process_told_to_stop_sends_everybody_to_the_others() => WhilePeopleType(async (place, people) =>
    {
        await Progress(people, 5);
        await place.Nodes[1].Terminate();
        await Progress(people, 5);
        people.SelectMany(person => person.Closed).ShouldContain(1012);
        await place.Replace(1);
    });

    [Fact]
    public Task The_database_crashes() => WhilePeopleType(async (place, people) =>
    {
        for (var round = 0; round < (IsLong ? 50 : 3); round++)
        {
            await Progress(people, 3);
            await place.Postgres!.Stop("immediate");
            await place.Postgres.Resume();
        }
        await Progress(people, 3);
    });

    [Fact]
    public Task The_database_is_frozen_and_stopped() => WhilePeopleType(async (place, people) =>
    {
        await Progress(people, 3);
        await place.Postgres!.Freeze();
        await place.Postgres.Thaw();
        await Progress(people, 3);
        await place.Postgres.Stop("fast");
        await place.Postgres.Resume();
        await Progress(people, 3);
    });

    [Fact]
    public async Task Who_reads_sees_nothing_of_a_database_that_was_started_again()
    {
        Assert.SkipWhen(three.Place is null, "Install PostgreSQL and redis-server.");
        var place = three.Place;
        using var http = place.As(user: 0, node: 0);
        async Task<System.Net.HttpStatusCode[]> Read() => await Task.WhenAll(Enumerable.Range(0, 20).Select(async _ =>
            (await http.Ask("GET", $"/api/v1/documents/{place.Seeded.Documents[0]}")).Status));
        (await Read()).ShouldAllBe(status => status == System.Net.HttpStatusCode.OK);

        await place.Postgres!.Stop("fast");
        await place.Postgres.Resume();

        (await Read()).ShouldAllBe(status => status == System.Net.HttpStatusCode.OK);
    }

    [Fact]
    public Task Forged_messages_change_nothing() => WhilePeopleType(async (place, people) =>
    {
        await using var redis = await RedisConnection.Open(
            RedisAddress.Read(place.Redis!.Address), TimeProvider.System, TimeSpan.FromSeconds(10), (_, _) => { }, default);
        var random = new Random(20261126);
        var channels = (await redis.Execute("PUBSUB", "CHANNELS")).Items.Select(channel => channel.Text).ToList();
        channels.ShouldNotBeEmpty();
        for (var forged = 0; forged < 500; forged++)
        {
            var message = new byte[random.Next(0, 400)];
            random.NextBytes(message);
            await redis.Execute("PUBLISH", channels[forged % channels.Count], message);
        }
        await Progress(people, 5);
    });

    [Fact]
    public async Task What_is_said_once_is_not_believed_twice()
    {
        Assert.SkipWhen(three.Place is null, "Install PostgreSQL and redis-server.");
        var place = three.Place;
        var heard = new List<(string Channel, byte[] Message)>();
        await using var redis = await RedisConnection.Open(
            RedisAddress.Read(place.Redis!.Address), TimeProvider.System, TimeSpan.FromSeconds(10),
            (channel, message) =>
            {
                lock (heard)
                    heard.Add((channel, message));
            }, default);
        var document = Interlocked.Increment(ref _documents);
        await using var ana = await place.Open(user: 1, node: 0, document);
        await using var ben = await place.Open(user: 2, node: 1, document);
        foreach (var channel in (await redis.Execute("PUBSUB", "CHANNELS")).Items)
            redis.Subscribe(channel.Text);
        await redis.Execute("PING");
        // Where Redis was just mended, the first words may still go by the database.
        List<(string, byte[])> again = [];
        var words = 0;
        while (again.Count == 0)
        {
            words++;
            await ana.Type("once ");
            await ben.Until(client => client.Text.Length == 5 * words).WaitAsync(Patience);
            lock (heard)
                again = [.. heard.Where(said => said.Channel.Contains("edits:", StringComparison.Ordinal))];
        }
        foreach (var (channel, message) in again)
            await redis.Execute("PUBLISH", channel, message);
        await ana.Type("twice, ");
        await ben.Until(client => client.Text == "twice, " + string.Concat(Enumerable.Repeat("once ", words))).WaitAsync(Patience);
    }

    [Fact]
    public async Task Without_Redis_each_process_shows_its_own_people_and_with_it_again_everybody()
    {
        Assert.SkipWhen(three.Place is null, "Install PostgreSQL and redis-server.");
        var (place, document) = (three.Place, Interlocked.Increment(ref _documents));
        await using var ana = await place.Open(user: 1, node: 0, document);
        await using var ben = await place.Open(user: 2, node: 1, document);
        await ana.Show("""{"cursor":1}""");
        for (var round = 0; round < (IsLong ? 20 : 1); round++)
        {
            await ben.Until(Shows(ana, $"\"cursor\":{round + 1}")).WaitAsync(Patience);
            await Present(place, document, node: 2, 1, 2);
            await place.Redis!.Kill();
            await ben.Until(client => client.Shown[ana.Document.ClientId] == "null").WaitAsync(Patience);
            await Present(place, document, node: 0, 1);
            await Present(place, document, node: 2);
            await ana.Show($$"""{"cursor":{{round + 2}}}""");
            place.Redis.Resume();
        }
        await ben.Until(Shows(ana, "\"cursor\":")).WaitAsync(Patience);
        await place.Nodes[0].Kill();
        await ben.Until(client => client.Shown[ana.Document.ClientId] == "null").WaitAsync(Patience);
        await Present(place, document, node: 2, 2);
        await place.Replace(0);
    }

    [Fact]
    public async Task A_cursor_told_to_a_Redis_that_dies_before_it_hears_of_it_is_told_again()
    {
        Assert.SkipWhen(three.Place is null, "Install PostgreSQL and redis-server.");
        var (place, document) = (three.Place, Interlocked.Increment(ref _documents));
        await using var ana = await place.Open(user: 1, node: 0, document);
        await using var ben = await place.Open(user: 2, node: 1, document);
        await ana.Show("""{"cursor":0}""");
        for (var round = 1; round <= (IsLong ? 20 : 3); round++)
        {
            await using var cho = await place.Open(user: 3, node: 0, document);
            await cho.Show("""{"cursor":"cho"}""");
            await ben.Until(Shows(ana, "\"cursor\":")).WaitAsync(Patience);
            await ben.Until(Shows(cho, "\"cho\"")).WaitAsync(Patience);
            // Nobody moves any more after this, and Redis is back before anybody misses a beat.
            await place.Redis!.Freeze();
            await ana.Show($$"""{"cursor":"round {{round}}"}""");
            await cho.Show(null);
            await ana.Type("so that the turn with the cursors is over ");
            await ana.AllSaved().WaitAsync(Patience);
            await place.Redis.Kill();
            place.Redis.Resume();
            await ben.Until(Shows(ana, $"round {round}")).WaitAsync(Patience);
            await ben.Until(Shows(cho, "null")).WaitAsync(Patience);
        }
    }

    static Func<LiveClient, bool> Shows(LiveClient whose, string what) => client =>
        client.Shown.TryGetValue(whose.Document.ClientId, out var state) && state.Contains(what);

    static async Task Present(Installation place, int document, int node, params int[] users)
    {
        var wanted = users.Select(user => place.Seeded.Users[user].Id).Order().ToList();
        using var http = place.As(user: 0, node);
        await Eventually.Holds(async () => (await http.Ask("GET", $"/api/v1/documents/{place.Seeded.Documents[document]}/presence"))
            ["people"].EnumerateArray().Select(person => person.GetProperty("userId").GetString()!).Order().SequenceEqual(wanted), $"the people of document {document} on process {node}");
    }

    async Task WhilePeopleType(Func<Installation, IReadOnlyList<Typist>, Task> act)
    {
        Assert.SkipWhen(three.Place is null, "Install PostgreSQL and redis-server.");
        var (place, document) = (three.Place, three.Place.Seeded.Documents[Interlocked.Increment(ref _documents)]);
        var people = Enumerable.Range(0, Typists)
            .Select(number => new Typist(document, place.Seeded.Users[number].Token, number)).ToList();
        using var stop = new CancellationTokenSource();
        var typing = people.Select(person => person.Type(() => place.Address, stop.Token)).ToList();
        try
        {
            await act(place, people);
            await stop.CancelAsync();
            await Task.WhenAll(typing);
            await ExpectEverything(place, document, people);
        }
        catch
        {
            foreach (var node in place.Nodes)
                output.WriteLine($"--- {node.Address}\n{string.Join('\n', node.Lines)}");
            throw;
        }
        finally
        {
            await stop.CancelAsync();
            await Task.WhenAll(typing);
        }
    }

    async Task ExpectEverything(Installation place, string document, IReadOnlyList<Typist> people)
    {
        var acknowledged = people.SelectMany(person => person.Acknowledged).ToList();
        using var late = new CancellationTokenSource(Patience);
        var texts = new string[3];
        do
            for (var node = 0; node < texts.Length; node++)
                texts[node] = await Read(place, node, document, acknowledged, late.Token);
        while (texts.Distinct().Count() > 1);
        var found = Word().Matches(texts[0]).CountBy(match => match.Value).ToDictionary();
        acknowledged.Where(word => !found.ContainsKey(word)).ShouldBeEmpty("acknowledged and lost");
        found.Where(word => word.Value > 1).ShouldBeEmpty("there more than once");
        output.WriteLine($"{acknowledged.Count} acknowledged words, {people.Sum(person => person.Closed.Count)} connections ended");
    }

    // A connection that is cut is not a loss: the next one must show everything.
    static async Task<string> Read(
        Installation place, int node, string document, IReadOnlyList<string> acknowledged, CancellationToken late)
    {
        while (true)
        {
            late.ThrowIfCancellationRequested();
            await using var reader = await LiveClient.Connect(
                place.Node(node), document, $"token={place.Seeded.Users[node].Token}&ack=1");
            await reader.Until(client => acknowledged.All(client.Text.Contains)).WaitAsync(late);
            if (!reader.Closed.IsCompleted)
                return reader.Text;
        }
    }

    // Everybody gets something saved.
    static Task Progress(IEnumerable<Typist> people, int words) =>
        Task.WhenAll(people.Select(person => person.Acknowledge(words))).WaitAsync(Patience);

    // So many of them do.
    static async Task Some(IEnumerable<Typist> people, int words, int most)
    {
        var waiting = people.Select(person => person.Acknowledge(words)).ToList();
        for (var left = most; left > 0; left--)
            waiting.Remove(await Task.WhenAny(waiting).WaitAsync(Patience));
    }

    [GeneratedRegex(@"<\d+:\d+>")]
    private static partial Regex Word();
}
