namespace MDReader.Crdt.Blocks;

/// <summary>
/// Names by number, as UTF-8: roots and map keys. Few are found by comparing, without a table or a string; many get
/// a table.
/// </summary>
sealed class NumberedNames
{
    const int Few = 8;

    byte[][] _names = [];
    Dictionary<string, int>? _numbers;

    public int Count { get; private set; }

    public byte[] this[int number] => _names[number];

    /// <summary>The number of a name, a new one if need be.</summary>
    public int NumberOf(ReadOnlySpan<byte> utf8)
    {
        if (_numbers is not null)
            return Look(utf8);
        for (var i = 0; i < Count; i++)
        {
            if (utf8.SequenceEqual(_names[i]))
                return i;
        }

        if (Count < Few)
            return Add(utf8);
        _numbers = [];
        for (var i = 0; i < Count; i++)
            _numbers.Add(System.Text.Encoding.UTF8.GetString(_names[i]), i);
        return Look(utf8);
    }

    int Look(ReadOnlySpan<byte> utf8)
    {
        var name = System.Text.Encoding.UTF8.GetString(utf8);
        if (_numbers!.TryGetValue(name, out var number))
            return number;
        _numbers.Add(name, Count);
        return Add(utf8);
    }

    int Add(ReadOnlySpan<byte> utf8)
    {
        if (Count == _names.Length)
            Array.Resize(ref _names, Math.Max(1, Count * 2));
        _names[Count] = utf8.ToArray();
        return Count++;
    }
}
