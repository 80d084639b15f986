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
                block.Clock.ShouldBe(clock, $"client {client.Id} has no gap");
                block.Length.ShouldBeGreaterThan(0);
                block.Client.ShouldBe(client.Index);
                client.BlockAt(block.End - 1).ShouldBe(number);
                if (block.Left != Block.None)
                    store[block.Left].Right.ShouldBe(number, $"left of {client.Id}@{clock} points back");
                if (block.Right != Block.None)
                    store[block.Right].Left.ShouldBe(number, $"right of {client.Id}@{clock} points back");
                if (block.Kind == BlockKind.String)
                    (block.Content + block.Length).ShouldBeLessThanOrEqualTo(client.Text.Length);
                client.Blocks.CountFrom(clock).ShouldBe(client.Blocks.Count - blocks++);
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
            store[number].Left.ShouldBe(last);
            store[number].Parent.ShouldBe(text.Type.Number);
            // Every index of the block is found again, from both sides.
            if (text.Type.Positions is { } positions)
            {
                positions.StartOf(number).ShouldBe(visible);
                for (var i = 0; i < store[number].VisibleLength; i++)
                    positions.Find(visible + i).ShouldBe((number, i));
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
