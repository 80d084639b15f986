using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using MDReader.Crdt.Encoding;

namespace MDReader.Load;

/// <summary>What all clients of one run count together.</summary>
sealed class Tally
{
    public Latencies Deliveries { get; } = new();
    public Latencies Acknowledgements { get; } = new();
    public long Delivered;
    public long Awareness;
    public long Acknowledged;
    public long Bytes;

    /// <summary>Markers that somebody else was shown; null where nobody asks.</summary>
    public ConcurrentDictionary<string, bool>? Seen { get; init; }

    /// <summary>Markers that the server said are on disk; null where nobody asks.</summary>
    public ConcurrentDictionary<string, bool>? Confirmed { get; init; }

    public void Clear()
    {
        Deliveries.Clear();
        Acknowledgements.Clear();
        (Delivered, Awareness, Acknowledged, Bytes) = (0, 0, 0, 0);
    }
}

/// <summary>
/// A person with a document open, as cheap as it can be made, so that thousands fit beside the server on one machine: a
/// bare socket that speaks RFC 6455 and merges nothing.
/// </summary>
sealed class LoadClient(ILoadTarget server, string document, Tally tally) : IDisposable
{
    const int FirstBuffer = 512;
    static readonly byte[] Mask = [0x5a, 0xa5, 0x3c, 0xc3];

    readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    readonly SemaphoreSlim _sending = new(1, 1);
    readonly TaskCompletionSource _synced = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly TaskCompletionSource _left = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly Queue<(long At, string Marker)> _unacknowledged = [];

    // Some servers send to who typed, too: that is no delivery.
    readonly ConcurrentDictionary<long, bool> _own = [];
    byte[] _buffer = new byte[FirstBuffer];
    int _filled;
    long _committed;
    long _statuses;
    Task _reading = Task.CompletedTask;

    public Dialect Dialect => server.Dialect;

    public string Document => document;

    /// <summary>Ends when the document's state has come; fails when the server closed instead.</summary>
    public Task Synced => _synced.Task;

    /// <summary>The bytes of the state that came first, with what stands around it.</summary>
    public int StateBytes { get; private set; }

    /// <summary>That state.</summary>
    public byte[] State { get; private set; } = [];

    public bool IsClosed { get; private set; }

    /// <summary>Whether it takes nothing more of what it is sent, and stays.</summary>
    public bool IsDeaf { get; set; }

    /// <summary>Told how many markers of others have just come.</summary>
    public Action<int>? Saw { get; set; }

