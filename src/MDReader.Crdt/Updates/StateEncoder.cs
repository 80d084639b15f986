using MDReader.Crdt.Blocks;
using MDReader.Crdt.Encoding;
using MDReader.Crdt.Ids;

namespace MDReader.Crdt.Updates;

/// <summary>Encodes what a document holds, or what one transaction added to it.</summary>
static class StateEncoder
{
    /// <summary>What a replica with that state vector lacks; what is waiting goes with it, or nobody would have it.</summary>
    public static byte[] EncodeState(BlockStore store, Pending? pending, StateVector target)
    {
        var waiting = pending?.JoinStructs() ?? new DecodedUpdate();
        var writer = new ByteWriter(SizeOf(store));
        try
        {
            var clients = ClientsBeyond(store, waiting, target);
            writer.WriteVarUint((uint)clients.Count);
            foreach (var client in clients)
                WriteClient(ref writer, store, waiting, client, target[client]);
            UpdateWriterV1.WriteDeletions(ref writer, AllDeletions(store, pending));
            return writer.ToArray();
        }
        finally
        {
            writer.Dispose();
        }
    }

    // A guess, so that the buffer seldom grows: a block with its origins, and its text.
    static int SizeOf(BlockStore store)
    {
        var size = 0L;
        foreach (var client in store.Clients.All)
            size += (client.BlockCount * 24L) + client.TextLength + client.ValuesLength;
        return (int)Math.Min(size + 256, 1 << 24);
    }

    /// <summary>What an ended transaction added.</summary>
    public static byte[] EncodeTransaction(Transaction transaction)
    {
        var writer = new ByteWriter(128);
        try
        {
            var extended = transaction.ExtendedClients();
            writer.WriteVarUint((uint)extended.Length);
            foreach (var client in extended)
                UpdateWriterV1.WriteClient(ref writer, transaction.Store, client, client.StateBefore);
            UpdateWriterV1.WriteDeletions(ref writer, transaction.Deletions);
            return writer.ToArray();
        }
        finally
        {
            writer.Dispose();
        }
    }

    /// <summary>The clients that a replica with that state vector lacks something of, as on the wire.</summary>
    public static List<ulong> ClientsBeyond(BlockStore store, StateVector target)
    {
        var clients = new List<ulong>();
        foreach (var client in store.Clients.All)
        {
            if (client.State > target[client.Id])
                clients.Add(client.Id);
        }

        clients.Sort(static (a, b) => b.CompareTo(a));
        return clients;
    }

    static List<ulong> ClientsBeyond(BlockStore store, DecodedUpdate waiting, StateVector target)
    {
        var clients = ClientsBeyond(store, target);
        if (waiting.GroupCount == 0)
            return clients;
        foreach (var group in waiting.Groups)
        {
            if (store.StateOf(group.Client) <= target[group.Client])
                clients.Add(group.Client);
        }

        clients.Sort(static (a, b) => b.CompareTo(a));
        return clients;
    }

    static void WriteClient(
        ref ByteWriter writer, BlockStore store, DecodedUpdate waiting, ulong id, int from)
    {
        var found = waiting.FindGroup(id);
        var client = store.Clients.Find(id);
        var state = client?.State ?? 0;
        if (found < 0)
        {
            UpdateWriterV1.WriteClient(ref writer, store, client!, from);
            return;
        }

        var group = waiting.Groups[found];
        var clock = state > from ? state : waiting.Structs[group.First].Clock;
        var structs = CountWithHoles(waiting, group, clock);
        if (state > from)
        {
            UpdateWriterV1.WriteClient(ref writer, store, client!, from, structs);
        }
        else
        {
            writer.WriteVarUint((uint)structs);
            writer.WriteVarUint(id);
            writer.WriteVarUint((uint)clock);
        }

        for (var i = group.First; i < group.EndIndex; i++)
        {
            ref var item = ref waiting.Structs[i];
            if (item.End <= clock)
                continue;
            if (item.Clock > clock)
                UpdateWriterV1.WriteSkip(ref writer, item.Clock - clock);
            // What waits may overlap with what is held, and with what waits too.
            if (item.Clock < clock)
                StructCut.Write(ref writer, waiting.Bytes, id, in item, clock - item.Clock);
            else
                UpdateWriterV1.WriteStruct(ref writer, waiting, in item);
            clock = item.End;
        }
    }

    static int CountWithHoles(DecodedUpdate waiting, DecodedUpdate.Group group, int clock)
    {
        var count = 0;
        for (var i = group.First; i < group.EndIndex; i++)
        {
            ref var item = ref waiting.Structs[i];
            if (item.End <= clock)
                continue;
            count += item.Clock > clock ? 2 : 1;
            clock = item.End;
        }

        return count;
    }

    /// <summary>Everything deleted, from the blocks themselves.</summary>
    public static IdSet AllDeletions(BlockStore store, Pending? pending)
    {
        var deletions = new IdSet();
        foreach (var client in store.Clients.All)
        {
            foreach (var number in client.From(0))
            {
                ref var block = ref store[number];
                if (block.Deleted)
                    deletions.Add(client.Id, block.Clock, block.End);
            }
        }

        pending?.CopyDeletionsTo(deletions);
        deletions.Normalise();
        return deletions;
    }
}
