using System.Net.WebSockets;
using System.Text;
using MDReader.Crdt;
using MDReader.Crdt.Encoding;
using MDReader.Server.Collaboration;
using MDReader.TestKit;

namespace Server.Tests.Collaboration;

/// <summary>
/// What only Hocuspocus's clients send, from every role: the document it is for goes on, is closed, or takes the socket with
/// it; who may only read changes nothing.
/// </summary>
public sealed class HocuspocusRoleTests(SharedServer shared, Cast cast) : IClassFixture<Cast>
{
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    static readonly Dictionary<string, (byte[] Message, Fate ForReaders, Fate ForWriters)> Messages = new()
    {
        ["a sync reply that brings nothing"] = ([4, 1, 2, 0, 0], Fate.GoesOn, Fate.GoesOn),
        ["a sync reply with news"] = ([4, 1, .. Sized(News())], Fate.IsClosed, Fate.GoesOn),
        ["an update as a reply"] = ([4, 2, .. Sized(News())], Fate.IsClosed, Fate.GoesOn),
        ["a sync reply of an unknown kind"] = ([4, 7, 0], Fate.EndsTheSocket, Fate.EndsTheSocket),
        ["a text of its own"] = ([5, 2, .. "{}"u8], Fate.GoesOn, Fate.GoesOn),
        ["a broadcast"] = ([6, 2, .. "{}"u8], Fate.EndsTheSocket, Fate.EndsTheSocket),
        ["a close"] = ([7, 0], Fate.IsClosed, Fate.IsClosed),
        ["word that something is saved"] = ([8, 1], Fate.EndsTheSocket, Fate.EndsTheSocket),
        ["a ping of the document"] = ([9], Fate.EndsTheSocket, Fate.EndsTheSocket),
        ["a kind that doesn't exist"] = ([55], Fate.EndsTheSocket, Fate.EndsTheSocket),
    };

    public enum Fate
    {
        GoesOn,
        IsClosed,
        EndsTheSocket,
    }

    public static TheoryData<string> Roles() => [.. Cast.Roles];

    [Theory]
    [MemberData(nameof(Roles))]
    public async Task A_message_does_what_its_senders_role_allows(string role)
    {
        var mayWrite = Cast.MayWrite(role);
        foreach (var (what, (message, forReaders, forWriters)) in Messages)
        {
            var document = await cast.MakeDocument();
            var id = document.Split('/')[^1];
            // Before the socket, which waits for it no longer than five seconds.
            var token = Encoding.UTF8.GetBytes(await cast.Token(role, document));
            using var socket = new ClientWebSocket();
            await socket.ConnectAsync(new($"ws://{shared.Server.Address.Authority}/collab"), default);
            await Send(socket, id, [2, 0, .. Sized(token)]);
            await Send(socket, id, message);
            await Send(socket, id, [0, 0, 1, 0]);

            (await Outcome(socket)).ShouldBe(mayWrite ? forWriters : forReaders, what);
            var text = (await cast.Ana.Http.Ask("GET", $"{document}/content")).Text;
            text.ShouldBe(mayWrite && message.AsSpan().IndexOf("news"u8) >= 0 ? "news" : "", what);
        }
    }

    // The step 1 is answered where the document goes on; what stands before it came first.
    static async Task<Fate> Outcome(ClientWebSocket socket)
    {
        var buffer = new byte[64 * 1024];
        while (true)
        {
            ValueWebSocketReceiveResult part;
            try
            {
                part = await socket.ReceiveAsync(buffer.AsMemory(), default).AsTask().WaitAsync(Patience);
            }
            catch (WebSocketException)
            {
                return Fate.EndsTheSocket;
            }
            if (part.MessageType == WebSocketMessageType.Close)
                return (int?)socket.CloseStatus == 4400 ? Fate.EndsTheSocket : throw new InvalidOperationException($"{socket.CloseStatus}");
            switch (Behind(buffer.AsSpan(0, part.Count)))
            {
                case [7, ..]:
                    return Fate.IsClosed;
                case [0 or 4, 1, ..]:
                    return Fate.GoesOn;
                default:
                    break;
            }
        }
    }

    static byte[] Behind(ReadOnlySpan<byte> message)
    {
        var reader = new ByteReader(message);
        reader.ReadVarUtf8();
        return message[reader.Position..].ToArray();
    }

    static async Task Send(ClientWebSocket socket, string document, byte[] message)
    {
        try
        {
            await socket.SendAsync(
                (byte[])[.. Sized(Encoding.UTF8.GetBytes(document)), .. message], WebSocketMessageType.Binary, endOfMessage: true, default);
        }
        catch (WebSocketException)
        {
            // Its code says why.
        }
    }

    static byte[] News()
    {
        var doc = new Doc(new() { ClientId = 88 });
        doc.GetText(UpdateRoad.Root).Insert(0, "news");
        return doc.EncodeStateAsUpdate();
    }

    static byte[] Sized(byte[] bytes)
    {
        var writer = new ByteWriter(bytes.Length + 8);
        writer.WriteVarBytes(bytes);
        var sized = writer.ToArray();
        writer.Dispose();
        return sized;
    }
}
