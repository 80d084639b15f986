using MDReader.Crdt.Blocks;
using MDReader.Crdt.Encoding;
using MDReader.Crdt.Ids;
using MDReader.Crdt.Updates;

namespace MDReader.Crdt.History;

/// <summary>The part of a state (V1) that was there when a state vector was taken.</summary>
static class StateAt
{
    public static byte[] Write(ReadOnlySpan<byte> state, StateVector end, IdSet deletions)
    {
        var reader = new ByteReader(state);
        var clients = new ByteWriter(state.Length);
        var structs = new ByteWriter(256);
        try
        {
            var written = 0;
            var clientCount = UpdateReaderV1.ReadClientCount(ref reader, Budget.Unlimited);
            for (; clientCount > 0; clientCount--)
            {
                var (count, client, clock) = UpdateReaderV1.ReadGroupHead(ref reader, Budget.Unlimited, 0);
                var kept = 0;
                var from = clock;
                structs.Clear();
                var author = new Author(client);
                var item = default(DecodedStruct);
                for (; count > 0; count--)
                {
                    UpdateReaderV1.ReadStruct(ref reader, Budget.Unlimited, in author, clock, ref item);
                    clock = item.End;
                    if (item.Clock >= end[client])
                        continue;
                    WriteStart(ref structs, state, in item, Math.Min(item.Length, end[client] - item.Clock));
                    kept++;
                }

                if (kept == 0)
                    continue;
                written++;
                clients.WriteVarUint((uint)kept);
                clients.WriteVarUint(client);
                clients.WriteVarUint((uint)from);
                clients.WriteBytes(structs.Written);
            }

            structs.Clear();
            structs.WriteVarUint((uint)written);
            structs.WriteBytes(clients.Written);
            UpdateWriterV1.WriteDeletions(ref structs, deletions);
            return structs.ToArray();
        }
        finally
        {
            clients.Dispose();
            structs.Dispose();
        }
    }

    static void WriteStart(ref ByteWriter writer, ReadOnlySpan<byte> state, in DecodedStruct item, int units)
    {
        UpdateWriterV1.WriteHead(ref writer, state, in item);
        var content = state.Slice(item.ContentStart, item.ContentBytes);
        if (units == item.Length || item.Kind is not (BlockKind.String or BlockKind.Any or BlockKind.Json))
        {
            UpdateWriterV1.WriteContent(ref writer, in item, units, content);
            return;
        }

        var start = new ByteWriter(content.Length);
        try
        {
            StructCut.WriteStart(ref start, content, item.Kind, units);
            UpdateWriterV1.WriteContent(ref writer, in item, units, start.Written);
        }
        finally
        {
            start.Dispose();
        }
    }
}
