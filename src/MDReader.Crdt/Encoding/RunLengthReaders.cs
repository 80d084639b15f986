namespace MDReader.Crdt.Encoding;

/// <summary>lib0's RleDecoder of bytes: a value and how often it stands; the last one stands for ever.</summary>
ref struct ByteRunReader(ReadOnlySpan<byte> column)
{
    ByteReader _column = new(column);
    ulong _left;
    byte _value;

    public byte Read()
    {
        if (_left == 0)
        {
            _value = _column.ReadByte();
            _left = _column.AtEnd ? ulong.MaxValue : _column.ReadVarUint() + 1;
        }

        _left--;
        return _value;
    }
}

/// <summary>lib0's UintOptRleDecoder: a number, with a minus sign when a count follows. Zero has one too.</summary>
ref struct NumberRunReader(ReadOnlySpan<byte> column)
{
    ByteReader _column = new(column);
    ulong _left;
    ulong _value;

    public ulong Read()
    {
        if (_left == 0)
        {
            var isRun = (_column.Peek() & 0x40) != 0;
            _value = (ulong)Math.Abs(_column.ReadVarInt());
            _left = isRun ? _column.ReadVarUint() + 2 : 1;
        }

        _left--;
        return _value;
    }

    public int ReadLength() => ByteReader.LengthOf(Read());

    public ulong ReadClient(Budget budget)
    {
        var client = Read();
        return client <= budget.MaxClientId
            ? client
            : throw new MalformedUpdateException(MalformedReason.Client,
                $"Client id {client} is past the limit; use one up to {budget.MaxClientId}.");
    }
}

/// <summary>
/// lib0's IntDiffOptRleDecoder: the difference to the number before, doubled, and one more when a count of equal
/// differences follows.
/// </summary>
ref struct DifferenceRunReader(ReadOnlySpan<byte> column)
{
    ByteReader _column = new(column);
    ulong _left;
    long _difference;
    long _value;

    public int Read(int max)
    {
        if (_left == 0)
        {
            var read = _column.ReadVarInt();
            _difference = read >> 1;
            _left = (read & 1) != 0 ? _column.ReadVarUint() + 2 : 1;
        }

        _left--;
        _value += _difference;
        return (ulong)_value <= (ulong)max ? (int)_value : throw NoClock(max);
    }

    readonly MalformedUpdateException NoClock(int max) =>
        new(MalformedReason.Number, $"The clock {_value} isn't between 0 and {max}.");
}
