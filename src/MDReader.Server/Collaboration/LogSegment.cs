using System.IO.Compression;
using MDReader.Server.Platform;

namespace MDReader.Server.Collaboration;

/// <summary>
/// A run of log rows in one compressed value. Inside: for each edit the sequence (as difference), author (16 bytes),
/// time (as difference, milliseconds), update, a byte of marks, and after it what they announce: the format, and the token
/// that the edit came by. Each length is a 7-bit encoded integer.
/// </summary>
static class LogSegment
{
    // The lowest bit of the marks stood alone once, so what was packed then reads as what came from the app.
    const byte HasFormat = 1;
    const byte HasToken = 2;
    const int WayAt = 2;

    public static byte[] Pack(IEnumerable<LoggedEdit> edits)
    {
        using var packed = new MemoryStream();
        using (var compressed = new BrotliStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            compressed.Write(Encode(edits));
        return packed.ToArray();
    }

    /// <summary>The same without compression.</summary>
    public static byte[] Encode(IEnumerable<LoggedEdit> edits)
    {
        using var encoded = new MemoryStream();
        using var writer = new BinaryWriter(encoded);
        var (seq, at) = (0L, 0L);
        foreach (var edit in edits)
        {
            writer.Write7BitEncodedInt64(edit.Seq - seq);
            writer.Write(edit.Author.ToByteArray(bigEndian: true));
            writer.Write7BitEncodedInt64(edit.At - at);
            Write(writer, edit.Update.Span);
            writer.Write(Marks(edit));
            if (edit.Format is not null)
                Write(writer, edit.Format);
            if (edit.Via?.Token is { } token)
                writer.Write(token.ToByteArray(bigEndian: true));
            (seq, at) = (edit.Seq, edit.At);
        }
        // No edit has the difference 0: it ends the run.
        writer.Write7BitEncodedInt64(0);
        return encoded.ToArray();
    }

    public static IEnumerable<LoggedEdit> Unpack(byte[] entries)
    {
        using var reader = new BinaryReader(new BrotliStream(new MemoryStream(entries), CompressionMode.Decompress));
        foreach (var edit in Decode(reader))
            yield return edit;
    }

    public static IEnumerable<LoggedEdit> Decode(BinaryReader reader)
    {
        var (seq, at) = (0L, 0L);
        while (reader.Read7BitEncodedInt64() is var step and not 0)
        {
            seq += step;
            var author = new Guid(reader.ReadBytes(16), bigEndian: true);
            at += reader.Read7BitEncodedInt64();
            var update = Read(reader);
            var marks = reader.ReadByte();
            var format = (marks & HasFormat) != 0 ? Read(reader) : null;
            Guid? token = (marks & HasToken) != 0 ? new Guid(reader.ReadBytes(16), bigEndian: true) : null;
            yield return new(seq, author, at, update, format)
            {
                Via = marks >> WayAt is > 0 and var way ? new((Way)way, token) : null,
            };
        }
    }

    static byte Marks(LoggedEdit edit) => (byte)(
        (edit.Format is null ? 0 : HasFormat) | (edit.Via?.Token is null ? 0 : HasToken) | ((int)(edit.Via?.Way ?? 0) << WayAt));

    static void Write(BinaryWriter writer, ReadOnlySpan<byte> bytes)
    {
        writer.Write7BitEncodedInt(bytes.Length);
        writer.Write(bytes);
    }

    static byte[] Read(BinaryReader reader) => reader.ReadBytes(reader.Read7BitEncodedInt());
}
