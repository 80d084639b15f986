using System.Net;
using System.Net.WebSockets;
using System.Text;
using MDReader.Cloud.Gateway;
using MDReader.Server.Platform;
using MDReader.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Server.Tests.Collaboration;

namespace Cloud.Tests;

/// <summary>API Gateway's texts, its calls, and clients that come through it.</summary>
public sealed class GatewayTests
{
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [Fact]
    public void Messages_come_whole_and_in_order_however_their_lines_come()
    {
        var random = new Random(7);
        byte[][] messages = [.. Enumerable.Range(0, 40).Select(_ => new byte[random.Next(0, 120_000)])];
        foreach (var message in messages)
            random.NextBytes(message);
        var lines = messages.SelectMany((message, number) => GatewayText.Lines(number, message)).ToArray();
        lines.ShouldAllBe(line => line.Length <= GatewayText.Longest);
        random.Shuffle(lines);

        var heard = new Reassembly(messages.Sum(message => message.Length));
        var got = new List<byte[]>();
        // Each twice: API Gateway may call again.
        foreach (var line in lines.SelectMany(line => new[] { line, line }))
        {
            heard.Add(GatewayText.Read(line).ShouldHaveSingleItem());
            while (heard.TryTake(out var message))
                got.Add(message);
        }
        got.ShouldBe(messages);
    }

    [Theory]
    [InlineData("hello")]
    [InlineData("0.0.1")]
    [InlineData("0.0.1.a")]
    [InlineData("0.0.1.AA==.AA==")]
    [InlineData("0.1.1.AA==")]
    [InlineData("-1.0.1.AA==")]
    [InlineData("0.0.0.AA==")]
    [InlineData("99999999999999999999.0.1.AA==")]
    [InlineData("0.0.99999999999.AA==")]
    public void A_line_that_is_none_is_refused(string line) =>
        Should.Throw<FormatException>(() => GatewayText.Read(line).ToList());

    [Fact]
    public void Who_never_sends_the_first_message_does_not_fill_the_memory()
    {
        Should.Throw<FormatException>(() => Fill(bytes: 100)).Message.ShouldContain("1000 bytes");
        Should.Throw<FormatException>(() => Fill(bytes: 0)).Message.ShouldContain("parts");
        Should.Throw<FormatException>(() => new Reassembly(limit: 1000).Add(new(0, 0, int.MaxValue, [1])));
        var other = new Reassembly(limit: 1000);
        other.Add(new(0, 0, 2, [1]));
        Should.Throw<FormatException>(() => other.Add(new(0, 1, 3, [1])));
    }

    static void Fill(int bytes)
    {
        var heard = new Reassembly(limit: 1000);
        for (var number = 1L; number < 10_000; number++)
            heard.Add(new(number, 0, 1, new byte[bytes]));
    }

    [Fact]
    public async Task Nobody_but_API_Gateway_can_call_for_it()
    {
        await using var gateway = await ApiGateway.Start();
        await using var place = await OneProcess(gateway);
        using var http = new HttpClient { BaseAddress = place.Address };
        foreach (var path in new[] { "connect?document=" + Guid.NewGuid(), "message", "disconnect" })
        {
            (await Call(http, path, secret: null)).ShouldBe(HttpStatusCode.NotFound);
            (await Call(http, path, secret: gateway.Secret[1..])).ShouldBe(HttpStatusCode.NotFound);
        }
        (await Call(http, "connect", gateway.Secret)).ShouldBe(HttpStatusCode.BadRequest);
        (await Call(http, "message", gateway.Secret)).ShouldBe(HttpStatusCode.Gone);
        (await Call(http, "message", gateway.Secret, new string('x', 200_000))).ShouldBe(HttpStatusCode.RequestEntityTooLarge);
    }

