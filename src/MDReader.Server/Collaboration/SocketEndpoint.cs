using System.Net.Sockets;
using MDReader.Server.Platform;

namespace MDReader.Server.Collaboration;

/// <summary>
/// Where live editing comes in: the handshake, a conversation in one of two protocols, and the farewell. Refusals come as
/// close codes after the upgrade, since a browser shows a page nothing else.
/// </summary>
sealed class SocketEndpoint(Seats seats, TimeProvider time)
{
    public const string Subprotocol = "mdreader";

    // What may still be on its way from a client that has been sent away.
    const int FarewellLimit = 16 * 1024 * 1024;

    /// <summary>One document, in y-websocket's protocol.</summary>
    public Task Serve(HttpContext context, Guid documentId) =>
        Serve(context, (socket, gone) => new DocumentSocket(socket, seats, time).Talk(documentId, gone));

    /// <summary>Documents by name, in Hocuspocus's protocol.</summary>
    public Task ServeMany(HttpContext context) =>
        Serve(context, async (socket, gone) =>
        {
            await using var talk = new HocuspocusSocket(socket, seats, time);
            await talk.Talk(gone);
        });

    async Task Serve(HttpContext context, Func<OpenSocket, CancellationToken, Task> talk)
    {
        if (!WebSocketUpgrade.IsAsked(context))
        {
            await Problems.BadRequest.Because("Open a WebSocket (version 13) here.").ExecuteAsync(context);
            return;
        }
        var subprotocol = WebSocketUpgrade.Subprotocols(context.Request).FirstOrDefault(offered => offered == Subprotocol);
        var (stream, socket) = await WebSocketUpgrade.Accept(context, subprotocol);
        using var connection = new Connection(stream);
        using var reader = new FrameReader(stream, pong => Answer(connection, pong));
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, connection.Cut);
        try
        {
            using var place = await seats.Enter(context.Connection.RemoteIpAddress);
            using var counted = CollaborationMetrics.CountConnection();
            await talk(new(context, connection, reader, socket), ends.Token);
            connection.Close(new(CloseCode.GoingAway, ""));
            await AwaitFarewell(reader, ends.Token);
        }
        catch (MessageRefusedException refused)
        {
            CollaborationMetrics.Refuse(refused.Closing);
            connection.Close(refused.Closing);
            await AwaitFarewell(reader, ends.Token);
        }
        catch (Exception gone) when (Connection.IsGone(gone))
        {
            connection.Abort();
        }
    }

    // Who pings and reads no answers gets none.
    void Answer(Connection connection, ReadOnlyMemory<byte> pong)
    {
        if (connection.Waiting > seats.Options.OutboundQueueLimit)
            return;
        connection.Post(pong);
        connection.Flush();
    }

    // Until the client's own close frame, so that it reads the code before the connection drops.
    static async Task AwaitFarewell(FrameReader reader, CancellationToken ends)
    {
        try
        {
            while (await reader.Read(new(FarewellLimit), ends) is not null)
            {
                // What it still sends counts for nothing.
            }
        }
        catch (Exception gone) when (gone is MessageRefusedException || Connection.IsGone(gone))
        {
            // It didn't say goodbye.
        }
    }
}

/// <summary>A WebSocket after its handshake. Who speaks first, as all real clients do, is sent bytes directly.</summary>
/// <param name="context">The handshake.</param>
/// <param name="connection">What the client is sent.</param>
/// <param name="reader">What it sends.</param>
/// <param name="socket">What lies below, if nothing stands between.</param>
sealed class OpenSocket(HttpContext context, Connection connection, FrameReader reader, Socket? socket)
{
    Task<ReadOnlyMemory<byte>?>? _first;

    public HttpContext Context => context;

    public Connection Connection => connection;

    public FrameReader Reader => reader;

    /// <summary>Waits for the first message, so long.</summary>
    public async Task Begin(MessageLimit limit, Task patience, CancellationToken gone)
    {
        _first = reader.Read(limit, gone).AsTask();
        if (await Task.WhenAny(_first, patience) == _first && socket is not null)
            connection.SendDirectly(socket);
    }

    /// <inheritdoc cref="FrameReader.Read"/>
    public async ValueTask<ReadOnlyMemory<byte>?> Next(MessageLimit limit, CancellationToken gone)
    {
        if (_first is not { } first)
            return await reader.Read(limit, gone);
        _first = null;
        return await first;
    }
}
