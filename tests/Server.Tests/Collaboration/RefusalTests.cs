using System.Data.Common;
using System.Net.WebSockets;
using MDReader.Crdt.Encoding;
using MDReader.Server.Collaboration;
using MDReader.Server.Platform;
using MDReader.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace Server.Tests.Collaboration;

/// <summary>Whatever is wrong with who opens a socket: they are told by a close code, never by an HTTP status.</summary>
public sealed class RefusalTests : IAsyncLifetime
{
    const string WhileTheDatabaseIsAway = "database";
    const string WithAFault = "fault";
    const string WhileRightsChange = "rights";
    static readonly string[] OnlyTheAccount = ["account"];
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    RunningServer _server = null!;
    TestPerson _ana = null!;
    string _id = "";

    public async ValueTask InitializeAsync()
    {
        _server = await RunningServer.Start(Fail, ("MDReader:Collaboration:SocketsPerUser", "1"),
            ("MDReader:Collaboration:DocumentsPerSocket", "2"));
        _ana = await _server.SignUp("Ana");
        _id = (await _ana.MakeDocument(await _ana.MakeWorkspace())).Split('/')[^1];
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData("my-doc")]
    [InlineData("a/b")]
    [InlineData("00000000-0000-7000-8000-000000000000")]
    public async Task A_name_that_no_document_has_is_not_there(string name)
    {
        using var socket = await Open($"collab/{name}?token={_ana.AccessToken}");
        (await Farewell(socket)).ShouldBe(4404);
    }

    [Fact]
    public async Task A_token_that_may_not_read_is_not_permitted()
    {
        var made = await _ana.Http.Ask("POST", "/api/v1/me/tokens", new { name = "account", scopes = OnlyTheAccount });
        using var socket = await Open($"collab/{_id}", made["token"].GetString());
        (await Farewell(socket)).ShouldBe(4403);
    }

    [Theory]
    [InlineData(WhileTheDatabaseIsAway, 1012)]
    [InlineData(WithAFault, 1011)]
    public async Task A_failure_of_the_server_is_said_too(string token, int code)
    {
        using var socket = await Open($"collab/{_id}?token={token}");
        (await Farewell(socket)).ShouldBe(code);
    }

    [Fact]
    public async Task Who_is_one_too_many_is_told_so_before_they_have_said_anything()
    {
        await using var first = await LiveClient.Connect(_server.Address, _id, $"token={_ana.AccessToken}");
        await first.Synced().WaitAsync(Patience);
        using var second = await Open($"collab/{_id}?token={_ana.AccessToken}");
        (await Farewell(second)).ShouldBe(4429);
    }

    [Fact]
    public async Task Who_could_not_be_let_in_after_all_leaves_no_trace()
    {
        var seats = _server.Services.GetRequiredService<Seats>();
        var look = seats.LookAt;
        seats.LookAt = _ => throw new InvalidOperationException("A planted fault.");
        using var socket = await Open($"collab/{_id}?token={WhileRightsChange}{_ana.AccessToken}");
        (await Farewell(socket)).ShouldBe(1011);

        seats.Open.ShouldBeEmpty();
        // Their room hears of it in its next turn.
        await Eventually.Holds(
            async () => (await _ana.Http.Ask("GET", $"/api/v1/documents/{_id}/presence"))["people"].GetArrayLength() == 0,
            "nobody to be shown as present");
        seats.LookAt = look;
        await using var again = await LiveClient.Connect(_server.Address, _id, $"token={_ana.AccessToken}");
        await again.Synced().WaitAsync(Patience);
        again.CloseCode.ShouldBeNull();
    }

    [Fact]
    public async Task Documents_that_were_closed_or_denied_leave_their_places_on_a_Hocuspocus_socket()
    {
        using var socket = await Open("collab");
        foreach (var denied in new[] { "one", "two", "three" })
        {
            await Say(socket, denied, [2, 0, .. Text(_ana.AccessToken), .. Text("4")]);
            (await Hear(socket, denied)).ShouldBe((2, 1));
        }
        foreach (var tab in new[] { "a", "b", "c" })
        {
            await Say(socket, $"{_id}\0{tab}", [2, 0, .. Text(_ana.AccessToken), .. Text("4")]);
            (await Hear(socket, $"{_id}\0{tab}")).ShouldBe((2, 2));
            await Say(socket, $"{_id}\0{tab}", [7, 0]);
            while ((await Hear(socket, $"{_id}\0{tab}")).Kind != 7)
            {
                // What the room had said before.
            }
        }
    }

    static Task Say(ClientWebSocket socket, string name, byte[] message) => socket.SendAsync(
        new ReadOnlyMemory<byte>([.. Text(name), .. message]), WebSocketMessageType.Binary, true, CancellationToken.None).AsTask();

    // The kind of a message about the document, and what follows it.
    static async Task<(int Kind, int Next)> Hear(ClientWebSocket socket, string name)
    {
        using var late = new CancellationTokenSource(Patience);
        var bytes = new byte[8192];
        var heard = await socket.ReceiveAsync(bytes, late.Token);
        heard.MessageType.ShouldBe(WebSocketMessageType.Binary, $"{socket.CloseStatus} {socket.CloseStatusDescription}");
        var prefix = Text(name);
        bytes.AsSpan(0, prefix.Length).SequenceEqual(prefix).ShouldBeTrue();
        return (bytes[prefix.Length], bytes[prefix.Length + 1]);
    }

    static byte[] Text(string text)
    {
        var writer = new ByteWriter(text.Length + 8);
        writer.WriteVarString(text);
        var bytes = writer.ToArray();
        writer.Dispose();
        return bytes;
    }

    async Task<ClientWebSocket> Open(string path, string? bearer = null)
    {
        var socket = new ClientWebSocket();
        if (bearer is not null)
            socket.Options.SetRequestHeader("Authorization", $"Bearer {bearer}");
        await socket.ConnectAsync(new Uri($"ws://{_server.Address.Authority}/{path}"), CancellationToken.None);
        return socket;
    }

    // It says nothing until it has been told to go.
    static async Task<int?> Farewell(ClientWebSocket socket)
    {
        using var late = new CancellationTokenSource(Patience);
        while ((await socket.ReceiveAsync(new byte[1024], late.Token)).MessageType != WebSocketMessageType.Close)
        {
            // What the room had said before.
        }
        return (int?)socket.CloseStatus;
    }

    static void Fail(IServiceCollection services)
    {
        var reads = services.Last(service => service.ServiceType == typeof(Authenticate)).ImplementationFactory!;
        services.AddSingleton<Authenticate>(provider =>
        {
            var read = (Authenticate)reads(provider);
            return (token, cancellation) => token switch
            {
                WhileTheDatabaseIsAway => throw new DatabaseIsAway(),
                WithAFault => throw new InvalidOperationException("A planted fault."),
                _ when token.StartsWith(WhileRightsChange, StringComparison.Ordinal) =>
                    AsRightsChange(provider.GetRequiredService<Seats>(), () => read(token[WhileRightsChange.Length..], cancellation)),
                _ => read(token, cancellation),
            };
        });
    }

    static ValueTask<Caller?> AsRightsChange(Seats seats, Func<ValueTask<Caller?>> read)
    {
        seats.ChangeRights();
        return read();
    }

    sealed class DatabaseIsAway : DbException;
}
