using MDReader.Crdt.Blocks;
using MDReader.Crdt.Encoding;
using MDReader.Crdt.Ids;

namespace MDReader.Crdt.Updates;

/// <summary>
/// Reads an update V2 into the same plain structs as V1: its columns are put together, and what V1 writes otherwise is
/// written as V1 has it, behind the bytes of the update. What is refused there is refused here, and what run lengths
/// would blow up.
/// </summary>
ref struct UpdateReaderV2
{
    const byte HasOrigin = 0x80, HasRightOrigin = 0x40, HasKey = 0x20;
    const int BytesOfStruct = 64;

    readonly Budget _budget;
    readonly DecodedUpdate _update;
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
    List<ColumnText>? _keys;

    UpdateReaderV2(ReadOnlySpan<byte> bytes, Budget budget, DecodedUpdate update)
    {
        _budget = budget;
        _update = update;
        _maxStructs = (int)Math.Min(budget.MaxStructs, (long)budget.MaxRunLengthStructs + bytes.Length);
        _maxBytes = Math.Min(budget.MaxDecodedBytes, ((long)budget.MaxRunLengthStructs + bytes.Length) * BytesOfStruct);
        var reader = new ByteReader(bytes);
        if (reader.ReadByte() is var flags and not 0)
            throw new MalformedUpdateException(MalformedReason.UnknownTag,
                $"Feature flag {flags} doesn't exist; updates V2 begin with 0.");
        _keyClocks = new(reader.ReadVarBytes());
        _clients = new(reader.ReadVarBytes());
        _leftClocks = new(reader.ReadVarBytes());
        _rightClocks = new(reader.ReadVarBytes());
        _infos = new(reader.ReadVarBytes());
        var texts = reader.ReadVarBytes();
        _texts = new(texts, reader.Position - texts.Length);
        _parentInfos = new(reader.ReadVarBytes());
        _types = new(reader.ReadVarBytes());
        _lengths = new(reader.ReadVarBytes());
        _rest = new(bytes, reader.Position);
    }

    /// <exception cref="MalformedUpdateException">The bytes are no update V2, or past the budget.</exception>
    public static void Read(ReadOnlySpan<byte> bytes, Budget budget, DecodedUpdate update)
    {
        UpdateReaderV1.CheckSize(bytes, budget);
        update.Reset(bytes);
        update.MaxConflictSteps = budget.MaxConflictSteps;
        var reader = new UpdateReaderV2(bytes, budget, update);
        for (var clients = reader._rest.ReadCount(budget.MaxClients, bytesEach: 2, "clients"); clients > 0; clients--)
            reader.ReadGroup();
        UpdateReaderV1.CheckGroups(update);
        DeletionsV2.Read(ref reader._rest, budget, update.Deletions);
        reader._rest.ExpectEnd();
        update.Deletions.Normalise();
    }

    void ReadGroup()
    {
        var first = _update.StructCount;
        var count = _rest.ReadCount(_maxStructs - first, bytesEach: 0, "structs");
        var author = _clients.ReadClient(_budget);
        var clock = _rest.ReadClock(_budget);
        var textBytes = 0;
        var isAlone = true;
        for (var i = 0; i < count; i++)
        {
            ref var item = ref _update.Structs.Add();
            item.Begin(clock);
            ReadFields(author, ref item);
            UpdateReaderV1.CheckLength(author, in item, _budget);
            clock = item.End;
            isAlone &= item.Kind != BlockKind.Skip && !item.RefersToOthers;
            textBytes += item.Kind == BlockKind.String ? item.ContentBytes : 0;
        }

        _update.AddGroup(new(author, first, count, textBytes, isAlone));
    }

    void ReadFields(ulong author, ref DecodedStruct item)
    {
        var info = _infos.Read();
        item.Info = info;
        if (item.Kind is BlockKind.Gc or BlockKind.Skip)
        {
            item.Info = (byte)item.Kind;
            item.Length = item.Kind == BlockKind.Gc ? _lengths.ReadLength() : UpdateReaderV1.ReadLength(ref _rest);
            return;
        }

        if ((info & HasOrigin) != 0)
        {
            item.Fields |= StructFields.Origin;
            item.Origin = ReadEarlier(ref _leftClocks, author, ref item);
        }

        if ((info & HasRightOrigin) != 0)
        {
            item.Fields |= StructFields.RightOrigin;
            item.RightOrigin = ReadEarlier(ref _rightClocks, author, ref item);
        }

        if ((info & (HasOrigin | HasRightOrigin)) == 0)
            ReadParent(author, (info & HasKey) != 0, ref item);
        else
            // Yjs drops the bit where the origins make it superfluous.
            item.Info = (byte)(info & ~HasKey);
        ReadContent(ref item);
    }

    Id ReadEarlier(ref DifferenceRunReader clocks, ulong author, ref DecodedStruct item)
    {
        var id = new Id(_clients.ReadClient(_budget), clocks.Read(_budget.MaxClock));
        UpdateReaderV1.CheckEarlier(id, author, ref item);
        return id;
    }

    void ReadParent(ulong author, bool hasKey, ref DecodedStruct item)
    {
        switch (_parentInfos.Read())
        {
            case 1:
                item.Fields |= StructFields.ParentRoot;
                item.RootName = ReadName();
                break;
            case 0:
                item.Fields |= StructFields.ParentItem;
                item.ParentItem = ReadEarlier(ref _leftClocks, author, ref item);
                break;
            case var other:
                throw UpdateReaderV1.UnknownParent(other);
        }

        if (!hasKey)
            return;
        item.Fields |= StructFields.Key;
        (item.KeyStart, item.KeyLength) = ReadName();
    }

    (int Start, int Length) ReadName()
    {
        var text = _texts.Read();
        UpdateReaderV1.CheckName(text.Length, _budget);
        return Place(text);
    }

    /// <summary>Where a text stands in the update's bytes; one that shares a pair stands behind them, mended.</summary>
    (int Start, int Length) Place(ColumnText text)
    {
        if (!text.CutsStart && !text.CutsEnd)
            return (text.Start, text.Length);
        var mended = new ByteWriter(text.Length + 8);
        try
        {
            _texts.WriteMended(ref mended, text);
            return Append(mended.Written);
        }
        finally
        {
            mended.Dispose();
        }
    }

    (int Start, int Length) Append(ReadOnlySpan<byte> written)
    {
        if (_update.Bytes.Length + (long)written.Length > _maxBytes)
            throw new MalformedUpdateException(MalformedReason.Budget,
                $"The update comes to more than {_maxBytes} bytes; send it in parts.");
        return (_update.Append(written), written.Length);
    }

    void ReadContent(ref DecodedStruct item)
    {
        item.Length = 1;
        switch (item.Kind)
        {
            case BlockKind.Deleted:
                item.Length = _lengths.ReadLength();
                break;
            case BlockKind.String:
                var text = _texts.Read();
                item.Length = text.Units;
                (item.ContentStart, item.ContentBytes) = Place(text);
                break;
            case BlockKind.Any:
                item.Length = _lengths.ReadLength();
                item.ContentStart = _rest.Position;
                for (var left = item.Length; left > 0; left--)
                    AnyValue.Skip(ref _rest, _budget.MaxDepth);
                item.ContentBytes = _rest.Position - item.ContentStart;
                break;
            case BlockKind.Binary:
                item.ContentStart = _rest.Position;
                _rest.ReadVarBytes();
                item.ContentBytes = _rest.Position - item.ContentStart;
                break;
            default:
                WriteContent(ref item);
                break;
        }
    }

    // What V1 has in another form, or in one place.
    void WriteContent(ref DecodedStruct item)
    {
        var content = new ByteWriter(64);
        try
        {
            switch (item.Kind)
            {
                case BlockKind.Json:
                    item.Length = WriteElements(ref content);
                    break;
                case BlockKind.Embed:
                    WriteJson(ref content);
                    break;
                case BlockKind.Format:
                    WriteKey(ref content);
                    WriteJson(ref content);
                    break;
                case BlockKind.Type:
                    WriteType(ref content);
                    break;
                case BlockKind.Doc:
                    WriteText(ref content, _texts.Read());
                    WriteOptions(ref content);
                    break;
                default:
                    throw ContentValue.Unknown(item.Kind);
            }

            (item.ContentStart, item.ContentBytes) = Append(content.Written);
        }
        finally
        {
            content.Dispose();
        }
    }

    int WriteElements(ref ByteWriter content)
    {
        var length = _lengths.ReadLength();
        for (var left = length; left > 0; left--)
        {
            var json = _texts.Read();
            // They would take no bytes, and there may be two thousand million of them.
            if (json.Units == 0)
                throw new MalformedUpdateException(MalformedReason.Json, "An empty text stands where JSON is due.");
            var start = content.Length;
            WriteText(ref content, json);
            var written = new ByteReader(content.Written, start);
            ContentValue.SkipElement(ref written, BlockKind.Json, _budget.MaxDepth);
        }

        return length;
    }

    void WriteType(ref ByteWriter content)
    {
        var type = _types.Read();
        ContentValue.CheckType(type);
        content.WriteVarUint(type);
        if (ContentValue.HasName(type))
            WriteKey(ref content);
    }

    readonly void WriteText(ref ByteWriter content, ColumnText text)
    {
        content.WriteVarUint((uint)text.MendedLength);
        _texts.WriteMended(ref content, text);
    }

    // A key that was written before may be named by its number.
    void WriteKey(ref ByteWriter content)
    {
        _keys ??= [];
        var number = _keyClocks.Read(int.MaxValue);
        if (number >= _keys.Count)
        {
            number = _keys.Count;
            _keys.Add(_texts.Read());
        }

        WriteText(ref content, _keys[number]);
    }

    void WriteOptions(ref ByteWriter content)
    {
        var options = _rest;
        ContentValue.SkipOptions(ref _rest, _budget.MaxDepth);
        content.WriteBytes(options.Take(_rest.Position - options.Position));
    }

    void WriteJson(ref ByteWriter content)
    {
        var json = new ByteWriter(64);
        try
        {
            JsonOfAny.WriteJson(ref _rest, ref json, _budget.MaxDepth);
            content.WriteVarBytes(json.Written);
        }
        finally
        {
            json.Dispose();
        }
    }
}
