using System.Buffers;
using System.Net.Sockets;

namespace MDReader.Server.Collaboration;

/// <summary>
/// What a client is sent. Frames are shared, immutable bytes. A flush sends everything that a turn left here with one
/// system call, on the caller's thread and without waiting; what the client doesn't take at once is sent beside, and a
/// client that doesn't read at all is cut off at <paramref name="queueLimit"/> instead of being buffered without end.
/// </summary>
/// <param name="stream">Where bytes go unless there is a socket to send to directly.</param>
/// <param name="queueLimit">Bytes that may wait to be sent.</param>
sealed class Connection(Stream stream, int queueLimit) : IOutlet, IDisposable
{
    const int LargestBatch = 64 * 1024;
    static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(5);

    readonly Lock _gate = new();
    readonly Queue<ReadOnlyMemory<byte>> _queue = [];
    readonly CancellationTokenSource _cut = new();
    Socket? _socket;
    int _queued;
    bool _isSending;
    bool _isClosing;

    /// <summary>Ends when the connection is cut off, or was not closed by the client in time.</summary>
    public CancellationToken Cut => _cut.Token;

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
    public void Post(ReadOnlyMemory<byte> frame)
    {
        lock (_gate)
        {
            if (_isClosing)
                return;
            _queue.Enqueue(frame);
            _queued += frame.Length;
            if (_queued <= queueLimit)
                return;
            _isClosing = true;
        }
        _cut.CancelAfter(TimeSpan.Zero);
    }

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
            _queue.Enqueue(farewell);
            _queued += farewell.Length;
        }
        // The client answers with a close frame of its own, which ends the reader; one that doesn't is cut off.
        _cut.CancelAfter(CloseTimeout);
        Flush();
    }

    public void Abort() => _cut.Cancel();

    public void Dispose() => _cut.Dispose();

    // False when something is left.
    bool SendAtOnce(Socket direct)
    {
        while (_queue.TryPeek(out var only))
        {
            var (buffer, length) = _queue.Count == 1 ? (null, only.Length) : Gather();
            var sent = direct.Send(buffer is null ? only.Span : buffer.AsSpan(0, length), SocketFlags.None, out var error);
            if (buffer is not null)
                ArrayPool<byte>.Shared.Return(buffer);
            if (error is not (SocketError.Success or SocketError.WouldBlock))
            {
                // Not here: who cuts runs what waits for it, and the caller may be a room.
                _cut.CancelAfter(TimeSpan.Zero);
                return false;
            }
            Sent(Math.Max(sent, 0));
            if (sent < length)
                return false;
        }
        return true;
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
            await stream.WriteAsync(bytes, _cut.Token);
            await stream.FlushAsync(_cut.Token);
            return;
        }
        while (bytes.Length > 0)
            bytes = bytes[await _socket.SendAsync(bytes, SocketFlags.None, _cut.Token)..];
    }

    // The first frames of the queue, together, as much as one call takes.
    (byte[] Buffer, int Length) Gather()
    {
        var length = 0;
        foreach (var frame in _queue)
            if (length == 0 || length + frame.Length <= LargestBatch)
                length += frame.Length;
            else
                break;
        var buffer = ArrayPool<byte>.Shared.Rent(length);
        var filled = 0;
        foreach (var frame in _queue)
        {
            if (filled == length)
                break;
            frame.CopyTo(buffer.AsMemory(filled));
            filled += frame.Length;
        }
        return (buffer, length);
    }

    // Takes sent bytes off the queue; a frame that went in part stays with its rest, in front.
    void Sent(int bytes)
    {
        _queued -= bytes;
        while (bytes > 0)
        {
            var frame = _queue.Dequeue();
            if (frame.Length > bytes)
            {
                PutBack(frame[bytes..]);
                return;
            }
            bytes -= frame.Length;
        }
    }

    void PutBack(ReadOnlyMemory<byte> rest)
    {
        var others = _queue.ToArray();
        _queue.Clear();
        _queue.Enqueue(rest);
        foreach (var frame in others)
            _queue.Enqueue(frame);
    }

    /// <summary>What a peer that has gone shows up as, to its reader and its writer.</summary>
    public static bool IsGone(Exception exception) =>
        exception is OperationCanceledException or IOException or SocketException or InvalidOperationException;
}

/// <summary>A message that ends its connection, and how.</summary>
sealed class MessageRefusedException(Closing closing) : Exception(closing.Reason)
{
    public Closing Closing => closing;
}
