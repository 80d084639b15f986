using System.Diagnostics;
using MDReader.TestKit;

namespace MDReader.Load;

/// <summary>One number that a scenario found out about one server.</summary>
sealed record Figure(string Scenario, string Server, string Name, double Value);

/// <summary>A situation that servers are put into, one after the other.</summary>
sealed record Scenario(string Name, string Title, Func<ServerKind, TimeSpan, Task<IReadOnlyList<(string Name, double Value)>>> Run)
{
    /// <summary>About REST routes; all others are about live documents.</summary>
    public bool IsRest { get; init; }

    /// <summary>About MDReader's processes, and only of the ways to run it that are named here.</summary>
    public IReadOnlyList<Kind> Ways { get; init; } = [];

    /// <summary>About any server, whatever it serves.</summary>
    public bool IsForAll { get; init; }

    /// <summary>How many of the first figures have one unit and are drawn together.</summary>
    public int Drawn { get; init; } = 1;

    /// <summary>Whether the server has what this is about.</summary>
    public bool IsFor(ServerKind kind) => Ways.Count > 0 ? kind.Runs is { } way && Ways.Contains(way) : kind.Dialect switch
    {
        Dialect.MDReader => kind.Runs == Kind.Alone || ((IsRest || IsForAll) && kind.Runs == Kind.OnPostgres),
        Dialect.Rest => IsRest || IsForAll,
        _ => !IsRest,
    };

    const int LargePlaces = 30_000;

    // A server runs for weeks. In its first half minute as much is compiled as is served.
    static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(30);

    // At a steady pace compiling takes two fifths of the processor's time after half a minute, and a tenth after a whole one.
    static readonly TimeSpan WarmUpOfTraffic = TimeSpan.FromSeconds(60);

    public static IReadOnlyList<Scenario> All { get; } =
    [
        new("fan-out", "10 documents × 50 people, one of them types 20 times a second",
            (kind, time) => Traffic(kind, time, documents: 10, people: 50, writers: 1, edits: 20, cursors: 0)),
        new("fan-out-saturated", "the same, and everybody types again as soon as the last of them has seen as much",
            (kind, time) => Traffic(kind, time, documents: 10, people: 50, writers: 49, edits: null, cursors: 0)),
        new("small-rooms", "100 documents × 5 people, one of them types 10 times a second",
            (kind, time) => Traffic(kind, time, documents: 100, people: 5, writers: 1, edits: 10, cursors: 0)),
        new("meeting", "one document, 200 people, 20 of them type 4 times a second",
            (kind, time) => Traffic(kind, time, documents: 1, people: 200, writers: 20, edits: 4, cursors: 0)),
        new("typing", "10 documents × 20 people, 4 of them type and move the cursor 5 times a second",
            (kind, time) => Traffic(kind, time, documents: 10, people: 20, writers: 4, edits: 5, cursors: 5)),
        new("idle-1000", "1,000 people in 100 documents who do nothing", (kind, time) => Idle(kind, time, 1_000)),
        new("idle-5000", "5,000 people in 500 documents who do nothing", (kind, time) => Idle(kind, time, 5_000)),
        new("idle-10000", "10,000 people in 1,000 documents who do nothing", (kind, time) => Idle(kind, time, 10_000)),
        new("join", "joining a document of 100,000 characters typed in 30,000 places", (kind, _) => Join(kind)),
        new("rest-get", "16 programs, each reads a document's name and place again and again", RestLoad.Get) { IsRest = true },
        new("rest-list", "16 programs, each lists 50 of a workspace's 200 documents again and again", RestLoad.List) { IsRest = true },
        new("rest-put", "16 programs, each writes a text of 1,600 characters over the version it read, a document each",
            RestLoad.Put) { IsRest = true },
        new("join-cold", "the same document, 20 people at once on a server that was just started", (kind, _) => JoinCold(kind)),
        new("storm", "2,000 people of 200 documents connect at once", (kind, _) => Storm(kind)),
        new("crash", "5 people type 20 times a second while their server is killed with SIGKILL", Crash.Run),
        new("revocation", "people have a document open on three sockets, on every process, and are taken out of the workspace",
            (kind, _) => Revocation.Run(kind.Runs!.Value)) { Ways = [Kind.Alone, Kind.Three] },
        new("rolling-restart", "12 people type while one process after the other is stopped and started again",
            (kind, time) => RollingRestart.Run(kind.Runs!.Value, time)) { Ways = [Kind.Alone, Kind.Three] },
        new("scale-out", "20 documents × 20 people, two of them type 5 times a second, at one process and spread over two",
            (_, time) => ScaleOut.Run(time)) { Ways = [Kind.Three] },
        new("growth-documents", "rooms of 5, and 100 edits a second whether there are 10 rooms or 1,000", Growth.OfDocuments) { Drawn = 3 },
        new("growth-people", "one document, 20 edits a second whether 10 people look on or 250", Growth.OfPeople) { Drawn = 3 },
        new("growth-history", "opening a document that was typed at 1,000 places or at 100,000", (kind, _) => Growth.OfHistory(kind)) { Drawn = 3 },
        new("neighbours", "20 rooms of 5, one of them types 5 times a second, alone and beside somebody who means ill in a document of their own",
            Neighbours.Run) { Drawn = Neighbours.Attacks.Count + 1 },
        new("soak", "20 groups of 5 come into one of 100 documents, type for some seconds, take it out again and leave", Soak.Run) { Drawn = 2 },
        new("start-up", "a server is started again, five times", (kind, _) => StartUp.Run(kind)) { IsForAll = true },
        new("small-task", "a quarter of a core and 512 MB: people in rooms of 10 with 5 edits a second each, at p99 < 100 ms", SmallestTask),
    ];

