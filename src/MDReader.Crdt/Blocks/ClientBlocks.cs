namespace MDReader.Crdt.Blocks;

/// <summary>All that is held of one client: its blocks by clock, without gaps, and their contents.</summary>
sealed class ClientBlocks(ulong id, int index)
{
    // Most clients of an old document wrote once, and little: each costs what it needs.
    TextBuffer? _text;
    ValueBuffer? _values;

    public ulong Id { get; } = id;

    /// <summary>Its place in the table of clients.</summary>
    public int Index { get; } = index;

    /// <summary>The next clock.</summary>
    public int State { get; set; }

    /// <summary>Whether the open transaction added to it, and what it held before that.</summary>
    public bool IsExtended { get; set; }

    public int StateBefore { get; private set; }

    public int TextBefore { get; private set; }

    public int ValuesBefore { get; private set; }

    /// <summary>About how many bytes its contents take.</summary>
    public int ContentLength => (_text?.Length ?? 0) + (_values?.Length ?? 0);

    /// <summary>A transaction begins to add to it.</summary>
    public void Extend()
    {
        IsExtended = true;
        StateBefore = State;
        TextBefore = _text?.Length ?? 0;
        ValuesBefore = _values?.Length ?? 0;
    }

    public BlockList Blocks { get; } = new();

    public TextBuffer Text => _text ??= new();

    public ValueBuffer Values => _values ??= new();

    /// <summary>The block that holds a clock below <see cref="State"/>.</summary>
    public int BlockAt(int clock) => Blocks.Find(clock);

    public void Append(int block, int clock, int end)
    {
        Blocks.Append(block, clock);
        State = end;
    }
}
