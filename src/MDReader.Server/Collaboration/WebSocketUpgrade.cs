using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace MDReader.Server.Collaboration;

/// <summary>
/// The WebSocket handshake (RFC 6455, 4.2; over HTTP/2 RFC 8441), after which the bytes are ours. ASP.NET Core's own
/// WebSocket costs a copy, a lock and a system call for each message and each client; a room that frames a message once
/// and hands the same bytes to everybody can't be built on it.
/// </summary>
static class WebSocketUpgrade
{
    const string Version = "13";
    const string Key = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    /// <summary>The subprotocols that the client offers, in its order.</summary>
    public static IReadOnlyList<string> Subprotocols(HttpRequest request) => [.. request.Headers.SecWebSocketProtocol
        .SelectMany(line => (line ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))];

    /// <summary>Whether the request asks for a WebSocket of the version we speak.</summary>
    public static bool IsAsked(HttpContext context) =>
        context.Request.Headers.SecWebSocketVersion == Version && (IsHttp1(context) || IsHttp2(context));

    /// <summary>Answers the handshake.</summary>
    /// <returns>The stream of bytes; and the socket below it where nothing stands between (plain HTTP/1.1).</returns>
    public static async Task<(Stream Stream, Socket? Socket)> Accept(HttpContext context, string? subprotocol)
    {
        if (subprotocol is not null)
            context.Response.Headers.SecWebSocketProtocol = subprotocol;
        if (IsHttp2(context))
            return (await context.Features.GetRequiredFeature<IHttpExtendedConnectFeature>().AcceptAsync(), null);

        context.Response.Headers.Connection = HeaderNames.Upgrade;
        context.Response.Headers.Upgrade = "websocket";
        context.Response.Headers.SecWebSocketAccept = Answer(context.Request.Headers.SecWebSocketKey.ToString());
        var stream = await context.Features.GetRequiredFeature<IHttpUpgradeFeature>().UpgradeAsync();
        var isPlain = context.Features.Get<ITlsHandshakeFeature>() is null;
        return (stream, isPlain ? context.Features.Get<IConnectionSocketFeature>()?.Socket : null);
    }

    static bool IsHttp1(HttpContext context) =>
        context.Features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true }
        && HttpMethods.IsGet(context.Request.Method)
        && context.Request.Headers.Upgrade.Contains("websocket", StringComparer.OrdinalIgnoreCase)
        && context.Request.Headers.SecWebSocketKey.Count == 1;

    static bool IsHttp2(HttpContext context) =>
        context.Features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true, Protocol: "websocket" };

    // SHA-1 is the protocol's choice; it proves that a WebSocket server answered and protects nothing.
#pragma warning disable CA5350
    static string Answer(string key) => Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + Key)));
#pragma warning restore CA5350
}
