using MDReader.Crdt.Blocks;
using MDReader.Crdt.Encoding;
using MDReader.Crdt.Ids;

namespace MDReader.Crdt.Updates;

/// <summary>Whether a struct with origins says that it stands at a key, which its origins say already.</summary>
enum KeyMark
{
    /// <summary>As yjs writes a document.</summary>
    Kept,

    /// <summary>As yjs writes what it made of updates without a document.</summary>
    Dropped,
}

/// <summary>Writes an update V1 as an update V2.</summary>
ref struct UpdateWriterV2(ReadOnlySpan<byte> update, Budget budget, KeyMark keyMark) : IDisposable
{
    const byte HasKey = 0x20;

    readonly ReadOnlySpan<byte> _update = update;
    ByteReader _reader = new(update);
    ColumnsV2 _columns = new(update.Length);
    bool _isDescending = true;

    /// <exception cref="MalformedUpdateException">The bytes are no update V1, or past the budget.</exception>
    public static byte[] WriteV1(ReadOnlySpan<byte> update, Budget budget, KeyMark keyMark)
    {
        UpdateReaderV1.CheckSize(update, budget);
        var writer = new UpdateWriterV2(update, budget, keyMark);
        try
        {
            writer.WriteStructs();
            var deletions = new IdSet();
            UpdateReaderV1.ReadDeletions(ref writer._reader, budget, deletions);
            writer._reader.ExpectEnd();
            UpdateReaderV1.CheckClientsOnce(writer._isDescending, update, budget);
            return writer._columns.Finish(deletions);
        }
        finally
        {
            writer.Dispose();
        }
    }

    public void Dispose() => _columns.Dispose();

    void WriteStructs()
    {
        var structs = 0;
        var last = ulong.MaxValue;
        var clients = UpdateReaderV1.ReadClientCount(ref _reader, budget);
        _columns.Rest.WriteVarUint((uint)clients);
        for (; clients > 0; clients--)
        {
            var (count, client, clock) = UpdateReaderV1.ReadGroupHead(ref _reader, budget, structs);
            structs += count;
            _isDescending &= client < last;
            last = client;
            _columns.WriteGroupHead(count, client, clock);
            var author = new Author(client);
            var item = default(DecodedStruct);
            for (; count > 0; count--)
            {
                UpdateReaderV1.ReadStruct(ref _reader, budget, in author, clock, ref item);
                clock = item.End;
                WriteStruct(in item);
            }
        }
    }

    void WriteStruct(in DecodedStruct item)
    {
        var hasOrigins = item.HasOrigin || item.HasRightOrigin;
        _columns.Infos.Write((byte)(hasOrigins && keyMark == KeyMark.Dropped ? item.Info & ~HasKey : item.Info));
        if (item.Kind == BlockKind.Gc)
        {
            _columns.Lengths.Write((uint)item.Length);
            return;
        }

        if (item.Kind == BlockKind.Skip)
        {
            _columns.Rest.WriteVarUint((uint)item.Length);
            return;
        }

        if (item.HasOrigin)
            _columns.WriteLeft(item.Origin.Client, item.Origin.Clock);
        if (item.HasRightOrigin)
            _columns.WriteRight(item.RightOrigin.Client, item.RightOrigin.Clock);
        if (!hasOrigins)
            WriteParent(in item);
        _columns.WriteContent(item.Kind, item.Length, _update.Slice(item.ContentStart, item.ContentBytes));
    }

    void WriteParent(in DecodedStruct item)
    {
        if (item.HasParentRoot)
            _columns.WriteParent(_update.Slice(item.RootName.Start, item.RootName.Length));
        else
            _columns.WriteParent(item.ParentItem.Client, item.ParentItem.Clock);
        if (item.HasKey)
            _columns.Texts.Write(_update.Slice(item.KeyStart, item.KeyLength));
    }
}
