using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace MDReader.Cloud.Redis;

enum RespKind
{
    /// <summary>Nothing: a key that isn't there.</summary>
    Null,
    Text,
    Number,
    Error,
    Many,

    /// <summary>Sent unasked: what was published on a channel.</summary>
    Push,
}

/// <summary>One value of the protocol of Redis, RESP3. Maps are lists of keys and values in turn.</summary>
sealed record Resp(RespKind Kind, byte[] Bytes, long Number, IReadOnlyList<Resp> Items)
{
    const int DeepestNesting = 16;
    const int LongestLine = 64 * 1024;
    const int LongestText = 64 * 1024 * 1024;
    const int MostItems = 1024 * 1024;

    static readonly Resp Nothing = new(RespKind.Null, [], 0, []);

    public string Text => Encoding.UTF8.GetString(Bytes);

    public static Resp OfText(byte[] bytes) => new(RespKind.Text, bytes, 0, []);

    /// <summary>Takes the next whole value off the front of what has arrived; null when it isn't all there yet.</summary>
    /// <exception cref="InvalidDataException">It isn't the protocol, or past every reasonable size.</exception>
    public static Resp? Read(ref ReadOnlySequence<byte> arrived)
    {
        var reader = new SequenceReader<byte>(arrived);
        if (!TryRead(ref reader, out var value, DeepestNesting))
            return null;
        arrived = arrived.Slice(reader.Position);
        return value;
    }

    static bool TryRead(ref SequenceReader<byte> reader, out Resp value, int depth)
    {
        value = Nothing;
        if (depth == 0)
            throw new InvalidDataException("Redis nests values too deeply.");
        if (!reader.TryReadTo(out ReadOnlySpan<byte> line, "\r\n"u8))
            return reader.Remaining <= LongestLine ? false : throw new InvalidDataException("Redis sends a line without an end.");
        if (line.IsEmpty)
            throw new InvalidDataException("Redis sends an empty line.");
        var rest = line[1..];
        switch ((char)line[0])
        {
            case '+' or ',' or '(':
                value = OfText(rest.ToArray());
                return true;
            case '-':
                value = new(RespKind.Error, rest.ToArray(), 0, []);
                return true;
            case ':':
                value = new(RespKind.Number, rest.ToArray(), Count(rest), []);
                return true;
            case '#':
                value = new(RespKind.Number, rest.ToArray(), rest is [(byte)'t'] ? 1 : 0, []);
                return true;
            case '_':
                return true;
            case '$' or '=':
                return TryReadText(ref reader, Count(rest), RespKind.Text, ref value);
            case '!':
                return TryReadText(ref reader, Count(rest), RespKind.Error, ref value);
            case '*' or '~':
                return TryReadMany(ref reader, Count(rest), RespKind.Many, ref value, depth);
            case '%':
                return TryReadMany(ref reader, Count(rest) * 2, RespKind.Many, ref value, depth);
            case '>':
                return TryReadMany(ref reader, Count(rest), RespKind.Push, ref value, depth);
            default:
                throw new InvalidDataException($"Redis sends a value of the unknown type {line[0]}.");
        }
    }

    static bool TryReadText(ref SequenceReader<byte> reader, long length, RespKind kind, ref Resp value)
    {
        if (length < 0)
            return true;
        if (length > LongestText)
            throw new InvalidDataException($"Redis sends a text of {length} bytes.");
        if (reader.Remaining < length + 2)
            return false;
        var bytes = new byte[length];
        reader.TryCopyTo(bytes);
        reader.Advance(length + 2);
        value = new(kind, bytes, 0, []);
        return true;
    }

    static bool TryReadMany(ref SequenceReader<byte> reader, long count, RespKind kind, ref Resp value, int depth)
    {
        if (count < 0)
            return true;
        if (count > MostItems)
            throw new InvalidDataException($"Redis sends {count} values at once.");
        var items = new List<Resp>();
        for (; count > 0; count--)
        {
            if (!TryRead(ref reader, out var item, depth - 1))
                return false;
            items.Add(item);
        }
        value = new(kind, [], 0, items);
        return true;
    }

    static long Count(ReadOnlySpan<byte> digits) =>
        Utf8Parser.TryParse(digits, out long number, out var read) && read == digits.Length
            ? number
            : throw new InvalidDataException("Redis sends a number that is none.");
}
