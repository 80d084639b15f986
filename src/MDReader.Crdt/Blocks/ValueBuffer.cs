namespace MDReader.Crdt.Blocks;

/// <summary>
/// The contents of one client that aren't text, encoded as they came and in the order they were written. They are
/// never decoded to be passed on, so that numbers and the order of keys stay exact.
/// </summary>
sealed class ValueBuffer
{
    byte[] _bytes = [];
    ValueMarks? _marks;

    public int Length { get; private set; }

    /// <summary>The contents from one on; each tells by itself where it ends.</summary>
    public ReadOnlySpan<byte> From(int start) => _bytes.AsSpan(start, Length - start);

    /// <summary>The values of a block's units from one on to before another.</summary>
    public ReadOnlySpan<byte> Of(scoped in Block block, int from, int to)
    {
        var start = StartOf(in block, from);
        return _bytes.AsSpan(start, StartOf(in block, to) - start);
    }

    /// <summary>Where the value of a block's unit begins; given the block's length, where its last one ends.</summary>
    public int StartOf(scoped in Block block, int unit)
    {
        if (unit == 0)
            return block.Content;
        return unit > ValueMarks.Every
            ? (_marks ??= new()).StartOf(_bytes.AsSpan(0, Length), in block, block.Clock + unit)
            : block.Content + ContentValue.BytesOf(From(block.Content), block.Kind, unit);
    }

    public int Append(ReadOnlySpan<byte> value)
    {
        var start = Length;
        if (_bytes.Length - start < value.Length)
            Array.Resize(ref _bytes, Math.Max(start + value.Length, Math.Max(16, _bytes.Length + _bytes.Length / 2)));
        value.CopyTo(_bytes.AsSpan(start));
        Length += value.Length;
        return start;
    }

    public void Truncate(int length)
    {
        Length = length;
        _marks?.Truncate(length);
    }
}
