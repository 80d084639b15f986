using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Threading.Channels;

namespace MDReader.Cloud.Gateway;

/// <summary>A piece of a message.</summary>
/// <param name="Message">The message's number, from 0 for each side of a connection.</param>
/// <param name="Index">Which of its parts, from 0.</param>
/// <param name="Parts">Of how many.</param>
sealed record Part(long Message, int Index, int Parts, byte[] Bytes);

/// <summary>
/// Messages as text, which is all that API Gateway's WebSockets carry: a line <c>number.index.parts.base64</c> for each
/// part of one, as many lines in a text as fit (docs/protocol.md). Each text is a call of its own and may overtake another,
/// which is why everything is numbered.
/// </summary>
static class GatewayText
{
    /// <summary>API Gateway takes frames of 32 KiB, from both sides. (And 128 KiB in all for a text of several frames, which
    /// browsers don't make.)</summary>
    public const int Longest = 32 * 1024;

    const int PartBytes = 24_000;

    public static IEnumerable<string> Lines(long number, ReadOnlyMemory<byte> message)
    {
        var parts = Math.Max(1, (message.Length + PartBytes - 1) / PartBytes);
        for (var index = 0; index < parts; index++)
        {
            var piece = message[(index * PartBytes)..Math.Min(message.Length, (index + 1) * PartBytes)];
            yield return string.Create(CultureInfo.InvariantCulture,
                $"{number}.{index}.{parts}.{Convert.ToBase64String(piece.Span)}");
        }
    }

    /// <summary>One text of as many lines as are there and fit; one is there.</summary>
    public static string Join(ChannelReader<string> lines)
    {
        var text = new StringBuilder();
        while (lines.TryPeek(out var line) && (text.Length == 0 || text.Length + 1 + line.Length <= Longest))
        {
            lines.TryRead(out _);
            text.Append(text.Length == 0 ? "" : "\n").Append(line);
        }
        return text.ToString();
    }

    /// <summary>The last line: why the server ends the connection, since API Gateway passes no close codes on.</summary>
    public static string Close(Farewell farewell) =>
        string.Create(CultureInfo.InvariantCulture, $"close.{farewell.Code}.{farewell.Reason}");

    /// <exception cref="FormatException">A line is none of ours.</exception>
    public static IEnumerable<Part> Read(string text) =>
        text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(ReadLine);

    static Part ReadLine(string line)
    {
        if (line.Split('.') is [var message, var index, var parts, var bytes]
            && long.TryParse(message, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && int.TryParse(index, NumberStyles.None, CultureInfo.InvariantCulture, out var which)
            && int.TryParse(parts, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            && which < count && Base64.IsValid(bytes))
            return new(number, which, count, Convert.FromBase64String(bytes));
        throw new FormatException("Send lines of the form number.index.parts.base64.");
    }
}