    public async Task Connect(int person)
    {
        await _socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, server.Port));
        var request = $"GET {server.PathOf(document, person)} HTTP/1.1\r\nHost: 127.0.0.1:{server.Port}\r\nUpgrade: websocket\r\n"
            + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
        await _socket.SendAsync(Encoding.ASCII.GetBytes(request));
        await ReadUpgrade();
        _reading = Read();
        if (Dialect == Dialect.Hocuspocus)
            await Send(Messages.SignIn(document));
        await Send(Messages.AskForState(Dialect, document));
    }

    /// <summary>Says that the person is still there, and nothing else.</summary>
    public Task StillHere() => Send(Messages.NobodyMoved(Dialect, document));

    /// <summary>Sends an edit and remembers when, for its acknowledgement.</summary>
    /// <param name="update">The update.</param>
    /// <param name="marker">What it types.</param>
    public Task Edit(ReadOnlySpan<byte> update, string marker = "")
    {
        if (Marker.TypedAt(marker) is { } typed)
            _own.TryAdd(typed, true);
        lock (_unacknowledged)
            _unacknowledged.Enqueue((Marker.Now, marker));
        return Send(Messages.Edit(Dialect, document, update));
    }

    public Task Send(byte[] message) => SendFrame(Frame(0x82, message));

    /// <summary>Goes as a browser's page does, and not as one that is killed.</summary>
    public async Task Leave()
    {
        await SendFrame(Frame(0x88, [0x03, 0xe8]));
        await _reading.WaitAsync(TimeSpan.FromSeconds(10));
    }

    async Task SendFrame(byte[] frame)
    {
        await _sending.WaitAsync();
        try
        {
            for (var sent = 0; sent < frame.Length;)
                sent += await _socket.SendAsync(frame.AsMemory(sent));
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            IsClosed = true;
        }
        finally
        {
            _sending.Release();
        }
    }

    public void Dispose()
    {
        _socket.Dispose();
        _left.TrySetResult();
        _synced.TrySetCanceled();
    }

    static byte[] Frame(byte first, ReadOnlySpan<byte> message)
    {
        var head = message.Length < 126 ? 2 : message.Length <= ushort.MaxValue ? 4 : 10;
        var frame = new byte[head + Mask.Length + message.Length];
        frame[0] = first;
        frame[1] = (byte)(0x80 | (head == 2 ? message.Length : head == 4 ? 126 : 127));
        if (head == 4)
            BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(2), (ushort)message.Length);
        else if (head == 10)
            BinaryPrimitives.WriteUInt64BigEndian(frame.AsSpan(2), (ulong)message.Length);
        Mask.CopyTo(frame, head);
        for (var i = 0; i < message.Length; i++)
            frame[head + Mask.Length + i] = (byte)(message[i] ^ Mask[i & 3]);
        return frame;
    }

    async Task ReadUpgrade()
    {
        while (true)
        {
            var end = _buffer.AsSpan(0, _filled).IndexOf("\r\n\r\n"u8);
            if (end >= 0)
            {
                if (!_buffer.AsSpan(0, _filled).StartsWith("HTTP/1.1 101"u8))
                    throw new InvalidOperationException(Encoding.ASCII.GetString(_buffer, 0, _filled));
                Drop(end + 4);
                return;
            }
            if (!await Receive())
                throw new InvalidOperationException("The server closed instead of upgrading.");
        }
    }

    async Task Read()
    {
        try
        {
            while (true)
            {
                while (Next(out var opcode, out var start, out var length))
                {
                    if (opcode == 8)
                        return;
                    if (opcode == 9)
                        await Pong(start, length);
                    else if (opcode == 2 && Take(_buffer.AsSpan(start, length)) is { } answer)
                        await Send(answer);
                    Drop(start + length);
                }
                if (IsDeaf)
                    await _left.Task;
                if (!await Receive())
                    return;
            }
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            // IsClosed says so.
        }
        finally
        {
            IsClosed = true;
            _synced.TrySetException(new InvalidOperationException("The server closed the socket."));
            _socket.Dispose();
        }
    }

    async Task Pong(int start, int length)
    {
        var frame = Frame(0x8a, _buffer.AsSpan(start, length));
        await _sending.WaitAsync();
        try
        {
            await _socket.SendAsync(frame);
        }
        finally
        {
            _sending.Release();
        }
    }

    bool Next(out int opcode, out int start, out int length)
    {
        (opcode, start, length) = (0, 0, 0);
        if (_filled < 2)
            return false;
        opcode = _buffer[0] & 0x0f;
        start = 2;
        long size = _buffer[1] & 0x7f;
        if (size == 126)
        {
            start = 4;
            size = _filled < 4 ? long.MaxValue : BinaryPrimitives.ReadUInt16BigEndian(_buffer.AsSpan(2));
        }
        else if (size == 127)
        {
            start = 10;
            size = _filled < 10 ? long.MaxValue : BinaryPrimitives.ReadInt64BigEndian(_buffer.AsSpan(2));
        }
        if (size == long.MaxValue || _filled < start + size)
        {
            if (size != long.MaxValue && start + size > _buffer.Length)
                Array.Resize(ref _buffer, (int)(start + size));
            return false;
        }
        length = (int)size;
        return true;
    }

    // Gives what has to be answered.
    byte[]? Take(ReadOnlySpan<byte> message)
    {
        var reader = new ByteReader(message);
        if (Dialect == Dialect.Hocuspocus)
            reader.ReadVarUtf8();
        switch (reader.ReadVarUint())
        {
            case Messages.Sync:
                return TakeSync(reader.ReadVarUint(), message, reader.ReadVarBytes());
            case Messages.Awareness:
                Interlocked.Increment(ref tally.Awareness);
                return null;
            case Messages.Saved when Dialect == Dialect.MDReader:
                reader.ReadVarUint();
                reader.ReadVarUint();
                // The first message of this socket is the empty answer to the server's step 1.
                Acknowledge((long)reader.ReadVarUint() - 1);
                return null;
            case Messages.SyncStatus when Dialect == Dialect.Hocuspocus && reader.ReadVarUint() == 1:
                // Here as well the first is for the empty answer to the server's step 1.
                Acknowledge(_statuses++);
                return null;
            default:
                return null;
        }
    }

    byte[]? TakeSync(ulong step, ReadOnlySpan<byte> message, ReadOnlySpan<byte> payload)
    {
        switch (step)
        {
            case Messages.Step1:
                return Messages.AnswerWithNothing(Dialect, document);
            case Messages.Step2:
                StateBytes = message.Length;
                // Hocuspocus answers with a step 2 more than once, the later ones without anything new.
                if (!_synced.Task.IsCompleted)
                    State = payload.ToArray();
                _synced.TrySetResult();
                return null;
            default:
                var markers = Marker.Read(message, tally.Deliveries, tally.Seen, _own);
                Interlocked.Add(ref tally.Delivered, markers);
                Saw?.Invoke(markers);
                Interlocked.Add(ref tally.Bytes, message.Length);
                return null;
        }
    }

    void Acknowledge(long committed)
    {
        lock (_unacknowledged)
            for (; _committed < committed && _unacknowledged.TryDequeue(out var sent); _committed++)
            {
                tally.Acknowledgements.Add(Marker.Now - sent.At);
                tally.Confirmed?.TryAdd(sent.Marker, true);
                Interlocked.Increment(ref tally.Acknowledged);
            }
    }

    async Task<bool> Receive()
    {
        if (_filled == _buffer.Length)
            Array.Resize(ref _buffer, _buffer.Length * 2);
        var received = await _socket.ReceiveAsync(_buffer.AsMemory(_filled));
        _filled += received;
        return received > 0;
    }

    void Drop(int count)
    {
        _buffer.AsSpan(count, _filled - count).CopyTo(_buffer);
        _filled -= count;
    }
}