    [Fact]
    public async Task A_client_that_talks_nonsense_is_told_so_and_sent_away()
    {
        await using var gateway = await ApiGateway.Start();
        var data = Directory.CreateTempSubdirectory("mdreader-gateway-").FullName;
        var seeded = await HostProcess.Seed(data, users: 1, documents: 1);
        await using var place = await OneProcess(gateway, data);
        using var socket = await Connect(gateway, seeded.Documents[0], seeded.Users[0].Token);
        await Say(socket, "nonsense");
        (await LastLine(socket)).ShouldStartWith("close.4400.Send lines");
        await Eventually.Holds(() => gateway.Open == 0, "the connection to be closed");
    }

    [Fact]
    public async Task Who_stays_two_hours_is_sent_away_before_API_Gateway_does_it_and_so_is_who_says_nothing()
    {
        await using var gateway = await ApiGateway.Start();
        var time = new FakeTime();
        await using var server = await OnItsOwnTime(gateway, time);
        var (document, token) = await Seed(server);

        using var silent = await Connect(gateway, document, token);
        time.Advance(TimeSpan.FromSeconds(61));
        (await LastLine(silent)).ShouldStartWith("close.1012.");

        await using var door = await GatewayDoor.Start(gateway.Address);
        await using var client = await LiveClient.Connect(door.Address, document, $"token={token}&ack=1");
        await client.Synced().WaitAsync(Patience);
        time.Advance(TimeSpan.FromMinutes(109));
        await client.Type("Still here.");
        await client.AllSaved().WaitAsync(Patience);
        client.CloseCode.ShouldBeNull();
        time.Advance(TimeSpan.FromMinutes(1));
        await client.Closed.WaitAsync(Patience);
        client.CloseCode.ShouldBe(1012);
    }

    [Fact]
    public async Task Where_a_text_got_lost_the_client_is_sent_to_connect_again()
    {
        await using var gateway = await ApiGateway.Start();
        var time = new FakeTime();
        await using var server = await OnItsOwnTime(gateway, time);
        var (document, token) = await Seed(server);
        using var socket = await Connect(gateway, document, token);
        await Say(socket, "0.0.1.AAABAA==");
        await Say(socket, "2.0.1.AAABAA==");
        await Eventually.Holds(() => gateway.Answered >= 3, "both texts to have come");
        var farewell = LastLine(socket);
        await Eventually.Holds(() =>
        {
            time.Advance(TimeSpan.FromSeconds(31));
            return farewell.IsCompleted;
        }, "the farewell");
        (await farewell).ShouldStartWith("close.1012.A text got lost");
    }

    [Fact]
    public async Task What_somebody_says_last_counts_though_they_are_gone()
    {
        await using var gateway = await ApiGateway.Start();
        await using var server = await OnItsOwnTime(gateway, TimeProvider.System);
        var (document, token) = await Seed(server);
        using var socket = await Connect(gateway, document, token);
        await Say(socket, $"0.0.1.{Convert.ToBase64String(Convert.FromHexString("00000100"))}");
        // Client 1 types "Hi", as docs/protocol.md has it.
        await Say(socket, $"1.0.1.{Convert.ToBase64String(Convert.FromHexString("000212010101000401" + "07636f6e74656e7402486900"))}");
        await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        using var http = server.Client();
        http.DefaultRequestHeaders.Authorization = new("Bearer", token);
        await Eventually.Holds(
            async () => (await http.Ask("GET", $"/api/v1/documents/{document}/content")).Text == "Hi", "the last word");
    }

