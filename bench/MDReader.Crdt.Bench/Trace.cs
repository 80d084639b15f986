using System.Buffers.Binary;
using System.IO.Compression;
using System.Text.Json;

namespace MDReader.Crdt.Bench;

/// <summary>A recorded document: its edits, the updates they made, and the state in the end.</summary>
sealed class Trace
{
    public required (int Index, int Remove, string Insert)[] Edits { get; init; }

    public required byte[][] Updates { get; init; }

    public required byte[] State { get; init; }

    public static Trace Read(string folder, string name)
    {
        using var json = JsonDocument.Parse(Unpack(Path.Combine(folder, $"{name}.json.gz")));
        return new()
        {
            Edits = [.. json.RootElement.GetProperty("patches").EnumerateArray()
                .Select(patch => (patch[0].GetInt32(), patch[1].GetInt32(), patch[2].GetString()!))],
            Updates = [.. Split(Unpack(Path.Combine(folder, $"{name}.v1log.gz")))],
            State = File.ReadAllBytes(Path.Combine(folder, $"{name}.final.v1.bin")),
        };
    }

    static IEnumerable<byte[]> Split(byte[] log)
    {
        for (var position = 4; position < log.Length;)
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(log.AsSpan(position));
            yield return log[(position + 4)..(position + 4 + length)];
            position += 4 + length;
        }
    }

    static byte[] Unpack(string path)
    {
        using var unpacked = new MemoryStream();
        using (var file = new GZipStream(File.OpenRead(path), CompressionMode.Decompress))
            file.CopyTo(unpacked);
        return unpacked.ToArray();
    }
}
