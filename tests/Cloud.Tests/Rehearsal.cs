using System.Net.Http.Headers;
using System.Text.Json;
using MDReader.TestKit;

namespace Cloud.Tests;

/// <summary>
/// What runs on AWS, on one machine: three processes behind a proxy and a gateway; PostgreSQL and Redis themselves; S3, Cognito,
/// SES, SNS and SQS as emulators.
/// </summary>
sealed class Rehearsal : IAsyncDisposable
{
    static readonly string[] ByEmail = ["email"];
    static readonly string[] Arn = ["QueueArn"];

    readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("mdreader-rehearsal-");
    readonly Stack<IAsyncDisposable> _parts = [];
    readonly Dictionary<string, string> _settings = new()
    {
        ["AWS_ACCESS_KEY_ID"] = "AKIATEST",
        ["AWS_SECRET_ACCESS_KEY"] = "test",
        ["MDREADER_SES"] = "notes@example.org",
        ["MDREADER_PUBLIC_URL"] = "https://md.example.org",
        ["MDREADER_METRICS"] = "emf",
    };

    AwsPeer _ses = null!;
    AwsPeer _messages = null!;
    string _queue = "";

    public HostProcess[] Nodes { get; private set; } = [];

    public Proxy Proxy { get; private set; } = null!;

    /// <summary>Live editing through API Gateway.</summary>
    public GatewayDoor Door { get; private set; } = null!;

    public static bool CanRun => Installation.CanRun(Kind.ThroughGateway) && AwsPeer.IsInstalled && S3Server.IsInstalled;

    public static async Task<Rehearsal> Begin()
    {
        var rehearsal = new Rehearsal();
        try
        {
            await rehearsal.SetUp();
            return rehearsal;
        }
        catch
        {
            await rehearsal.DisposeAsync();
            throw;
        }
    }

    /// <summary>A new process in the place of one that is told to stop, as a deployment does it.</summary>
    public async Task Deploy(int node)
    {
        await Nodes[node].Terminate();
        var port = Nodes[node].Address.Port;
        await Nodes[node].DisposeAsync();
        Nodes[node] = await HostProcess.Start(_data.FullName, port, _settings);
    }

    public HttpClient At(int node, string? token = null)
    {
        var http = new HttpClient { BaseAddress = Nodes[node].Address };
        if (token is not null)
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return http;
    }

    /// <summary>Signs somebody up at one process, confirms at the next and signs in at the last; gives their token and id.</summary>
    public async Task<(string Token, Guid Id)> SignUp(string email, string name)
    {
        using HttpClient first = At(0), second = At(1), third = At(2);
        var made = await first.Ask("POST", "/api/v1/auth/signup", new { email, password = People.Password, name });
        made.Status.ShouldBe(System.Net.HttpStatusCode.Created, made.Text);
        var confirmed = await second.Ask("POST", "/api/v1/auth/confirm", new { email, code = AwsPeer.Code });
        confirmed.Status.ShouldBe(System.Net.HttpStatusCode.NoContent, confirmed.Text);
        var signedIn = await third.Ask("POST", "/api/v1/auth/login", new { email, password = People.Password, tokenDelivery = "body" });
        signedIn.Status.ShouldBe(System.Net.HttpStatusCode.OK, signedIn.Text);
        return (signedIn["accessToken"].GetString()!, made["user.id"].GetGuid());
    }

    /// <summary>Waits for a letter that SES was given.</summary>
    public Task<string> Letter(string to, string subject) => Eventually.Get(async () =>
    {
        var store = JsonDocument.Parse(await _ses.Http.GetStringAsync(new Uri("/store", UriKind.Relative))).RootElement;
        return store.GetProperty("emails").EnumerateArray().Select(letter => letter.GetRawText())
            .FirstOrDefault(letter => letter.Contains(to, StringComparison.Ordinal) && letter.Contains(subject, StringComparison.Ordinal));
    }, $"a letter to {to} about \"{subject}\"");

