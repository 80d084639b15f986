using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace MDReader.Server.Collaboration;

/// <summary>What a WebSocket frame holds (RFC 6455, 5.2).</summary>
enum Opcode
{
    Continuation = 0,
    Text = 1,
    Binary = 2,
    Close = 8,
    Ping = 9,
    Pong = 10,
}

/// <summary>Frames as they travel (RFC 6455, 5): the server's unmasked, the clients' masked.</summary>
static class Wire
{
    /// <summary>The longest header of a server's frame: two bytes and a length of eight.</summary>
    public const int LongestHeader = 10;

    const byte Final = 0x80;
    const int LongestReason = 123;

    /// <summary>Every client answers this by itself.</summary>
    public static byte[] Ping { get; } = Frame(Opcode.Ping, []);

    /// <summary>A whole message in one frame, to be shared by everybody who gets it.</summary>
    public static byte[] Frame(Opcode opcode, ReadOnlySpan<byte> payload)
    {
        Span<byte> header = stackalloc byte[LongestHeader];
        header = header[..WriteHeader(header, opcode, payload.Length)];
        var frame = new byte[header.Length + payload.Length];
        header.CopyTo(frame);
        payload.CopyTo(frame.AsSpan(header.Length));
        return frame;
    }

    /// <summary>What the first of the server's frames carries, and how long that frame is.</summary>
    public static ReadOnlySpan<byte> Payload(ReadOnlySpan<byte> frames, out int frameLength)
    {
        var (header, length) = frames[1] switch
        {
            126 => (4, BinaryPrimitives.ReadUInt16BigEndian(frames[2..])),
            127 => (LongestHeader, (int)BinaryPrimitives.ReadUInt64BigEndian(frames[2..])),
            var small => (2, small),
        };
        frameLength = header + length;
        return frames.Slice(header, length);
    }

    /// <summary>A close frame; the reason is cut at what such a frame holds.</summary>
    public static byte[] Close(Closing closing)
    {
        Span<byte> payload = stackalloc byte[sizeof(ushort) + LongestReason];
        BinaryPrimitives.WriteUInt16BigEndian(payload, (ushort)closing.Code);
        Encoding.UTF8.GetEncoder().Convert(
            closing.Reason, payload[sizeof(ushort)..], flush: true, out _, out var length, out _);
        return Frame(Opcode.Close, payload[..(sizeof(ushort) + length)]);
    }

    /// <summary>Takes a client's mask off, in place.</summary>
    public static void Unmask(Span<byte> payload, uint mask)
    {
        var wide = MemoryMarshal.Cast<byte, ulong>(payload);
        var twice = mask | ((ulong)mask << 32);
        foreach (ref var word in wide)
            word ^= twice;
        // The wide part is a multiple of four long, so the rest begins at the mask's first byte again.
        for (var i = wide.Length * sizeof(ulong); i < payload.Length; i++)
            payload[i] ^= (byte)(mask >> (8 * (i & 3)));
    }

    static int WriteHeader(Span<byte> header, Opcode opcode, int length)
    {
        header[0] = (byte)(Final | (byte)opcode);
        switch (length)
        {
            case < 126:
                header[1] = (byte)length;
                return 2;
            case <= ushort.MaxValue:
                header[1] = 126;
                BinaryPrimitives.WriteUInt16BigEndian(header[2..], (ushort)length);
                return 4;
            default:
                header[1] = 127;
                BinaryPrimitives.WriteUInt64BigEndian(header[2..], (ulong)length);
                return LongestHeader;
        }
    }
}
