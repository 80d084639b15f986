using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using MDReader.Crdt;
using MDReader.TestKit;

namespace Server.Tests.Durability;

/// <summary>The promise behind "Saved": what the server has acknowledged survives kill -9 at any moment.</summary>
public sealed partial class KillTests(ITestOutputHelper output)
{
    const int Writers = 4;
    const int MostBeforeAKill = 300;

    // In the background of a busy machine a process takes its time.
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    static readonly int Rounds = Environment.GetEnvironmentVariable("MDREADER_LONG") is null ? 10 : 200;

    [Fact]
    public async Task Every_acknowledged_edit_is_there_exactly_once_after_each_kill()
    {
        const int seed = 20261122;
        var (random, clock) = (new Random(seed), Stopwatch.StartNew());
        var data = Directory.CreateTempSubdirectory("mdreader-kill-");
        var port = HostProcess.FreePort();
        var seeded = await HostProcess.Seed(data.FullName, Writers, documents: 1);
        var writers = seeded.Users.Select((user, number) => new Writer(seeded.Documents[0], user.Token, number)).ToList();
        try
        {
            for (var round = 0; round < Rounds; round++)
            {
                await using var host = await HostProcess.Start(data.FullName, port);
                var enough = new Countdown(random.Next(1, MostBeforeAKill));
                var typing = writers.Select(writer => writer.TypeUntilGone(host.Address, enough)).ToList();
                var late = Task.Delay(Patience, TestContext.Current.CancellationToken);
                await Task.WhenAny(enough.Reached, Task.WhenAll(typing), late);
                if (!enough.Reached.IsCompleted)
                    throw new InvalidOperationException($"Round {round}: {(late.IsCompleted ? "nobody gets on" : "everybody was cut off")}.\n"
                        + $"{string.Join('\n', writers)}\n{string.Join('\n', host.Lines)}");
                await host.Kill();
                await Task.WhenAll(typing);
                if (round % 20 == 19)
                    output.WriteLine($"{round + 1} kills, {writers.Sum(writer => writer.Acknowledged.Count)} acknowledged edits, {clock.Elapsed:h\\:mm\\:ss}");
            }
            await using var last = await HostProcess.Start(data.FullName, port);
            await using var reader = await LiveClient.Connect(last.Address, seeded.Documents[0], $"token={seeded.Users[0].Token}&ack=1");
            await reader.Synced();
            var found = Token().Matches(reader.Text).CountBy(match => match.Value).ToDictionary();

            var acknowledged = writers.SelectMany(writer => writer.Acknowledged).ToList();
            output.WriteLine($"seed {seed}: {Rounds} kills, {acknowledged.Count} acknowledged edits, {found.Count} found");
            acknowledged.Count.ShouldBeGreaterThanOrEqualTo(Rounds);
            acknowledged.Where(token => !found.ContainsKey(token)).ShouldBeEmpty("acknowledged and lost");
            found.Where(token => token.Value > 1).ShouldBeEmpty("there more than once");
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }

    [GeneratedRegex(@"<\d+:\d+>")]
    private static partial Regex Token();

    /// <summary>Types numbered tokens into one document that outlives every connection, as a browser tab does.</summary>
    sealed class Writer(string documentId, string token, int number)
    {
        readonly Doc _document = new(new() { ClientId = (ulong)(100 + number) });
        int _typed;
        LiveClient? _client;

        public List<string> Acknowledged { get; } = [];

        public override string ToString() =>
            $"writer {number}: {_typed} typed, {Acknowledged.Count} acknowledged; now {_client?.Sent} sent, {_client?.Saved} saved, "
            + $"{_client?.Steps2} steps 2, closed {_client?.IsClosed} {_client?.CloseCode}";

        public async Task TypeUntilGone(Uri server, Countdown enough)
        {
            LiveClient client;
            try
            {
                client = _client = await LiveClient.Connect(server, documentId, $"token={token}&ack=1", _document);
            }
            catch (System.Net.WebSockets.WebSocketException)
            {
                return;
            }
            await using var _ = client;
            await client.Synced();
            var unsaved = new Queue<(long Number, string Token)>();
            while (!client.IsClosed)
            {
                var typed = string.Create(CultureInfo.InvariantCulture, $"<{number}:{_typed++}>");
                try
                {
                    // At the end, where people write: what all stands at one place costs the engine much to put in order.
                    await client.Edit(document => document.GetText("content").Insert(document.GetText("content").Length, typed));
                }
                catch (Exception gone) when (gone is System.Net.WebSockets.WebSocketException or OperationCanceledException
                    or InvalidOperationException or IOException)
                {
                    break;
                }
                unsaved.Enqueue((client.Sent, typed));
                await client.Until(other => other.Sent - other.Saved < 5);
                Settle(client.Saved);
            }
            Settle(client.Saved);

            void Settle(long saved)
            {
                while (unsaved.TryPeek(out var first) && first.Number <= saved)
                {
                    Acknowledged.Add(unsaved.Dequeue().Token);
                    enough.Count();
                }
            }
        }
    }

    /// <summary>Tells when something has happened so many times.</summary>
    sealed class Countdown(int left)
    {
        readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        int _left = left;

        public Task Reached => _reached.Task;

        public void Count()
        {
            if (Interlocked.Decrement(ref _left) == 0)
                _reached.TrySetResult();
        }
    }
}
