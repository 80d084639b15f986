using MDReader.TestKit;

namespace MDReader.Load;

/// <summary>One number that a scenario found out about one server.</summary>
sealed record Figure(string Scenario, string Server, string Name, double Value);

/// <summary>A situation that servers are put into.</summary>
sealed record Scenario(string Name, string Title, Func<ServerKind, Task<ISituation>> Begin)
{
    /// <summary>About REST routes; all others are about live documents.</summary>
    public bool IsRest { get; init; }

    /// <summary>About MDReader's processes, and only of the ways to run it that are named here.</summary>
    public IReadOnlyList<Kind> Ways { get; init; } = [];

    /// <summary>About any server, whatever it serves.</summary>
    public bool IsForAll { get; init; }

    /// <summary>Which peers it says most about; the others are measured where they are named.</summary>
    public Keeping Peers { get; init; } = Keeping.InMemory;

    /// <summary>Whether a server without any documents can be put into it.</summary>
    public bool HasFloor { get; init; }

    /// <summary>Measured only where it is named.</summary>
    public bool IsApart { get; init; }

    /// <summary>Fewer where a round takes minutes.</summary>
    public int MostRounds { get; init; } = int.MaxValue;

    /// <summary>How many of the first figures have one unit and are drawn together.</summary>
    public int Drawn { get; init; } = 1;

    /// <summary>Whether the server has what this is about.</summary>
    public bool IsFor(ServerKind kind) => Ways.Count > 0 ? kind.Runs is { } way && Ways.Contains(way) : kind.Dialect switch
    {
        Dialect.MDReader => kind.Runs == Kind.Alone || ((IsRest || IsForAll) && kind.Runs == Kind.OnPostgres),
        Dialect.Rest => IsRest || IsForAll,
        _ => !IsRest && (HasFloor || kind.Keeps != Keeping.Nothing),
    };

    /// <summary>Whether it is measured where nobody says which.</summary>
    public bool IsByDefaultFor(ServerKind kind) => IsFor(kind) && (kind.Keeps is not { } keeps || Peers.HasFlag(keeps));

    public static IReadOnlyList<Scenario> All { get; } =
    [
        new("fan-out", "10 documents × 50 people, one of them types 20 times a second",
            kind => Traffic.Begin(kind, new(Documents: 10, People: 50, Writers: 1, Edits: 20)))
        {
            HasFloor = true, Peers = Keeping.InMemory | Keeping.OnDisk,
        },
        new("fan-out-saturated", "the same, and everybody types again as soon as the last of them has seen as much",
            kind => Traffic.Begin(kind, new(Documents: 10, People: 50, Writers: 49, Edits: null))) { HasFloor = true },
        new("small-rooms", "100 documents × 5 people, one of them types 10 times a second",
            kind => Traffic.Begin(kind, new(Documents: 100, People: 5, Writers: 1, Edits: 10))) { HasFloor = true },
        new("meeting", "one document, 200 people, 20 of them type 4 times a second",
            kind => Traffic.Begin(kind, new(Documents: 1, People: 200, Writers: 20, Edits: 4))) { HasFloor = true },
        new("meeting-of-50", "one document, 50 people, all of whom type and move the cursor twice a second",
            kind => Traffic.Begin(kind, new(Documents: 1, People: 50, Writers: 50, Edits: 2, Cursors: 2))) { HasFloor = true },
        new("typing", "10 documents × 20 people, 4 of them type and move the cursor 5 times a second",
            kind => Traffic.Begin(kind, new(Documents: 10, People: 20, Writers: 4, Edits: 5, Cursors: 5))) { HasFloor = true },
        Whole("idle", "people who have a document open, ten in each, and do nothing", Idle.Run) with { HasFloor = true, Drawn = 3 },
        new("join", "joining a document of 100,000 characters typed in 30,000 places", Joining.Begin),
        new("rest-get", "16 programs, each reads a document's name and place again and again", RestLoad.Get) { IsRest = true },
        new("rest-list", "16 programs, each lists 50 of a workspace's 200 documents again and again", RestLoad.List) { IsRest = true },
        new("rest-put", "16 programs, each writes a text of 1,600 characters over the version it read, a document each",
            RestLoad.Put) { IsRest = true },
        Whole("join-cold", "the same document, 20 people at once on a server that was just started", (kind, _) => Joining.Cold(kind)) with
        {
            Peers = Keeping.OnDisk, MostRounds = int.MaxValue,
        },
        new("storm", "2,000 people of 200 documents connect at once", Storm.Begin) { HasFloor = true },
        Whole("crash", "5 people type 20 times a second while their server is killed with SIGKILL", Crash.Run) with { Peers = Keeping.OnDisk },
        Whole("revocation", "people have a document open on three sockets, on every process, and are taken out of the workspace",
            (kind, _) => Revocation.Run(kind.Runs!.Value)) with { Ways = [Kind.Alone, Kind.Three], IsApart = true },
        Whole("rolling-restart", "12 people type while one process after the other is stopped and started again",
            (kind, time) => RollingRestart.Run(kind.Runs!.Value, time)) with { Ways = [Kind.Alone, Kind.Three], IsApart = true },
        Whole("scale-out", "20 documents × 20 people, two of them type 5 times a second, at one process and spread over two",
            (_, time) => ScaleOut.Run(time)) with { Ways = [Kind.Three] },
        Whole("growth-documents", "rooms of 5, and 100 edits a second whether there are 10 rooms or 1,000", Growth.OfDocuments) with { Drawn = 3 },
        Whole("growth-people", "one document, 20 edits a second whether 10 people look on or 250", Growth.OfPeople) with { Drawn = 3 },
        Whole("growth-history", "opening a document that was typed at 1,000 places or at 100,000", (kind, _) => Growth.OfHistory(kind)) with { Drawn = 3 },
        Whole("neighbours", "20 rooms of 5, one of them types 5 times a second, alone and beside somebody who means ill in a document of their own",
            Neighbours.Run) with { Drawn = Neighbours.Attacks.Count + 1, IsApart = true },
        Whole("soak", "20 groups of 5 come into one of 100 documents, type for some seconds, take it out again and leave", Soak.Run) with
        {
            Drawn = 2, IsApart = true,
        },
        Whole("start-up", "a server is started again, five times", (kind, _) => StartUp.Run(kind)) with
        {
            IsForAll = true, Peers = Keeping.InMemory | Keeping.OnDisk,
        },
        // The peers keep nothing on disk that their figures could be held against.
        Whole("small-task", "a quarter of a core and 512 MB: people in rooms of 10 with 5 edits a second each, at p99 < 100 ms", MostPeople.Run) with
        {
            Ways = [Kind.Alone],
        },
    ];

    /// <summary>One that takes minutes and is as long as it has to be.</summary>
    static Scenario Whole(string name, string title, Func<ServerKind, TimeSpan, Task<IReadOnlyList<(string Name, double Value)>>> run) =>
        new(name, title, kind => Task.FromResult<ISituation>(new Anew(kind, run))) { MostRounds = 1 };
}
