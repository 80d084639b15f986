using MDReader.Crdt.Blocks;
using MDReader.Crdt.Encoding;
using MDReader.Crdt.Ids;

namespace MDReader.Crdt.Updates;

/// <summary>Writes blocks, waiting structs and delete sets as an update V1.</summary>
static class UpdateWriterV1
{
    const byte HasOrigin = 0x80, HasRightOrigin = 0x40, HasKey = 0x20;

    /// <summary>All blocks of a client from a clock on, which must be below its state.</summary>
    public static void WriteClient(
        ref ByteWriter writer, BlockStore store, ClientBlocks client, int from, int structsToFollow = 0)
    {
        writer.WriteVarUint((uint)(client.CountFrom(from) + structsToFollow));
        writer.WriteVarUint(client.Id);
        writer.WriteVarUint((uint)from);
        foreach (var number in client.From(from))
        {
            ref var block = ref store[number];
            WriteBlock(ref writer, store, client, number, in block, Math.Max(0, from - block.Clock));
        }
    }

    static void WriteBlock(
        ref ByteWriter writer, BlockStore store, ClientBlocks client, int number, in Block block, int offset)
    {
        if (block.Kind == BlockKind.Gc)
        {
            writer.WriteByte((byte)BlockKind.Gc);
            writer.WriteVarUint((uint)(block.Length - offset));
            return;
        }

        var hasOrigin = offset > 0 || block.HasOrigin;
        writer.WriteByte((byte)((int)block.Kind | (hasOrigin ? HasOrigin : 0)
            | (block.HasRightOrigin ? HasRightOrigin : 0) | (block.HasKey ? HasKey : 0)));
        if (offset > 0)
            WriteId(ref writer, client.Id, block.Clock + offset - 1);
        else if (hasOrigin)
            WriteId(ref writer, store.Clients[block.OriginClient].Id, block.OriginClock);
        if (block.HasRightOrigin)
            WriteId(ref writer, store.Clients[block.RightOriginClient].Id, block.RightOriginClock);
        if (!hasOrigin && !block.HasRightOrigin)
            WriteParent(ref writer, store, number);
        WriteContent(ref writer, store, client, in block, offset);
    }

    static void WriteParent(ref ByteWriter writer, BlockStore store, int number)
    {
        ref var block = ref store[number];
        var parent = store.Type(block.Parent);
        if (parent.RootName is { } name)
        {
            writer.WriteVarUint(1);
            writer.WriteVarBytes(name);
        }
        else
        {
            writer.WriteVarUint(0);
            ref var holder = ref store[parent.Item];
            WriteId(ref writer, store.Clients[holder.Client].Id, holder.Clock);
        }

        if (block.HasKey)
            writer.WriteVarBytes(store.Keys[store.KeyOf(number)]);
    }

    static void WriteContent(ref ByteWriter writer, BlockStore store, ClientBlocks client, in Block block, int offset)
    {
        switch (block.Kind)
        {
            case BlockKind.Deleted:
                writer.WriteVarUint((uint)(block.Length - offset));
                break;
            case BlockKind.String:
                client.Text.Write(ref writer, block.Content + offset, block.Length - offset);
                break;
            case BlockKind.Type:
                writer.WriteBytes(store.Type(block.Content).Encoded);
                break;
            case BlockKind.Any or BlockKind.Json:
                writer.WriteVarUint((uint)(block.Length - offset));
                writer.WriteBytes(client.Values.Of(in block, offset, block.Length));
                break;
            default:
                writer.WriteBytes(client.Values.Of(in block, 0, 1));
                break;
        }
    }

    /// <summary>All of an update that was read.</summary>
    public static void WriteUpdate(ref ByteWriter writer, DecodedUpdate update)
    {
        writer.WriteVarUint((uint)update.GroupCount);
        foreach (var group in update.Groups)
        {
            writer.WriteVarUint((uint)group.Count);
            writer.WriteVarUint(group.Client);
            writer.WriteVarUint((uint)(group.Count > 0 ? update.Structs[group.First].Clock : 0));
            for (var i = group.First; i < group.EndIndex; i++)
                WriteStruct(ref writer, update, in update.Structs[i]);
        }

        WriteDeletions(ref writer, update.Deletions);
    }

    /// <summary>A struct as it came.</summary>
    public static void WriteStruct(ref ByteWriter writer, DecodedUpdate update, in DecodedStruct item)
    {
        WriteHead(ref writer, update.Bytes, in item);
        WriteContent(ref writer, in item, item.Length, update.Slice(item.ContentStart, item.ContentBytes));
    }

    /// <summary>All of a struct that stands before its content.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="source">What its names lie in.</param>
    /// <param name="item">The struct.</param>
    public static void WriteHead(ref ByteWriter writer, ReadOnlySpan<byte> source, in DecodedStruct item)
    {
        writer.WriteByte(item.Info);
        if (item.HasOrigin)
            WriteId(ref writer, item.Origin.Client, item.Origin.Clock);
        if (item.HasRightOrigin)
            WriteId(ref writer, item.RightOrigin.Client, item.RightOrigin.Clock);
        if (item.HasParentRoot)
        {
            writer.WriteVarUint(1);
            writer.WriteVarBytes(source.Slice(item.RootName.Start, item.RootName.Length));
        }

        if (item.HasParentItem)
        {
            writer.WriteVarUint(0);
            WriteId(ref writer, item.ParentItem.Client, item.ParentItem.Clock);
        }

        if (item.HasKey)
            writer.WriteVarBytes(source.Slice(item.KeyStart, item.KeyLength));
    }

    /// <param name="writer">Where to.</param>
    /// <param name="item">The struct.</param>
    /// <param name="length">Its length: others may have been joined to it.</param>
    /// <param name="content">Its content, of that length.</param>
    public static void WriteContent(
        ref ByteWriter writer, in DecodedStruct item, int length, ReadOnlySpan<byte> content)
    {
        switch (item.Kind)
        {
            case BlockKind.Gc or BlockKind.Skip or BlockKind.Deleted:
                writer.WriteVarUint((uint)length);
                break;
            case BlockKind.String:
                writer.WriteVarBytes(content);
                break;
            case BlockKind.Any or BlockKind.Json:
                writer.WriteVarUint((uint)length);
                writer.WriteBytes(content);
                break;
            default:
                writer.WriteBytes(content);
                break;
        }
    }

    public static void WriteSkip(ref ByteWriter writer, int length)
    {
        writer.WriteByte((byte)BlockKind.Skip);
        writer.WriteVarUint((uint)length);
    }

    /// <summary>A normalised delete set.</summary>
    public static void WriteDeletions(ref ByteWriter writer, IdSet deletions)
    {
        var ranges = deletions.Ranges;
        var clients = 0;
        for (var i = 0; i < ranges.Length; i++)
            clients += i == 0 || ranges[i].Client != ranges[i - 1].Client ? 1 : 0;
        writer.WriteVarUint((uint)clients);
        for (var i = 0; i < ranges.Length;)
        {
            var next = i;
            while (next < ranges.Length && ranges[next].Client == ranges[i].Client)
                next++;
            writer.WriteVarUint(ranges[i].Client);
            writer.WriteVarUint((uint)(next - i));
            for (; i < next; i++)
            {
                writer.WriteVarUint((uint)ranges[i].Start);
                writer.WriteVarUint((uint)ranges[i].Length);
            }
        }
    }

    static void WriteId(ref ByteWriter writer, ulong client, int clock)
    {
        writer.WriteVarUint(client);
        writer.WriteVarUint((uint)clock);
    }
}
