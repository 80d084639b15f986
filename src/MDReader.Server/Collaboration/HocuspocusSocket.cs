using MDReader.Crdt.Encoding;

namespace MDReader.Server.Collaboration;

/// <summary>
/// A socket for many documents, each named in every message, each with a token of its own before anything else. What comes
/// before a document's token waits, bounded; while a token is looked at, nothing is read.
/// </summary>
sealed class HocuspocusSocket(OpenSocket socket, Seats seats, TimeProvider time) : IAsyncDisposable
{
    readonly Dictionary<string, HocuspocusDocument> _documents = [];
    bool _isAuthenticated;

    CollaborationOptions Options => seats.Options;

    // Only who has been let in may send what is large.
    MessageLimit Limit => _isAuthenticated
        ? new MessageLimit(
            _documents.Values.Max(document => document.Limit.Ordinary),
            _documents.Values.Max(document => document.Limit.Largest)).Behind(Options.BytesBeforeAuthentication)
        : new(Options.BytesBeforeAuthentication);

    public async Task Talk(CancellationToken gone)
    {
        using var patience = new AuthenticationDeadline(Options.TimeBeforeAuthentication, time, socket.Connection);
        await socket.Begin(Limit, Task.Delay(Timeout.InfiniteTimeSpan, gone), gone);
        var throttle = seats.Throttle(time);
        while (await socket.Next(Limit, gone) is { } message)
        {
            await throttle.Take(await Hear(message, gone), gone);
            patience.Look(isDone: _isAuthenticated && _documents.Values.All(document => !document.IsWaiting));
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var document in _documents.Values)
            await document.DisposeAsync();
    }

    async ValueTask<double> Hear(ReadOnlyMemory<byte> message, CancellationToken gone)
    {
        // The one message without a name.
        if (message.Span is [(byte)HocuspocusKind.Pong])
            return 1;
        var (name, kind, plain) = Address(message);
        if (!_documents.TryGetValue(name, out var document))
            _documents.Add(name, document = await Open(name));
        var cost = await document.Hear(kind, plain, gone);
        _isAuthenticated |= document.IsOpen;
        return cost;
    }

    async ValueTask<HocuspocusDocument> Open(string name)
    {
        // Those that were closed are kept only to leave unread what their client had sent by then.
        if (_documents.Count >= Options.DocumentsPerSocket)
            foreach (var (closed, document) in _documents.Where(known => known.Value.IsClosed).ToList())
            {
                _documents.Remove(closed);
                await document.DisposeAsync();
            }
        return _documents.Count < Options.DocumentsPerSocket
            ? new(name, socket, seats, time)
            : throw new MessageRefusedException(
                new(CloseCode.TooMany, $"A socket may have {Options.DocumentsPerSocket} documents; open another one."));
    }

    // The message behind the name still begins with its kind, as y-websocket's do.
    static (string Name, HocuspocusKind Kind, ReadOnlyMemory<byte> Message) Address(ReadOnlyMemory<byte> message)
    {
        try
        {
            var reader = new ByteReader(message.Span);
            var name = System.Text.Encoding.UTF8.GetString(reader.ReadVarUtf8());
            var begins = reader.Position;
            return (name, (HocuspocusKind)reader.ReadVarUint(), message[begins..]);
        }
        catch (MalformedUpdateException malformed)
        {
            throw UpdateRoad.Refused(malformed);
        }
    }
}

/// <summary>Ends a socket on which something waits for its token for too long.</summary>
sealed class AuthenticationDeadline : IDisposable
{
    readonly TimeSpan _patience;
    readonly ITimer _timer;
    bool _isDone;

    public AuthenticationDeadline(TimeSpan patience, TimeProvider time, Connection connection)
    {
        _patience = patience;
        _timer = time.CreateTimer(_ => connection.Close(SocketEntry.NotAuthenticated), null, patience, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The time runs from when something began to wait; what comes meanwhile doesn't lengthen it.</summary>
    public void Look(bool isDone)
    {
        if (isDone == _isDone)
            return;
        _isDone = isDone;
        _timer.Change(isDone ? Timeout.InfiniteTimeSpan : _patience, Timeout.InfiniteTimeSpan);
    }

    public void Dispose() => _timer.Dispose();
}
