using System.Net.WebSockets;
using MDReader.Crdt;
using MDReader.Crdt.Encoding;
using MDReader.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace Server.Tests.Collaboration;

/// <summary>Limits of a socket as a client meets them, over the wire: at each of them, and one past it.</summary>
public sealed class SocketEdgeTests : IAsyncLifetime
{
    const int Update = 2;
    const int Step2 = 1;
    const int Burst = 20;
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    readonly FakeTime _time = new();
    RunningServer _server = null!;
    TestPerson _ana = null!;
    string _workspace = "";

    public async ValueTask InitializeAsync()
    {
        _server = await RunningServer.Start(
            services => services.AddSingleton<TimeProvider>(_time),
            ("MDReader:Collaboration:MessageLimit", "4096"),
            ("MDReader:Collaboration:FirstStep2Limit", "16384"),
            ("MDReader:Collaboration:MessagesPerSecond", "10"),
            ("MDReader:Collaboration:MessageBurst", $"{Burst}"),
            ("MDReader:Collaboration:BytesPerMessage", "1900"));
        _ana = await _server.SignUp("Ana");
        _workspace = await _ana.MakeWorkspace();
    }

    public ValueTask DisposeAsync()
    {
        _ana.Dispose();
        return _server.DisposeAsync();
    }

    // Before anything else was said, and so before a step 2.
    [Fact]
    public async Task The_first_message_has_so_many_bytes()
    {
        foreach (var (kind, bytes, refused) in new (int, int, int?)[]
            { (Update, 4096, null), (Update, 4097, 4413), (Step2, 16384, null), (Step2, 16385, 4413) })
        {
            using var socket = await Open(await _ana.MakeDocument(_workspace));
            await Send(socket, OfLength(bytes, kind, client: 1));
            (await Fate(socket)).ShouldBe(refused, $"{bytes} bytes of kind {kind}");
        }
    }

    [Fact]
    public async Task A_later_step_2_is_as_long_as_any_message()
    {
        foreach (var (bytes, refused) in new (int, int?)[] { (4096, null), (4097, 4413) })
        {
            using var socket = await Open(await _ana.MakeDocument(_workspace));
            await Send(socket, OfLength(16384, Step2, client: 1));
            await Send(socket, OfLength(bytes, Step2, client: 2));
            (await Fate(socket)).ShouldBe(refused, $"{bytes} bytes");
        }
    }

    [Fact]
    public async Task After_a_burst_so_many_messages_are_read_in_a_second()
    {
        const int More = 15;
        var document = await _ana.MakeDocument(_workspace);
        await using var fast = await LiveClient.Connect(
            _server.Address, document.Split('/')[^1], $"token={_ana.AccessToken}&ack=1");
        await fast.Synced().WaitAsync(Patience);
        // A step 1 and a step 2 have been read. The one that overdraws is the last before the wait.
        const int Read = Burst - 2 + 1;
        for (var message = 0; message < Read + More; message++)
            await fast.Type("x");
        await fast.Until(client => client.Saved == Read + 1).WaitAsync(Patience);
        await Others(document);
        fast.Saved.ShouldBe(Read + 1);

        _time.Advance(TimeSpan.FromMilliseconds(100));
        await fast.Until(client => client.Saved == Read + 2).WaitAsync(Patience);
        await Others(document);
        fast.Saved.ShouldBe(Read + 2);
        await Eventually.Holds(() =>
        {
            _time.Advance(TimeSpan.FromMilliseconds(100));
            return fast.Saved == fast.Sent;
        }, "the rest to be read");
        fast.CloseCode.ShouldBeNull();
    }

    // Or a few who put in as much as goes into a message would keep disk and processors for themselves.
    [Fact]
    public async Task A_long_message_counts_as_many()
    {
        var document = await _ana.MakeDocument(_workspace);
        await using var client = await LiveClient.Connect(
            _server.Address, document.Split('/')[^1], $"token={_ana.AccessToken}&ack=1");
        await client.Synced().WaitAsync(Patience);
        // A little more than two each. A step 1 and a step 2 have been read, as ones.
        const int Read = (Burst - 2) / 2;
        for (var message = 0; message < Read + 3; message++)
            await client.Type(new string('x', 3900));
        await client.Until(one => one.Saved == Read + 1).WaitAsync(Patience);
        await Others(document);
        client.Saved.ShouldBe(Read + 1);
    }

    // While it waits somebody else gets on: what it had sent by then would have been read too.
    async Task Others(string document)
    {
        await using var other = await LiveClient.Connect(
            _server.Address, document.Split('/')[^1], $"token={_ana.AccessToken}&ack=1");
        await other.Type("y");
        await other.AllSaved().WaitAsync(Patience);
        other.CloseCode.ShouldBeNull();
    }

    async Task<ClientWebSocket> Open(string document)
    {
        var socket = new ClientWebSocket();
        await socket.ConnectAsync(
            new($"ws://{_server.Address.Authority}/collab/{document.Split('/')[^1]}?token={_ana.AccessToken}&ack=1"), default);
        return socket;
    }

    static async Task Send(ClientWebSocket socket, byte[] message) =>
        await socket.SendAsync(message, WebSocketMessageType.Binary, endOfMessage: true, default);

    /// <summary>Its close code; null where the server goes on answering.</summary>
    static async Task<int?> Fate(ClientWebSocket socket)
    {
        try
        {
            await Send(socket, [0, 0, 1, 0]);
        }
        catch (WebSocketException)
        {
            // Its code says why.
        }
        var buffer = new byte[64 * 1024];
        var isFirst = true;
        while (true)
        {
            var part = await socket.ReceiveAsync(buffer, default).WaitAsync(Patience);
            if (part.MessageType == WebSocketMessageType.Close)
                return (int?)socket.CloseStatus;
            // The answer to the step 1, which was sent behind the message.
            if (isFirst && buffer is [0, Step2, ..])
                return null;
            isFirst = part.EndOfMessage;
        }
    }

    static byte[] OfLength(int bytes, int kind, ulong client)
    {
        for (var text = bytes - 40; ; text++)
        {
            var doc = new Doc(new() { ClientId = client });
            doc.GetText("content").Insert(0, new string('x', text));
            var writer = new ByteWriter(bytes);
            writer.WriteVarUint(0);
            writer.WriteVarUint((ulong)kind);
            writer.WriteVarBytes(doc.EncodeStateAsUpdate());
            var message = writer.ToArray();
            writer.Dispose();
            if (message.Length == bytes)
                return message;
        }
    }
}
