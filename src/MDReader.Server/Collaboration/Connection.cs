using System.Buffers;
using System.Net.WebSockets;
using System.Threading.Channels;

namespace MDReader.Server.Collaboration;

/// <summary>
/// One client's WebSocket, message by message. Messages posted are shared, immutable bytes; one writer sends them in
/// order. A client that doesn't read is cut off at <paramref name="queueLimit"/> bytes instead of being buffered
/// without end; it reconnects and synchronises by state vector.
/// </summary>
/// <param name="socket">The accepted socket.</param>
/// <param name="queueLimit">Bytes that may wait to be sent.</param>
sealed class Connection(WebSocket socket, int queueLimit) : IDisposable
{
    static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(5);

    readonly Channel<ReadOnlyMemory<byte>> _outbound =
        Channel.CreateUnbounded<ReadOnlyMemory<byte>>(new() { SingleReader = true });
    readonly CancellationTokenSource _cut = new();
    Closing? _closing;
    int _queued;

    /// <summary>Queues a message; false when the connection is closing or was just cut off.</summary>
    public bool Post(ReadOnlyMemory<byte> message)
    {
        if (Interlocked.Add(ref _queued, message.Length) > queueLimit)
        {
            Abort();
            return false;
        }
        return _outbound.Writer.TryWrite(message);
    }

    /// <summary>Says farewell after everything queued; the first reason given counts.</summary>
    public void Close(Closing closing)
    {
        Interlocked.CompareExchange(ref _closing, closing, null);
        _outbound.Writer.TryComplete();
    }

    public void Abort()
    {
        _outbound.Writer.TryComplete();
        _cut.Cancel();
    }

    public void Dispose() => _cut.Dispose();

    /// <summary>Sends what is queued until the connection ends. Runs once, beside the reader.</summary>
    public async Task SendQueued(CancellationToken cancellation)
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(cancellation, _cut.Token);
        try
        {
            await foreach (var message in _outbound.Reader.ReadAllAsync(ends.Token))
            {
                Interlocked.Add(ref _queued, -message.Length);
                await socket.SendAsync(message, WebSocketMessageType.Binary, endOfMessage: true, ends.Token);
            }
            var farewell = _closing ?? new(CloseCode.GoingAway, "");
            // The client answers with a close frame of its own, which ends the reader; one that doesn't is cut off.
            _cut.CancelAfter(CloseTimeout);
            await socket.CloseOutputAsync((WebSocketCloseStatus)farewell.Code, farewell.Reason, ends.Token);
        }
        catch (Exception gone) when (IsGone(gone))
        {
            socket.Abort();
        }
    }

    /// <summary>
    /// The next whole message in a pooled buffer that the caller returns, or null when the client has closed or gone.
    /// </summary>
    /// <exception cref="MessageRefusedException">Longer than <paramref name="limit"/>, or not binary.</exception>
    public async Task<PooledMessage?> Receive(int limit, CancellationToken cancellation)
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(cancellation, _cut.Token);
        var buffer = Array.Empty<byte>();
        var length = 0;
        try
        {
            // A read of no bytes waits for data without holding a buffer: idle connections cost none.
            var arrived = await socket.ReceiveAsync(Memory<byte>.Empty, ends.Token);
            if (arrived.MessageType == WebSocketMessageType.Close)
                return null;
            buffer = ArrayPool<byte>.Shared.Rent(4096);
            while (true)
            {
                var read = await socket.ReceiveAsync(buffer.AsMemory(length), ends.Token);
                if (read.MessageType == WebSocketMessageType.Close)
                    return Return(buffer);
                length += read.Count;
                if (length > limit)
                    throw new MessageRefusedException(new(CloseCode.TooLarge, $"A message may have {limit} bytes."));
                if (read.MessageType != WebSocketMessageType.Binary)
                    throw new MessageRefusedException(new(CloseCode.Malformed, "Send binary frames."));
                if (read.EndOfMessage)
                    return new(buffer, length);
                if (length == buffer.Length)
                    buffer = Grow(buffer, length);
            }
        }
        catch (MessageRefusedException)
        {
            Return(buffer);
            throw;
        }
        catch (Exception gone) when (IsGone(gone))
        {
            return Return(buffer);
        }
    }

    /// <summary>Reads and forgets until the client has closed too, or its time for that is over.</summary>
    public async Task AwaitFarewell(CancellationToken cancellation)
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(cancellation, _cut.Token);
        var buffer = new byte[1024];
        try
        {
            while (socket.State is WebSocketState.Open or WebSocketState.CloseSent)
                await socket.ReceiveAsync(buffer.AsMemory(), ends.Token);
        }
        catch (Exception gone) when (IsGone(gone))
        {
            socket.Abort();
        }
    }

    // What a peer that has gone or doesn't answer shows up as; the reader and the writer both may see it.
    static bool IsGone(Exception exception) => exception is OperationCanceledException or WebSocketException
        or ObjectDisposedException or IOException or InvalidOperationException;

    static PooledMessage? Return(byte[] buffer)
    {
        if (buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(buffer);
        return null;
    }

    static byte[] Grow(byte[] buffer, int length)
    {
        var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
        buffer.AsSpan(0, length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(buffer);
        return larger;
    }
}

/// <summary>A message in a pooled buffer.</summary>
readonly struct PooledMessage(byte[] buffer, int length) : IDisposable
{
    public ReadOnlySpan<byte> Bytes => buffer.AsSpan(0, length);

    public void Dispose() => ArrayPool<byte>.Shared.Return(buffer);
}

/// <summary>A message that ends its connection, and how.</summary>
sealed class MessageRefusedException(Closing closing) : Exception(closing.Reason)
{
    public Closing Closing => closing;
}
