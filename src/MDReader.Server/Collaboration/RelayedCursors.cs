using MDReader.Crdt.Protocol;

namespace MDReader.Server.Collaboration;

/// <summary>Whose cursor, and what it shows; without a state it is gone.</summary>
/// <param name="IsAgent">It is an agent's: whichever process it is shown by, the higher clock is the later act.</param>
readonly record struct Cursor(Guid UserId, AwarenessEntry Entry, bool IsAgent = false);

/// <summary>What changed in the cursors that a process shows in one document.</summary>
/// <param name="IsWhole">Whether what isn't in it isn't shown there.</param>
/// <param name="Cursors">The newest state of each.</param>
readonly record struct CursorNews(bool IsWhole, IReadOnlyList<Cursor> Cursors);

/// <summary>What a process tells the others of the cursors in a document that they have open as well.</summary>
/// <param name="Process">Which one.</param>
sealed record RelayedCursors(Guid Process, CursorNews News)
{
    public byte[] Encode()
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        writer.Write(Process.ToByteArray());
        writer.Write(News.IsWhole);
        writer.Write7BitEncodedInt(News.Cursors.Count);
        foreach (var (user, entry, isAgent) in News.Cursors)
        {
            writer.Write(user.ToByteArray());
            writer.Write(isAgent);
            writer.Write(entry.Client);
            writer.Write(entry.Clock);
            writer.Write7BitEncodedInt(entry.Json?.Length ?? -1);
            if (entry.Json is { } json)
                writer.Write(json.Span);
        }
        return bytes.ToArray();
    }

    public static RelayedCursors Decode(ReadOnlyMemory<byte> message)
    {
        using var bytes = new MemoryStream(message.ToArray());
        using var reader = new BinaryReader(bytes);
        var process = new Guid(reader.ReadBytes(16));
        var isWhole = reader.ReadBoolean();
        var cursors = new Cursor[reader.Read7BitEncodedInt()];
        for (var i = 0; i < cursors.Length; i++)
        {
            var (user, isAgent) = (new Guid(reader.ReadBytes(16)), reader.ReadBoolean());
            var (client, clock, length) = (reader.ReadUInt64(), reader.ReadUInt64(), reader.Read7BitEncodedInt());
            cursors[i] = new(user, new(client, clock, length < 0 ? default(ReadOnlyMemory<byte>?) : reader.ReadBytes(length)), isAgent);
        }
        return new(process, new(isWhole, cursors));
    }
}
