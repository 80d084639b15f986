using System.Net.WebSockets;
using MDReader.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace Server.Tests.Collaboration;

/// <summary>Somebody who takes nothing of what others write, while everybody else goes on.</summary>
public sealed class SlowReaderTests : IAsyncLifetime
{
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    static readonly TimeSpan BetweenSweeps = TimeSpan.FromSeconds(5);

    readonly FakeTime _time = new();
    RunningServer _server = null!;
    TestPerson _ana = null!;
    TestPerson _mallory = null!;
    string _document = "";

    public async ValueTask InitializeAsync()
    {
        _server = await RunningServer.Start(
            services => services.AddSingleton<TimeProvider>(_time), ("MDReader:Collaboration:OutboundQueueLimit", "65536"),
            ("MDReader:Collaboration:MessageBurst", "10000"));
        (_ana, _mallory) = (await _server.SignUp("Ana"), await _server.SignUp("Mallory"));
        var workspace = await _ana.MakeWorkspace();
        await _ana.Http.Ask("PUT", $"{workspace}/members/{_mallory.Id}", new { role = "editor" });
        _document = await _ana.MakeDocument(workspace);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    // It is never silent, so that not the minute of silence ends it.
    [Fact]
    public async Task Is_sent_away_after_ten_seconds_and_brought_up_to_date_when_it_comes_back()
    {
        using var stopped = new ClientWebSocket();
        await stopped.ConnectAsync(
            new($"ws://{_server.Address.Authority}/collab/{Id}?token={_mallory.AccessToken}"), CancellationToken.None);
        await Say(stopped, [0, 0, 1, 0]);
        await using var ana = await Open(_ana);
        await Eventually.Holds(async () => (await Present()).SequenceEqual(["Ana", "Mallory"]), "both to be there");
        await Fill(ana);

        var sweeps = 0;
        while ((await Present()).Contains("Mallory"))
        {
            (++sweeps).ShouldBeLessThanOrEqualTo(4, "ten seconds are two sweeps, and one begins anywhere between them");
            await Say(stopped, [3]);
            _time.Advance(BetweenSweeps);
            // The room has swept when it answers what is asked after that.
            await ana.Type("on ");
            await ana.AllSaved().WaitAsync(Patience);
        }
        sweeps.ShouldBeGreaterThan(2, "it is given ten seconds");
        ana.CloseCode.ShouldBeNull();

        await using var again = await Open(_mallory);
        await ana.Type("done ");
        await again.Until(client => client.Text == ana.Text).WaitAsync(Patience);
        again.Text.ShouldStartWith("done on ");
    }

    // More than the sockets' own buffers and the queue hold.
    static async Task Fill(LiveClient ana)
    {
        var large = new string('x', 200_000);
        for (var i = 0; i < 60; i++)
        {
            await ana.Type(large);
            await ana.Edit(document => document.GetText("content").Delete(0, large.Length));
            await ana.Until(client => client.Sent - client.Saved < 10).WaitAsync(Patience);
        }
        await ana.AllSaved().WaitAsync(Patience);
    }

    string Id => _document.Split('/')[^1];

    static async Task Say(ClientWebSocket socket, byte[] message)
    {
        try
        {
            await socket.SendAsync(message, WebSocketMessageType.Binary, endOfMessage: true, CancellationToken.None);
        }
        catch (WebSocketException)
        {
            // Sent away already.
        }
    }

    async Task<IReadOnlyList<string>> Present() => [.. (await _ana.Http.Ask("GET", $"{_document}/presence"))["people"]
        .EnumerateArray().Select(person => person.GetProperty("name").GetString()!).Order()];

    async Task<LiveClient> Open(TestPerson person)
    {
        var client = await LiveClient.Connect(_server.Address, Id, $"token={person.AccessToken}&ack=1");
        await client.Synced().WaitAsync(Patience);
        return client;
    }
}
