using MDReader.Crdt.Blocks;
using MDReader.Crdt.Ids;

namespace MDReader.Crdt.Updates;

/// <summary>Encodes what a document holds as an update V2, straight from its blocks.</summary>
ref struct StateEncoderV2(BlockStore store, int bytes) : IDisposable
{
    const byte HasOrigin = 0x80, HasRightOrigin = 0x40, HasKey = 0x20;

    ColumnsV2 _columns = new(bytes);

    /// <summary>What a replica with that state vector lacks, of a document in which nothing waits.</summary>
    public static byte[] EncodeState(BlockStore store, StateVector target)
    {
        var encoder = new StateEncoderV2(store, bytes: 1024);
        try
        {
            var clients = StateEncoder.ClientsBeyond(store, target);
            encoder._columns.Rest.WriteVarUint((uint)clients.Count);
            foreach (var client in clients)
                encoder.WriteClient(store.Clients.Find(client)!, target[client]);
            return encoder._columns.Finish(StateEncoder.AllDeletions(store, pending: null));
        }
        finally
        {
            encoder.Dispose();
        }
    }

    public void Dispose() => _columns.Dispose();

    void WriteClient(ClientBlocks client, int from)
    {
        _columns.WriteGroupHead(client.CountFrom(from), client.Id, from);
        foreach (var number in client.From(from))
        {
            ref var block = ref store[number];
            WriteBlock(client, number, in block, Math.Max(0, from - block.Clock));
        }
    }

    void WriteBlock(ClientBlocks client, int number, in Block block, int offset)
    {
        if (block.Kind == BlockKind.Gc)
        {
            _columns.Infos.Write((byte)BlockKind.Gc);
            _columns.Lengths.Write((uint)(block.Length - offset));
            return;
        }

        var hasOrigin = offset > 0 || block.HasOrigin;
        _columns.Infos.Write((byte)((int)block.Kind | (hasOrigin ? HasOrigin : 0)
            | (block.HasRightOrigin ? HasRightOrigin : 0) | (block.HasKey ? HasKey : 0)));
        if (offset > 0)
            _columns.WriteLeft(client.Id, block.Clock + offset - 1);
        else if (hasOrigin)
            _columns.WriteLeft(store.Clients[block.OriginClient].Id, block.OriginClock);
        if (block.HasRightOrigin)
            _columns.WriteRight(store.Clients[block.RightOriginClient].Id, block.RightOriginClock);
        if (!hasOrigin && !block.HasRightOrigin)
            WriteParent(number);
        WriteContent(client, in block, offset);
    }

    void WriteParent(int number)
    {
        ref var block = ref store[number];
        var parent = store.Type(block.Parent);
        if (parent.RootName is { } name)
        {
            _columns.WriteParent(name);
        }
        else
        {
            ref var holder = ref store[parent.Item];
            _columns.WriteParent(store.Clients[holder.Client].Id, holder.Clock);
        }

        if (block.HasKey)
            _columns.Texts.Write(store.Keys[store.KeyOf(number)]);
    }

    void WriteContent(ClientBlocks client, in Block block, int offset)
    {
        var length = block.Length - offset;
        switch (block.Kind)
        {
            case BlockKind.Deleted:
                _columns.Lengths.Write((uint)length);
                break;
            case BlockKind.String:
                _columns.Texts.Write(client.Text, block.Content + offset, length);
                break;
            case BlockKind.Type:
                _columns.WriteContent(BlockKind.Type, 1, store.Type(block.Content).Encoded);
                break;
            default:
                _columns.WriteContent(block.Kind, length, client.Values.Of(in block, offset, block.Length));
                break;
        }
    }
}
