namespace MDReader.Server.Collaboration;

/// <summary>What a process tells the others when it has committed edits of a document that they may have open.</summary>
/// <param name="Epoch">The epoch that they were made in.</param>
/// <param name="LastSeq">The document's sequence after them.</param>
/// <param name="Edits">The edits up to it; none where they are too large to be sent on, and are read from the log.</param>
/// <param name="Claims">The Yjs clients that they were the first to write as.</param>
sealed record RelayedEdits(int Epoch, long LastSeq, IReadOnlyList<LoggedEdit> Edits, IReadOnlyList<Lease> Claims)
{
    const int Largest = 64 * 1024;

    /// <summary>Of a document that isn't there any more: no epoch is 0.</summary>
    public static RelayedEdits Gone { get; } = new(0, 0, [], []);

    public static RelayedEdits Of(Batch batch, long lastSeq)
    {
        var first = lastSeq - batch.Edits.Count + 1;
        return batch.Edits.Sum(edit => edit.Update.Length + (edit.Format?.Length ?? 0)) > Largest
            ? new(batch.Epoch, lastSeq, [], [])
            : new(batch.Epoch, lastSeq,
                [.. batch.Edits.Select((edit, i) => new LoggedEdit(first + i, edit.Author, At: 0, edit.Update, edit.Format))],
                [.. batch.Edits.SelectMany(edit => edit.Claims)]);
    }

    public byte[] Encode()
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        writer.Write7BitEncodedInt(Epoch);
        writer.Write7BitEncodedInt64(LastSeq);
        writer.Write7BitEncodedInt(Claims.Count);
        foreach (var (client, owner) in Claims)
        {
            writer.Write(client);
            writer.Write(owner.ToByteArray());
        }
        var edits = LogSegment.Encode(Edits);
        writer.Write(edits);
        return bytes.ToArray();
    }

    public static RelayedEdits Decode(ReadOnlyMemory<byte> message)
    {
        using var bytes = new MemoryStream(message.ToArray());
        using var reader = new BinaryReader(bytes);
        var (epoch, lastSeq) = (reader.Read7BitEncodedInt(), reader.Read7BitEncodedInt64());
        var claims = new Lease[reader.Read7BitEncodedInt()];
        for (var i = 0; i < claims.Length; i++)
            claims[i] = new(reader.ReadUInt64(), new(reader.ReadBytes(16)));
        return new(epoch, lastSeq, [.. LogSegment.Decode(reader)], claims);
    }
}
