using System.Net.Http.Headers;
using System.Text.Json;
using MDReader.TestKit;

namespace Cloud.Tests;

/// <summary>
/// What runs on AWS, on one machine: three processes behind a proxy and a gateway; PostgreSQL and Redis themselves, by TLS;
/// S3, Cognito, SES, SNS and SQS as emulators.
/// </summary>
public sealed class Rehearsal : IAsyncDisposable
{
    static readonly string[] ByEmail = ["email"];
    static readonly string[] Arn = ["QueueArn"];

    readonly Stack<IAsyncDisposable> _parts = [];
    readonly Dictionary<string, string> _settings = new()
    {
        ["MDREADER_SES"] = "notes@example.org",
        ["MDREADER_METRICS"] = "emf",
    };

    AwsPeer _ses = null!;
    AwsPeer _messages = null!;
    string _queue = "";

    Rehearsal()
    {
    }

    public Installation Place { get; private set; } = null!;

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

    /// <summary>Replaces a process by a new one, as a deployment does it: it is told to stop, and sends its people elsewhere.</summary>
    public async Task Deploy(int node)
    {
        await Place.Nodes[node].Terminate();
        await Place.Replace(node);
    }

    public HttpClient At(int node, string? token = null)
    {
        var http = new HttpClient { BaseAddress = Place.Node(node) };
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

    /// <summary>Opens a document; who is sent elsewhere, as by a deployment, comes again.</summary>
    /// <param name="door">The proxy's address, or the gateway's.</param>
    /// <param name="from">What the page has from before.</param>
    public static async Task<LiveClient> Open(Uri door, Guid document, string token, LiveClient? from = null) => await Eventually.Get(
        async () =>
        {
            try
            {
                var page = await LiveClient.Connect(door, $"{document}", $"token={token}&ack=1", from?.Document);
                await page.Synced();
                if (!page.IsClosed)
                    return page;
                (page.CloseCode ?? 1012).ShouldBe(1012);
                await page.DisposeAsync();
            }
            catch (System.Net.WebSockets.WebSocketException)
            {
                // Nobody is ready behind the door.
            }
            return null;
        }, $"document {document} to open at {door}");

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
        while (_parts.TryPop(out var part))
            await part.DisposeAsync();
    }

    async Task SetUp()
    {
        _settings["MDREADER_S3"] = Kept(await S3Server.Start()).Address;
        await SetUpAccounts(Kept(await AwsPeer.Cognito()));
        _ses = Kept(await AwsPeer.Ses());
        _settings["AWS_ENDPOINT_URL_SESV2"] = _ses.Address.ToString();
        await SetUpQueue(_messages = Kept(await AwsPeer.Messages()));
        Place = Kept(await Installation.Start(Kind.ThroughGateway, also: _settings.Select(setting => (setting.Key, setting.Value))));
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

    async Task SetUpQueue(AwsPeer messages)
    {
        var topic = await SnsTests.Made(messages, "CreateTopic", ("Name", "changes"), "TopicArn");
        _queue = (await messages.Call("AmazonSQS.CreateQueue", new { QueueName = "work" })).GetProperty("QueueUrl").GetString()!;
        var arn = (await messages.Call("AmazonSQS.GetQueueAttributes", new { QueueUrl = _queue, AttributeNames = Arn }))
            .GetProperty("Attributes").GetProperty("QueueArn").GetString()!;
        await SnsTests.Query(messages, "Subscribe", ("TopicArn", topic), ("Protocol", "sqs"), ("Endpoint", arn),
            ("Attributes.entry.1.key", "RawMessageDelivery"), ("Attributes.entry.1.value", "true"));
        _settings["MDREADER_SNS"] = topic;
        _settings["AWS_ENDPOINT_URL_SNS"] = messages.Address.ToString();
    }

    T Kept<T>(T part)
        where T : IAsyncDisposable
    {
        _parts.Push(part);
        return part;
    }
}
