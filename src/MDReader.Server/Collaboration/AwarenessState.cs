using System.Buffers;
using System.Text;
using System.Text.Json;

namespace MDReader.Server.Collaboration;

/// <summary>
/// A client's awareness state with the server's word on who it is in place of the client's. Everything else is passed on
/// as the bytes it came in: they are JSON, but may hold what a document model chokes on, such as one member twice or half
/// of a surrogate pair, which a browser's JSON has no trouble with.
/// </summary>
static class AwarenessState
{
    static readonly string[] _ours = ["id", "name", "guest", "agent"];

    /// <param name="json">What the client said: JSON.</param>
    /// <param name="peer">Who it is.</param>
    /// <exception cref="MessageRefusedException">It is no object.</exception>
    public static byte[] Stamp(ReadOnlySpan<byte> json, Peer peer)
    {
        var reader = new Utf8JsonReader(json);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            throw new MessageRefusedException(new(CloseCode.Malformed, "An awareness state is a JSON object."));
        var stamped = new ArrayBufferWriter<byte>(json.Length + 128);
        stamped.Write("{"u8);
        // Whoever reads it takes the last member of a name, as JSON.parse does.
        var user = 0..0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isUser = IsNamed(ref reader, "user");
            var (member, value) = Member(ref reader);
            if (isUser)
            {
                user = value;
                continue;
            }
            stamped.Write(json[member]);
            stamped.Write(","u8);
        }
        stamped.Write("\"user\":{"u8);
        WriteOthers(stamped, json[user]);
        // Only the server says of somebody that they are a guest, or no person.
        stamped.Write(Encoding.UTF8.GetBytes(
            $"\"id\":\"{peer.UserId}\",\"name\":{JsonSerializer.Serialize(peer.Name)}{(peer.Caller.IsGuest ? ",\"guest\":true" : "")}}}}}"));
        return stamped.WrittenSpan.ToArray();
    }

    // What the client says of its user that isn't the server's to say: a colour.
    static void WriteOthers(ArrayBufferWriter<byte> stamped, ReadOnlySpan<byte> user)
    {
        var reader = new Utf8JsonReader(user);
        if (user.IsEmpty || !reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            return;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isOurs = false;
            foreach (var name in _ours)
                isOurs |= IsNamed(ref reader, name);
            var (member, _) = Member(ref reader);
            if (isOurs)
                continue;
            stamped.Write(user[member]);
            stamped.Write(","u8);
        }
    }

    // From the name to the end of its value; the reader goes there.
    static (Range Member, Range Value) Member(ref Utf8JsonReader reader)
    {
        var name = (int)reader.TokenStartIndex;
        reader.Read();
        var value = (int)reader.TokenStartIndex;
        reader.Skip();
        var end = (int)reader.BytesConsumed;
        return (name..end, value..end);
    }

    // By what the name means, as it may be written with escapes.
    static bool IsNamed(ref Utf8JsonReader reader, string name)
    {
        try
        {
            return reader.ValueTextEquals(name);
        }
        catch (InvalidOperationException)
        {
            // Half a pair stands for no character, so for none of any name of ours.
            return false;
        }
    }
}