    static async Task<IReadOnlyList<(string, double)>> Traffic(
        ServerKind kind, TimeSpan time, int documents, int people, int writers, double? edits, double cursors)
    {
        await using var server = await ServerUnderTest.Start(kind, Math.Min(documents * people, 500), documents);
        using var crowd = new Crowd();
        await crowd.Fill(server, documents, people, writers);
        using var end = new CancellationTokenSource(WarmUpOfTraffic + time + TimeSpan.FromSeconds(1));
        var writing = edits is { } pace ? crowd.Write(pace, cursors, end.Token) : crowd.WriteAsSeen(end.Token);
        await Task.Delay(WarmUpOfTraffic, CancellationToken.None);
        crowd.Tally.Clear();
        var (before, clock) = (server.CpuSeconds, Stopwatch.StartNew());
        await Task.Delay(time, CancellationToken.None);
        var cpu = server.CpuSeconds - before;
        var tally = crowd.Tally;
        var (delivered, cursorsSeen, seconds) = (tally.Delivered, tally.Awareness, clock.Elapsed.TotalSeconds);
        List<(string, double)> figures =
        [
            ("deliveries per CPU-second", delivered / cpu),
            ("CPU-µs per delivery", cpu / delivered * 1e6),
            ("deliveries per second", delivered / seconds),
            .. edits is null ? [] : new[] { ("expected per second", documents * writers * edits.Value * (people - 1)) },
            ("latency p50 ms", tally.Deliveries.Percentile(.5)),
            ("latency p99 ms", tally.Deliveries.Percentile(.99)),
            ("connections lost", crowd.Lost),
        ];
        if (cursors > 0)
            figures.Add(("cursor messages per second", cursorsSeen / seconds));
        if (tally.Acknowledged > 0)
            figures.AddRange(
            [
                ("acknowledged per second", tally.Acknowledged / seconds),
                ("acknowledgement p50 ms", tally.Acknowledgements.Percentile(.5)),
                ("acknowledgement p99 ms", tally.Acknowledgements.Percentile(.99)),
            ]);
        await end.CancelAsync();
        await writing;
        return figures;
    }

    // The most people that it holds out with.
    static async Task<IReadOnlyList<(string, double)>> SmallestTask(ServerKind kind, TimeSpan time)
    {
        IReadOnlyList<(string, double)> figures = [];
        // The peers keep nothing on disk that their figures could be held against.
        foreach (var people in kind.Dialect == Dialect.MDReader ? new[] { 500, 1_000, 2_000, 3_000, 4_000, 5_000 } : [])
            try
            {
                if (await HoldsOut(kind, time, people) is not { } held)
                    break;
                figures = held;
            }
            catch (Exception failure) when (figures.Count > 0 && failure is not OutOfMemoryException)
            {
                // One that has ended, as for want of memory, has no figures.
                Console.Error.WriteLine($"small-task: {people} people: {failure.Message}");
                break;
            }
        return figures;
    }

    // Null where it doesn't, and where the machine has no control groups.
    static async Task<IReadOnlyList<(string, double)>?> HoldsOut(ServerKind kind, TimeSpan time, int people)
    {
        const int Room = 10, EditsPerRoom = 5;
        const double MostMilliseconds = 100, FewestDelivered = .95;
        using var task = SmallTask.TryMake();
        if (task is null)
            return null;
        await using var server = await ServerUnderTest.Start(kind, 200, people / Room, task);
        using var crowd = new Crowd();
        await crowd.Fill(server, people / Room, Room, writers: 1);
        using var end = new CancellationTokenSource();
        var writing = crowd.Write(EditsPerRoom, 0, end.Token);
        // Such a task has little to compile with: it takes as much longer as its share is smaller.
        await Task.Delay(WarmUpOfTraffic * 3, CancellationToken.None);
        crowd.Tally.Clear();
        var (before, clock) = (server.CpuSeconds, Stopwatch.StartNew());
        await Task.Delay(time, CancellationToken.None);
        var seconds = clock.Elapsed.TotalSeconds;
        var (p99, delivered) = (crowd.Tally.Deliveries.Percentile(.99), crowd.Tally.Delivered / seconds);
        var (used, resident) = ((server.CpuSeconds - before) / seconds / SmallTask.Share, server.ResidentBytes / 1048576.0);
        var waited = task.Throttled();
        await end.CancelAsync();
        await writing;
        var expected = people / Room * EditsPerRoom * (Room - 1);
        Console.Error.WriteLine(
            $"small-task: {people} people, p99 {p99:0} ms, {delivered:0} of {expected} deliveries/s, {used:P0} of the quota, "
            + $"{resident:0} MiB, throttled in {waited:P0} of the periods, {crowd.Lost} lost");
        return p99 >= MostMilliseconds || delivered < expected * FewestDelivered || crowd.Lost > 0
            ? null
            : [("people", people), ("latency p99 ms", p99), ("share of the quota", used), ("MiB resident", resident)];
    }

