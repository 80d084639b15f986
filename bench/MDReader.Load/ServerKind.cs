using System.Diagnostics;
using System.Text.Json;
using MDReader.TestKit;

namespace MDReader.Load;

/// <summary>Where a server of live documents has what was typed.</summary>
[Flags]
enum Keeping
{
    /// <summary>Nowhere: it hands on what comes.</summary>
    Nothing = 0,
    InMemory = 1,
    OnDisk = 2,
}

/// <summary>A server that can be measured, by the name it is given on the command line.</summary>
sealed record ServerKind(string Name, string Title, Dialect Dialect, Func<int, DirectoryInfo, ProcessStartInfo> Launch)
{
    public static IReadOnlyList<ServerKind> All { get; } =
    [
        new("mdreader", "MDReader, SQLite, durable", Dialect.MDReader, (port, data) => Host([], port, data)) { Runs = Kind.Alone },
        new("mdreader-postgres", "MDReader, PostgreSQL, durable", Dialect.MDReader, (port, data) => Host([], port, data))
        {
            Runs = Kind.OnPostgres, IsOnPostgres = true,
        },
        // Started by the test kit, and only where several processes are the point.
        new("mdreader-three", "MDReader, PostgreSQL and Redis, three processes", Dialect.MDReader, (_, _) => throw new NotSupportedException())
        {
            Runs = Kind.Three,
        },
        new("hocuspocus", "Hocuspocus, memory", Dialect.Hocuspocus, (port, data) => Node("hocuspocus.mjs", port, data)) { Keeps = Keeping.InMemory },
        new("hocuspocus-sqlite", "Hocuspocus + SQLite", Dialect.Hocuspocus, (port, data) => Node("hocuspocus.mjs", port, data, "sqlite"))
        {
            Keeps = Keeping.OnDisk,
        },
        new("fastify", "Fastify + better-sqlite3, durable", Dialect.Rest, (port, data) => Node("fastify.mjs", port, data)),
        new("fastify-postgres", "Fastify + pg, PostgreSQL, durable", Dialect.Rest, (port, data) => Node("fastify.mjs", port, data)) { IsOnPostgres = true },
        new("y-websocket", "@y/websocket-server, memory", Dialect.YWebsocket, (port, data) => Node("y-websocket.mjs", port, data))
        {
            Keeps = Keeping.InMemory,
        },
        new("y-websocket-leveldb", "@y/websocket-server + LevelDB", Dialect.YWebsocket,
            (port, data) => Node("y-websocket.mjs", port, data, "leveldb")) { Keeps = Keeping.OnDisk },
        new("floor", "a loop over epoll, without documents", Dialect.YWebsocket,
            (port, _) => Start("dotnet", [typeof(ServerKind).Assembly.Location, "floor", $"{port}"], [])) { Keeps = Keeping.Nothing },
    ];

    /// <summary>Which of the ways to run MDReader it is; null for the peers.</summary>
    public Kind? Runs { get; private init; }

    /// <summary>Null for MDReader, which has it on disk before anybody sees it, and for what has no live documents.</summary>
    public Keeping? Keeps { get; private init; }

    /// <summary>Whether it needs a PostgreSQL beside it, whose address it reads from <c>MDREADER_DATABASE</c>.</summary>
    public bool IsOnPostgres { get; private init; }

    // As it is installed; else as it is built.
    static string HostFolder =>
        Environment.GetEnvironmentVariable("MDREADER_PUBLISHED") ?? Path.Combine(Root, "src/MDReader.Host/bin/Release/net10.0");

    /// <summary>Environment variables of limits that a load from one address doesn't meet.</summary>
    public static IReadOnlyList<(string Name, string Value)> Limits { get; } =
    [
        ("MDReader__Collaboration__SocketsPerUser", "100000"),
        ("MDReader__Collaboration__SocketsPerAddress", "100000"),
        ("MDReader__Collaboration__SocketsPerDocument", "100000"),
        ("MDReader__Collaboration__SocketsPerProcess", "100000"),
        ("MDReader__Limits__ApiPerMinute", "10000000"),
    ];

    /// <summary>MDReader's own host, with limits that a load from one address doesn't meet.</summary>
    public static ProcessStartInfo Host(IReadOnlyList<string> arguments, int port, DirectoryInfo data) =>
        Start("dotnet", [Path.Combine(HostFolder, "MDReader.Host.dll"), .. arguments], new(Limits.ToDictionary())
        {
            ["MDREADER_DATA"] = data.FullName,
            ["MDREADER_URLS"] = $"http://127.0.0.1:{port}",
            ["Logging__LogLevel__Default"] = "Warning",
        });

    /// <summary>Plants people with tokens and empty documents, and prints them; null where there is no such thing.</summary>
    public ProcessStartInfo? Seed(int people, int documents, DirectoryInfo data) => Dialect switch
    {
        Dialect.MDReader => Host(["seed", "--users", $"{people}", "--documents", $"{documents}"], port: 0, data),
        Dialect.Rest => Start(
            "node", [Path.Combine(Root, "bench/peers/fastify.mjs"), "seed", data.FullName, $"{people}", $"{documents}"], []),
        _ => null,
    };

    /// <summary>What is measured, as it is installed.</summary>
    public static string Versions()
    {
        using var peers = JsonDocument.Parse(File.ReadAllText(Path.Combine(Root, "bench/peers/package.json")));
        using var node = Process.Start(Start("node", ["--version"], []))!;
        return string.Join(", ", peers.RootElement.GetProperty("dependencies").EnumerateObject()
            .Select(package => $"{package.Name} {package.Value}")
            .Prepend($"Node {node.StandardOutput.ReadToEnd().Trim().TrimStart('v')}"));
    }

    static ProcessStartInfo Node(string script, int port, DirectoryInfo data, params string[] more) =>
        Start("node", [Path.Combine(Root, "bench/peers", script), $"{port}", data.FullName, .. more], new() { ["NODE_ENV"] = "production" });

    static ProcessStartInfo Start(string program, IEnumerable<string> arguments, Dictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return start;
    }

    static string Root { get; } = FindRoot();

    static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "MDReader.slnx")))
                return folder.FullName;
        throw new DirectoryNotFoundException($"No folder above {AppContext.BaseDirectory} holds MDReader.slnx.");
    }
}
