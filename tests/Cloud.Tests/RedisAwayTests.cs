using MDReader.Cloud.Redis;
using MDReader.TestKit;

namespace Cloud.Tests;

/// <summary>What people see of each other on several processes while the Redis between them goes and comes.</summary>
[Collection(typeof(Breaking))]
public sealed class RedisAwayTests(ThreeToBreak three, ITestOutputHelper output)
{
    // To the database and back, by the other process, and to its client.
    const int Passes = 6;
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    static readonly TimeSpan LongestLag = TimeSpan.FromSeconds(2);
    static readonly bool IsLong = Environment.GetEnvironmentVariable("MDREADER_LONG") is not null;

    [Theory]
    [InlineData("killed")]
    [InlineData("frozen")]
    public async Task Without_Redis_a_word_is_shown_on_another_process_within_two_seconds(string how)
    {
        var (place, document) = (three.Place, three.NextDocument());
        await using var ana = await place.Open(user: 1, node: 0, document);
        await using var ben = await place.Open(user: 2, node: 1, document);
        await ana.Type("before");
        await ben.Until(client => client.Text == "before").WaitAsync(Patience);
        await (how == "killed" ? place.Redis!.Kill() : place.Redis!.Freeze());
        try
        {
            await using var lag = new MachineLag(place);
            for (var word = 0; word < (IsLong ? 20 : 4); word++)
            {
                await ana.Type($"<{word}>");
                await ana.AllSaved().WaitAsync(Patience);
                var began = TimeProvider.System.GetTimestamp();
                await ben.Until(client => client.Text.Contains($"<{word}>", StringComparison.Ordinal)).WaitAsync(Patience);
                var (took, allowed) = (TimeProvider.System.GetElapsedTime(began), lag.Allow(LongestLag, Passes));
                output.WriteLine($"shown after {took.TotalMilliseconds:0} ms, allowed {allowed.TotalMilliseconds:0} ms");
                ben.CloseCode.ShouldBeNull();
                took.ShouldBeLessThan(allowed);
            }
        }
        finally
        {
            if (how == "killed")
                place.Redis!.Resume();
            else
                await place.Redis!.Thaw();
            await place.AllIsWell();
        }
    }

    [Fact]
    public async Task What_is_said_once_is_not_believed_twice()
    {
        var (place, document) = (three.Place, three.NextDocument());
        var heard = new List<(string Channel, byte[] Message)>();
        await using var redis = await RedisConnection.Open(
            RedisAddress.Read(place.Redis!.Address), TimeProvider.System, TimeSpan.FromSeconds(10),
            (channel, message) =>
            {
                lock (heard)
                    heard.Add((channel, message));
            }, default);
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
        var (place, document) = (three.Place, three.NextDocument());
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
        var (place, document) = (three.Place, three.NextDocument());
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
}
