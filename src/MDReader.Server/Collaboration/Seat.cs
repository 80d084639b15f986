using System.Collections.Concurrent;
using System.Net;

namespace MDReader.Server.Collaboration;

/// <summary>What somebody who wants a document's socket shows.</summary>
/// <param name="Participant">Who they are.</param>
/// <param name="Outlet">Where what they are sent goes.</param>
/// <param name="Envelope">A Hocuspocus client's name for the document; null for others.</param>
/// <param name="AskForToken">Asks the client for a fresh token, if it can be asked.</param>
sealed record Newcomer(Participant Participant, IOutlet Outlet, Envelope? Envelope, Action AskForToken);

/// <summary>Gives places in documents to sockets.</summary>
sealed class Seats(Rooms rooms, SocketEntry entry, SocketCounts counts, UpdateRoad road, CollaborationOptions options)
{
    readonly ConcurrentDictionary<Peer, Guid> _open = [];
    int _rightsChanged;

    public SocketEntry Entry => entry;

    public CollaborationOptions Options => options;

    /// <summary>The sockets that have a document open in this process.</summary>
    public IEnumerable<(Guid Document, Peer Peer)> Open => _open.Select(seat => (seat.Value, seat.Key));

    /// <summary>Looks at the rights of somebody who came in while rights were changed.</summary>
    public Func<Peer, Task> LookAt { get; set; } = _ => Task.CompletedTask;

    /// <summary>How often something was announced that takes rights away.</summary>
    public int RightsChanged => Volatile.Read(ref _rightsChanged);

    /// <summary>Lets somebody in by the rights they have now.</summary>
    public async Task<Participant> Admit(Func<Task<Participant>> entry)
    {
        var before = RightsChanged;
        return await entry() with { RightsAsOf = before };
    }

    public void ChangeRights() => Interlocked.Increment(ref _rightsChanged);

    public void SendAway(Guid document, Peer peer, Closing closing) => rooms.SendAway(document, other => other == peer, closing);

    /// <exception cref="MessageRefusedException">There is no such document, or this person has too many open.</exception>
    public async Task<Seat> Take(Guid document, Newcomer newcomer, TimeProvider time, CancellationToken gone)
    {
        if (rooms.IsDraining)
            throw new MessageRefusedException(Rooms.Restarts);
        var place = await counts.Enter(newcomer.Participant.Caller.UserId);
        var peer = new Peer(newcomer.Participant, newcomer.Outlet, options.OutboundQueueLimit, newcomer.Envelope);
        RoomLoop? room = null;
        try
        {
            room = await rooms.Send(document, new RoomMessage.Join(peer), gone)
                ?? throw new MessageRefusedException(SocketEntry.NoSuchDocument);
            _open[peer] = document;
            // Sent away with all the others, if it was in the room by then; rights as they were at the door may be gone.
            if (rooms.IsDraining)
                SendAway(document, peer, Rooms.Restarts);
            if (newcomer.Participant.RightsAsOf != RightsChanged)
                await LookAt(peer);
            var deadline = new TokenDeadline(peer.Caller, entry, time, newcomer.AskForToken,
                expired => room.Send(new RoomMessage.SendAway(other => other == peer, expired), CancellationToken.None).AsTask());
            var awareness = new AwarenessGate(options.AwarenessPerSecond, room.Hint, time);
            var reader = new SocketReader(peer, road, options, () => room.Clients);
            return new(peer, room, reader, deadline, awareness, new Place(this, peer, place), options.BytesPerMessage);
        }
        catch
        {
            _open.TryRemove(peer, out _);
            if (room is not null)
                await room.Send(new RoomMessage.Leave(peer), CancellationToken.None);
            place.Dispose();
            throw;
        }
    }

    /// <summary>Counts a socket in until the result is disposed.</summary>
    /// <exception cref="MessageRefusedException">There are too many already.</exception>
    public ValueTask<IDisposable> Enter(IPAddress? address) => rooms.IsDraining
        ? throw new MessageRefusedException(Rooms.Restarts)
        : counts.Enter(address);

    public Throttle Throttle(TimeProvider time) =>
        new(options.MessagesPerSecond, options.MessageBurst, options.FloodPatience, time);

    sealed class Place(Seats seats, Peer peer, IDisposable counted) : IDisposable
    {
        bool _isGivenUp;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isGivenUp, true))
                return;
            seats._open.TryRemove(peer, out _);
            counted.Dispose();
        }
    }
}

/// <summary>A place in one document's room, and what its client sends on the way there.</summary>
sealed class Seat(
    Peer peer, RoomLoop room, SocketReader reader, TokenDeadline deadline, AwarenessGate awareness, IDisposable place,
    int bytesPerMessage)
    : IAsyncDisposable
{
    // Stock clients echo every cursor they are shown.
    const double CostOfAwareness = 0.1;

    /// <inheritdoc cref="SocketReader.Limit"/>
    public MessageLimit Limit => reader.Limit;

    /// <summary>Takes one message of y-websocket's protocol in.</summary>
    /// <param name="bytes">The message.</param>
    /// <param name="isEarly">Whether it came before its document was authenticated.</param>
    /// <param name="gone">Ends when the socket does.</param>
    /// <returns>What it cost, for the throttle.</returns>
    /// <exception cref="MessageRefusedException">Malformed or past a limit; or the room is gone.</exception>
    public async ValueTask<double> Hear(ReadOnlyMemory<byte> bytes, bool isEarly, CancellationToken gone)
    {
        if (SocketReader.Renewal(bytes.Span) is { } token)
        {
            await Renew(token, gone);
            return 1;
        }
        switch (reader.Read(bytes.Span))
        {
            case RoomMessage.Awareness state:
                awareness.Offer(state);
                return CostOfAwareness;
            case RoomMessage.Update update when isEarly:
                await Send(update with { Kind = UpdateKind.Early }, gone);
                break;
            case var message:
                await Send(message, gone);
                break;
        }
        return Math.Max(1, bytes.Length / (double)bytesPerMessage);
    }

    /// <summary>Takes a fresh token in place of the one before.</summary>
    public async Task Renew(string token, CancellationToken gone)
    {
        if (await deadline.Renew(token, gone) is { } caller)
            await Send(new RoomMessage.Renew(peer, caller), gone);
    }

    /// <summary>The room has sent it away: others may have its place already, on whichever thread that is known.</summary>
    public void GiveUpPlace() => place.Dispose();

    public async ValueTask DisposeAsync()
    {
        deadline.Dispose();
        awareness.Dispose();
        await room.Send(new RoomMessage.Leave(peer), CancellationToken.None);
        place.Dispose();
    }

    async Task Send(RoomMessage message, CancellationToken gone)
    {
        if (!await room.Send(message, gone))
            throw new MessageRefusedException(new(CloseCode.Restarting, "Connect again."));
    }
}
