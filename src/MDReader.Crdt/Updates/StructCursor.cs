using MDReader.Crdt.Blocks;
using MDReader.Crdt.Encoding;

namespace MDReader.Crdt.Updates;

/// <summary>Walks one client's structs in the bytes of an update V1, one at a time and past its holes.</summary>
/// <param name="source">The update's place among those that are walked.</param>
/// <param name="client">Whose structs they are.</param>
/// <param name="clock">Of the first one.</param>
/// <param name="position">Where the first one's bytes begin.</param>
/// <param name="count">How many there are, holes included.</param>
struct StructCursor(int source, ulong client, int clock, int position, int count)
{
    readonly Author _author = new(client);
    int _clock = clock;
    int _position = position;
    int _left = count;

    public readonly int Source => source;

    public readonly ulong Client => _author.Id;

    /// <summary>Where the next struct begins, a hole perhaps.</summary>
    public readonly int Clock => _clock;

    /// <summary>The struct that it stands at.</summary>
    public DecodedStruct Item;

    /// <summary>Goes on to the next struct that is no hole; false at the end.</summary>
    public bool MoveNext(ReadOnlySpan<byte> bytes, Budget budget)
    {
        while (_left-- > 0)
        {
            var reader = new ByteReader(bytes, _position);
            UpdateReaderV1.ReadStruct(ref reader, budget, in _author, _clock, ref Item);
            _position = reader.Position;
            _clock = Item.End;
            if (Item.Kind != BlockKind.Skip)
                return true;
        }

        return false;
    }

    /// <summary>Goes on to the first struct that has something past a clock; false when there is none.</summary>
    public bool MovePast(int end, ReadOnlySpan<byte> bytes, Budget budget)
    {
        while (Item.End <= end)
        {
            if (!MoveNext(bytes, budget))
                return false;
        }

        return true;
    }
}
