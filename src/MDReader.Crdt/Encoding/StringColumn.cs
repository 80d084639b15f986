using MDReader.Crdt.Blocks;

namespace MDReader.Crdt.Encoding;

/// <summary>A text in a column of texts; a pair that it shares with its neighbour is U+FFFD in both.</summary>
readonly record struct ColumnText(int Start, int Length, bool CutsStart, bool CutsEnd);

/// <summary>lib0's StringDecoder: all texts in one, then how many UTF-16 units each has.</summary>
ref struct StringColumnReader
{
    readonly ReadOnlySpan<byte> _texts;
    NumberRunReader _lengths;
    int _position;
    int _unitsLeft;
    bool _isWithinPair;

    public StringColumnReader(ReadOnlySpan<byte> column)
    {
        var reader = new ByteReader(column);
        _texts = reader.ReadVarUtf8();
        _unitsLeft = System.Text.Encoding.UTF8.GetCharCount(_texts);
        _lengths = new(column[reader.Position..]);
    }

    public ColumnText Read()
    {
        var units = _lengths.ReadLength();
        if (units > _unitsLeft)
            throw new MalformedUpdateException(MalformedReason.Truncated,
                $"A text of {units} UTF-16 units is longer than the {_unitsLeft} left of all texts; send all of them.");
        _unitsLeft -= units;
        var cutsStart = _isWithinPair && units > 0;
        if (cutsStart)
        {
            _position += 4;
            units--;
            _isWithinPair = false;
        }

        var start = _position;
        var cutsEnd = false;
        _position += Utf16Units.Find(_texts[start..], units, out cutsEnd);
        _isWithinPair |= cutsEnd;
        return new(start, _position - start, cutsStart, cutsEnd);
    }

    /// <summary>Writes a text with its length in front, as V1 has it.</summary>
    public readonly void Write(ref ByteWriter writer, ColumnText text)
    {
        var replacement = "\uFFFD"u8;
        writer.WriteVarUint((uint)(text.Length + (text.CutsStart ? 3 : 0) + (text.CutsEnd ? 3 : 0)));
        if (text.CutsStart)
            writer.WriteBytes(replacement);
        writer.WriteBytes(_texts.Slice(text.Start, text.Length));
        if (text.CutsEnd)
            writer.WriteBytes(replacement);
    }
}

/// <summary>Writes what <see cref="StringColumnReader"/> reads.</summary>
ref struct StringColumnWriter() : IDisposable
{
    ByteWriter _texts = new(256);
    NumberRunWriter _lengths = new();

    public void Write(ReadOnlySpan<byte> utf8) => Write(utf8, System.Text.Encoding.UTF8.GetCharCount(utf8));

    public void Write(ReadOnlySpan<byte> utf8, int units)
    {
        _texts.WriteBytes(utf8);
        _lengths.Write((uint)units);
    }

    public void Write(TextBuffer text, int start, int length)
    {
        text.WriteUtf8(ref _texts, start, length);
        _lengths.Write((uint)length);
    }

    /// <summary>Writes the column with its length in front.</summary>
    public void Finish(ref ByteWriter writer)
    {
        var column = new ByteWriter(_texts.Length + 64);
        try
        {
            column.WriteVarBytes(_texts.Written);
            column.WriteBytes(_lengths.Finish());
            writer.WriteVarBytes(column.Written);
        }
        finally
        {
            column.Dispose();
        }
    }

    public void Dispose()
    {
        _texts.Dispose();
        _lengths.Dispose();
    }
}
