using System.Buffers.Binary;

namespace MDReader.Server.Accounts;

/// <summary>
/// Recognises a picture by its own bytes, whatever its sender called it: PNG, JPEG or WebP, with its width and height, so
/// that a small file can't be a picture that fills somebody's memory. Nothing that could hold a script is among them.
/// </summary>
static class PictureFormat
{
    public const string Png = "image/png";
    public const string Jpeg = "image/jpeg";
    public const string WebP = "image/webp";

    static ReadOnlySpan<byte> PngStart => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0d, 0x0a, 0x1a, 0x0a];

    /// <summary>Null when it is none of the three, or cut off before its size is known.</summary>
    public static (string MediaType, int Width, int Height)? Recognise(ReadOnlySpan<byte> bytes) =>
        bytes.StartsWith(PngStart) ? OfPng(bytes)
        : bytes.StartsWith((ReadOnlySpan<byte>)[0xff, 0xd8, 0xff]) ? OfJpeg(bytes)
        : bytes.StartsWith("RIFF"u8) && bytes.Length > 30 && bytes[8..].StartsWith("WEBP"u8) ? OfWebP(bytes[12..])
        : null;

    // The header chunk comes first: length, "IHDR", width, height.
    static (string, int, int)? OfPng(ReadOnlySpan<byte> bytes) =>
        bytes.Length >= 33 && bytes[12..].StartsWith("IHDR"u8)
            ? Sized(Png, BinaryPrimitives.ReadUInt32BigEndian(bytes[16..]), BinaryPrimitives.ReadUInt32BigEndian(bytes[20..]))
            : null;

    // Segments until the start of frame: marker, length, precision, height, width.
    static (string, int, int)? OfJpeg(ReadOnlySpan<byte> bytes)
    {
        for (var at = 2; at + 9 < bytes.Length && bytes[at] == 0xff;)
        {
            var marker = bytes[at + 1];
            if (marker == 0xff)
            {
                at++;
            }
            else if (marker is >= 0xc0 and <= 0xcf and not (0xc4 or 0xc8 or 0xcc))
            {
                return Sized(
                    Jpeg,
                    BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 7)..]),
                    BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 5)..]));
            }
            else
            {
                at += 2 + BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 2)..]);
            }
        }

        return null;
    }

    // Lossy, lossless or extended; each keeps its size elsewhere (RFC 9649).
    static (string, int, int)? OfWebP(ReadOnlySpan<byte> chunk)
    {
        var data = chunk[8..];
        if (chunk.StartsWith("VP8 "u8) && data[3..].StartsWith((ReadOnlySpan<byte>)[0x9d, 0x01, 0x2a]))
        {
            return Sized(
                WebP,
                (uint)BinaryPrimitives.ReadUInt16LittleEndian(data[6..]) & 0x3fff,
                (uint)BinaryPrimitives.ReadUInt16LittleEndian(data[8..]) & 0x3fff);
        }

        if (chunk.StartsWith("VP8L"u8) && data[0] == 0x2f)
        {
            var bits = BinaryPrimitives.ReadUInt32LittleEndian(data[1..]);
            return Sized(WebP, (bits & 0x3fff) + 1, ((bits >> 14) & 0x3fff) + 1);
        }

        return chunk.StartsWith("VP8X"u8)
            ? Sized(
                WebP,
                (BinaryPrimitives.ReadUInt32LittleEndian(data[4..]) & 0xff_ffff) + 1,
                (BinaryPrimitives.ReadUInt32LittleEndian(data[6..]) >> 8) + 1)
            : null;
    }

    static (string, int, int)? Sized(string mediaType, uint width, uint height) =>
        width is > 0 and <= int.MaxValue && height is > 0 and <= int.MaxValue ? (mediaType, (int)width, (int)height) : null;
}
