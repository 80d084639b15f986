using MDReader.Crdt.Blocks;

namespace MDReader.Crdt.Encoding;

/// <summary>A text in a column of texts; a pair that it shares with its neighbour is U+FFFD in both.</summary>
readonly record struct ColumnText(int Start, int Length, int Units, bool CutsStart, bool CutsEnd)
{
    public static ReadOnlySpan<byte> Replacement => "\uFFFD"u8;

    public int MendedLength =>
        Length + (CutsStart ? Replacement.Length : 0) + (CutsEnd ? Replacement.Length : 0);
}

/// <summary>lib0's StringDecoder: all texts in one, then how many UTF-16 units each has.</summary>
ref struct StringColumnReader
{
    readonly ReadOnlySpan<byte> _texts;
    readonly int _start;
    readonly bool _isAscii;
    NumberRunReader _lengths;
    int _position;
    int _unitsLeft;
    bool _isWithinPair;

    /// <param name="column">The texts and their lengths.</param>
    /// <param name="start">Where that begins in what it is a part of; places of texts are counted from there.</param>
    public StringColumnReader(ReadOnlySpan<byte> column, int start)
    {
        var reader = new ByteReader(column);
        _texts = reader.ReadVarUtf8(out _unitsLeft);
        _start = start + reader.Position - _texts.Length;
        _isAscii = _unitsLeft == _texts.Length;
        _lengths = new(column[reader.Position..]);
    }

    public ColumnText Read()
    {
        var units = _lengths.ReadLength();
        if (units > _unitsLeft)
            throw new MalformedUpdateException(MalformedReason.Truncated,
                $"A text of {units} UTF-16 units is longer than the {_unitsLeft} left of all texts; send all of them.");
        _unitsLeft -= units;
        if (_isAscii)
        {
            _position += units;
            return new(_start + _position - units, units, units, CutsStart: false, CutsEnd: false);
        }

        return ReadWide(units);
    }

    ColumnText ReadWide(int units)
    {
        var all = units;
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
        return new(_start + start, _position - start, all, cutsStart, cutsEnd);
    }

    /// <summary>Writes a text with its half pairs replaced, as V1 has it.</summary>
    public readonly void WriteMended(ref ByteWriter writer, ColumnText text)
    {
        if (text.CutsStart)
            writer.WriteBytes(ColumnText.Replacement);
        writer.WriteBytes(_texts.Slice(text.Start - _start, text.Length));
        if (text.CutsEnd)
            writer.WriteBytes(ColumnText.Replacement);
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
