using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Unicode;

namespace MDReader.Crdt.Encoding;

/// <summary>Reads lib0's primitives. Every length is checked against what is left before anything is allocated.</summary>
/// <param name="bytes">What is read.</param>
/// <param name="position">Where reading begins; positions count from the first of the bytes all the same.</param>
public ref struct ByteReader(ReadOnlySpan<byte> bytes, int position = 0)
{
    /// <summary>The largest whole number that JavaScript holds exactly.</summary>
    public const ulong MaxSafeInteger = (1UL << 53) - 1;

    readonly ReadOnlySpan<byte> _bytes = bytes;

    public int Position { get; private set; } = position;

    public readonly int Remaining => _bytes.Length - Position;

    public readonly bool AtEnd => Position == _bytes.Length;

    public byte ReadByte()
    {
        if (Position >= _bytes.Length)
            throw Truncated();
        return _bytes[Position++];
    }

    public readonly byte Peek() => Position < _bytes.Length ? _bytes[Position] : throw Truncated();

    /// <summary>Little-endian base 128, up to 2^53-1, in no more bytes than that needs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong ReadVarUint()
    {
        if (Position < _bytes.Length && _bytes[Position] < 0x80)
            return _bytes[Position++];
        return ReadLongVarUint();
    }

    ulong ReadLongVarUint()
    {
        // Ids are mostly of five bytes: eight are looked at at once, and joined by halves of seven bits.
        if (Remaining >= 8)
        {
            var bytes = BinaryPrimitives.ReadUInt64LittleEndian(_bytes[Position..]);
            var ends = ~bytes & 0x8080808080808080;
            if (ends != 0)
            {
                var length = (BitOperations.TrailingZeroCount(ends) >> 3) + 1;
                Position += length;
                bytes &= ends ^ (ends - 1);
                if (bytes >> ((length - 1) * 8) == 0)
                    throw Overlong();
                bytes = (bytes & 0x007F007F007F007F) | ((bytes & 0x7F007F007F007F00) >> 1);
                bytes = (bytes & 0x00003FFF00003FFF) | ((bytes & 0x3FFF00003FFF0000) >> 2);
                bytes = (bytes & 0x000000000FFFFFFF) | ((bytes & 0x0FFFFFFF00000000) >> 4);
                return bytes <= MaxSafeInteger ? bytes : throw TooLarge(bytes, MaxSafeInteger, "number");
            }
        }

        ulong value = 0;
        for (var shift = 0; shift < 56; shift += 7)
        {
            var next = ReadByte();
            value |= (ulong)(next & 0x7F) << shift;
            if (next >= 0x80)
                continue;
            if (next == 0)
                break;
            return value <= MaxSafeInteger ? value : throw TooLarge(value, MaxSafeInteger, "number");
        }

        throw Overlong();
    }

    /// <summary>Sign in the first byte's second bit, six bits of the number in it, seven in the others.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long ReadVarInt()
    {
        // Most take up to three bytes, and how many can't be foretold: their bits are joined without a branch.
        if (Remaining >= sizeof(uint))
        {
            var four = BinaryPrimitives.ReadUInt32LittleEndian(_bytes[Position..]);
            var ends = ~four & 0x808080;
            if (ends != 0)
            {
                Position += (BitOperations.TrailingZeroCount(ends) >> 3) + 1;
                four &= ends ^ (ends - 1);
                var sign = -(int)((four & 0x40) >> 6);
                var value = (int)((four & 0x3F) | ((four & 0x7F00) >> 2) | ((four & 0x7F0000) >> 3));
                return (value ^ sign) - sign;
            }
        }

        return ReadLongVarInt();
    }

    long ReadLongVarInt()
    {
        var next = ReadByte();
        var negative = (next & 0x40) != 0;
        long value = next & 0x3F;
        for (var shift = 6; next >= 0x80; shift += 7)
        {
            if (shift > 48)
                throw Overlong();
            next = ReadByte();
            value |= (long)(next & 0x7F) << shift;
        }

        return negative ? -value : value;
    }

    /// <summary>A number of things that follow, each at least <paramref name="bytesEach"/> bytes long.</summary>
    public int ReadCount(int limit, int bytesEach, string what)
    {
        var count = ReadVarUint();
        if (count > (ulong)limit)
            throw new MalformedUpdateException(MalformedReason.Budget,
                $"{count} {what} are past the limit of {limit}; send fewer at a time.");
        if (count * (ulong)bytesEach > (ulong)Remaining)
            throw Truncated();
        return (int)count;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal ulong ReadClient(in Author author, Budget budget)
    {
        var length = author.LengthIn(_bytes[Position..]);
        if (length == 0)
            return ReadClient(budget);
        Position += length;
        return author.Id;
    }

    public ulong ReadClient(Budget budget)
    {
        var client = ReadVarUint();
        return client <= budget.MaxClientId
            ? client
            : throw new MalformedUpdateException(MalformedReason.Client,
                $"Client id {client} is past the limit; use one up to {budget.MaxClientId}.");
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int ReadClock(Budget budget)
    {
        // Most take two or three bytes, of which the last isn't 0.
        if (Remaining >= sizeof(uint))
        {
            var four = BinaryPrimitives.ReadUInt32LittleEndian(_bytes[Position..]);
            if ((four & 0x8080) == 0x80 && four << 16 >= 1 << 24 && budget.MaxClock >= 1 << 14)
            {
                Position += 2;
                return (int)((four & 0x7F) | ((four & 0x7F00) >> 1));
            }

            if ((four & 0x808080) == 0x8080 && four << 8 >= 1 << 24 && budget.MaxClock >= 1 << 21)
            {
                Position += 3;
                return (int)((four & 0x7F) | ((four & 0x7F00) >> 1) | ((four & 0x7F0000) >> 2));
            }
        }

        return ReadAnyClock(budget);
    }

    int ReadAnyClock(Budget budget)
    {
        var clock = ReadVarUint();
        return clock <= (ulong)budget.MaxClock ? (int)clock : throw TooLarge(clock, (ulong)budget.MaxClock, "clock");
    }

    /// <summary>A length as it was read, which can be any number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int LengthOf(ulong read) =>
        read <= int.MaxValue ? (int)read : throw TooLarge(read, int.MaxValue, "length");

    /// <summary>The bytes of a length-prefixed array, not copied.</summary>
    public ReadOnlySpan<byte> ReadVarBytes()
    {
        var length = ReadVarUint();
        if (length > (ulong)Remaining)
            throw Truncated();
        return Take((int)length);
    }

    /// <summary>The UTF-8 bytes of a length-prefixed text, checked and not copied. A byte order mark is text.</summary>
    public ReadOnlySpan<byte> ReadVarUtf8()
    {
        var text = ReadVarBytes();
        return Utf8.IsValid(text) ? text : throw NotUtf8();
    }

    /// <summary>The same, with how many UTF-16 units it has.</summary>
    internal ReadOnlySpan<byte> ReadVarUtf8(out int units)
    {
        var text = ReadVarBytes();
        if (text.Length < sizeof(ulong) && Position >= sizeof(ulong) ? EndsInAscii(text.Length) : IsAscii(text))
            units = text.Length;
        else if (Utf8.IsValid(text))
            units = System.Text.Encoding.UTF8.GetCharCount(text);
        else
            throw NotUtf8();
        return text;
    }

    // Most texts are a few letters, for which the library's way is a long one: with what stands before it, one is eight bytes.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    readonly bool EndsInAscii(int length)
    {
        var eight = BinaryPrimitives.ReadUInt64LittleEndian(_bytes[(Position - sizeof(ulong))..]);
        return (eight & (0x8080808080808080 << (8 * (sizeof(ulong) - length) - 1) << 1)) == 0;
    }

    static bool IsAscii(ReadOnlySpan<byte> text)
    {
        if (text.Length is < sizeof(ulong) or > 4 * sizeof(ulong))
            return Ascii.IsValid(text);
        var seen = BinaryPrimitives.ReadUInt64LittleEndian(text[^sizeof(ulong)..]);
        for (var i = 0; i + sizeof(ulong) < text.Length; i += sizeof(ulong))
            seen |= BinaryPrimitives.ReadUInt64LittleEndian(text[i..]);
        return (seen & 0x8080808080808080) == 0;
    }

    public ReadOnlySpan<byte> Take(int length)
    {
        if (length > Remaining)
            throw Truncated();
        var taken = _bytes.Slice(Position, length);
        Position += length;
        return taken;
    }

    public readonly void ExpectEnd()
    {
        if (!AtEnd)
            throw new MalformedUpdateException(MalformedReason.TrailingBytes,
                $"{Remaining} bytes follow the end at byte {Position}; send one message at a time.");
    }

    readonly MalformedUpdateException Truncated() =>
        new(MalformedReason.Truncated, $"The {_bytes.Length} bytes end within a value; send all of it.");

    readonly MalformedUpdateException NotUtf8() =>
        new(MalformedReason.Utf8, $"The text that ends at byte {Position} isn't UTF-8.");

    readonly MalformedUpdateException Overlong() =>
        new(MalformedReason.Number,
            $"The number that ends at byte {Position} takes more bytes than it needs or than 2^53-1 has.");

    static MalformedUpdateException TooLarge(ulong value, ulong limit, string what) =>
        new(MalformedReason.Number, $"The {what} {value} is past the limit of {limit}.");
}
