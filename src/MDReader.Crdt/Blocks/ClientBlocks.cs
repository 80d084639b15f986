using System.Runtime.InteropServices;

namespace MDReader.Crdt.Blocks;

/// <summary>
/// All that is held of one client: its blocks by clock, without gaps, and their contents. Most clients of an old document
/// wrote once, and little, so that each costs what it needs: one block needs no list, and a short text no buffer.
/// </summary>
sealed class ClientBlocks(ulong id, int index)
{
    /// <summary>A text up to here may stand in the buffer that clients share.</summary>
    public const int MaxSharedText = 64;

    const int NotExtended = -1;

    int _only = Block.None;
    BlockList? _blocks;
    TextBuffer? _text;
    ValueBuffer? _values;

    public ulong Id { get; } = id;

    /// <summary>Its place in the table of clients.</summary>
    public int Index { get; } = index;

    /// <summary>The next clock.</summary>
    public int State { get; set; }

    /// <summary>What <see cref="State"/> was before the open transaction added to it.</summary>
    public int StateBefore { get; private set; } = NotExtended;

    /// <summary>Whether the open transaction added to it.</summary>
    public bool IsExtended => StateBefore != NotExtended;

    public TextBuffer Text => _text ??= new();

    public ValueBuffer Values => _values ??= new();

    public int TextLength => _text?.Length ?? 0;

    public int ValuesLength => _values?.Length ?? 0;

    /// <summary>A transaction begins to add to it.</summary>
    public void Extend(BlockStore store)
    {
        StateBefore = State;
        if (State > 0)
            LeaveSharedText(store);
    }

    public void EndExtension() => StateBefore = NotExtended;

    /// <summary>The one text that it will have for now is short: it needs no buffer of its own.</summary>
    public void ShareText(TextBuffer shared) => _text = shared;

    /// <summary>Who goes on writing needs its texts in a row.</summary>
    public void LeaveSharedText(BlockStore store)
    {
        if (_text is not { IsShared: true } shared)
            return;
        _text = new();
        foreach (var number in From(0))
        {
            ref var block = ref store[number];
            if (block.Kind == BlockKind.String)
                block.Content = _text.AppendCopy(shared, block.Content, block.Length);
        }
    }

    public int BlockCount => _blocks is not null ? _blocks.Count : _only == Block.None ? 0 : 1;

    public int Last => _blocks is not null ? _blocks.Last : _only;

    /// <summary>The block that holds a clock below <see cref="State"/>.</summary>
    public int BlockAt(int clock) => _blocks is not null ? _blocks.Find(clock) : _only;

    /// <summary>How many blocks there are from the one that holds a clock.</summary>
    public int CountFrom(int clock) => _blocks is not null ? _blocks.CountFrom(clock) : BlockCount;

    /// <summary>
    /// The blocks from the one that holds a clock on, for who cuts and joins nothing on the way. The list must reach
    /// that far.
    /// </summary>
    public BlockList.Walk From(int clock) => _blocks is not null
        ? _blocks.From(clock)
        : new(null, MemoryMarshal.CreateReadOnlySpan(ref _only, BlockCount), 0, 0);

    public void Append(int block, int clock, int end)
    {
        if (_blocks is not null)
            _blocks.Append(block, clock);
        else if (_only == Block.None)
            _only = block;
        else
            OpenList().Append(block, clock);
        State = end;
    }

    /// <summary>Takes in the right part of a block that was cut.</summary>
    public void Insert(int block, int clock) => (_blocks ?? OpenList()).Insert(block, clock);

    /// <summary>Takes out the block that begins at a clock.</summary>
    public void Remove(int clock)
    {
        if (_blocks is not null)
            _blocks.Remove(clock);
        else
            _only = Block.None;
    }

    // The first block of a client begins at 0.
    BlockList OpenList()
    {
        _blocks = new();
        _blocks.Append(_only, 0);
        return _blocks;
    }
}
