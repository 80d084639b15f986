using MDReader.Crdt.Blocks;
using MDReader.Crdt.Encoding;
using MDReader.Crdt.Ids;

namespace MDReader.Crdt.Updates;

/// <summary>The parts of an update V2: what is alike in its structs is put side by side, in nine columns.</summary>
ref struct ColumnsV2(int bytes) : IDisposable
{
    DifferenceRunWriter _keyClocks = new();
    NumberRunWriter _clients = new();
    DifferenceRunWriter _leftClocks = new();
    DifferenceRunWriter _rightClocks = new();
    ByteRunWriter _parentInfos = new();
    NumberRunWriter _types = new();
    int _keyCount;

    public ByteRunWriter Infos = new();
    public StringColumnWriter Texts = new();
    public NumberRunWriter Lengths = new();

    /// <summary>What has no column.</summary>
    public ByteWriter Rest = new(bytes / 4);

    public void WriteGroupHead(int structs, ulong client, int clock)
    {
        Rest.WriteVarUint((uint)structs);
        _clients.Write(client);
        Rest.WriteVarUint((uint)clock);
    }

    public void WriteLeft(ulong client, int clock)
    {
        _clients.Write(client);
        _leftClocks.Write(clock);
    }

    public void WriteRight(ulong client, int clock)
    {
        _clients.Write(client);
        _rightClocks.Write(clock);
    }

    /// <summary>It stands in a root.</summary>
    public void WriteParent(ReadOnlySpan<byte> root)
    {
        _parentInfos.Write(1);
        Texts.Write(root);
    }

    /// <summary>It stands in the type that an item holds.</summary>
    public void WriteParent(ulong client, int clock)
    {
        _parentInfos.Write(0);
        WriteLeft(client, clock);
    }

    /// <param name="kind">What it is.</param>
    /// <param name="length">Its units.</param>
    /// <param name="content">It, as V1 has it, without the length.</param>
    public void WriteContent(BlockKind kind, int length, ReadOnlySpan<byte> content)
    {
        var reader = new ByteReader(content);
        switch (kind)
        {
            case BlockKind.Deleted:
                Lengths.Write((uint)length);
                break;
            case BlockKind.String:
                Texts.Write(content, length);
                break;
            case BlockKind.Json:
                Lengths.Write((uint)length);
                for (var left = length; left > 0; left--)
                    Texts.Write(reader.ReadVarUtf8());
                break;
            case BlockKind.Any:
                Lengths.Write((uint)length);
                Rest.WriteBytes(content);
                break;
            case BlockKind.Embed:
                JsonOfAny.WriteAny(reader.ReadVarUtf8(), ref Rest);
                break;
            case BlockKind.Format:
                WriteKey(reader.ReadVarUtf8());
                JsonOfAny.WriteAny(reader.ReadVarUtf8(), ref Rest);
                break;
            case BlockKind.Type:
                var type = reader.ReadVarUint();
                _types.Write(type);
                if (ContentValue.HasName(type))
                    WriteKey(reader.ReadVarUtf8());
                break;
            case BlockKind.Doc:
                Texts.Write(reader.ReadVarUtf8());
                Rest.WriteBytes(content[reader.Position..]);
                break;
            default:
                Rest.WriteBytes(content);
                break;
        }
    }

    // Readers would know a key again by its number, but yjs writes each one anew: so do we, to be byte for byte alike.
    void WriteKey(ReadOnlySpan<byte> key)
    {
        _keyClocks.Write(_keyCount++);
        Texts.Write(key);
    }

    /// <summary>The update.</summary>
    public byte[] Finish(IdSet deletions)
    {
        deletions.Normalise();
        DeletionsV2.Write(ref Rest, deletions);
        var writer = new ByteWriter(bytes / 2);
        try
        {
            writer.WriteByte(0);
            writer.WriteVarBytes(_keyClocks.Finish());
            writer.WriteVarBytes(_clients.Finish());
            writer.WriteVarBytes(_leftClocks.Finish());
            writer.WriteVarBytes(_rightClocks.Finish());
            writer.WriteVarBytes(Infos.Finish());
            Texts.Finish(ref writer);
            writer.WriteVarBytes(_parentInfos.Finish());
            writer.WriteVarBytes(_types.Finish());
            writer.WriteVarBytes(Lengths.Finish());
            writer.WriteBytes(Rest.Written);
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
        Infos.Dispose();
        Texts.Dispose();
        _parentInfos.Dispose();
        _types.Dispose();
        Lengths.Dispose();
        Rest.Dispose();
    }
}
