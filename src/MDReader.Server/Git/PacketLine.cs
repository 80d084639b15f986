using System.Globalization;
using System.Text;

namespace MDReader.Server.Git;

/// <summary>What a line of git's protocol can be: four digits with its length, and its bytes; or a mark without any.</summary>
enum PacketKind
{
    Text,
    Flush,
    Delimiter,
}

readonly record struct PacketLine(PacketKind Kind, string Text)
{
    const int LengthDigits = 4;

    /// <summary>Lines of text end before their line end.</summary>
    /// <exception cref="GitRefusedException">It isn't git's protocol.</exception>
    public static List<PacketLine> Read(ReadOnlySpan<byte> bytes)
    {
        var lines = new List<PacketLine>();
        while (bytes.Length > 0)
        {
            if (bytes.Length < LengthDigits
                || !int.TryParse(bytes[..LengthDigits], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var length)
                || length > bytes.Length || length is 2 or 3)
            {
                throw new GitRefusedException("This is not git's protocol.");
            }

            lines.Add(length < LengthDigits
                ? new(length == 0 ? PacketKind.Flush : PacketKind.Delimiter, "")
                : new(PacketKind.Text, Encoding.UTF8.GetString(bytes[LengthDigits..length]).TrimEnd('\n')));
            bytes = bytes[Math.Max(length, LengthDigits)..];
        }

        return lines;
    }
}

/// <summary>Writes the same.</summary>
sealed class PacketWriter(Stream output, CancellationToken cancellationToken)
{
    /// <summary>Bytes in one piece of a pack.</summary>
    public const int LongestPiece = 65_515;

    /// <summary>What a line beside the text of a pack is.</summary>
    const byte Data = 1;
    const byte Failure = 3;

    public Task Line(string text) => Write(Encoding.UTF8.GetBytes(text + "\n"));

    public Task Flush() => Raw("0000"u8.ToArray());

    public Task Delimit() => Raw("0001"u8.ToArray());

    public Task Piece(ReadOnlyMemory<byte> bytes) => Write([Data, .. bytes.Span]);

    public Task Fail(string why) => Write([Failure, .. Encoding.UTF8.GetBytes(why + "\n")]);

    /// <summary>Instead of an answer.</summary>
    public Task Refuse(string why) => Line($"ERR {why}");

    async Task Write(byte[] payload)
    {
        await Raw(Encoding.ASCII.GetBytes((payload.Length + 4).ToString("x4", CultureInfo.InvariantCulture)));
        await Raw(payload);
    }

    Task Raw(byte[] bytes) => output.WriteAsync(bytes, cancellationToken).AsTask();
}
