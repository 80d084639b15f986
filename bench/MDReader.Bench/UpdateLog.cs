using System.Buffers.Binary;

namespace MDReader.Bench;

/// <summary>Updates in a row, each with its length (four bytes, the lowest first) in front of it.</summary>
static class UpdateLog
{
    /// <summary>A log with the number of its updates in front.</summary>
    public static byte[][] Read(byte[] log)
    {
        if (log.Length < 4)
            throw new TraceException("It ends within the number of its updates.");
        var count = BinaryPrimitives.ReadUInt32LittleEndian(log);
        byte[][] updates = [.. Split(log.AsMemory(4))];
        return updates.Length == count
            ? updates
            : throw new TraceException($"It says {count} updates and has {updates.Length}.");
    }

    public static IEnumerable<byte[]> Split(ReadOnlyMemory<byte> log)
    {
        while (!log.IsEmpty)
        {
            var length = log.Length < 4 ? uint.MaxValue : BinaryPrimitives.ReadUInt32LittleEndian(log.Span);
            if (length > log.Length - 4)
                throw new TraceException("It ends within an update.");
            yield return log.Slice(4, (int)length).ToArray();
            log = log[(4 + (int)length)..];
        }
    }
}
