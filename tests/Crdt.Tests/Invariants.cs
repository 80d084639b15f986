using MDReader.Crdt;
using MDReader.Crdt.Blocks;
using MDReader.Crdt.Types;

namespace Crdt.Tests;

/// <summary>What holds of every document between two transactions, whatever happened to it.</summary>
static class Invariants
{
    public static void Check(Doc doc, Text text)
    {
        CheckClients(doc.Store);
        CheckList(doc.Store, text);
    }

    // The text of a failure is made only when there is one: this runs for every unit of every step.
    static void Hold(bool holds, FormattableString what)
    {
        if (!holds)
            Assert.Fail(FormattableString.Invariant(what));
    }

    static void CheckClients(BlockStore store)
    {
        foreach (var client in store.Clients.All)
        {
            var clock = 0;
            var blocks = 0;
            while (clock < client.State)
            {
                var number = client.BlockAt(clock);
                ref var block = ref store[number];
                Hold(block.Clock == clock, $"client {client.Id} has no gap at {clock}");
                Hold(block.Length > 0 && block.Client == client.Index, $"{client.Id}@{clock} is a block of its client");
                Hold(client.BlockAt(block.End - 1) == number, $"{client.Id}@{clock} is found by its last unit");
                Hold(block.Left == Block.None || store[block.Left].Right == number,
                    $"left of {client.Id}@{clock} points back");
                Hold(block.Right == Block.None || store[block.Right].Left == number,
                    $"right of {client.Id}@{clock} points back");
                Hold(block.Kind != BlockKind.String || block.Content + block.Length <= client.Text.Length,
                    $"{client.Id}@{clock} has its text");
                Hold(client.Blocks.CountFrom(clock) == client.Blocks.Count - blocks++, $"{client.Id}@{clock} counts");
                clock = block.End;
            }

            blocks.ShouldBe(client.Blocks.Count);

            clock.ShouldBe(client.State);
            client.IsExtended.ShouldBeFalse();
        }
    }

    static void CheckList(BlockStore store, Text text)
    {
        var visible = 0;
        var characters = 0;
        var last = Block.None;
        for (var number = text.Type.Start; number != Block.None; number = store[number].Right)
        {
            Hold(store[number].Left == last, $"block {number} is linked to {last}");
            Hold(store[number].Parent == text.Type.Number, $"block {number} is in the text");
            // Every index of the block is found again, from both sides.
            if (text.Type.Positions is { } positions)
            {
                Hold(positions.StartOf(number) == visible, $"the index starts block {number} at {visible}");
                for (var i = 0; i < store[number].VisibleLength; i++)
                    Hold(positions.Find(visible + i) == (number, i), $"the index finds {visible + i} in block {number}");
            }

            visible += store[number].VisibleLength;
            characters += store[number].Kind == BlockKind.String ? store[number].VisibleLength : 0;
            last = number;
        }

        text.Length.ShouldBe(visible);
        text.ToString().Length.ShouldBe(characters);
        if (text.Type.Positions is not null && last != Block.None)
            text.Positions.Last.ShouldBe(last);
    }
}
