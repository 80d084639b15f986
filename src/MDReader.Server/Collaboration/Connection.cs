using System.Buffers;
using System.Net.Sockets;

namespace MDReader.Server.Collaboration;

/// <summary>
/// What a client is sent. Frames are shared, immutable bytes. A flush sends everything that a turn left here with one
/// system call, on the caller's thread and without waiting; what the client doesn't take at once is sent beside. How much
/// may wait is not decided here: who posts looks at <see cref="Waiting"/>.
/// </summary>
/// <param name="stream">Where bytes go unless there is a socket to send to directly.</param>
sealed class Connection(Stream stream) : IDisposable
{
    const int LargestBatch = 64 * 1024;
    static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(5);

    readonly Lock _gate = new();
    readonly Queue<Queued> _queue = [];
    readonly CancellationTokenSource _cut = new();
    Socket? _socket;
    int _queued;
    bool _isSending;
    bool _isClosing;

    /// <summary>Ends when the connection is cut off, or was not closed by the client in time.</summary>
    public CancellationToken Cut => _cut.Token;

    /// <summary>Bytes that the client has not taken yet.</summary>
    public int Waiting => Volatile.Read(ref _queued);

    /// <summary>
    /// From now on bytes go to the socket below the stream. Only before anything was sent, and only when the client has
    /// spoken: then the answer to its handshake has left the stream's buffers, and nothing can be overtaken.
    /// </summary>
    public void SendDirectly(Socket socket)
    {
        // Where the kernel's buffer is full, a send says so instead of waiting.
        socket.Blocking = false;
        _socket = socket;
    }

    /// <summary>Leaves a frame to be sent by the next flush.</summary>
    /// <param name="frame">It is not copied, so it must not change.</param>
    /// <param name="owner">By whom it may be taken back before it is on its way; null for nobody.</param>
    public void Post(ReadOnlyMemory<byte> frame, object? owner = null)
    {
        lock (_gate)
            Enqueue(frame, owner);
    }

    /// <summary>Posts and flushes. Where nothing waits, as nearly always, the frame goes to the socket and touches no queue.</summary>
    /// <inheritdoc cref="Post"/>
    public void Send(ReadOnlyMemory<byte> frame, object? owner = null)
    {
        lock (_gate)
        {
            if (_socket is not null && _queued == 0 && !_isSending && !_isClosing)
            {
                var sent = SendNow(_socket, frame.Span);
                if (sent == frame.Length)
                    return;
                // What went in part can't be taken back.
                frame = frame[sent..];
                owner = sent > 0 ? null : owner;
            }
            Enqueue(frame, owner);
        }
        Flush();
    }

    /// <summary>Nobody may take back what waits now.</summary>
    public void Keep(object owner) => Replace(queued => queued.Owner == owner ? queued with { Owner = null } : queued);

    /// <summary>Takes the owner's frames back that aren't on their way; gives how many.</summary>
    public int Drop(object owner) => Replace(queued => queued.Owner == owner ? null : queued);

    /// <summary>Sends what was left here.</summary>
    public void Flush()
    {
        lock (_gate)
        {
            if (_isSending || _queued == 0)
                return;
            if (_socket is not null && SendAtOnce(_socket))
                return;
            _isSending = true;
        }
        _ = SendBeside();
    }

    /// <summary>Says farewell after everything left here; the first reason given counts.</summary>
    public void Close(Closing closing)
    {
        lock (_gate)
        {
            if (_isClosing)
                return;
            _isClosing = true;
            var farewell = Wire.Close(closing);
            _queue.Enqueue(new(farewell, null));
            _queued += farewell.Length;
            // The client answers with a close frame of its own, which ends the reader; one that doesn't is cut off.
            _cut.CancelAfter(CloseTimeout);
        }
        Flush();
    }

    public void Abort() => _cut.Cancel();

