using System.Net.Sockets;
using MDReader.Crdt;

namespace MDReader.Load;

/// <summary>
/// Honest people in rooms of their own, and on the same server somebody who means ill: how long they wait for each other's
/// letters alone, and beside each attack. The attackers run on the machine that is measured, and what they take of its
/// processors themselves is in the figures, too.
/// </summary>
static class Neighbours
{
    const int Rooms = 20, PeopleInRoom = 5, EditsPerSecond = 5;
    static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(30);
    static readonly TimeSpan Settling = TimeSpan.FromSeconds(5);
    static int _lastClient = 1 << 20;

    public static IReadOnlyList<(string Name, Func<ILoadTarget, CancellationToken, Task> Run)> Attacks { get; } =
    [
        ("who floods", (server, until) => Together(10, attacker => Flood(server, attacker, until), until)),
        ("who sends what is huge", (server, until) => Together(4, attacker => SendHuge(server, attacker, until), until)),
        ("who reads nothing", ReadNothing),
    ];

    public static async Task<IReadOnlyList<(string, double)>> Run(ServerKind kind, TimeSpan time)
    {
        await using var server = await ServerUnderTest.Start(kind, people: 200, Rooms + 1);
        using var crowd = new Crowd();
        await crowd.Fill(server, Rooms, PeopleInRoom, writers: 1);
        using var end = new CancellationTokenSource();
        var writing = crowd.Write(EditsPerSecond, cursorsPerSecond: 0, end.Token);
        await Task.Delay(WarmUp, CancellationToken.None);
        var alone = await Measure(crowd.Tally, time);
        var beside = new List<(string Attack, (double P50, double P99) Waited)>();
        foreach (var (name, attack) in Attacks)
        {
            using var enough = new CancellationTokenSource();
            var attacking = attack(server, enough.Token);
            await Task.Delay(Settling, CancellationToken.None);
            beside.Add((name, await Measure(crowd.Tally, time)));
            await enough.CancelAsync();
            await attacking;
            await Task.Delay(Settling, CancellationToken.None);
        }
        var resident = server.ResidentBytes;
        await end.CancelAsync();
        await writing;
        return
        [
            ("latency p99 ms alone", alone.P99),
            .. beside.Select(one => ($"latency p99 ms beside one {one.Attack}", one.Waited.P99)),
            ("latency p50 ms alone", alone.P50),
            .. beside.Select(one => ($"latency p50 ms beside one {one.Attack}", one.Waited.P50)),
            .. beside.Select(one => ($"times the p99 of alone, beside one {one.Attack}", one.Waited.P99 / alone.P99)),
            ("MiB resident afterwards", resident / 1048576.0),
            ("neighbours' connections lost", crowd.Lost),
        ];
    }

    static async Task<(double P50, double P99)> Measure(Tally tally, TimeSpan time)
    {
        tally.Clear();
        await Task.Delay(time, CancellationToken.None);
        return (tally.Deliveries.Percentile(.5), tally.Deliveries.Percentile(.99));
    }

    static Task Together(int attackers, Func<int, Task> attack, CancellationToken until) =>
        Task.WhenAll(Enumerable.Range(0, attackers).Select(async attacker =>
        {
            // Who is sent away comes back.
            while (!until.IsCancellationRequested)
            {
                try
                {
                    await attack(attacker);
                }
                catch (Exception refused) when (refused is OperationCanceledException or InvalidOperationException
                    or TimeoutException or SocketException)
                {
                    // The time is up, or they weren't let in.
                }
                await Task.Delay(TimeSpan.FromMilliseconds(100), until).ContinueWith(_ => { }, TaskScheduler.Default);
            }
        }));

    // Small edits, as fast as they are taken.
    static async Task Flood(ILoadTarget server, int attacker, CancellationToken until)
    {
        using var client = await Enter(server, attacker, until);
        var typed = new Typed();
        while (!until.IsCancellationRequested && !client.IsClosed)
            await client.Edit(typed.Put("x"));
    }

    // Half a megabyte is put in and taken out again, as fast as that is taken.
    static async Task SendHuge(ILoadTarget server, int attacker, CancellationToken until)
    {
        const int Size = 500_000;
        using var client = await Enter(server, attacker, until);
        var typed = new Typed();
        var text = new string('x', Size);
        while (!until.IsCancellationRequested && !client.IsClosed)
        {
            await client.Edit(typed.Put(text));
            await client.Edit(typed.TakeAll());
        }
    }

    // Twenty people who take nothing of what two others write, which is much.
    static async Task ReadNothing(ILoadTarget server, CancellationToken until)
    {
        const int Deaf = 20, Size = 20_000, PastesPerSecond = 20;
        var reading = Together(Deaf, async attacker =>
        {
            using var client = await Enter(server, attacker, until);
            client.IsDeaf = true;
            while (!client.IsClosed)
                await Task.Delay(TimeSpan.FromSeconds(1), until);
        }, until);
        var writing = Together(2, async attacker =>
        {
            using var client = await Enter(server, Deaf + attacker, until);
            var typed = new Typed();
            using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / PastesPerSecond));
            while (!client.IsClosed && await timer.WaitForNextTickAsync(until))
            {
                await client.Edit(typed.Put(new string('x', Size)));
                await client.Edit(typed.TakeAll());
            }
        }, until);
        await Task.WhenAll(reading, writing);
    }

    static async Task<LoadClient> Enter(ILoadTarget server, int attacker, CancellationToken until)
    {
        var client = new LoadClient(server, server.Documents[Rooms], new Tally());
        // Also out of a send that the server doesn't take.
        until.Register(client.Dispose);
        await client.Connect(Rooms * PeopleInRoom + attacker);
        await client.Synced.WaitAsync(TimeSpan.FromSeconds(10), until);
        return client;
    }

    /// <summary>What one client has typed, in updates.</summary>
    sealed class Typed
    {
        readonly Doc _doc;
        byte[] _update = [];

        public Typed()
        {
            _doc = new(new() { ClientId = (ulong)Interlocked.Increment(ref _lastClient) });
            _doc.Updated += made => _update = made.Update;
        }

        public byte[] Put(string text)
        {
            _doc.GetText("content").Insert(0, text);
            return _update;
        }

        public byte[] TakeAll()
        {
            var text = _doc.GetText("content");
            text.Delete(0, text.Length);
            return _update;
        }
    }
}
