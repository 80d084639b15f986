using MDReader.Crdt.Blocks;
using MDReader.Crdt.Encoding;
using MDReader.Crdt.Ids;

namespace MDReader.Crdt.Updates;

/// <summary>
/// Writes structs that come by client (descending) and clock as an update V1. What is known twice is written once, a
/// hole becomes a Skip, and text that goes on where the struct before it ended becomes one struct with it.
/// </summary>
ref struct JoinedStructs : IDisposable
{
    const byte HasKey = 0x20;

    ByteWriter _clients = new(1024);
    ByteWriter _structs = new(1024);
    ByteWriter _content = new(256);
    int _clientCount;
    int _structCount;
    ulong _client;
    int _firstClock;
    DecodedStruct _held;
    ReadOnlySpan<byte> _source;

    public JoinedStructs() { }

    /// <summary>The clock up to which the current client's structs are written; 0 before the first.</summary>
    public int End { get; private set; }

    public void Begin(ulong client)
    {
        _client = client;
        _structCount = 0;
        _structs.Clear();
        End = 0;
    }

    /// <param name="source">What the struct's names and content lie in.</param>
    /// <param name="item">The struct; it ends past <see cref="End"/>.</param>
    public void Add(ReadOnlySpan<byte> source, in DecodedStruct item)
    {
        if (_structCount == 0)
            _firstClock = item.Clock;
        else if (item.Clock > End)
            AddHole(item.Clock - End);
        // Where nothing was written yet, nothing can overlap.
        var known = _structCount == 0 ? 0 : Math.Max(0, End - item.Clock);
        var content = source.Slice(item.ContentStart, item.ContentBytes);
        var added = known > 0 ? StructCut.Tail(_client, in item, known) : item;
        if (_structCount > 0 && Continues(in added))
        {
            _held.Length += added.Length;
        }
        else
        {
            WriteHeld();
            _held = added;
            // Yjs drops the bit where the origins make it superfluous.
            if (added.HasOrigin || added.HasRightOrigin)
                _held.Info &= unchecked((byte)~HasKey);
            _source = source;
            _structCount++;
        }

        if (known > 0)
            StructCut.WriteTail(ref _content, content, item.Kind, known);
        else
            _content.WriteBytes(content);
        End = item.End;
    }

    void AddHole(int length)
    {
        WriteHeld();
        _held = new() { Info = (byte)BlockKind.Skip, Clock = End, Length = length };
        _structCount++;
    }

    /// <summary>
    /// Whether a document would join the two again at once. Values aren't joined: of a map's, which stand in a chain,
    /// only the last one counts.
    /// </summary>
    readonly bool Continues(in DecodedStruct item)
    {
        if (_held.Kind != item.Kind || _held.End != item.Clock)
            return false;
        if (item.Kind == BlockKind.Gc)
            return true;
        if (item.Kind is not (BlockKind.String or BlockKind.Deleted) || ((_held.Info | item.Info) & HasKey) != 0)
            return false;
        return item.HasOrigin && item.Origin == new Id(_client, item.Clock - 1)
            && _held.HasRightOrigin == item.HasRightOrigin
            && (!item.HasRightOrigin || _held.RightOrigin == item.RightOrigin);
    }

    void WriteHeld()
    {
        if (_structCount == 0)
            return;
        UpdateWriterV1.WriteHead(ref _structs, _source, in _held);
        UpdateWriterV1.WriteContent(ref _structs, in _held, _held.Length, _content.Written);
        _content.Clear();
    }

    /// <summary>Ends the current client.</summary>
    public void Close()
    {
        if (_structCount == 0)
            return;
        WriteHeld();
        _clientCount++;
        _clients.WriteVarUint((uint)_structCount);
        _clients.WriteVarUint(_client);
        _clients.WriteVarUint((uint)_firstClock);
        _clients.WriteBytes(_structs.Written);
    }

    /// <summary>The update, with a normalised delete set.</summary>
    public byte[] Finish(IdSet deletions)
    {
        _structs.Clear();
        _structs.WriteVarUint((uint)_clientCount);
        _structs.WriteBytes(_clients.Written);
        UpdateWriterV1.WriteDeletions(ref _structs, deletions);
        return _structs.ToArray();
    }

    public void Dispose()
    {
        _clients.Dispose();
        _structs.Dispose();
        _content.Dispose();
    }
}