    [Fact]
    public async Task npms_y_websocket_works_through_it_with_the_socket_that_is_ours()
    {
        await using var gateway = await ApiGateway.Start();
        var data = Directory.CreateTempSubdirectory("mdreader-gateway-").FullName;
        var (users, documents) = await HostProcess.Seed(data, users: 3, documents: 1);
        await using var place = await OneProcess(gateway, data);
        using var peer = new StockPeer();
        await peer.ThroughGateway("ana", gateway.Address, documents[0], users[0].Token);
        await using var door = await GatewayDoor.Start(gateway.Address);
        await using var ben = await LiveClient.Connect(door.Address, documents[0], $"token={users[1].Token}&ack=1");
        await ben.Synced().WaitAsync(Patience);
        await peer.Until("ana", new() { ["synced"] = true });
        var large = string.Concat(Enumerable.Range(0, 20_000).Select(word => $"word{word} "));
        await peer.Insert("ana", 0, large);
        await ben.Until(client => client.Text == large).WaitAsync(Patience);
        await ben.Type("from Ben, ");
        await peer.Until("ana", new() { ["text"] = "from Ben, " + large });
        await peer.YWebsocket("directly", place.Address, documents[0], users[2].Token);
        await peer.Until("directly", new() { ["text"] = "from Ben, " + large });
        await peer.Close("ana");
    }

    static async Task<HostProcess> OneProcess(ApiGateway gateway, string? data = null)
    {
        data ??= Directory.CreateTempSubdirectory("mdreader-gateway-").FullName;
        var place = await HostProcess.Start(data, port: null, new Dictionary<string, string>
        {
            ["MDREADER_GATEWAY"] = gateway.Address.ToString(),
            ["MDREADER_GATEWAY_SECRET"] = gateway.Secret,
            ["AWS_ACCESS_KEY_ID"] = "AKIATEST",
            ["AWS_SECRET_ACCESS_KEY"] = ApiGateway.SecretKey,
        });
        gateway.LeadTo([place.Address]);
        return place;
    }

    // The server's own clock goes on.
    static async Task<RunningServer> OnItsOwnTime(ApiGateway gateway, TimeProvider time)
    {
        Environment.SetEnvironmentVariable("AWS_ACCESS_KEY_ID", "AKIATEST");
        Environment.SetEnvironmentVariable("AWS_SECRET_ACCESS_KEY", ApiGateway.SecretKey);
        var server = await RunningServer.Start(
            services => services.AddSingleton(provider => new GatewayLinks(
                provider.GetRequiredService<GatewayConnections>(), provider.GetRequiredService<IRelay>(), time,
                provider.GetRequiredService<ILogger<GatewayLinks>>())),
            ("MDReader:Gateway", gateway.Address.ToString()), ("MDReader:GatewaySecret", gateway.Secret));
        gateway.LeadTo([server.Address]);
        return server;
    }

    static async Task<(string Document, string Token)> Seed(RunningServer server)
    {
        using var ada = await server.SignUp("Ada");
        var workspace = (await ada.Http.Ask("POST", "/api/v1/workspaces", new { name = "Notes" }))["id"].GetGuid();
        var document = (await ada.Http.Ask("POST", $"/api/v1/workspaces/{workspace}/documents", new { title = "One" }))["id"].GetString()!;
        return (document, ada.AccessToken);
    }

    static async Task<ClientWebSocket> Connect(ApiGateway gateway, string document, string token)
    {
        var socket = new ClientWebSocket();
        await socket.ConnectAsync(
            new UriBuilder(gateway.Address) { Scheme = "ws", Query = $"document={document}&token={token}" }.Uri, CancellationToken.None);
        return socket;
    }

    static Task Say(ClientWebSocket socket, string text) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);

    static async Task<string> LastLine(ClientWebSocket socket)
    {
        using var late = new CancellationTokenSource(Patience);
        var buffer = new byte[GatewayText.Longest];
        var last = "";
        while (await socket.ReceiveAsync(buffer, late.Token) is { MessageType: WebSocketMessageType.Text } text)
            last = Encoding.UTF8.GetString(buffer, 0, text.Count);
        return last;
    }

    static async Task<HttpStatusCode> Call(HttpClient http, string path, string? secret, string body = "")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/internal/apigw/{path}") { Content = new StringContent(body) };
        if (secret is not null)
            request.Headers.Add("X-Gateway-Secret", secret);
        request.Headers.Add("X-Gateway-Connection", "nobody=");
        using var answer = await http.SendAsync(request);
        return answer.StatusCode;
    }
}
