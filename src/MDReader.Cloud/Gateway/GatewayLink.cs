using System.Net.WebSockets;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace MDReader.Cloud.Gateway;

/// <summary>Somebody who came through API Gateway.</summary>
/// <param name="Connection">What API Gateway calls their connection.</param>
/// <param name="Socket">The document's socket, with their ticket or token.</param>
/// <param name="Authorization">The header they sent; empty without.</param>
/// <param name="Address">Where they are.</param>
sealed record GatewayVisitor(string Connection, Uri Socket, string Authorization, string Address);

/// <summary>
/// One connection of API Gateway: a WebSocket to this same server, so that a visitor passes the same door, limits and rooms
/// as anybody; what comes is put together and sent in there, what goes out is cut into texts and posted.
/// </summary>
sealed partial class GatewayLink
{
    // What a client may bring from working offline, and a little.
    const int MostWaiting = 10 * 1024 * 1024;
    const int MostHeard = 512;
    const int MostUnposted = 64;

    // Whoever connects says something at once.
    static readonly TimeSpan Silence = TimeSpan.FromMinutes(1);

    // Texts overtake each other by a second or two; what is longer overdue got lost on its way.
    static readonly TimeSpan Overdue = TimeSpan.FromSeconds(30);

    // API Gateway ends any connection after two hours. (And after ten minutes of silence; a document's socket says something
    // every 15 s.)
    static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(110);

    readonly GatewayVisitor _visitor;
    readonly GatewayConnections _connections;
    readonly TimeProvider _time;
    readonly ILogger _logger;
    readonly Channel<string> _texts = Channel.CreateBounded<string>(MostHeard);
    readonly Channel<string> _lines = Channel.CreateBounded<string>(MostUnposted);
    volatile bool _hasLeft;
    Farewell? _farewell;

    public GatewayLink(GatewayVisitor visitor, GatewayConnections connections, TimeProvider time, ILogger logger)
    {
        (_visitor, _connections, _time, _logger) = (visitor, connections, time, logger);
        Ended = Live();
    }

    /// <summary>Ends when the connection does.</summary>
    public Task Ended { get; }

    /// <summary>Takes a text of theirs.</summary>
    public void Hear(string text)
    {
        if (!_texts.Writer.TryWrite(text))
            SendAway(Farewell.TooFast);
    }

    /// <summary>They have gone; what they said before counts.</summary>
    public void Leave()
    {
        _hasLeft = true;
        _texts.Writer.TryComplete();
    }

    /// <summary>Ends the connection, after what has come by it; nothing if it ends already.</summary>
    public void SendAway(Farewell farewell) => _texts.Writer.TryComplete(new FarewellException(farewell));

    async Task Live()
    {
        using var end = new CancellationTokenSource(Silence, _time);
        using var socket = new ClientWebSocket();
        try
        {
            // Before their first text API Gateway passes nothing on to them.
            if (await _texts.Reader.WaitToReadAsync(end.Token))
            {
                end.CancelAfter(Lifetime);
                await Open(socket, end.Token);
                await Talk(socket, end);
            }
        }
        catch (FarewellException said)
        {
            _farewell = said.Farewell;
        }
        catch (Exception gone) when (IsGone(gone))
        {
            // Silent for too long, or the server takes nobody now.
        }
        if (!_hasLeft)
            await _connections.HangUp(_visitor.Connection, _farewell ?? Farewell.ConnectAgain, CancellationToken.None);
    }

    Task Open(ClientWebSocket socket, CancellationToken end)
    {
        socket.Options.SetRequestHeader("X-Forwarded-For", _visitor.Address);
        if (_visitor.Authorization.Length > 0)
            socket.Options.SetRequestHeader("Authorization", _visitor.Authorization);
        return socket.ConnectAsync(_visitor.Socket, end);
    }

    async Task Talk(ClientWebSocket socket, CancellationTokenSource end)
    {
        var posting = Post(end.Token);
        var speaking = Speak(socket, end);
        await Listen(socket, end.Token);
        _lines.Writer.Complete();
        await posting;
        await end.CancelAsync();
        await speaking;
    }

    // What they say, put together.
    async Task Speak(ClientWebSocket socket, CancellationTokenSource end)
    {
        var messages = new Reassembly(MostWaiting);
        await using var overdue = _time.CreateTimer(
            _ => SendAway(Farewell.SomethingLost), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        try
        {
            await foreach (var text in _texts.Reader.ReadAllAsync(end.Token))
            {
                var (waited, came) = (messages.IsWaiting, false);
                foreach (var part in GatewayText.Read(text))
                    came |= messages.Add(part);
                while (messages.TryTake(out var message))
                    await socket.SendAsync(message, WebSocketMessageType.Binary, endOfMessage: true, end.Token);
                if (came || !waited)
                    overdue.Change(messages.IsWaiting ? Overdue : Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            }
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, end.Token);
        }
        catch (Exception refused) when (refused is FormatException or FarewellException)
        {
            _farewell = (refused as FarewellException)?.Farewell ?? Farewell.Malformed(refused.Message);
            await end.CancelAsync();
        }
        catch (Exception gone) when (IsGone(gone))
        {
            // Listen hears why.
        }
    }

    // What the server says, as lines for Post.
    async Task Listen(ClientWebSocket socket, CancellationToken end)
    {
        var buffer = new byte[64 * 1024];
        using var message = new MemoryStream();
        try
        {
            for (var number = 0L; ;)
            {
                var read = await socket.ReceiveAsync(buffer.AsMemory(), end);
                if (read.MessageType == WebSocketMessageType.Close)
                {
                    _farewell ??= new((int)socket.CloseStatus!, socket.CloseStatusDescription ?? "");
                    return;
                }
                message.Write(buffer, 0, read.Count);
                if (!read.EndOfMessage)
                    continue;
                foreach (var line in GatewayText.Lines(number++, message.GetBuffer().AsMemory(0, (int)message.Length)))
                    await _lines.Writer.WriteAsync(line, end);
                message.SetLength(0);
            }
        }
        catch (Exception gone) when (IsGone(gone))
        {
            // Their time is up, or the server's.
        }
    }

    // One text at a time, so that they keep their order; what comes meanwhile goes together in the next.
    async Task Post(CancellationToken end)
    {
        try
        {
            while (await _lines.Reader.WaitToReadAsync(end))
            {
                var text = GatewayText.Join(_lines.Reader);
                if (!_hasLeft)
                    await _connections.Post(_visitor.Connection, text, end);
            }
        }
        catch (GatewayGoneException gone)
        {
            LogGone(_visitor.Connection, gone.Message);
            Leave();
            await Post(end);
        }
        catch (OperationCanceledException)
        {
            // The farewell is all that is left to say.
        }
    }

    static bool IsGone(Exception gone) =>
        gone is WebSocketException or OperationCanceledException or ObjectDisposedException or IOException;

    [LoggerMessage(Level = LogLevel.Information, Message = "API Gateway's connection {Connection} is gone: {Reason}")]
    partial void LogGone(string connection, string reason);
}
