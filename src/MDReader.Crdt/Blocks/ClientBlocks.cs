namespace MDReader.Crdt.Blocks;

/// <summary>All that is held of one client: its blocks by clock, without gaps, and their contents.</summary>
sealed class ClientBlocks(ulong id, int index)
{
    public ulong Id { get; } = id;

    /// <summary>Its place in the table of clients.</summary>
    public int Index { get; } = index;

    /// <summary>The next clock.</summary>
    public int State { get; set; }

    /// <summary>Whether the open transaction added to it, and what it held before that.</summary>
    public bool IsExtended { get; set; }

    public int StateBefore { get; set; }

    public int TextBefore { get; set; }

    public int ValuesBefore { get; set; }

    public BlockList Blocks { get; } = new();

    public TextBuffer Text { get; } = new();

    public ValueBuffer Values { get; } = new();

    /// <summary>The block that holds a clock below <see cref="State"/>.</summary>
    public int BlockAt(int clock) => Blocks.Find(clock);

    public void Append(int block, int clock, int end)
    {
        Blocks.Insert(block, clock);
        State = end;
    }
}
