namespace MDReader.TestKit;

/// <summary>The ways in which MDReader is run.</summary>
public enum Kind
{
    /// <summary>SQLite, one process.</summary>
    Alone,

    /// <summary>PostgreSQL, one process.</summary>
    OnPostgres,

    /// <summary>PostgreSQL and Redis, three processes behind a proxy.</summary>
    Three,

    /// <summary>The same three, with TLS to PostgreSQL and Redis, and live editing through API Gateway.</summary>
    ThroughGateway,
}

/// <summary>An installation of real processes, as it is run in one of these ways, with people and documents in it.</summary>
public sealed class Installation : IAsyncDisposable
{
    readonly Dictionary<string, string> _settings;
    readonly DirectoryInfo _data;
    readonly Certificate? _certificate;
    readonly ApiGateway? _gateway;
    readonly GatewayDoor? _door;

    Installation(Dictionary<string, string> settings, DirectoryInfo data, Certificate? certificate, ApiGateway? gateway, GatewayDoor? door) =>
        (_settings, _data, _certificate, _gateway, _door) = (settings, data, certificate, gateway, door);

    public required Kind Kind { get; init; }

    public required Seeded Seeded { get; init; }

    public PostgresServer? Postgres { get; private init; }

    /// <summary>Where its database is, as <c>MDREADER_DATABASE</c>; null for SQLite.</summary>
    public string? Database => _settings.GetValueOrDefault("MDREADER_DATABASE");

    public RedisServer? Redis { get; private init; }

    public Proxy? Proxy { get; private init; }

    /// <summary>The processes; a test may put another in the place of one.</summary>
    public required HostProcess[] Nodes { get; init; }

    /// <summary>Where people go.</summary>
    public Uri Address => Proxy?.Address ?? Nodes[0].Address;

    /// <summary>One of the processes itself; any number will do.</summary>
    public Uri Node(int number) => Nodes[number % Nodes.Length].Address;

    /// <summary>Where a document's socket is opened: at one of the processes, or before the gateway that picks one itself.</summary>
    public Uri Door(int number) => _door?.Address ?? Node(number);

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
            Door(node), Seeded.Documents[document], $"token={Seeded.Users[user].Token}&ack=1");
        await client.Synced();
        return client;
    }

    public static bool CanRun(Kind kind) => kind switch
    {
        Kind.Alone => true,
        Kind.OnPostgres => PostgresServer.IsInstalled,
        Kind.Three => PostgresServer.IsInstalled && RedisServer.IsInstalled,
        Kind.ThroughGateway => CanRun(Kind.Three) && Certificate.CanBeMade,
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    /// <param name="kind">Which of the ways.</param>
    /// <param name="users">How many people there are from the beginning.</param>
    /// <param name="documents">As <paramref name="users"/>.</param>
    /// <param name="also">Environment variables besides.</param>
    public static async Task<Installation> Start(
        Kind kind, int users = 12, int documents = 20, params IEnumerable<(string Name, string Value)> also)
    {
        var isMany = kind >= Kind.Three;
        var data = Directory.CreateTempSubdirectory("mdreader-installation-");
        var certificate = kind == Kind.ThroughGateway ? await Certificate.New() : null;
        var postgres = kind == Kind.Alone ? null : await PostgresServer.Start(certificate);
        var redis = isMany ? await RedisServer.Start(certificate) : null;
        var gateway = kind == Kind.ThroughGateway ? await ApiGateway.Start() : null;
        var settings = new Dictionary<string, string>
        {
            ["MDReader__Collaboration__MessageBurst"] = "100000",
            ["MDReader__Collaboration__MessagesPerSecond"] = "10000",
            ["MDReader__Accounts__SignUpsPerMinuteAndAddress"] = "100000",
            ["MDReader__Accounts__PasswordIterations"] = "1000",
        };
        if (postgres is not null)
            settings["MDREADER_DATABASE"] = await postgres.NewDatabase();
        if (redis is not null)
            settings["MDREADER_REDIS"] = redis.Address;
        if (certificate is not null)
            settings["SSL_CERT_FILE"] = certificate.Path;
        if (gateway is not null)
        {
            settings["MDREADER_GATEWAY"] = gateway.Address.ToString();
            settings["MDREADER_GATEWAY_SECRET"] = gateway.Secret;
            settings["AWS_ACCESS_KEY_ID"] = "AKIATEST";
            settings["AWS_SECRET_ACCESS_KEY"] = ApiGateway.SecretKey;
        }
        foreach (var (name, value) in also)
            settings[name] = value;
        var seeded = await HostProcess.Seed(data.FullName, users, documents, settings);
        Uri[] addresses = [.. Enumerable.Range(0, isMany ? 3 : 1).Select(_ => new Uri($"http://127.0.0.1:{HostProcess.FreePort()}"))];
        gateway?.LeadTo(addresses);
        var proxy = isMany ? new Proxy(addresses) : null;
        if (proxy is not null)
            settings["MDREADER_PUBLIC_URL"] = proxy.Address.ToString();
        var nodes = await Task.WhenAll(addresses.Select(address => HostProcess.Start(data.FullName, address.Port, settings)));
        var place = new Installation(settings, data, certificate, gateway, gateway is null ? null : await GatewayDoor.Start(gateway.Address))
        {
            Kind = kind,
            Seeded = seeded,
            Postgres = postgres,
            Redis = redis,
            Nodes = nodes,
            Proxy = proxy,
        };
        // Texts of API Gateway find their way from process to process by Redis alone.
        if (gateway is not null)
            await place.AllIsWell();
        return place;
    }

    /// <summary>Waits until every process has what it needs.</summary>
    public Task AllIsWell() => Eventually.Holds(
        async () => (await Task.WhenAll(Nodes.Select(Status))).All(status => status == "ok"), "every process to have its database and its Redis");

    /// <summary>Puts a new process in the place of one that has ended, at the same address.</summary>
    public async Task Replace(int node)
    {
        var port = Nodes[node].Address.Port;
        await Nodes[node].DisposeAsync();
        Nodes[node] = await HostProcess.Start(_data.FullName, port, _settings);
    }

    public async ValueTask DisposeAsync()
    {
        if (_door is not null)
            await _door.DisposeAsync();
        if (_gateway is not null)
            await _gateway.DisposeAsync();
        if (Proxy is not null)
            await Proxy.DisposeAsync();
        foreach (var node in Nodes)
            await node.DisposeAsync();
        if (Redis is not null)
            await Redis.DisposeAsync();
        if (Postgres is not null)
            await Postgres.DisposeAsync();
        _certificate?.Dispose();
        _data.Delete(recursive: true);
    }

    static async Task<string?> Status(HostProcess node)
    {
        using var http = new HttpClient { BaseAddress = node.Address };
        var answer = await http.Ask("GET", "/health/ready");
        return answer.Problem is null ? answer["status"].GetString() : null;
    }
}
