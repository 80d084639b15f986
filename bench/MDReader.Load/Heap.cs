using System.Buffers.Binary;
using System.Text;
using MDReader.TestKit;

namespace MDReader.Load;

/// <summary>What .NET's garbage collector held after its last collection, as the server tells a collector of metrics.</summary>
static class Heap
{
    const string Name = "dotnet.gc.last_collection.heap.size";

    // Fields of OpenTelemetry's ExportMetricsServiceRequest on the way to a number: resource, scope, metric; its name; a
    // sum's points; a point's number.
    static readonly int[] WayToMetrics = [1, 2, 2];
    const int MetricName = 1, MetricSum = 7, SumPoints = 1, PointAsInt = 6;

    /// <summary>Bytes of all generations; 0 as long as nothing has come.</summary>
    public static double Read(OtlpReceiver collector)
    {
        // Messages one behind the other are one message with more of each.
        var all = Encoding.Latin1.GetBytes(collector.Metrics);
        var heap = 0.0;
        foreach (var metric in Inside([all], WayToMetrics))
            if (Inside([metric], [MetricName]).Any(name => name.AsSpan().SequenceEqual(Encoding.UTF8.GetBytes(Name))))
                heap = Inside([metric], [MetricSum, SumPoints]).Sum(Number);
        return heap;
    }

    static IEnumerable<byte[]> Inside(IEnumerable<byte[]> messages, ReadOnlySpan<int> way)
    {
        foreach (var field in way)
            messages = messages.SelectMany(message => Fields(message).Where(one => one.Field == field).Select(one => one.Value)).ToList();
        return messages;
    }

    static double Number(byte[] point) => Fields(point).Where(one => one.Field == PointAsInt)
        .Sum(one => (double)BinaryPrimitives.ReadInt64LittleEndian(one.Value));

    // Protocol buffers: a number of field and kind, then a number of any length, 8 bytes, so many bytes, or 4 bytes.
    static List<(int Field, byte[] Value)> Fields(byte[] message)
    {
        using var bytes = new MemoryStream(message);
        using var reader = new BinaryReader(bytes);
        var fields = new List<(int, byte[])>();
        while (bytes.Position < bytes.Length)
        {
            var tag = reader.Read7BitEncodedInt();
            var value = (tag & 7) switch
            {
                0 => BitConverter.GetBytes(reader.Read7BitEncodedInt64()),
                1 => reader.ReadBytes(8),
                2 => reader.ReadBytes(reader.Read7BitEncodedInt()),
                5 => reader.ReadBytes(4),
                var kind => throw new InvalidDataException($"Kind {kind} of a field doesn't exist."),
            };
            fields.Add((tag >> 3, value));
        }
        return fields;
    }
}
