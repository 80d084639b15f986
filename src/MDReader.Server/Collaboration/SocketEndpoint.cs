using System.Globalization;
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

    public async Task Serve(HttpContext context, Guid documentId)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            await Problems.BadRequest.Because("Open a WebSocket here.").ExecuteAsync(context);
            return;
        }
        var subprotocol = context.WebSockets.WebSocketRequestedProtocols.Contains(Subprotocol) ? Subprotocol : null;
        using var socket = await context.WebSockets.AcceptWebSocketAsync(subprotocol);
        using var connection = new Connection(socket, options.Value.OutboundQueueLimit);
        var sending = connection.SendQueued(context.RequestAborted);
        try
        {
            var who = await entry.Admit(context, documentId);
            var peer = new Peer(who, frame => connection.Post(frame), connection.Close);
            await Stay(documentId, peer, who.Caller, connection, context.RequestAborted);
        }
        catch (MessageRefusedException refused)
        {
            connection.Close(refused.Closing);
        }
        catch (OperationCanceledException)
        {
            // The client has gone.
        }
        connection.Close(new(CloseCode.GoingAway, ""));
        await sending;
        // Until the client's own close frame, so that it reads the code before the connection drops.
        await connection.AwaitFarewell(context.RequestAborted);
    }

    async Task Stay(Guid documentId, Peer peer, Caller caller, Connection connection, CancellationToken gone)
    {
        if (await rooms.Send(documentId, new RoomMessage.Join(peer), gone) is not { } room)
            throw new MessageRefusedException(SocketEntry.NoSuchDocument);
        using var deadline = new TokenDeadline(caller, entry, time,
            expired => room.Send(new RoomMessage.SendAway(other => other == peer, expired), CancellationToken.None).AsTask());
        var reader = new SocketReader(peer, road, options.Value);
        try
        {
            while (await connection.Receive(reader.Limit, gone) is { } message)
                using (message)
                    if (SocketReader.Renewal(message.Bytes) is { } token)
                        await deadline.Renew(token, gone);
                    else if (!await room.Send(reader.Read(message.Bytes), gone))
                        throw new MessageRefusedException(new(CloseCode.Restarting, "Connect again."));
        }
        finally
        {
            await room.Send(new RoomMessage.Leave(peer), CancellationToken.None);
        }
    }
}

/// <summary>Who may enter a document's socket.</summary>
sealed class SocketEntry(Tickets tickets, Authenticate authenticate, Authorizer authorizer)
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

    public ValueTask<Caller?> Authenticate(string token, CancellationToken cancellation) => authenticate(token, cancellation);

    async Task<Caller?> Identify(HttpContext context, Guid documentId)
    {
        var ticket = context.WebSockets.WebSocketRequestedProtocols
            .FirstOrDefault(protocol => protocol.StartsWith(TicketProtocol, StringComparison.Ordinal))?[TicketProtocol.Length..]
            ?? context.Request.Query["ticket"].FirstOrDefault();
        if (ticket is not null)
            return tickets.Take(ticket, documentId);
        return context.Request.Query["token"].FirstOrDefault() is { } token
            ? await authenticate(token, context.RequestAborted)
            : Caller.Of(context);
    }
}
