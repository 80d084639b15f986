using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.WebSockets;
using System.Text.RegularExpressions;
using MDReader.Crdt;
using MDReader.TestKit;

namespace MDReader.Load;

/// <summary>
/// People type while one process after the other is told to stop and is started again: how long somebody who is told to
/// connect again is away, and whether anything that was acknowledged is missing afterwards. Where there is one process only,
/// they are away as long as it takes to stop and to start.
/// </summary>
static partial class RollingRestart
{
    const int People = 12;
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static async Task<IReadOnlyList<(string, double)>> Run(Kind kind, TimeSpan time)
    {
        await using var place = await Installation.Start(kind, People);
        var commuters = place.Seeded.Users.Select((user, number) => new Commuter(place, user.Token, number)).ToList();
        using var stop = new CancellationTokenSource();
        var typing = commuters.Select(commuter => commuter.Type(stop.Token)).ToList();
        var between = TimeSpan.FromSeconds(Math.Clamp(time.TotalSeconds / 4, 1, 5));
        List<double> stops = [];
        await Task.Delay(between, CancellationToken.None);
        for (var node = 0; node < place.Nodes.Length; node++)
        {
            var clock = Stopwatch.StartNew();
            await place.Nodes[node].Terminate();
            stops.Add(clock.Elapsed.TotalMilliseconds);
            await place.Replace(node);
            await Task.Delay(between, CancellationToken.None);
        }
        await stop.CancelAsync();
        await Task.WhenAll(typing).WaitAsync(Patience);

        var acknowledged = commuters.SelectMany(commuter => commuter.Acknowledged).ToList();
        var lost = 0;
        for (var node = 0; node < place.Nodes.Length; node++)
        {
            using var http = place.As(user: 0, node);
            var text = (await http.Ask("GET", $"/api/v1/documents/{place.Seeded.Documents[0]}/content")).Text;
            var found = Word().Matches(text).Select(match => match.Value).ToHashSet();
            lost = Math.Max(lost, acknowledged.Count(word => !found.Contains(word)));
        }
        var away = commuters.SelectMany(commuter => commuter.Away).ToList();
        return
        [
            ("told to connect again", away.Count),
            ("cut off otherwise", commuters.Sum(commuter => commuter.CutOff)),
            ("away p50 ms", away.Median()),
            ("away at most ms", away.DefaultIfEmpty().Max()),
            ("told to stop to ended p50 ms", stops.Median()),
            ("edits acknowledged", acknowledged.Count),
            ("of these lost", lost),
        ];
    }

    [GeneratedRegex(@"<\d+:\d+>")]
    private static partial Regex Word();

    /// <summary>Types five words a second and connects again with the web client's patience whenever they are cut off.</summary>
    sealed class Commuter(Installation place, string token, int number)
    {
        const int Restarting = 1012;
        static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);
        static readonly TimeSpan MostJitter = TimeSpan.FromMilliseconds(250);

        readonly Doc _document = new(new() { ClientId = (ulong)(1_000 + number) });
        readonly Random _random = new(number);
        int _typed;

        public ConcurrentQueue<string> Acknowledged { get; } = [];

        /// <summary>Milliseconds from being told to connect again until being synchronised.</summary>
        public ConcurrentQueue<double> Away { get; } = [];

        public int CutOff { get; private set; }

        public async Task Type(CancellationToken stop)
        {
            long? left = null;
            while (!stop.IsCancellationRequested)
            {
                var client = await TryConnect();
                if (client is null)
                    continue;
                await using var _ = client;
                if (left is { } since)
                    Away.Enqueue(Stopwatch.GetElapsedTime(since).TotalMilliseconds);
                await TypeUntilClosed(client, stop);
                left = client.CloseCode == Restarting ? Stopwatch.GetTimestamp() : null;
                if (left is null && !stop.IsCancellationRequested)
                    CutOff++;
            }
        }

        async Task<LiveClient?> TryConnect()
        {
            await Task.Delay(_random.NextDouble() * MostJitter);
            try
            {
                var client = await LiveClient.Connect(
                    place.Address, place.Seeded.Documents[0], $"token={token}&ack=1", _document);
                await client.Synced();
                if (!client.Closed.IsCompleted)
                    return client;
                await client.DisposeAsync();
            }
            catch (Exception gone) when (gone is WebSocketException or HttpRequestException)
            {
                // Not there yet.
            }
            return null;
        }

        async Task TypeUntilClosed(LiveClient client, CancellationToken stop)
        {
            var unsaved = new Queue<(long Number, string Word)>();
            try
            {
                while (!client.Closed.IsCompleted && !stop.IsCancellationRequested)
                {
                    var word = string.Create(CultureInfo.InvariantCulture, $"<{number}:{_typed++}>");
                    await client.Edit(document => document.GetText("content").Insert(document.GetText("content").Length, word));
                    unsaved.Enqueue((client.Sent, word));
                    await Task.WhenAny(client.Closed, Task.Delay(Pause, CancellationToken.None));
                    Settle();
                }
                if (!client.Closed.IsCompleted)
                    await client.AllSaved().WaitAsync(Patience, CancellationToken.None);
            }
            catch (Exception gone) when (gone is WebSocketException or InvalidOperationException or OperationCanceledException)
            {
                // It may have said why after a word could not be sent any more.
                await client.Closed.WaitAsync(Patience, CancellationToken.None);
            }
            Settle();

            void Settle()
            {
                while (unsaved.TryPeek(out var first) && first.Number <= client.Saved)
                    Acknowledged.Enqueue(unsaved.Dequeue().Word);
            }
        }
    }
}