    /// <summary>A room may not have heard yet that the socket is gone: what it still posts, or says farewell by, is nothing.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _isClosing = true;
            _queue.Clear();
            _queued = 0;
            _cut.Dispose();
        }
    }

    // False when something is left.
    bool SendAtOnce(Socket direct)
    {
        while (_queue.TryPeek(out var only))
        {
            var (buffer, length) = _queue.Count == 1 ? (null, only.Frame.Length) : Gather();
            var sent = SendNow(direct, buffer is null ? only.Frame.Span : buffer.AsSpan(0, length));
            if (buffer is not null)
                ArrayPool<byte>.Shared.Return(buffer);
            Sent(sent);
            if (sent < length)
                return false;
        }
        return true;
    }

    // How many bytes the kernel took; who has gone is cut off.
    int SendNow(Socket direct, ReadOnlySpan<byte> bytes)
    {
        SocketError error;
        var sent = 0;
        try
        {
            sent = direct.Send(bytes, SocketFlags.None, out error);
        }
        catch (ObjectDisposedException)
        {
            // Closed under us; the caller may be a room, with other people in it.
            error = SocketError.Shutdown;
        }
        // Not here: who cuts runs what waits for it.
        if (error is not (SocketError.Success or SocketError.WouldBlock))
            _cut.CancelAfter(TimeSpan.Zero);
        return Math.Max(sent, 0);
    }

    void Enqueue(ReadOnlyMemory<byte> frame, object? owner)
    {
        if (_isClosing)
            return;
        _queue.Enqueue(new(frame, owner));
        _queued += frame.Length;
    }

    async Task SendBeside()
    {
        // The caller goes on; it may be a room with other people in it.
        await Task.Yield();
        var buffer = Array.Empty<byte>();
        try
        {
            while (true)
            {
                int length;
                lock (_gate)
                {
                    if (_queued == 0)
                    {
                        _isSending = false;
                        return;
                    }
                    (buffer, length) = Gather();
                    Sent(length);
                    // What is on its way counts until it has gone, or a slow client would never fill the queue.
                    _queued += length;
                }
                await Write(buffer.AsMemory(0, length));
                lock (_gate)
                    _queued -= length;
                ArrayPool<byte>.Shared.Return(buffer);
                buffer = [];
            }
        }
        // The client has gone or doesn't take anything; the reader sees the same and cleans up.
        catch (Exception gone) when (IsGone(gone))
        {
            lock (_gate)
                _isClosing = true;
            if (buffer.Length > 0)
                ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    async ValueTask Write(ReadOnlyMemory<byte> bytes)
    {
        if (_socket is null)
        {
            await WriteToStream(bytes);
            return;
        }
        while (bytes.Length > 0)
            bytes = bytes[await _socket.SendAsync(bytes, SocketFlags.None, _cut.Token)..];
    }

    async ValueTask WriteToStream(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            await stream.WriteAsync(bytes, _cut.Token);
            await stream.FlushAsync(_cut.Token);
        }
        catch (InvalidOperationException over)
        {
            // What a response answers once its connection has been aborted.
            throw new IOException("The connection has ended.", over);
        }
    }

    // The first frames of the queue, together, as much as one call takes.
    (byte[] Buffer, int Length) Gather()
    {
        var length = 0;
        foreach (var (frame, _) in _queue)
            if (length == 0 || length + frame.Length <= LargestBatch)
                length += frame.Length;
            else
                break;
        var buffer = ArrayPool<byte>.Shared.Rent(length);
        var filled = 0;
        foreach (var (frame, _) in _queue)
        {
            if (filled == length)
                break;
            frame.CopyTo(buffer.AsMemory(filled));
            filled += frame.Length;
        }
        return (buffer, length);
    }

    // Takes sent bytes off the queue; a frame that went in part stays with its rest, in front, and can't be taken back.
    void Sent(int bytes)
    {
        _queued -= bytes;
        while (bytes > 0)
        {
            var (frame, _) = _queue.Dequeue();
            if (frame.Length > bytes)
            {
                PutBack(new(frame[bytes..], null));
                return;
            }
            bytes -= frame.Length;
        }
    }

    void PutBack(Queued rest)
    {
        var others = _queue.ToArray();
        _queue.Clear();
        _queue.Enqueue(rest);
        foreach (var queued in others)
            _queue.Enqueue(queued);
    }

    int Replace(Func<Queued, Queued?> by)
    {
        var dropped = 0;
        lock (_gate)
            for (var left = _queue.Count; left > 0; left--)
            {
                var queued = _queue.Dequeue();
                if (by(queued) is { } kept)
                {
                    _queue.Enqueue(kept);
                    continue;
                }
                _queued -= queued.Frame.Length;
                dropped++;
            }
        return dropped;
    }

    /// <summary>What a peer that has gone shows up as, to its reader and its writer.</summary>
    public static bool IsGone(Exception exception) =>
        exception is OperationCanceledException or IOException or SocketException or ObjectDisposedException;

    readonly record struct Queued(ReadOnlyMemory<byte> Frame, object? Owner);
}

/// <summary>A message that ends its connection, and how.</summary>
sealed class MessageRefusedException(Closing closing) : Exception(closing.Reason)
{
    public Closing Closing => closing;
}
