using System.Buffers;
using System.Globalization;
using System.Text;

namespace MDReader.Cloud.Redis;

/// <summary>A command on its way: an array of texts, as Redis takes them.</summary>
sealed class RedisCommand
{
    readonly byte[][] _words;

    public RedisCommand(params ReadOnlySpan<object> words)
    {
        _words = new byte[words.Length][];
        for (var i = 0; i < words.Length; i++)
            _words[i] = words[i] switch
            {
                byte[] bytes => bytes,
                string text => Encoding.UTF8.GetBytes(text),
                IFormattable value => Encoding.UTF8.GetBytes(value.ToString(null, CultureInfo.InvariantCulture)),
                var other => throw new ArgumentException($"A command has no {other.GetType().Name}.", nameof(words)),
            };
    }

    /// <summary>Who waits for the answer; null where nobody does.</summary>
    public TaskCompletionSource<Resp>? Answer { get; init; }

    /// <summary>Subscribing is answered by something that is published, and not in turn.</summary>
    public bool IsAnswered { get; init; } = true;

    /// <summary>When it was sent, by the clock that counts.</summary>
    public long SentAt { get; set; }

    public void Write(IBufferWriter<byte> writer)
    {
        Line(writer, '*', _words.Length);
        foreach (var word in _words)
        {
            Line(writer, '$', word.Length);
            writer.Write(word);
            writer.Write("\r\n"u8);
        }
    }

    static void Line(IBufferWriter<byte> writer, char kind, int number)
    {
        var span = writer.GetSpan(16);
        span[0] = (byte)kind;
        number.TryFormat(span[1..], out var length, provider: CultureInfo.InvariantCulture);
        "\r\n"u8.CopyTo(span[(1 + length)..]);
        writer.Advance(length + 3);
    }
}

/// <summary>Redis didn't answer: it is down, frozen, or was lost before the answer came. The command may have run.</summary>
sealed class RedisGoneException(string reason, Exception? inner = null) : IOException(reason, inner);

/// <summary>Redis answered that it won't.</summary>
sealed class RedisRefusedException(string reason) : Exception(reason);
