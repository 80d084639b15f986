using System.Net.WebSockets;
using System.Text.Json.Nodes;
using MDReader.Server.Collaboration;
using MDReader.Server.Platform;
using MDReader.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace Server.Tests.Collaboration;

/// <summary>A socket lives as long as its token, and gets a fresh one in band; before a token it may send and wait little.</summary>
public sealed class DeadlineTests : IAsyncLifetime
{
    readonly FakeTime _time = new();
    readonly StockPeer _peer = new();
    RunningServer _server = null!;
    TestPerson _ana = null!;
    string _document = "";

    string Id => _document.Split('/')[^1];

    public async ValueTask InitializeAsync()
    {
        _server = await RunningServer.Start(services => services.AddSingleton<TimeProvider>(_time));
        _ana = await _server.SignUp("Ana");
        _document = await _ana.MakeDocument(await _ana.MakeWorkspace());
    }

    public ValueTask DisposeAsync()
    {
        _peer.Dispose();
        return _server.DisposeAsync();
    }

    [Fact]
    public async Task A_fresh_token_in_band_moves_the_deadline_and_without_one_the_socket_ends()
    {
        await using var ana = await LiveClient.Connect(_server.Address, Id, $"token={_ana.AccessToken}&ack=1");
        await ana.Synced();
        _time.Advance(TimeSpan.FromMinutes(14));
        await ana.Send([101, .. Text(await FreshToken())]);
        await Saves(ana, "renewed ");
        _time.Advance(TimeSpan.FromMinutes(14));
        await Saves(ana, "still here ");
        _time.Advance(TimeSpan.FromMinutes(2));
        await ana.Closed;
        ana.CloseCode.ShouldBe(4401);
    }

    [Fact]
    public async Task Somebody_elses_token_renews_nothing()
    {
        var ben = await _server.SignUp("Ben");
        await using var ana = await LiveClient.Connect(_server.Address, Id, $"token={_ana.AccessToken}&ack=1");
        await ana.Synced();
        _time.Advance(TimeSpan.FromMinutes(14));
        await ana.Send([101, .. Text(await FreshToken(ben))]);
        await Saves(ana, "not renewed ");
        _time.Advance(TimeSpan.FromMinutes(2));
        await ana.Closed;
        ana.CloseCode.ShouldBe(4401);
    }

    [Fact]
    public async Task A_Hocuspocus_client_is_asked_for_a_fresh_token_in_time()
    {
        await _peer.Hocuspocus("ana", _server.Address, Id, _ana.AccessToken);
        await _peer.Until("ana", new() { ["saved"] = true, ["tokens"] = 1 });
        _time.Advance(TimeSpan.FromMinutes(13));
        await _peer.Token("ana", await FreshToken());
        _time.Advance(TimeSpan.FromMinutes(1.75));
        await _peer.Until("ana", new() { ["tokens"] = 2 });
        await _peer.Insert("ana", 0, "renewed");
        await _peer.Until("ana", new() { ["saved"] = true });
        _time.Advance(TimeSpan.FromMinutes(5));
        await _peer.Insert("ana", 0, "still here, ");
        await _peer.Until("ana", new() { ["saved"] = true, ["closes"] = new JsonArray() });
    }

    [Theory]
    [InlineData(4096, null)]
    [InlineData(4097, 4413)]
    public async Task Before_it_is_authenticated_a_socket_may_send_so_much(int bytes, int? code)
    {
        using var socket = await Open();
        byte[] begins = [.. Text(Id), 2, 0];
        var token = new string('x', bytes - begins.Length - 2);
        await socket.SendAsync((byte[])[.. begins, .. Text(token)], WebSocketMessageType.Binary, true, CancellationToken.None);
        var answer = await socket.ReceiveAsync(new byte[8192], CancellationToken.None);
        ((int?)socket.CloseStatus).ShouldBe(code);
        answer.MessageType.ShouldBe(code is null ? WebSocketMessageType.Binary : WebSocketMessageType.Close);
    }

