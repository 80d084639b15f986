using System.Buffers;
using System.Buffers.Binary;

namespace MDReader.Server.Collaboration;

/// <summary>
/// Reads a client's messages off the wire. While nothing comes it holds no buffer: an idle connection costs none.
/// </summary>
/// <param name="stream">What the client sends.</param>
/// <param name="answer">Takes the frame that answers a ping.</param>
sealed class FrameReader(Stream stream, Action<ReadOnlyMemory<byte>> answer) : IDisposable
{
    const int FirstBuffer = 4096;
    const int ShortestHeader = 6;
    const int LongestControl = 125;
    const byte Final = 0x80;
    const byte Reserved = 0x70;
    const byte Masked = 0x80;

    byte[] _buffer = [];
    long _read;

    // [0, _message) is the message so far, unmasked; [_next, _end) what was read beyond it.
    int _message;
    int _next;
    int _end;
    bool _hasClosed;

    /// <summary>How many frames have come, control frames included. Any thread may ask.</summary>
    public long FramesRead => Interlocked.Read(ref _read);

    /// <summary>
    /// The next whole message, valid until the next call; null when the client has closed or gone, from then on at once:
    /// who has said farewell waits for us to end the connection.
    /// </summary>
    /// <exception cref="MessageRefusedException">Longer than <paramref name="limit"/>, not binary, or not WebSocket.</exception>
    public async ValueTask<ReadOnlyMemory<byte>?> Read(MessageLimit limit, CancellationToken cancellation)
    {
        if (_hasClosed)
            return null;
        Forget();
        var (isFirst, allowed) = (true, limit.Ordinary);
        while (true)
        {
            if (!await Has(ShortestHeader, cancellation))
                return null;
            var (first, second) = (_buffer[_next], _buffer[_next + 1]);
            var opcode = (Opcode)(first & 0x0F);
            if ((first & Reserved) != 0 || (second & Masked) == 0)
                throw Malformed("Send masked WebSocket frames without extensions.");
            if (!await Has(HeaderLength(second), cancellation))
                return null;
            var length = PayloadLength(second);
            Interlocked.Increment(ref _read);
            if (opcode >= Opcode.Close)
            {
                if (length > LongestControl || (first & Final) == 0)
                    throw Malformed("A control frame has up to 125 bytes, in one piece.");
                if (!await Control(opcode, HeaderLength(second), (int)length, cancellation))
                    return null;
                continue;
            }
            if (opcode != (isFirst ? Opcode.Binary : Opcode.Continuation))
                throw Malformed("Send binary messages, each frame after the first as a continuation.");
            if (length > limit.Largest - _message)
                throw TooLong(limit.Largest);
            if (_message + length > allowed)
            {
                // Longer than most may be: let on when its beginning is here and says that it may.
                if (!await Has(HeaderLength(second) + (int)Math.Min(length, Math.Max(0, limit.Beginning - _message)), cancellation))
                    return null;
                allowed = limit.Of(Beginning(HeaderLength(second), limit.Beginning));
                if (_message + length > allowed)
                    throw TooLong(allowed);
            }
            if (!await Has(HeaderLength(second) + (int)length, cancellation))
                return null;
            Append(HeaderLength(second), (int)length);
            if ((first & Final) != 0)
                return _buffer.AsMemory(0, _message);
            isFirst = false;
        }
    }

    public void Dispose() => Return();

    // 2 bytes, the length in 0, 2 or 8 more, and the mask.
    static int HeaderLength(byte second) => (second & 0x7F) switch { 126 => 8, 127 => 14, _ => ShortestHeader };

    long PayloadLength(byte second) => (second & 0x7F) switch
    {
        126 => BinaryPrimitives.ReadUInt16BigEndian(_buffer.AsSpan(_next + 2)),
        127 => BinaryPrimitives.ReadInt64BigEndian(_buffer.AsSpan(_next + 2)) is var length and >= 0
            ? length
            : throw Malformed("A frame's length has 63 bits."),
        var length => length,
    };

