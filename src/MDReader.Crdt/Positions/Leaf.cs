namespace MDReader.Crdt.Positions;

/// <summary>Up to 64 blocks that follow each other in a list, with what is visible of each.</summary>
sealed class Leaf
{
    public const int Capacity = 64;

    public int[] Blocks { get; } = new int[Capacity];

    public int[] Visible { get; } = new int[Capacity];

    public int Count { get; set; }

    public int SlotOf(int block) => Blocks.AsSpan(0, Count).IndexOf(block);

    public void Insert(int slot, int block, int visible)
    {
        Array.Copy(Blocks, slot, Blocks, slot + 1, Count - slot);
        Array.Copy(Visible, slot, Visible, slot + 1, Count - slot);
        Blocks[slot] = block;
        Visible[slot] = visible;
        Count++;
    }

    public void Remove(int slot)
    {
        Count--;
        Array.Copy(Blocks, slot + 1, Blocks, slot, Count - slot);
        Array.Copy(Visible, slot + 1, Visible, slot, Count - slot);
    }

    public int Sum()
    {
        var sum = 0;
        foreach (var visible in Visible.AsSpan(0, Count))
            sum += visible;
        return sum;
    }
}
