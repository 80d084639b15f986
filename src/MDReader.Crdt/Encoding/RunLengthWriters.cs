namespace MDReader.Crdt.Encoding;

/// <summary>Writes what <see cref="ByteRunReader"/> reads.</summary>
ref struct ByteRunWriter() : IDisposable
{
    ByteWriter _column = new(64);
    byte _value;
    ulong _count;

    public void Write(byte value)
    {
        if (_count > 0 && value == _value)
        {
            _count++;
            return;
        }

        if (_count > 0)
            _column.WriteVarUint(_count - 1);
        _column.WriteByte(value);
        (_value, _count) = (value, 1);
    }

    /// <summary>The column; the last run has no count.</summary>
    public readonly ReadOnlySpan<byte> Finish() => _column.Written;

    public void Dispose() => _column.Dispose();
}

/// <summary>Writes what <see cref="NumberRunReader"/> reads.</summary>
ref struct NumberRunWriter() : IDisposable
{
    ByteWriter _column = new(64);
    ulong _value;
    ulong _count;

    public void Write(ulong value)
    {
        if (value == _value)
        {
            _count++;
            return;
        }

        Flush();
        (_value, _count) = (value, 1);
    }

    public ReadOnlySpan<byte> Finish()
    {
        Flush();
        _count = 0;
        return _column.Written;
    }

    void Flush()
    {
        if (_count == 0)
            return;
        _column.WriteSigned(_value, isNegative: _count > 1);
        if (_count > 1)
            _column.WriteVarUint(_count - 2);
    }

    public void Dispose() => _column.Dispose();
}

/// <summary>Writes what <see cref="DifferenceRunReader"/> reads.</summary>
ref struct DifferenceRunWriter() : IDisposable
{
    ByteWriter _column = new(64);
    long _value;
    long _difference;
    ulong _count;

    public void Write(int value)
    {
        if (value - _value == _difference)
        {
            _value = value;
            _count++;
            return;
        }

        Flush();
        (_difference, _value, _count) = (value - _value, value, 1);
    }

    public ReadOnlySpan<byte> Finish()
    {
        Flush();
        _count = 0;
        return _column.Written;
    }

    void Flush()
    {
        if (_count == 0)
            return;
        _column.WriteVarInt((_difference * 2) + (_count == 1 ? 0 : 1));
        if (_count > 1)
            _column.WriteVarUint(_count - 2);
    }

    public void Dispose() => _column.Dispose();
}
