using System.Data.Common;
using MDReader.Server.Platform;

namespace MDReader.Server.Collaboration;

/// <summary>
/// Where live editing comes in: the handshake, a conversation in one of two protocols, and the farewell. Refusals come as
/// close codes after the upgrade, since a browser shows a page nothing else.
/// </summary>
sealed partial class SocketEndpoint(Seats seats, TimeProvider time, ILogger<SocketEndpoint> logger)
{
    public const string Subprotocol = "mdreader";

    // What may still be on its way from a client that has been sent away.
    const int FarewellLimit = 16 * 1024 * 1024;

    /// <summary>One document, in y-websocket's protocol.</summary>
    public Task Serve(HttpContext context, string document) =>
        Serve(context, (socket, gone) => new DocumentSocket(socket, seats, time).Talk(document, gone));

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
        var (stream, below) = await WebSocketUpgrade.Accept(context, subprotocol);
        using var connection = new Connection(stream);
        using var reader = new FrameReader(stream, pong => Answer(connection, pong));
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, connection.Cut);
        // Before the reader: what is being read now uses its buffer.
        await using var socket = new OpenSocket(context, connection, reader, below);
        try
        {
            connection.Close(await Talk(socket, talk, ends.Token));
            await AwaitFarewell(socket, ends.Token);
        }
        catch (Exception gone) when (Connection.IsGone(gone))
        {
            connection.Abort();
        }
    }

    /// <summary>How the conversation has to end.</summary>
    async Task<Closing> Talk(OpenSocket socket, Func<OpenSocket, CancellationToken, Task> talk, CancellationToken ends)
    {
        try
        {
            socket.Place = await seats.Enter(socket.Context.Connection.RemoteIpAddress);
            using var counted = CollaborationMetrics.CountConnection();
            await talk(socket, ends);
            return new(CloseCode.GoingAway, "");
        }
        catch (MessageRefusedException refused)
        {
            CollaborationMetrics.Refuse(refused.Closing);
            return refused.Closing;
        }
        catch (Exception failure) when (IsOfDatabase(failure))
        {
            LogDatabaseFailed(failure);
            return new(CloseCode.Restarting, "The server's database doesn't answer; connect again.");
        }
        catch (Exception fault) when (!Connection.IsGone(fault))
        {
            LogFault(fault);
            return new(CloseCode.InternalError, "The server has failed; connect again.");
        }
    }

    // Entity Framework wraps what it takes for passing.
    static bool IsOfDatabase(Exception failure) => failure is DbException or TimeoutException || failure.InnerException is DbException;

    // Who pings and reads no answers gets none.
    void Answer(Connection connection, ReadOnlyMemory<byte> pong)
    {
        if (connection.Waiting > seats.Options.OutboundQueueLimit)
            return;
        connection.Post(pong);
        connection.Flush();
    }

    // Until the client's own close frame, so that it reads the code before the connection drops.
    static async Task AwaitFarewell(OpenSocket socket, CancellationToken ends)
    {
        try
        {
            while (await socket.Next(new(FarewellLimit), ends) is not null)
            {
                // What it still sends counts for nothing.
            }
        }
        catch (Exception gone) when (gone is MessageRefusedException || Connection.IsGone(gone))
        {
            // It didn't say goodbye.
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A socket could not be served, since the database does not answer.")]
    partial void LogDatabaseFailed(Exception failure);

    [LoggerMessage(Level = LogLevel.Error, Message = "A socket could not be served.")]
    partial void LogFault(Exception fault);
}
