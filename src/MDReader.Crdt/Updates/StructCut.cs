using MDReader.Crdt.Blocks;
using MDReader.Crdt.Encoding;
using MDReader.Crdt.Ids;

namespace MDReader.Crdt.Updates;

/// <summary>Cuts a struct of an update in two, as Yjs does where a replica knows one half.</summary>
static class StructCut
{
    const byte HasOrigin = 0x80, HasKey = 0x20;

    static ReadOnlySpan<byte> Replacement => "\uFFFD"u8;

    /// <summary>The struct without its first units: it continues what its client wrote before.</summary>
    public static DecodedStruct Tail(ulong client, in DecodedStruct item, int units)
    {
        var tail = item;
        tail.Clock += units;
        tail.Length -= units;
        if (item.Kind == BlockKind.Gc)
            return tail;
        tail.Fields = (item.Fields & StructFields.RightOrigin) | StructFields.Origin;
        tail.Info = (byte)((item.Info | HasOrigin) & ~HasKey);
        tail.Origin = new Id(client, tail.Clock - 1);
        return tail;
    }

    /// <summary>Writes a struct but for its first units.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="source">What the struct's names and content lie in.</param>
    /// <param name="client">Whose it is.</param>
    /// <param name="item">The struct.</param>
    /// <param name="units">How many to leave out.</param>
    public static void Write(
        ref ByteWriter writer, ReadOnlySpan<byte> source, ulong client, in DecodedStruct item, int units)
    {
        var tail = Tail(client, in item, units);
        UpdateWriterV1.WriteHead(ref writer, source, in tail);
        var content = new ByteWriter(item.ContentBytes);
        try
        {
            WriteTail(ref content, source.Slice(item.ContentStart, item.ContentBytes), item.Kind, units);
            UpdateWriterV1.WriteContent(ref writer, in tail, tail.Length, content.Written);
        }
        finally
        {
            content.Dispose();
        }
    }

    /// <summary>Writes a content but for its first units.</summary>
    public static void WriteTail(ref ByteWriter writer, ReadOnlySpan<byte> content, BlockKind kind, int units)
    {
        if (kind == BlockKind.String)
        {
            var cut = Utf16Units.Find(content, units, out var cutsPair);
            // Two blocks can't share a pair: both halves become U+FFFD.
            if (cutsPair)
                writer.WriteBytes(Replacement);
            writer.WriteBytes(content[(cutsPair ? cut + 4 : cut)..]);
        }
        else if (kind is BlockKind.Any or BlockKind.Json)
        {
            writer.WriteBytes(content[ContentValue.BytesOf(content, kind, units)..]);
        }
    }

    /// <summary>Writes the first units of a content.</summary>
    public static void WriteStart(ref ByteWriter writer, ReadOnlySpan<byte> content, BlockKind kind, int units)
    {
        if (kind == BlockKind.String)
        {
            writer.WriteBytes(content[..Utf16Units.Find(content, units, out var cutsPair)]);
            if (cutsPair)
                writer.WriteBytes(Replacement);
        }
        else if (kind is BlockKind.Any or BlockKind.Json)
        {
            writer.WriteBytes(content[..ContentValue.BytesOf(content, kind, units)]);
        }
    }
}
