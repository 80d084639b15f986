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

/// <summary>Writes an update V1 as an update V2: what is alike in its structs is put side by side, in nine columns.</summary>
ref struct UpdateWriterV2(ReadOnlySpan<byte> update, Budget budget, KeyMark keyMark) : IDisposable
{
    const byte HasKey = 0x20;

    readonly ReadOnlySpan<byte> _update = update;
    ByteReader _reader = new(update);
    DifferenceRunWriter _keyClocks = new();
    NumberRunWriter _clients = new();
    DifferenceRunWriter _leftClocks = new();
    DifferenceRunWriter _rightClocks = new();
    ByteRunWriter _infos = new();
    StringColumnWriter _texts = new();
    ByteRunWriter _parentInfos = new();
    NumberRunWriter _types = new();
    NumberRunWriter _lengths = new();
    ByteWriter _rest = new(update.Length / 4);
    int _keyCount;
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
            deletions.Normalise();
            DeletionsV2.Write(ref writer._rest, deletions);
            return writer.Finish();
        }
        finally
        {
            writer.Dispose();
        }
    }

    void WriteStructs()
    {
        var structs = 0;
        var last = ulong.MaxValue;
        var clients = UpdateReaderV1.ReadClientCount(ref _reader, budget);
        _rest.WriteVarUint((uint)clients);
        for (; clients > 0; clients--)
        {
            var (count, client, clock) = UpdateReaderV1.ReadGroupHead(ref _reader, budget, structs);
            structs += count;
            _isDescending &= client < last;
            last = client;
            _rest.WriteVarUint((uint)count);
            _clients.Write(client);
            _rest.WriteVarUint((uint)clock);
            for (; count > 0; count--)
            {
                var item = default(DecodedStruct);
                UpdateReaderV1.ReadStruct(ref _reader, budget, client, clock, ref item);
                clock = item.End;
                WriteStruct(in item);
            }
        }
    }

    void WriteStruct(in DecodedStruct item)
    {
        var hasOrigins = item.HasOrigin || item.HasRightOrigin;
        _infos.Write((byte)(hasOrigins && keyMark == KeyMark.Dropped ? item.Info & ~HasKey : item.Info));
        if (item.Kind == BlockKind.Gc)
        {
            _lengths.Write((uint)item.Length);
            return;
        }

        if (item.Kind == BlockKind.Skip)
        {
            _rest.WriteVarUint((uint)item.Length);
            return;
        }

        if (item.HasOrigin)
            WriteId(item.Origin, ref _leftClocks);
        if (item.HasRightOrigin)
            WriteId(item.RightOrigin, ref _rightClocks);
        if (!hasOrigins)
            WriteParent(in item);
        WriteContent(in item);
    }

    void WriteId(Id id, ref DifferenceRunWriter clocks)
    {
        _clients.Write(id.Client);
        clocks.Write(id.Clock);
    }

    void WriteParent(in DecodedStruct item)
    {
        _parentInfos.Write((byte)(item.HasParentRoot ? 1 : 0));
        if (item.HasParentRoot)
            _texts.Write(_update.Slice(item.RootName.Start, item.RootName.Length));
        else
            WriteId(item.ParentItem, ref _leftClocks);
        if (item.HasKey)
            _texts.Write(_update.Slice(item.KeyStart, item.KeyLength));
    }

    void WriteContent(in DecodedStruct item)
    {
        var content = _update.Slice(item.ContentStart, item.ContentBytes);
        var reader = new ByteReader(content);
        switch (item.Kind)
        {
            case BlockKind.Deleted:
                _lengths.Write((uint)item.Length);
                break;
            case BlockKind.String:
                _texts.Write(content, item.Length);
                break;
            case BlockKind.Json:
                _lengths.Write((uint)item.Length);
                for (var left = item.Length; left > 0; left--)
                    _texts.Write(reader.ReadVarUtf8());
                break;
            case BlockKind.Any:
                _lengths.Write((uint)item.Length);
                _rest.WriteBytes(content);
                break;
            case BlockKind.Embed:
                JsonOfAny.WriteAny(reader.ReadVarUtf8(), ref _rest);
                break;
            case BlockKind.Format:
                WriteKey(reader.ReadVarUtf8());
                JsonOfAny.WriteAny(reader.ReadVarUtf8(), ref _rest);
                break;
            case BlockKind.Type:
                var type = reader.ReadVarUint();
                _types.Write(type);
                if (ContentValue.HasName(type))
                    WriteKey(reader.ReadVarUtf8());
                break;
            case BlockKind.Doc:
                _texts.Write(reader.ReadVarUtf8());
                _rest.WriteBytes(content[reader.Position..]);
                break;
            default:
                _rest.WriteBytes(content);
                break;
        }
    }

    // Readers would know a key again by its number, but yjs writes each one anew: so do we, to be byte for byte alike.
    void WriteKey(ReadOnlySpan<byte> key)
    {
        _keyClocks.Write(_keyCount++);
        _texts.Write(key);
    }

    byte[] Finish()
    {
        var writer = new ByteWriter(_update.Length / 2);
        try
        {
            writer.WriteByte(0);
            writer.WriteVarBytes(_keyClocks.Finish());
            writer.WriteVarBytes(_clients.Finish());
            writer.WriteVarBytes(_leftClocks.Finish());
            writer.WriteVarBytes(_rightClocks.Finish());
            writer.WriteVarBytes(_infos.Finish());
            _texts.Finish(ref writer);
            writer.WriteVarBytes(_parentInfos.Finish());
            writer.WriteVarBytes(_types.Finish());
            writer.WriteVarBytes(_lengths.Finish());
            writer.WriteBytes(_rest.Written);
            return writer.ToArray();
        }
        finally
        {
            writer.Dispose();
        }
    }

    public void Dispose()
    {
        _keyClocks.Dispose();
        _clients.Dispose();
        _leftClocks.Dispose();
        _rightClocks.Dispose();
        _infos.Dispose();
        _texts.Dispose();
        _parentInfos.Dispose();
        _types.Dispose();
        _lengths.Dispose();
        _rest.Dispose();
    }
}
