using MDReader.Crdt.Blocks;
using MDReader.Crdt.Encoding;

namespace MDReader.Crdt.Updates;

/// <summary>
/// Reads an update V2 as an update V1, which is what the engine works on: the columns are put together to structs. How
/// the structs hang together is for the reader of V1 to check; what is refused here is what run lengths would blow up.
/// </summary>
ref struct UpdateReaderV2
{
    const byte HasOrigin = 0x80, HasRightOrigin = 0x40, HasKey = 0x20;
    const int BytesOfStruct = 64;

    readonly Budget _budget;
    readonly long _maxBytes;
    readonly int _maxStructs;
    DifferenceRunReader _keyClocks;
    NumberRunReader _clients;
    DifferenceRunReader _leftClocks;
    DifferenceRunReader _rightClocks;
    ByteRunReader _infos;
    StringColumnReader _texts;
    ByteRunReader _parentInfos;
    NumberRunReader _types;
    NumberRunReader _lengths;
    ByteReader _rest;
    readonly List<ColumnText> _keys = [];

    UpdateReaderV2(ReadOnlySpan<byte> update, Budget budget)
    {
        UpdateReaderV1.CheckSize(update, budget);
        _budget = budget;
        _maxStructs = (int)Math.Min(budget.MaxStructs, (long)budget.MaxRunLengthStructs + update.Length);
        _maxBytes = Math.Min(budget.MaxDecodedBytes, ((long)budget.MaxRunLengthStructs + update.Length) * BytesOfStruct);
        var reader = new ByteReader(update);
        if (reader.ReadByte() is var flags and not 0)
            throw new MalformedUpdateException(MalformedReason.UnknownTag,
                $"Feature flag {flags} doesn't exist; updates V2 begin with 0.");
        _keyClocks = new(reader.ReadVarBytes());
        _clients = new(reader.ReadVarBytes());
        _leftClocks = new(reader.ReadVarBytes());
        _rightClocks = new(reader.ReadVarBytes());
        _infos = new(reader.ReadVarBytes());
        _texts = new(reader.ReadVarBytes());
        _parentInfos = new(reader.ReadVarBytes());
        _types = new(reader.ReadVarBytes());
        _lengths = new(reader.ReadVarBytes());
        _rest = new(update, reader.Position);
    }

    /// <summary>Writes an update V2 as V1.</summary>
    /// <exception cref="MalformedUpdateException">The bytes are no update V2, or past the budget.</exception>
    public static void WriteAsV1(ReadOnlySpan<byte> update, Budget budget, ref ByteWriter writer)
    {
        var reader = new UpdateReaderV2(update, budget);
        reader.WriteStructs(ref writer);
        DeletionsV2.WriteAsV1(ref reader._rest, budget, ref writer);
        reader._rest.ExpectEnd();
    }

    void WriteStructs(ref ByteWriter writer)
    {
        var structs = 0;
        var clients = _rest.ReadCount(_budget.MaxClients, bytesEach: 2, "clients");
        writer.WriteVarUint((uint)clients);
        for (; clients > 0; clients--)
        {
            var count = _rest.ReadCount(_maxStructs - structs, bytesEach: 0, "structs");
            structs += count;
            writer.WriteVarUint((uint)count);
            writer.WriteVarUint(_clients.ReadClient(_budget));
            writer.WriteVarUint((uint)_rest.ReadClock(_budget));
            for (; count > 0; count--)
                WriteStruct(ref writer);
        }
    }

    void WriteStruct(ref ByteWriter writer)
    {
        if (writer.Length > _maxBytes)
            throw new MalformedUpdateException(MalformedReason.Budget,
                $"The update comes to more than {_maxBytes} bytes; send it in parts.");
        var info = _infos.Read();
        var kind = (BlockKind)(info & 0x1F);
        if (kind is BlockKind.Gc or BlockKind.Skip)
        {
            writer.WriteByte((byte)kind);
            writer.WriteVarUint(kind == BlockKind.Gc ? _lengths.Read() : _rest.ReadVarUint());
            return;
        }

        var hasOrigins = (info & (HasOrigin | HasRightOrigin)) != 0;
        // Yjs drops the bit where the origins make it superfluous.
        writer.WriteByte((byte)(hasOrigins ? info & ~HasKey : info));
        if ((info & HasOrigin) != 0)
            WriteId(ref writer, ref _leftClocks);
        if ((info & HasRightOrigin) != 0)
            WriteId(ref writer, ref _rightClocks);
        if (!hasOrigins)
            WriteParent(ref writer, (info & HasKey) != 0);
        WriteContent(ref writer, kind);
    }

    void WriteId(ref ByteWriter writer, ref DifferenceRunReader clocks)
    {
        writer.WriteVarUint(_clients.ReadClient(_budget));
        writer.WriteVarUint((uint)clocks.Read(_budget.MaxClock));
    }

    void WriteParent(ref ByteWriter writer, bool hasKey)
    {
        var isRoot = _parentInfos.Read();
        writer.WriteVarUint(isRoot);
        if (isRoot == 1)
            WriteText(ref writer);
        else
            WriteId(ref writer, ref _leftClocks);
        if (hasKey)
            WriteText(ref writer);
    }

    void WriteContent(ref ByteWriter writer, BlockKind kind)
    {
        switch (kind)
        {
            case BlockKind.Deleted:
                writer.WriteVarUint(_lengths.Read());
                break;
            case BlockKind.String:
                WriteText(ref writer);
                break;
            case BlockKind.Binary:
                writer.WriteVarBytes(_rest.ReadVarBytes());
                break;
            case BlockKind.Embed:
                WriteJson(ref writer);
                break;
            case BlockKind.Format:
                WriteKey(ref writer);
                WriteJson(ref writer);
                break;
            case BlockKind.Type:
                WriteType(ref writer);
                break;
            case BlockKind.Doc:
                WriteText(ref writer);
                CopyAny(ref writer);
                break;
            case BlockKind.Json or BlockKind.Any:
                WriteElements(ref writer, kind);
                break;
            default:
                throw new MalformedUpdateException(MalformedReason.UnknownTag,
                    $"Content {(int)kind} doesn't exist; the known ones are 0 to 10.");
        }
    }

    void WriteElements(ref ByteWriter writer, BlockKind kind)
    {
        var left = _lengths.ReadLength();
        writer.WriteVarUint((uint)left);
        for (; left > 0; left--)
        {
            if (kind == BlockKind.Any)
            {
                CopyAny(ref writer);
                continue;
            }

            var json = _texts.Read();
            // They would take no bytes, and there may be two thousand million of them.
            if (json is { Length: 0, CutsStart: false, CutsEnd: false })
                throw new MalformedUpdateException(MalformedReason.Json, "An empty text stands where JSON is due.");
            _texts.Write(ref writer, json);
        }
    }

    void WriteType(ref ByteWriter writer)
    {
        var type = _types.Read();
        writer.WriteVarUint(type);
        if (ContentValue.HasName(type))
            WriteKey(ref writer);
    }

    void WriteText(ref ByteWriter writer) => _texts.Write(ref writer, _texts.Read());

    // A key that was written before may be named by its number.
    void WriteKey(ref ByteWriter writer)
    {
        var number = _keyClocks.Read(int.MaxValue);
        if (number >= _keys.Count)
        {
            number = _keys.Count;
            _keys.Add(_texts.Read());
        }

        _texts.Write(ref writer, _keys[number]);
    }

    void CopyAny(ref ByteWriter writer)
    {
        var value = _rest;
        AnyValue.Skip(ref _rest, _budget.MaxDepth);
        writer.WriteBytes(value.Take(_rest.Position - value.Position));
    }

    void WriteJson(ref ByteWriter writer)
    {
        var json = new ByteWriter(64);
        try
        {
            JsonOfAny.WriteJson(ref _rest, ref json, _budget.MaxDepth);
            writer.WriteVarBytes(json.Written);
        }
        finally
        {
            json.Dispose();
        }
    }
}