    static async Task<IReadOnlyList<(string, double)>> Idle(ServerKind kind, TimeSpan time, int people)
    {
        const int PerDocument = 10;
        await using var server = await ServerUnderTest.Start(kind, 200, people / PerDocument + 1);
        using (var first = new Crowd())
            await first.Fill(server, 10, PerDocument, 0);
        await Task.Delay(WarmUp);
        var empty = server.ResidentBytes;
        long full;
        double cpu;
        int lost;
        using (var crowd = new Crowd())
        {
            await crowd.Fill(server, people / PerDocument, PerDocument, 0);
            await Task.Delay(WarmUp);
            var before = server.CpuSeconds;
            await Task.Delay(time);
            cpu = (server.CpuSeconds - before) / time.TotalSeconds;
            (full, lost) = (server.ResidentBytes, crowd.Lost);
        }
        await Task.Delay(TimeSpan.FromSeconds(60));
        return
        [
            ("KiB per connection", (full - empty) / 1024.0 / people),
            ("MiB when empty", empty / 1048576.0),
            ("MiB when full", full / 1048576.0),
            ("MiB a minute after closing", server.ResidentBytes / 1048576.0),
            ("CPU share while idle", cpu),
            ("connections lost", lost),
        ];
    }

    static async Task<IReadOnlyList<(string, double)>> Join(ServerKind kind)
    {
        const int Joins = 100;
        await using var server = await ServerUnderTest.Start(kind, 200, 1);
        var tally = new Tally();
        using var author = new LoadClient(server, server.Documents[0], tally);
        await author.Connect(0);
        await author.Synced;
        foreach (var part in LargeText.Parts(LargePlaces))
            await author.Edit(part);
        await Task.Delay(TimeSpan.FromSeconds(3));
        await JoinOnce(server, tally);
        var (before, clock) = (server.CpuSeconds, Stopwatch.StartNew());
        var bytes = 0;
        for (var join = 0; join < Joins; join++)
            bytes = await JoinOnce(server, tally);
        return
        [
            ("CPU-ms per join", (server.CpuSeconds - before) * 1_000 / Joins),
            ("joins per second", Joins / clock.Elapsed.TotalSeconds),
            ("bytes of the state", bytes),
        ];
    }

    static async Task<IReadOnlyList<(string, double)>> JoinCold(ServerKind kind)
    {
        const int Together = 20;
        await using var server = await ServerUnderTest.Start(kind, 200, 1);
        var tally = new Tally();
        using (var author = new LoadClient(server, server.Documents[0], tally))
        {
            await author.Connect(0);
            await author.Synced;
            foreach (var part in LargeText.Parts(LargePlaces))
                await author.Edit(part);
            await Task.Delay(TimeSpan.FromSeconds(5));
        }
        await server.Kill();
        await server.StartAgain();
        await Task.Delay(TimeSpan.FromSeconds(2));
        var (before, clock) = (server.CpuSeconds, Stopwatch.StartNew());
        var bytes = await Task.WhenAll(Enumerable.Range(0, Together).Select(_ => JoinOnce(server, tally)));
        return
        [
            ("ms until all are there", clock.Elapsed.TotalMilliseconds),
            ("CPU-ms for all", (server.CpuSeconds - before) * 1_000),
            ("bytes of the state", bytes[0]),
        ];
    }

    /// <summary>Somebody opens the first document and leaves; the bytes of its state.</summary>
    public static async Task<int> JoinOnce(ServerUnderTest server, Tally tally)
    {
        using var client = new LoadClient(server, server.Documents[0], tally);
        await client.Connect(1);
        await client.Synced.WaitAsync(TimeSpan.FromSeconds(60));
        return client.StateBytes;
    }

    static async Task<IReadOnlyList<(string, double)>> Storm(ServerKind kind)
    {
        const int People = 2_000, PerDocument = 10;
        await using var server = await ServerUnderTest.Start(kind, 200, People / PerDocument);
        using (var before = new Crowd())
            await before.Fill(server, 20, PerDocument, 0);
        await Task.Delay(WarmUp);
        var (cpu, clock) = (server.CpuSeconds, Stopwatch.StartNew());
        using var crowd = new Crowd();
        await crowd.Fill(server, People / PerDocument, PerDocument, 0);
        return
        [
            ("CPU-ms per reconnection", (server.CpuSeconds - cpu) * 1_000 / People),
            ("all back after seconds", clock.Elapsed.TotalSeconds),
            ("refused", crowd.Lost),
        ];
    }
}
