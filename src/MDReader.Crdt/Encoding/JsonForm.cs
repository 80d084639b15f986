using System.Globalization;
using System.Text;
using System.Text.Json;
using MDReader.Crdt.Types;

namespace MDReader.Crdt.Encoding;

/// <summary>Values to and from JSON, byte for byte as JavaScript's JSON.stringify writes it.</summary>
static class JsonForm
{
    /// <summary>Reads JSON that was checked when it arrived, or yjs's word for JavaScript's undefined.</summary>
    public static Value Read(ReadOnlySpan<byte> json)
    {
        if (json.SequenceEqual("undefined"u8))
            return new Value.Undefined();
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = AnyValue.DeepestAllowed + 1 });
        reader.Read();
        return Read(ref reader);
    }

    static Value Read(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.True:
                return true;
            case JsonTokenType.False:
                return false;
            case JsonTokenType.Number:
                return double.Parse(reader.ValueSpan, CultureInfo.InvariantCulture);
            case JsonTokenType.String:
                return ReadString(ref reader);
            case JsonTokenType.StartArray:
                var values = new List<Value>();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                    values.Add(Read(ref reader));
                return new Value.List(values);
            case JsonTokenType.StartObject:
                var members = new Value.Object();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
                {
                    var key = ReadString(ref reader);
                    reader.Read();
                    members.Set(key, Read(ref reader));
                }

                return members;
            default:
                return Value.Nothing;
        }
    }

    // An escaped lone surrogate is JSON, and no text that .NET's reader gives.
    static string ReadString(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return Unescape(reader.ValueSpan);
        }
    }

    static string Unescape(ReadOnlySpan<byte> escaped)
    {
        var source = System.Text.Encoding.UTF8.GetString(escaped);
        var text = new StringBuilder(source.Length);
        for (var i = 0; i < source.Length; i++)
        {
            if (source[i] != '\\')
            {
                text.Append(source[i]);
                continue;
            }

            i++;
            if (source[i] == 'u')
            {
                text.Append((char)ushort.Parse(source.AsSpan(i + 1, 4), NumberStyles.HexNumber, null));
                i += 4;
                continue;
            }

            text.Append(source[i] switch { 'b' => '\b', 'f' => '\f', 'n' => '\n', 'r' => '\r', 't' => '\t', var c => c });
        }

        return text.ToString();
    }

    /// <exception cref="ArgumentException">JSON has no form of it.</exception>
    public static string Write(Value value, int maxDepth = AnyValue.DeepestAllowed)
    {
        // Alone, undefined isn't JSON; yjs writes the word.
        if (value is Value.Undefined)
            return "undefined";
        var json = new StringBuilder();
        Write(json, value, maxDepth);
        return json.ToString();
    }

    /// <summary>For people to read: what JSON lacks has a form of its own.</summary>
    public static string Describe(Value value)
    {
        var text = new StringBuilder();
        Write(text, value, AnyValue.DeepestAllowed, static other => other switch
        {
            Value.BigInt(var number) => $"{number}n",
            Value.Shared(var type) => $"[{type.GetType().Name}]",
            Value.Document(var doc) => $"[document {doc.Guid}]",
            _ => throw new InvalidOperationException($"{other.GetType().Name} has no form."),
        });
        return text.ToString();
    }

    static void Write(StringBuilder json, Value value, int maxDepth, Func<Value, string>? others = null)
    {
        if (maxDepth < 0)
            throw new ArgumentException("The value is nested deeper than the document's budget allows; flatten it.");
        switch (value)
        {
            case Value.Null or Value.Undefined:
                json.Append("null");
                break;
            case Value.Boolean(var boolean):
                json.Append(boolean ? "true" : "false");
                break;
            case Value.Number(var number):
                json.Append(double.IsFinite(number) ? JavaScriptNumber.Write(number) : "null");
                break;
            case Value.String(var text):
                WriteString(json, text);
                break;
            case Value.List(var values):
                WriteList(json, values, maxDepth, others);
                break;
            case Value.Object members:
                WriteObject(json, members, maxDepth, others);
                break;
            case Value.Bytes(var bytes):
                WriteBytes(json, bytes.Span);
                break;
            default:
                json.Append(others?.Invoke(value) ?? throw new ArgumentException(
                    "JSON has no big integers, shared types or documents; use a number, or insert the type by itself."));
                break;
        }
    }

    static void WriteList(
        StringBuilder json, IReadOnlyList<Value> values, int maxDepth, Func<Value, string>? others)
    {
        json.Append('[');
        for (var i = 0; i < values.Count; i++)
        {
            json.Append(i > 0 ? "," : "");
            Write(json, values[i], maxDepth - 1, others);
        }

        json.Append(']');
    }

    static void WriteObject(StringBuilder json, Value.Object members, int maxDepth, Func<Value, string>? others)
    {
        json.Append('{');
        var isFirst = true;
        foreach (var (key, member) in members)
        {
            // As in JavaScript, such a member isn't there.
            if (member is Value.Undefined)
                continue;
            json.Append(isFirst ? "" : ",");
            isFirst = false;
            WriteString(json, key);
            json.Append(':');
            Write(json, member, maxDepth - 1, others);
        }

        json.Append('}');
    }

    static void WriteBytes(StringBuilder json, ReadOnlySpan<byte> bytes)
    {
        json.Append('{');
        for (var i = 0; i < bytes.Length; i++)
            json.Append(CultureInfo.InvariantCulture, $"{(i > 0 ? "," : "")}\"{i}\":{bytes[i]}");
        json.Append('}');
    }

    static void WriteString(StringBuilder json, string text)
    {
        json.Append('"');
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (i + 1 < text.Length && char.IsSurrogatePair(c, text[i + 1]))
            {
                json.Append(c).Append(text[++i]);
                continue;
            }

            _ = c switch
            {
                '"' => json.Append("\\\""),
                '\\' => json.Append("\\\\"),
                '\b' => json.Append("\\b"),
                '\f' => json.Append("\\f"),
                '\n' => json.Append("\\n"),
                '\r' => json.Append("\\r"),
                '\t' => json.Append("\\t"),
                < ' ' => json.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ when char.IsSurrogate(c) => json.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => json.Append(c),
            };
        }

        json.Append('"');
    }
}
