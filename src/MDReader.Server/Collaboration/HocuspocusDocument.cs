using MDReader.Crdt.Encoding;

namespace MDReader.Server.Collaboration;

/// <summary>One document on a Hocuspocus client's socket: it waits for a token, then is open, then perhaps closed.</summary>
/// <param name="name">As the client writes it: the document's id, and behind a NUL perhaps which of its tabs it is.</param>
sealed class HocuspocusDocument(string name, OpenSocket socket, Seats seats, TimeProvider time) : IAsyncDisposable
{
    // Of one that isn't open: what a client sends to authenticate, with a name in front.
    readonly List<byte[]> _early = [];
    readonly Envelope _envelope = new(name);
    volatile Seat? _seat;
    int _earlyBytes;
    volatile bool _isClosed;

    /// <summary>Whether its token is still to come.</summary>
    public bool IsWaiting => _seat is null && !_isClosed;

    public bool IsOpen => _seat is not null && !_isClosed;

    /// <summary>Whether it is neither: only a token opens it again.</summary>
    public bool IsClosed => _isClosed;

    /// <summary>How long its next message may be, without the name.</summary>
    public MessageLimit Limit => _seat?.Limit ?? new(seats.Options.BytesBeforeAuthentication);

    /// <summary>Takes a message in; gives what it cost.</summary>
    /// <exception cref="MessageRefusedException">It ends the socket.</exception>
    public async ValueTask<double> Hear(HocuspocusKind kind, ReadOnlyMemory<byte> message, CancellationToken gone)
    {
        switch (kind)
        {
            case HocuspocusKind.Auth:
                await Authenticate(Token(message.Span), gone);
                return 1;
            case HocuspocusKind.Close:
                await Close();
                return 1;
            case HocuspocusKind.Stateless when !IsWaiting:
                // Texts of an application of one's own; nobody here reads them.
                return 1;
            case HocuspocusKind.Sync or HocuspocusKind.Awareness or HocuspocusKind.QueryAwareness or HocuspocusKind.SyncReply
                when IsOpen:
                return await _seat!.Hear(AsYWebsocket(message), isEarly: false, gone);
            case HocuspocusKind.Sync or HocuspocusKind.Awareness or HocuspocusKind.QueryAwareness or HocuspocusKind.SyncReply
                or HocuspocusKind.Stateless:
                Wait(message);
                return 1;
            default:
                throw new MessageRefusedException(
                    new(CloseCode.Malformed, $"Message kind {(ulong)kind} is not for the server."));
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_seat is { } seat)
            await seat.DisposeAsync();
        _seat = null;
    }

    // A token for an open document renews it; for one that was closed it opens it again.
    async Task Authenticate(string token, CancellationToken gone)
    {
        if (IsOpen)
        {
            await _seat!.Renew(token, gone);
            return;
        }
        await DisposeAsync();
        try
        {
            var documentId = SocketEntry.Named(name.Split('\0')[0]);
            var who = await seats.Admit(() => seats.Entry.Admit(socket.Context, documentId, token));
            Say(Hocuspocus.Authenticated(_envelope, who.MayWrite));
            _isClosed = false;
            var outlet = new SharedOutlet(socket.Connection, socket.Reader, _envelope, Closed);
            _seat = await seats.Take(documentId, new(who, outlet, _envelope, AskForToken), time, gone);
            if (_isClosed)
                _seat.GiveUpPlace();
        }
        catch (MessageRefusedException refused) when (refused.Closing.Code != CloseCode.Restarting)
        {
            CollaborationMetrics.Refuse(refused.Closing);
            // This document only: the others of the socket may be theirs.
            _isClosed = true;
            Forget();
            Say(Hocuspocus.Denied(_envelope, refused.Message));
            return;
        }
        foreach (var early in _early)
            await _seat.Hear(AsYWebsocket(early), isEarly: true, gone);
        Forget();
    }

    async Task Close()
    {
        await DisposeAsync();
        Forget();
        _isClosed = true;
        Say(Hocuspocus.Closed(_envelope, "You have closed the document."));
    }

    void Wait(ReadOnlyMemory<byte> message)
    {
        // To a document that was closed nothing is said any more; its client may not have read that yet.
        if (_isClosed)
            return;
        _earlyBytes += message.Length;
        if (_earlyBytes > seats.Options.BytesBeforeAuthentication)
            throw new MessageRefusedException(new(CloseCode.TooLarge,
                $"Send the token first; before it a document may have {seats.Options.BytesBeforeAuthentication} bytes."));
        _early.Add(message.ToArray());
    }

    void Forget()
    {
        _early.Clear();
        _earlyBytes = 0;
    }

    // By the room, on its own thread.
    void Closed()
    {
        _isClosed = true;
        _seat?.GiveUpPlace();
    }

    void AskForToken() => Say(Hocuspocus.AskForToken(_envelope));

    void Say(byte[] frame)
    {
        socket.Connection.Post(frame);
        socket.Connection.Flush();
    }

    static string Token(ReadOnlySpan<byte> message)
    {
        try
        {
            var reader = new ByteReader(message);
            reader.ReadVarUint();
            return Hocuspocus.ReadToken(ref reader);
        }
        catch (MalformedUpdateException malformed)
        {
            throw UpdateRoad.Refused(malformed);
        }
    }

    static ReadOnlyMemory<byte> AsYWebsocket(ReadOnlyMemory<byte> message)
    {
        if (message.Span[0] != (byte)HocuspocusKind.SyncReply)
            return message;
        var sync = message.ToArray();
        sync[0] = (byte)MessageKind.Sync;
        return sync;
    }
}
