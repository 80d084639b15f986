namespace MDReader.TestKit;

/// <summary>The three ways in which MDReader is run.</summary>
public enum Kind
{
    /// <summary>SQLite, one process.</summary>
    Alone,

    /// <summary>PostgreSQL, one process.</summary>
    OnPostgres,

    /// <summary>PostgreSQL and Redis, three processes behind a proxy.</summary>
    Three,
}

/// <summary>An installation of real processes, as it is run in one of the three ways, with people and documents in it.</summary>
public sealed class Installation : IAsyncDisposable
{
    readonly Dictionary<string, string> _settings;
    readonly DirectoryInfo _data;

    Installation(Dictionary<string, string> settings, DirectoryInfo data) => (_settings, _data) = (settings, data);

    public required Kind Kind { get; init; }

    public required Seeded Seeded { get; init; }

    public PostgresServer? Postgres { get; private init; }

    public RedisServer? Redis { get; private init; }

    public Proxy? Proxy { get; private set; }

    /// <summary>The processes; a test may put another in the place of one.</summary>
    public required HostProcess[] Nodes { get; init; }

    /// <summary>Where people go.</summary>
    public Uri Address => Proxy?.Address ?? Nodes[0].Address;

    /// <summary>One of the processes itself; any number will do.</summary>
    public Uri Node(int number) => Nodes[number % Nodes.Length].Address;

    public HttpClient As(int user, int node = 0)
    {
        var http = new HttpClient { BaseAddress = Node(node) };
        http.DefaultRequestHeaders.Authorization = new("Bearer", Seeded.Users[user].Token);
        return http;
    }

    /// <summary>Opens a document at one of the processes.</summary>
    public async Task<LiveClient> Open(int user, int node, int document = 0)
    {
        var client = await LiveClient.Connect(
            Node(node), Seeded.Documents[document], $"token={Seeded.Users[user].Token}&ack=1");
        await client.Synced();
        return client;
    }

    public static bool CanRun(Kind kind) =>
        kind == Kind.Alone || PostgresServer.IsInstalled && (kind == Kind.OnPostgres || RedisServer.IsInstalled);

    /// <param name="kind">Which of the three ways.</param>
    /// <param name="users">How many people there are from the beginning.</param>
    /// <param name="documents">As <paramref name="users"/>.</param>
    /// <param name="also">Environment variables besides.</param>
    public static async Task<Installation> Start(
        Kind kind, int users = 12, int documents = 20, params IEnumerable<(string Name, string Value)> also)
    {
        var data = Directory.CreateTempSubdirectory("mdreader-installation-");
        var postgres = kind == Kind.Alone ? null : await PostgresServer.Start();
        var redis = kind == Kind.Three ? await RedisServer.Start() : null;
        var settings = new Dictionary<string, string>
        {
            ["MDReader__Collaboration__MessageBurst"] = "100000",
            ["MDReader__Collaboration__MessagesPerSecond"] = "10000",
            ["MDReader__Accounts__SignUpsPerMinuteAndAddress"] = "100000",
            ["MDReader__Accounts__PasswordIterations"] = "1000",
        };
        foreach (var (name, value) in also)
            settings[name] = value;
        if (postgres is not null)
            settings["MDREADER_DATABASE"] = await postgres.NewDatabase();
        if (redis is not null)
            settings["MDREADER_REDIS"] = redis.Address;
        var seeded = await HostProcess.Seed(data.FullName, users, documents, settings);
        var nodes = await Task.WhenAll(Enumerable.Range(0, kind == Kind.Three ? 3 : 1)
            .Select(_ => HostProcess.Start(data.FullName, port: null, settings)));
        return new(settings, data)
        {
            Kind = kind,
            Seeded = seeded,
            Postgres = postgres,
            Redis = redis,
            Nodes = nodes,
            Proxy = kind == Kind.Three ? new Proxy(nodes.Select(node => node.Address)) : null,
        };
    }

    /// <summary>Puts a new process in the place of one that has ended, at the same address.</summary>
    public async Task Replace(int node)
    {
        var port = Nodes[node].Address.Port;
        await Nodes[node].DisposeAsync();
        Nodes[node] = await HostProcess.Start(_data.FullName, port, _settings);
    }

    public async ValueTask DisposeAsync()
    {
        if (Proxy is not null)
            await Proxy.DisposeAsync();
        foreach (var node in Nodes)
            await node.DisposeAsync();
        if (Redis is not null)
            await Redis.DisposeAsync();
        if (Postgres is not null)
            await Postgres.DisposeAsync();
        _data.Delete(recursive: true);
    }
}