    [Fact]
    public async Task What_comes_before_a_documents_token_waits_up_to_a_limit()
    {
        using var socket = await Open();
        var update = new byte[1000];
        for (var message = 0; message < 4; message++)
            await socket.SendAsync((byte[])[.. Text(Id), 0, .. update], WebSocketMessageType.Binary, true, CancellationToken.None);
        await socket.SendAsync((byte[])[.. Text(Id), 0, .. update], WebSocketMessageType.Binary, true, CancellationToken.None);
        await socket.ReceiveAsync(new byte[8192], CancellationToken.None);
        ((int?)socket.CloseStatus).ShouldBe(4413);
    }

    [Fact]
    public async Task Who_doesnt_authenticate_in_time_is_closed_whatever_it_sends()
    {
        using var socket = await Open();
        await socket.SendAsync((byte[])[.. Text(Id), 3], WebSocketMessageType.Binary, true, CancellationToken.None);
        _time.Advance(TimeSpan.FromSeconds(4));
        await socket.SendAsync((byte[])[.. Text(Id), 3], WebSocketMessageType.Binary, true, CancellationToken.None);
        var closed = socket.ReceiveAsync(new byte[8192], CancellationToken.None);
        _time.Advance(TimeSpan.FromSeconds(1));
        await closed;
        ((int?)socket.CloseStatus).ShouldBe(4401);
    }

    [Fact]
    public void A_token_in_its_last_seconds_is_asked_for_at_once()
    {
        var (time, asked) = (new HastyTime(), 0);
        var caller = new Caller(Guid.NewGuid(), "Ana", Guid.NewGuid(), Scopes.All, time.GetUtcNow().AddSeconds(10));
        using var deadline = new TokenDeadline(
            caller, _server.Services.GetRequiredService<SocketEntry>(), time, () => asked++, _ => Task.CompletedTask);
        asked.ShouldBe(1);
    }

    [Fact]
    public async Task A_ticket_from_before_a_restart_is_no_good_to_who_forgot_which_were_used()
    {
        var services = _server.Services;
        var database = services.GetRequiredService<Database>();
        Assert.SkipWhen(database.IsShared, "Used tickets stand in the database there.");
        var caller = new Caller(_ana.Id, "Ana", Guid.NewGuid(), Scopes.All, DateTimeOffset.MaxValue);
        var document = Guid.Parse(Id);
        var before = services.GetRequiredService<Tickets>().Issue(document, caller).Ticket;
        _time.Advance(TimeSpan.FromSeconds(1));
        var restarted = new Tickets(
            services.GetRequiredService<InstanceSecrets>(), new UsedTickets(database, _time),
            (credentials, _) => Task.FromResult<IReadOnlySet<Guid>>(credentials.ToHashSet()), _time);

        (await restarted.Take(before, document, default)).ShouldBeNull();
        (await restarted.Take(restarted.Issue(document, caller).Ticket, document, default)).ShouldBe(caller);
    }

    async Task<ClientWebSocket> Open()
    {
        var socket = new ClientWebSocket();
        await socket.ConnectAsync(new($"ws://{_server.Address.Authority}/collab"), CancellationToken.None);
        return socket;
    }

    static async Task Saves(LiveClient client, string text)
    {
        await client.Type(text);
        await client.AllSaved();
        client.CloseCode.ShouldBeNull();
    }

    async Task<string> FreshToken(TestPerson? person = null)
    {
        var answer = await _server.Http.Ask("POST", "/api/v1/auth/login",
            new { email = (person ?? _ana).Email, password = People.Password, tokenDelivery = "body" });
        return answer["accessToken"].GetString()!;
    }

    /// <summary>Rings a timer that is due before whoever sets it goes on, as another thread may.</summary>
    sealed class HastyTime : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = new Timer(() => callback(state));
            timer.Change(dueTime, period);
            return timer;
        }

        sealed class Timer(Action ring) : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period)
            {
                if (dueTime == TimeSpan.Zero)
                    ring();
                return true;
            }

            public void Dispose()
            {
            }

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }

    static byte[] Text(string text)
    {
        var writer = new MDReader.Crdt.Encoding.ByteWriter(text.Length + 8);
        writer.WriteVarString(text);
        var bytes = writer.ToArray();
        writer.Dispose();
        return bytes;
    }
}