    /// <summary>Waits for news in the queue of another system.</summary>
    public Task News(Guid id, string change) => Eventually.Holds(async () =>
    {
        var answer = await _messages.Call("AmazonSQS.ReceiveMessage", new { QueueUrl = _queue, MaxNumberOfMessages = 10, WaitTimeSeconds = 1 });
        return answer.TryGetProperty("Messages", out var messages) && messages.EnumerateArray()
            .Select(message => JsonDocument.Parse(message.GetProperty("Body").GetString()!).RootElement)
            .Any(news => news.GetProperty("id").GetGuid() == id && news.GetProperty("change").GetString() == change);
    }, $"news that {id} was {change}");

    public async ValueTask DisposeAsync()
    {
        if (Proxy is not null)
            await Proxy.DisposeAsync();
        if (Door is not null)
            await Door.DisposeAsync();
        foreach (var node in Nodes)
            await node.DisposeAsync();
        while (_parts.TryPop(out var part))
            await part.DisposeAsync();
        _data.Delete(recursive: true);
    }

    async Task SetUp()
    {
        var postgres = Kept(await PostgresServer.Start());
        _settings["MDREADER_DATABASE"] = await postgres.NewDatabase();
        _settings["MDREADER_REDIS"] = Kept(await RedisServer.Start()).Address;
        _settings["MDREADER_S3"] = Kept(await S3Server.Start()).Address;
        await SetUpAccounts(Kept(await AwsPeer.Cognito()));
        _ses = Kept(await AwsPeer.Ses());
        _settings["AWS_ENDPOINT_URL_SESV2"] = _ses.Address.ToString();
        _messages = Kept(await AwsPeer.Messages());
        await SetUpQueue();
        var gateway = Kept(await ApiGateway.Start());
        _settings["MDREADER_GATEWAY"] = gateway.Address.ToString();
        _settings["MDREADER_GATEWAY_SECRET"] = gateway.Secret;
        Nodes = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => HostProcess.Start(_data.FullName, port: null, _settings)));
        gateway.LeadTo(Nodes.Select(node => node.Address));
        Door = await GatewayDoor.Start(gateway.Address);
        Proxy = new Proxy(Nodes.Select(node => node.Address));
    }

    async Task SetUpAccounts(AwsPeer cognito)
    {
        var pool = await cognito.Call("AWSCognitoIdentityProviderService.CreateUserPool",
            new { PoolName = "people", UsernameAttributes = ByEmail, AutoVerifiedAttributes = ByEmail });
        var id = pool.GetProperty("UserPool").GetProperty("Id").GetString();
        var client = await cognito.Call("AWSCognitoIdentityProviderService.CreateUserPoolClient", new { UserPoolId = id, ClientName = "app" });
        _settings["MDREADER_COGNITO"] = $"cognito://{id}/{client.GetProperty("UserPoolClient").GetProperty("ClientId").GetString()}";
        _settings["MDREADER_COGNITO_SECRET"] = "a-secret";
        _settings["AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER"] = cognito.Address.ToString();
    }

    async Task SetUpQueue()
    {
        var topic = await Query("CreateTopic", "TopicArn", ("Name", "changes"));
        _queue = (await _messages.Call("AmazonSQS.CreateQueue", new { QueueName = "work" })).GetProperty("QueueUrl").GetString()!;
        var arn = (await _messages.Call("AmazonSQS.GetQueueAttributes", new { QueueUrl = _queue, AttributeNames = Arn }))
            .GetProperty("Attributes").GetProperty("QueueArn").GetString()!;
        await Query("Subscribe", "SubscriptionArn", ("TopicArn", topic), ("Protocol", "sqs"), ("Endpoint", arn),
            ("Attributes.entry.1.key", "RawMessageDelivery"), ("Attributes.entry.1.value", "true"));
        _settings["MDREADER_SNS"] = topic;
        _settings["AWS_ENDPOINT_URL_SNS"] = _messages.Address.ToString();
    }

    async Task<string> Query(string action, string element, params (string Name, string Value)[] parameters)
    {
        var xml = await SnsTests.Query(_messages, action, parameters);
        return xml.Split($"<{element}>")[1].Split($"</{element}>")[0];
    }

    T Kept<T>(T part)
        where T : IAsyncDisposable
    {
        _parts.Push(part);
        return part;
    }
}
