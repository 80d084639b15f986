using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace MDReader.Crdt.Encoding;

/// <summary>
/// Whose structs are being read. Most ids in them are of the same client, so its bytes are known again as a whole
/// before they are taken for a number.
/// </summary>
readonly struct Author
{
    const int MaxBytes = 8;

    readonly ulong _bytes;
    readonly ulong _mask;
    readonly int _length;

    public Author(ulong id)
    {
        Id = id;
        for (; id >= 0x80; id >>= 7)
            _bytes |= (id & 0x7F | 0x80) << (8 * _length++);
        _bytes |= id << (8 * _length++);
        // An id has 53 bits, which take eight bytes at most.
        _mask = _length == MaxBytes ? ulong.MaxValue : (1UL << (8 * _length)) - 1;
    }

    public ulong Id { get; }

    /// <summary>How many bytes of it the others begin with: all or none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int LengthIn(ReadOnlySpan<byte> bytes) =>
        bytes.Length >= MaxBytes && ((BinaryPrimitives.ReadUInt64LittleEndian(bytes) ^ _bytes) & _mask) == 0 ? _length : 0;
}
