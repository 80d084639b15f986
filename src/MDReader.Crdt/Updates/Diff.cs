using MDReader.Crdt.Blocks;
using MDReader.Crdt.Encoding;
using MDReader.Crdt.Ids;

namespace MDReader.Crdt.Updates;

/// <summary>
/// What of an update V1 a replica lacks. Structs carry no state from one to the next, so that all from the first one
/// that is new are copied as they are.
/// </summary>
static class Diff
{
    const byte HasKey = 0x20;

    public static byte[] Run(ReadOnlySpan<byte> update, StateVector known, Budget budget)
    {
        UpdateReaderV1.CheckSize(update, budget);
        var reader = new ByteReader(update);
        var written = new ByteWriter(Math.Min(update.Length, 4096));
        var all = new ByteWriter(16);
        try
        {
            var clients = 0;
            var structs = 0;
            var (isDescending, last) = (true, ulong.MaxValue);
            for (var left = UpdateReaderV1.ReadClientCount(ref reader, budget); left > 0; left--)
            {
                var (count, client, clock) = UpdateReaderV1.ReadGroupHead(ref reader, budget, structs);
                structs += count;
                isDescending &= client < last;
                last = client;
                if (CopyNew(ref reader, ref written, update, budget, (count, client, clock), known[client]))
                    clients++;
            }

            all.WriteVarUint((uint)clients);
            all.WriteBytes(written.Written);
            CopyDeletions(ref reader, ref all, update, budget);
            UpdateReaderV1.CheckClientsOnce(isDescending, update, budget);
            return all.ToArray();
        }
        finally
        {
            written.Dispose();
            all.Dispose();
        }
    }

    static bool CopyNew(
        ref ByteReader reader, ref ByteWriter writer, ReadOnlySpan<byte> update, Budget budget,
        (int Count, ulong Client, int Clock) group, int known)
    {
        var (left, client, clock) = group;
        var copyFrom = -1;
        var author = new Author(client);
        var item = default(DecodedStruct);
        for (; left > 0; left--)
        {
            var start = reader.Position;
            UpdateReaderV1.ReadStruct(ref reader, budget, in author, clock, ref item);
            clock = item.End;
            if (copyFrom < 0)
            {
                // What begins with a hole would begin nowhere.
                if (item.Kind == BlockKind.Skip || item.End <= known)
                    continue;
                writer.WriteVarUint((uint)left);
                writer.WriteVarUint(client);
                writer.WriteVarUint((uint)Math.Max(item.Clock, known));
                copyFrom = start;
                if (item.Clock < known)
                {
                    StructCut.Write(ref writer, update, client, in item, known - item.Clock);
                    copyFrom = reader.Position;
                    continue;
                }
            }

            // Yjs drops the bit where the origins make it superfluous.
            if ((item.Info & HasKey) == 0 || !(item.HasOrigin || item.HasRightOrigin))
                continue;
            writer.WriteBytes(update[copyFrom..start]);
            writer.WriteByte((byte)(item.Info & ~HasKey));
            copyFrom = start + 1;
        }

        if (copyFrom < 0)
            return false;
        writer.WriteBytes(update[copyFrom..reader.Position]);
        return true;
    }

    // A state vector tells nothing of deletions: all of them go along.
    static void CopyDeletions(
        ref ByteReader reader, ref ByteWriter writer, ReadOnlySpan<byte> update, Budget budget)
    {
        var start = reader.Position;
        var deletions = new IdSet();
        UpdateReaderV1.ReadDeletions(ref reader, budget, deletions);
        reader.ExpectEnd();
        if (deletions.Normalise())
            writer.WriteBytes(update[start..]);
        else
            UpdateWriterV1.WriteDeletions(ref writer, deletions);
    }
}
