using System.Buffers;

namespace MDReader.Load;

/// <summary>A queue of bytes that holds no memory while it is empty.</summary>
sealed class ByteQueue
{
    const int Fewest = 2048;
    byte[] _held = [];
    int _start, _end;

    public int Count => _end - _start;
    public Span<byte> Span => _held.AsSpan(_start, Count);

    /// <summary>What lies behind the last byte, at least so much; <see cref="Added"/> says how much of it was filled.</summary>
    public Span<byte> Free(int least)
    {
        if (_held.Length - _end < least)
        {
            var (count, larger) = (Count, ArrayPool<byte>.Shared.Rent(Math.Max(Fewest, Count + Math.Max(Count, least))));
            Span.CopyTo(larger);
            Clear();
            (_held, _end) = (larger, count);
        }
        return _held.AsSpan(_end);
    }

    public void Added(int count) => _end += count;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Free(bytes.Length));
        Added(bytes.Length);
    }

    public void Drop(int count)
    {
        _start += count;
        if (Count == 0)
            Clear();
    }

    public void Clear()
    {
        if (_held.Length > 0)
            ArrayPool<byte>.Shared.Return(_held);
        (_held, _start, _end) = ([], 0, 0);
    }
}
