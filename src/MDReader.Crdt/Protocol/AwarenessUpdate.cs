using MDReader.Crdt.Encoding;

namespace MDReader.Crdt.Protocol;

/// <summary>One client's presence as it travels: its state as UTF-8 JSON, or null when it has gone.</summary>
public readonly record struct AwarenessEntry(ulong Client, ulong Clock, ReadOnlyMemory<byte>? Json);

/// <summary>The awareness message: some clients' states, each with a clock of its own.</summary>
public static class AwarenessUpdate
{
    /// <exception cref="MalformedUpdateException">The bytes are no awareness message, or one past the budget.</exception>
    public static AwarenessEntry[] Read(ReadOnlySpan<byte> bytes, Budget budget)
    {
        var reader = new ByteReader(bytes);
        var entries = new AwarenessEntry[reader.ReadCount(budget.MaxAwarenessStates, bytesEach: 3, "awareness states")];
        for (var i = 0; i < entries.Length; i++)
        {
            var client = reader.ReadClient(budget);
            var clock = reader.ReadVarUint();
            var json = reader.ReadVarUtf8();
            if (json.Length > budget.MaxAwarenessBytes)
                throw new MalformedUpdateException(MalformedReason.Budget,
                    $"An awareness state of {json.Length} bytes is past the limit of {budget.MaxAwarenessBytes}.");
            JsonText.Check(json, budget.MaxDepth);
            // Not one conditional: there, null would be an array's and become an empty memory instead of none.
            entries[i] = json.SequenceEqual("null"u8)
                ? new(client, clock, null)
                : new AwarenessEntry(client, clock, json.ToArray());
        }

        reader.ExpectEnd();
        return entries;
    }

    public static void Write(ref ByteWriter writer, ReadOnlySpan<AwarenessEntry> entries)
    {
        writer.WriteVarUint((uint)entries.Length);
        foreach (var (client, clock, json) in entries)
        {
            writer.WriteVarUint(client);
            writer.WriteVarUint(clock);
            writer.WriteVarBytes(json is { } state ? state.Span : "null"u8);
        }
    }

    /// <summary>The message by itself, as clients take it; a server's frame may need it behind something.</summary>
    public static byte[] Encode(ReadOnlySpan<AwarenessEntry> entries)
    {
        var writer = new ByteWriter(256);
        try
        {
            Write(ref writer, entries);
            return writer.ToArray();
        }
        finally
        {
            writer.Dispose();
        }
    }
}
