using System.Text.RegularExpressions;
using MDReader.Cloud.Redis;
using MDReader.TestKit;

namespace Cloud.Tests;

/// <summary>
/// While six people type: what was acknowledged is there, once, on every process, whatever breaks.
/// </summary>
[Collection(typeof(Breaking))]
public sealed partial class FaultTests(ThreeToBreak three, ITestOutputHelper output)
{
    const int Typists = 6;
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    // Noticing, and to another process through the proxy; each step of the way in and of the first edit, most of them to the
    // database and back.
    const int PassesToReturn = 16;
    static readonly TimeSpan LostProcess = TimeSpan.FromSeconds(5);
    static readonly TimeSpan Deployment = TimeSpan.FromSeconds(2);
    static readonly bool IsLong = Environment.GetEnvironmentVariable("MDREADER_LONG") is not null;
    readonly Silence _silence = new(Typists);

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
            await NobodyWaits(LostProcess, place, async () =>
            {
                await place.Nodes[round % 3].Kill();
                await Progress(people, 5);
            });
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
        await NobodyWaits(Deployment, place, async () =>
        {
            await place.Nodes[1].Terminate();
            await Progress(people, 5);
        });
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

    async Task WhilePeopleType(Func<Installation, IReadOnlyList<Typist>, Task> act)
    {
        var (place, document) = (three.Place, three.Place.Seeded.Documents[three.NextDocument()]);
        var people = Enumerable.Range(0, Typists)
            .Select(number => new Typist(document, place.Seeded.Users[number].Token, number)
            {
                OnAcknowledged = _ => _silence.Broken(number),
            }).ToList();
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

    // Longer than that for the next word to be saved, as far as the machine lets it (MachineLag).
    async Task NobodyWaits(TimeSpan promised, Installation place, Func<Task> act)
    {
        await using var lag = new MachineLag(place);
        _silence.Begin();
        await act();
        var (longest, allowed) = (_silence.Longest, lag.Allow(promised, PassesToReturn));
        output.WriteLine($"Waited {longest.TotalMilliseconds:0} ms at most, allowed {allowed.TotalMilliseconds:0} ms.");
        longest.ShouldBeLessThan(allowed);
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
            if (!reader.IsClosed)
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

    /// <summary>How long people were without a word that is saved.</summary>
    sealed class Silence(int people)
    {
        readonly Lock _lock = new();
        readonly long[] _since = new long[people];
        TimeSpan _longest;

        public TimeSpan Longest
        {
            get
            {
                lock (_lock)
                    return _since.Select(since => TimeProvider.System.GetElapsedTime(since)).Append(_longest).Max();
            }
        }

        public void Begin()
        {
            lock (_lock)
            {
                _longest = TimeSpan.Zero;
                Array.Fill(_since, TimeProvider.System.GetTimestamp());
            }
        }

        public void Broken(int person)
        {
            lock (_lock)
            {
                var now = TimeProvider.System.GetTimestamp();
                var silence = TimeProvider.System.GetElapsedTime(_since[person], now);
                _longest = silence > _longest ? silence : _longest;
                _since[person] = now;
            }
        }
    }
}