    async ValueTask<bool> Control(Opcode opcode, int header, int length, CancellationToken cancellation)
    {
        if (!await Has(header + length, cancellation))
            return false;
        var payload = Unmask(header, length);
        _next += header + length;
        switch (opcode)
        {
            case Opcode.Ping:
                answer(Wire.Frame(Opcode.Pong, payload.Span));
                return true;
            case Opcode.Pong:
                return true;
            case Opcode.Close:
                _hasClosed = true;
                return false;
            default:
                throw Malformed($"There is no opcode {(int)opcode}.");
        }
    }

    // Of the message so far and the frame that is coming in, so much as is here; the buffer stays as it is.
    byte[] Beginning(int header, int count)
    {
        var (had, payload) = (Math.Min(_message, count), _next + header);
        var arrived = _buffer.AsSpan(payload, Math.Min(_end - payload, count - had));
        byte[] beginning = [.. _buffer.AsSpan(0, had), .. arrived];
        Wire.Unmask(beginning.AsSpan(had), BinaryPrimitives.ReadUInt32LittleEndian(_buffer.AsSpan(payload - sizeof(uint))));
        return beginning;
    }

    void Append(int header, int length)
    {
        Unmask(header, length).Span.CopyTo(_buffer.AsSpan(_message));
        _message += length;
        _next += header + length;
    }

    Memory<byte> Unmask(int header, int length)
    {
        var mask = BinaryPrimitives.ReadUInt32LittleEndian(_buffer.AsSpan(_next + header - sizeof(uint)));
        var payload = _buffer.AsMemory(_next + header, length);
        Wire.Unmask(payload.Span, mask);
        return payload;
    }

    /// <summary>Reads until so many bytes lie behind the message; false when the client has gone.</summary>
    async ValueTask<bool> Has(int count, CancellationToken cancellation)
    {
        try
        {
            while (_end - _next < count)
            {
                if (_end == 0)
                {
                    Return();
                    // Nothing is read: this waits until there is something, without a buffer.
                    _ = await stream.ReadAsync(Memory<byte>.Empty, cancellation);
                }
                MakeRoom();
                var read = await stream.ReadAsync(_buffer.AsMemory(_end), cancellation);
                if (read == 0)
                    return false;
                _end += read;
            }
            return true;
        }
        catch (InvalidOperationException over)
        {
            // What a request's body answers once its connection has been aborted.
            throw new IOException("The connection has ended.", over);
        }
    }

    // By what has come, never by what was announced: a header costs its sender nothing, and must cost no more here.
    void MakeRoom()
    {
        if (_end < _buffer.Length)
            return;
        // What was read beyond the message moves up to it; where that wins little, into a buffer of twice the length.
        var behind = _end - _next;
        var target = _message + behind <= _buffer.Length / 2
            ? _buffer.Length > 0 ? _buffer : ArrayPool<byte>.Shared.Rent(FirstBuffer)
            : ArrayPool<byte>.Shared.Rent(_buffer.Length * 2);
        if (target != _buffer)
            _buffer.AsSpan(0, _message).CopyTo(target);
        _buffer.AsSpan(_next, behind).CopyTo(target.AsSpan(_message));
        if (target != _buffer && _buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(_buffer);
        (_buffer, _next, _end) = (target, _message, _message + behind);
    }

    // The message was used up: what lies behind it is the beginning of the next.
    void Forget()
    {
        _message = 0;
        if (_next == _end)
            (_next, _end) = (0, 0);
    }

    void Return()
    {
        if (_buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    static MessageRefusedException TooLong(int limit) => new(new(CloseCode.TooLarge, $"A message may have {limit} bytes."));

    static MessageRefusedException Malformed(string reason) => new(new(CloseCode.Malformed, reason));
}
