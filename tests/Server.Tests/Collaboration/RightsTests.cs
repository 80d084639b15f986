using System.Net.Sockets;
using System.Text;
using MDReader.Server.Access;
using MDReader.Server.Accounts;
using MDReader.Server.Collaboration;
using MDReader.Server.Platform;
using MDReader.TestKit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Server.Tests.Collaboration;

/// <summary>What ends an open socket, or opens none, when nobody announces it: rights, the server's end, silence, a fault.</summary>
public sealed class RightsTests : IAsyncLifetime
{
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    static readonly string[] OnlyReading = ["read"];

    readonly FakeTime _time = new();
    RunningServer _server = null!;
    TestPerson _ana = null!;
    TestPerson _ben = null!;
    string _workspace = "";
    string _document = "";

    Database Database => _server.Services.GetRequiredService<Database>();

    public async ValueTask InitializeAsync()
    {
        _server = await RunningServer.Start(services => services.AddSingleton<TimeProvider>(_time));
        (_ana, _ben) = (await _server.SignUp("Ana"), await _server.SignUp("Ben"));
        _workspace = await _ana.MakeWorkspace();
        await _ana.Http.Ask("PUT", $"{_workspace}/members/{_ben.Id}", new { role = "editor" });
        _document = await _ana.MakeDocument(_workspace);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_lost_membership_that_nobody_announced_is_found()
    {
        await using var ben = await Open(_ben);
        await using var ana = await Open(_ana);
        await Database.Write(
            (db, token) => db.Memberships.Where(member => member.UserId == _ben.Id).ExecuteDeleteAsync(token), default);
        await Closes(ben, 4403);
        ana.CloseCode.ShouldBeNull();
    }

    [Fact]
    public async Task An_ended_session_that_nobody_announced_is_found()
    {
        await using var ben = await Open(_ben);
        await using var ana = await Open(_ana);
        var now = _time.GetUtcNow();
        await Database.Write(
            (db, token) => db.Sessions.Where(session => session.UserId == _ben.Id)
                .ExecuteUpdateAsync(set => set.SetProperty(session => session.EndedAt, now), token), default);
        await Closes(ben, 4401);
        ana.CloseCode.ShouldBeNull();
    }

    [Fact]
    public async Task A_token_that_only_reads_stays_what_it_is()
    {
        var made = await _ben.Http.Ask("POST", "/api/v1/me/tokens", new { name = "reader", scopes = OnlyReading });
        await using var reader = await LiveClient.Connect(_server.Address, Id(_document), $"token={made["token"].GetString()}&ack=1");
        await reader.Synced();
        _time.Advance(TimeSpan.FromSeconds(31));
        await using var ana = await Open(_ana);
        await ana.Type("read this");
        await reader.Until(client => client.Text == "read this").WaitAsync(Patience);
        reader.CloseCode.ShouldBeNull();
    }

    [Fact]
    public async Task A_ticket_from_before_a_sign_out_opens_nothing_after_it()
    {
        var ticket = (await _ben.Http.Ask("POST", $"{_document}/realtime-tickets"))["ticket"].GetString();
        await _ben.Http.Ask("POST", "/api/v1/auth/logout", new { refreshToken = _ben.RefreshToken });
        await using var socket = await LiveClient.Connect(_server.Address, Id(_document), $"ticket={ticket}&ack=1");
        await socket.Closed.WaitAsync(Patience);
        socket.CloseCode.ShouldBe(4401);
    }

    [Fact]
    public async Task Who_comes_while_the_server_is_about_to_stop_is_sent_elsewhere()
    {
        await using var ana = await Open(_ana);
        await _server.Services.GetRequiredService<Rooms>().StoppingAsync(default);
        await ana.Closed.WaitAsync(Patience);
        ana.CloseCode.ShouldBe(1012);
        await using var ben = await LiveClient.Connect(_server.Address, Id(_document), $"token={_ben.AccessToken}&ack=1");
        await ben.Closed.WaitAsync(Patience);
        ben.CloseCode.ShouldBe(1012);
    }

    [Fact]
    public async Task A_client_that_has_vanished_without_a_word_is_gone_after_a_minute()
    {
        using var vanished = new TcpClient();
        await vanished.ConnectAsync(_server.Address.Host, _server.Address.Port);
        await vanished.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
            $"GET /collab/{Id(_document)}?token={_ben.AccessToken} HTTP/1.1\r\nHost: {_server.Address.Authority}\r\nUpgrade: websocket\r\n"
            + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"));
        // A step 1, masked by zeros; from here on it says and answers nothing.
        await vanished.GetStream().WriteAsync(new byte[] { 0x82, 0x84, 0, 0, 0, 0, 0, 0, 1, 0 });
        await using var ana = await Open(_ana);
        await Eventually.Holds(async () => (await Present()).Count == 2, "Ben to be there");
        await Eventually.Holds(async () =>
        {
            _time.Advance(TimeSpan.FromSeconds(5));
            await ana.Send([3]);
            return (await Present()).Count == 1;
        }, "Ben to be gone");
        ana.CloseCode.ShouldBeNull();
    }

    [Fact]
    public async Task A_fault_in_one_document_hurts_nobody_in_another()
    {
        var other = await _ana.MakeDocument(_workspace);
        await using var ana = await Open(_ana, other);
        await using var ben = await Open(_ben);
        await ben.Type("saved before");
        await ben.AllSaved().WaitAsync(Patience);
        await _server.Services.GetRequiredService<Rooms>().Send(Guid.Parse(Id(_document)), new Bomb(), default);
        await ben.Closed.WaitAsync(Patience);
        ben.CloseCode.ShouldBe(1012);
        await ana.Type("as if nothing had been");
        await ana.AllSaved().WaitAsync(Patience);
        ana.CloseCode.ShouldBeNull();
        await using var again = await Open(_ben);
        again.Text.ShouldBe("saved before");
        await again.Type("and after, ");
        await again.AllSaved().WaitAsync(Patience);
    }

    static string Id(string document) => document.Split('/')[^1];

    // The next look is at most fifteen seconds away.
    async Task Closes(LiveClient client, int code)
    {
        _time.Advance(TimeSpan.FromSeconds(16));
        await client.Closed.WaitAsync(Patience);
        client.CloseCode.ShouldBe(code);
    }

    async Task<LiveClient> Open(TestPerson person, string? document = null)
    {
        var client = await LiveClient.Connect(
            _server.Address, Id(document ?? _document), $"token={person.AccessToken}&ack=1");
        await client.Synced().WaitAsync(Patience);
        return client;
    }

    async Task<IReadOnlyList<string>> Present() => [.. (await _ana.Http.Ask("GET", $"{_document}/presence"))["people"]
        .EnumerateArray().Select(person => person.GetProperty("name").GetString()!)];

    /// <summary>No room has an answer to this.</summary>
    sealed record Bomb : RoomMessage;
}
