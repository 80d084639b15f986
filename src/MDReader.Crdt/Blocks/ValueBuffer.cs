namespace MDReader.Crdt.Blocks;

/// <summary>
/// The contents of one client that aren't text, encoded as they came and in the order they were written. They are
/// never decoded to be passed on, so that numbers and the order of keys stay exact.
/// </summary>
sealed class ValueBuffer
{
    byte[] _bytes = [];

    public int Length { get; private set; }

    /// <summary>The contents from one on; each tells by itself where it ends.</summary>
    public ReadOnlySpan<byte> From(int start) => _bytes.AsSpan(start, Length - start);

    public int Append(ReadOnlySpan<byte> value)
    {
        var start = Length;
        if (_bytes.Length - start < value.Length)
            Array.Resize(ref _bytes, Math.Max(start + value.Length, Math.Max(16, _bytes.Length + _bytes.Length / 2)));
        value.CopyTo(_bytes.AsSpan(start));
        Length += value.Length;
        return start;
    }

    public void Truncate(int length) => Length = length;
}
