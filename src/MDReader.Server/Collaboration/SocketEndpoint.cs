using System.Globalization;
using System.Net.Sockets;
using MDReader.Server.Access;
using MDReader.Server.Platform;
using Microsoft.Extensions.Options;

namespace MDReader.Server.Collaboration;

/// <summary>
/// Where live editing comes in: who are you, may you be here, which life of the document do you know; then messages
/// until one side ends it. Refusals come as close codes after the upgrade, since a browser shows a page nothing else.
/// </summary>
sealed class SocketEndpoint(
    Rooms rooms, SocketEntry entry, UpdateRoad road, TimeProvider time, IOptions<CollaborationOptions> options)
{
    public const string Subprotocol = "mdreader";

    // What may still be on its way from a client that has been sent away.
    const int FarewellLimit = 16 * 1024 * 1024;

    public async Task Serve(HttpContext context, Guid documentId)
    {
        if (!WebSocketUpgrade.IsAsked(context))
        {
            await Problems.BadRequest.Because("Open a WebSocket (version 13) here.").ExecuteAsync(context);
            return;
        }
        var subprotocol = WebSocketUpgrade.Subprotocols(context.Request).FirstOrDefault(offered => offered == Subprotocol);
        var (stream, socket) = await WebSocketUpgrade.Accept(context, subprotocol);
        using var connection = new Connection(stream, options.Value.OutboundQueueLimit);
        using var reader = new FrameReader(stream, pong =>
        {
            connection.Post(pong);
            connection.Flush();
        });
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, connection.Cut);
        try
        {
            var who = await entry.Admit(context, documentId);
            using var place = entry.Count(context, who);
            await Stay(documentId, new(who, connection), who.Caller, new(reader, connection, socket), ends.Token);
            connection.Close(new(CloseCode.GoingAway, ""));
            await AwaitFarewell(reader, ends.Token);
        }
        catch (MessageRefusedException refused)
        {
            connection.Close(refused.Closing);
            await AwaitFarewell(reader, ends.Token);
        }
        catch (Exception gone) when (Connection.IsGone(gone))
        {
            connection.Abort();
        }
    }

    async Task Stay(Guid documentId, Peer peer, Caller caller, Incoming incoming, CancellationToken gone)
    {
        var socketReader = new SocketReader(peer, road, options.Value);
        var throttle = new Throttle(options.Value.MessagesPerSecond, options.Value.MessageBurst, time);
        await incoming.Begin(socketReader.Limit, time, gone);
        if (await rooms.Send(documentId, new RoomMessage.Join(peer), gone) is not { } room)
            throw new MessageRefusedException(SocketEntry.NoSuchDocument);
        using var deadline = new TokenDeadline(caller, entry, time,
            expired => room.Send(new RoomMessage.SendAway(other => other == peer, expired), CancellationToken.None).AsTask());
        try
        {
            while (await incoming.Next(socketReader.Limit, gone) is { } message)
            {
                await throttle.Take(gone);
                if (SocketReader.Renewal(message.Span) is { } token)
                    await deadline.Renew(token, gone);
                else if (!await room.Send(socketReader.Read(message.Span), gone))
                    throw new MessageRefusedException(new(CloseCode.Restarting, "Connect again."));
            }
        }
        finally
        {
            await room.Send(new RoomMessage.Leave(peer), CancellationToken.None);
        }
    }

    // Until the client's own close frame, so that it reads the code before the connection drops.
    static async Task AwaitFarewell(FrameReader reader, CancellationToken ends)
    {
        try
        {
            while (await reader.Read(FarewellLimit, ends) is not null)
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

/// <summary>
/// A client's messages, from the first on. Who speaks first, as all real clients do, is sent bytes directly.
/// </summary>
sealed class Incoming(FrameReader reader, Connection connection, Socket? socket)
{
    static readonly TimeSpan PatienceForTheFirst = TimeSpan.FromMilliseconds(250);

    Task<ReadOnlyMemory<byte>?>? _first;

    /// <summary>Waits a moment for the first message.</summary>
    public async Task Begin(int limit, TimeProvider time, CancellationToken gone)
    {
        _first = reader.Read(limit, gone).AsTask();
        if (await Task.WhenAny(_first, Task.Delay(PatienceForTheFirst, time, gone)) == _first && socket is not null)
            connection.SendDirectly(socket);
    }

    /// <inheritdoc cref="FrameReader.Read"/>
    public async ValueTask<ReadOnlyMemory<byte>?> Next(int limit, CancellationToken gone)
    {
        if (_first is null)
            return await reader.Read(limit, gone);
        var first = _first;
        _first = null;
        return await first;
    }
}

/// <summary>Who may enter a document's socket.</summary>
sealed class SocketEntry(Tickets tickets, Authenticate authenticate, Authorizer authorizer, SocketCounts counts)
{
    const string TicketProtocol = "ticket.";

    public static Closing NoSuchDocument { get; } = new(CloseCode.NoSuchDocument, "There is no such document.");

    static readonly Closing NotAuthenticated =
        new(CloseCode.NotAuthenticated, "Ask for a new ticket, or send a token that is valid.");

    /// <exception cref="MessageRefusedException">Not authenticated, no such document for them, or of another epoch.</exception>
    public async Task<Participant> Admit(HttpContext context, Guid documentId)
    {
        var caller = await Identify(context, documentId) ?? throw new MessageRefusedException(NotAuthenticated);
        if (await authorizer.Standing(documentId, caller.UserId, context.RequestAborted)
            is not { Role: not null, Trashed: false } standing || !caller.Scopes.HasFlag(Scopes.Read))
            throw new MessageRefusedException(NoSuchDocument);
        if (context.Request.Query["epoch"] is [{ Length: > 0 } epoch]
            && epoch != standing.Epoch.ToString(CultureInfo.InvariantCulture))
            throw new MessageRefusedException(new(CloseCode.EpochChanged, $"The document's epoch is {standing.Epoch} now."));
        // A token for reading reads, whatever its person may do.
        var role = caller.Scopes.HasFlag(Scopes.Write) ? standing.Role.Value : Role.Viewer;
        return new(caller, standing.WorkspaceId, role, WantsAcknowledgement: context.Request.Query["ack"] == "1");
    }

    /// <summary>Counts the socket in until the result is disposed.</summary>
    /// <exception cref="MessageRefusedException">There are too many already.</exception>
    public IDisposable Count(HttpContext context, Participant who) =>
        counts.Enter(context.Connection.RemoteIpAddress, who.Caller.UserId);

    public ValueTask<Caller?> Authenticate(string token, CancellationToken cancellation) => authenticate(token, cancellation);

    async Task<Caller?> Identify(HttpContext context, Guid documentId)
    {
        var ticket = WebSocketUpgrade.Subprotocols(context.Request)
            .FirstOrDefault(protocol => protocol.StartsWith(TicketProtocol, StringComparison.Ordinal))?[TicketProtocol.Length..]
            ?? context.Request.Query["ticket"].FirstOrDefault();
        if (ticket is not null)
            return tickets.Take(ticket, documentId);
        return context.Request.Query["token"].FirstOrDefault() is { } token
            ? await authenticate(token, context.RequestAborted)
            : Caller.Of(context);
    }
}
