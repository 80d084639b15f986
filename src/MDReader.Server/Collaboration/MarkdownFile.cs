using System.Text;

namespace MDReader.Server.Collaboration;

/// <summary>
/// A Markdown file taken apart: its text with LF line ends, and what else makes up its bytes. Putting the parts
/// together again gives the same bytes.
/// </summary>
/// <param name="Text">The text, every line end a single LF; no byte order mark.</param>
/// <param name="ByteOrderMark">Whether the file begins with EF BB BF.</param>
/// <param name="LineEnds">How each line ends, in order: one entry for each LF in <paramref name="Text"/>.</param>
sealed record MarkdownFile(string Text, bool ByteOrderMark, IReadOnlyList<LineEnd> LineEnds)
{
    static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    static ReadOnlySpan<byte> Mark => [0xEF, 0xBB, 0xBF];

    /// <summary>Takes a file's bytes apart.</summary>
    /// <exception cref="DecoderFallbackException">The bytes are not UTF-8.</exception>
    public static MarkdownFile Parse(ReadOnlySpan<byte> bytes)
    {
        var marked = bytes.StartsWith(Mark);
        var raw = Utf8.GetString(marked ? bytes[Mark.Length..] : bytes);
        if (!raw.Contains('\r', StringComparison.Ordinal))
            return new(raw, marked, new LineEnd[raw.AsSpan().Count('\n')]);

        var text = new StringBuilder(raw.Length);
        var lineEnds = new List<LineEnd>();
        for (var i = 0; i < raw.Length; i++)
        {
            if (raw[i] is not ('\r' or '\n'))
            {
                text.Append(raw[i]);
                continue;
            }
            var pair = raw[i] == '\r' && i + 1 < raw.Length && raw[i + 1] == '\n';
            lineEnds.Add(pair ? LineEnd.CrLf : raw[i] == '\r' ? LineEnd.Cr : LineEnd.Lf);
            text.Append('\n');
            if (pair)
                i++;
        }
        return new(text.ToString(), marked, lineEnds);
    }

    /// <summary>The file's bytes, UTF-8.</summary>
    public byte[] ToBytes()
    {
        var plain = LineEnds.All(end => end == LineEnd.Lf);
        var raw = plain ? Text : WithLineEnds();
        var bytes = new byte[(ByteOrderMark ? Mark.Length : 0) + Encoding.UTF8.GetByteCount(raw)];
        if (ByteOrderMark)
            Mark.CopyTo(bytes);
        Encoding.UTF8.GetBytes(raw, bytes.AsSpan(ByteOrderMark ? Mark.Length : 0));
        return bytes;
    }

    string WithLineEnds()
    {
        var raw = new StringBuilder(Text.Length + LineEnds.Count);
        var line = 0;
        for (var i = 0; i < Text.Length; i++)
        {
            if (Text[i] != '\n')
            {
                raw.Append(Text[i]);
                continue;
            }
            // A bare CR before a bare LF would read as one line end: the line keeps its end by taking the pair.
            var end = LineEnds[line++];
            var swallows = end == LineEnd.Cr && i + 1 < Text.Length && Text[i + 1] == '\n' && LineEnds[line] == LineEnd.Lf;
            raw.Append(end switch
            {
                LineEnd.Lf => "\n",
                LineEnd.CrLf => "\r\n",
                LineEnd.Cr => swallows ? "\r\n" : "\r",
                _ => throw new InvalidOperationException($"No line end has the number {end}."),
            });
        }
        return raw.ToString();
    }
}
