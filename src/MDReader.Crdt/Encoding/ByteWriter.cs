using System.Buffers;
using System.Runtime.CompilerServices;

namespace MDReader.Crdt.Encoding;

/// <summary>Writes lib0's primitives into a rented buffer. Dispose it to give the buffer back.</summary>
public ref struct ByteWriter(int capacity) : IDisposable
{
    byte[] _bytes = ArrayPool<byte>.Shared.Rent(Math.Max(capacity, 64));

    public int Length { get; private set; }

    public readonly ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    public void WriteByte(byte value)
    {
        if (Length == _bytes.Length)
            Grow(1);
        _bytes[Length++] = value;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void WriteVarUint(ulong value)
    {
        if (_bytes.Length - Length < 10)
            Grow(10);
        var bytes = _bytes;
        var position = Length;
        for (; value >= 0x80; value >>= 7)
            bytes[position++] = (byte)(value | 0x80);
        bytes[position++] = (byte)value;
        Length = position;
    }

    /// <summary>Sign in the first byte's second bit, six bits of the number in it, seven in the others.</summary>
    public void WriteVarInt(long value)
    {
        WriteSigned((ulong)Math.Abs(value), value < 0);
    }

    /// <summary>A number and its sign, which zero may have too.</summary>
    internal void WriteSigned(ulong magnitude, bool isNegative)
    {
        var rest = magnitude;
        WriteByte((byte)((rest > 0x3F ? 0x80u : 0) | (isNegative ? 0x40u : 0) | (uint)(rest & 0x3F)));
        rest >>= 6;
        while (rest > 0)
        {
            WriteByte((byte)((rest > 0x7F ? 0x80u : 0) | (uint)(rest & 0x7F)));
            rest >>= 7;
        }
    }

    public void WriteBytes(scoped ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Reserve(bytes.Length));
        Length += bytes.Length;
    }

    public void WriteVarBytes(scoped ReadOnlySpan<byte> bytes)
    {
        WriteVarUint((uint)bytes.Length);
        WriteBytes(bytes);
    }

    /// <summary>Length-prefixed UTF-8. A lone surrogate becomes U+FFFD, as in JavaScript's TextEncoder.</summary>
    public void WriteVarString(ReadOnlySpan<char> text)
    {
        var length = System.Text.Encoding.UTF8.GetByteCount(text);
        WriteVarUint((uint)length);
        System.Text.Encoding.UTF8.GetBytes(text, Reserve(length));
        Length += length;
    }

    /// <summary>The same, without its length.</summary>
    internal void WriteUtf8(ReadOnlySpan<char> text)
    {
        var length = System.Text.Encoding.UTF8.GetByteCount(text);
        System.Text.Encoding.UTF8.GetBytes(text, Reserve(length));
        Length += length;
    }

    public readonly byte[] ToArray() => Written.ToArray();

    /// <summary>Forgets what was written and keeps the buffer.</summary>
    public void Clear() => Length = 0;

    public void Dispose()
    {
        if (_bytes.Length > 0)
            ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
        Length = 0;
    }

    Span<byte> Reserve(int length)
    {
        if (_bytes.Length - Length < length)
            Grow(length);
        return _bytes.AsSpan(Length, length);
    }

    void Grow(int needed)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_bytes.Length * 2, Length + needed));
        Written.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
    }
}
