using System.Net.WebSockets;
using System.Text;
using MDReader.Cloud.Gateway;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace MDReader.TestKit;

/// <summary>
/// What a client of API Gateway does with its messages, as a server beside it: who opens a document's socket here speaks
/// through the gateway, and can't tell.
/// </summary>
public sealed class GatewayDoor : IAsyncDisposable
{
    const int Longest = 16 * 1024 * 1024;

    readonly WebApplication _app;
    readonly Uri _gateway;

    GatewayDoor(WebApplication app, Uri gateway) => (_app, _gateway) = (app, gateway);

    public Uri Address { get; private set; } = null!;

    public static async Task<GatewayDoor> Start(Uri gateway)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var door = new GatewayDoor(app, gateway);
        app.UseWebSockets();
        app.Map("/collab/{document}", door.Serve);
        await app.StartAsync();
        door.Address = new Uri(app.Urls.Single());
        return door;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    async Task Serve(HttpContext context, string document)
    {
        using var client = await context.WebSockets.AcceptWebSocketAsync();
        using var gateway = new ClientWebSocket();
        var query = context.Request.QueryString.Add("document", document);
        await gateway.ConnectAsync(new UriBuilder(_gateway) { Scheme = "ws", Query = query.ToString() }.Uri, context.RequestAborted);
        await Task.WhenAll(Send(client, gateway, context.RequestAborted), Receive(gateway, client, context.RequestAborted));
    }

    static async Task Send(WebSocket client, ClientWebSocket gateway, CancellationToken cancellation)
    {
        try
        {
            for (var number = 0L; await Message(client, cancellation) is { } message; number++)
                foreach (var line in GatewayText.Lines(number, message))
                    await gateway.SendAsync(Encoding.UTF8.GetBytes(line), WebSocketMessageType.Text, true, cancellation);
            await gateway.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, cancellation);
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException)
        {
            gateway.Abort();
        }
    }

    static async Task Receive(ClientWebSocket gateway, WebSocket client, CancellationToken cancellation)
    {
        var heard = new Reassembly(Longest);
        var (code, reason) = (1011, "The gateway has gone.");
        try
        {
            while (await Message(gateway, cancellation) is { } bytes)
            {
                var text = Encoding.UTF8.GetString(bytes);
                if (text.Split('.', 3) is ["close", var number, var why])
                {
                    (code, reason) = (int.Parse(number, System.Globalization.CultureInfo.InvariantCulture), why);
                    break;
                }
                foreach (var part in GatewayText.Read(text))
                    heard.Add(part);
                while (heard.TryTake(out var message))
                    await client.SendAsync(message, WebSocketMessageType.Binary, true, cancellation);
            }
            await client.CloseOutputAsync((WebSocketCloseStatus)code, reason, cancellation);
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException)
        {
            client.Abort();
        }
    }

    static async Task<byte[]?> Message(WebSocket socket, CancellationToken cancellation)
    {
        var buffer = new byte[64 * 1024];
        using var message = new MemoryStream();
        while (true)
        {
            var read = await socket.ReceiveAsync(buffer.AsMemory(), cancellation);
            if (read.MessageType == WebSocketMessageType.Close)
                return null;
            message.Write(buffer, 0, read.Count);
            if (read.EndOfMessage)
                return message.ToArray();
        }
    }
}
