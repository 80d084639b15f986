using MDReader.Crdt.Encoding;

namespace MDReader.Server.Collaboration;

/// <summary>
/// The name that a Hocuspocus client writes in front of every message of a document, and must read there again: several
/// documents share its socket. Otherwise the messages are y-websocket's.
/// </summary>
/// <param name="name">Exactly as the client wrote it.</param>
sealed class Envelope(string name)
{
    readonly byte[] _name = Encode(name);

    public string Name => name;

    /// <summary>The messages of these frames, each with the name in front, as frames again.</summary>
    public byte[] Around(ReadOnlySpan<byte> frames)
    {
        using var enveloped = new MemoryStream(frames.Length + 2 * _name.Length + Wire.LongestHeader);
        while (!frames.IsEmpty)
        {
            var message = Wire.Payload(frames, out var length);
            enveloped.Write(Seal(message));
            frames = frames[length..];
        }
        return enveloped.ToArray();
    }

    /// <summary>One message with the name in front, as a frame.</summary>
    public byte[] Seal(ReadOnlySpan<byte> message)
    {
        var named = new byte[_name.Length + message.Length];
        _name.CopyTo(named, 0);
        message.CopyTo(named.AsSpan(_name.Length));
        return Wire.Frame(Opcode.Binary, named);
    }

    static byte[] Encode(string name)
    {
        var writer = new ByteWriter(name.Length + 8);
        writer.WriteVarString(name);
        var bytes = writer.ToArray();
        writer.Dispose();
        return bytes;
    }
}
