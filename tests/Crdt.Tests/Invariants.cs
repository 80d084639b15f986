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
        var characters = CheckList(doc.Store, text.Type);
        text.ToString().Length.ShouldBe(characters);
    }

    /// <summary>Of all types that anything stands in.</summary>
    public static void Check(Doc doc)
    {
        CheckClients(doc.Store);
        var types = new HashSet<int>();
        foreach (var client in doc.Store.Clients.All)
        {
            for (var clock = 0; clock < client.State;)
            {
                ref var block = ref doc.Store[client.BlockAt(clock)];
                clock = block.End;
                if (block.Parent != Block.None)
                    types.Add(block.Parent);
            }
        }

        foreach (var type in types)
        {
            CheckList(doc.Store, doc.Store.Type(type));
            CheckMap(doc.Store, doc.Store.Type(type));
        }
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
                Hold(client.CountFrom(clock) == client.BlockCount - blocks++, $"{client.Id}@{clock} counts");
                clock = block.End;
            }

            blocks.ShouldBe(client.BlockCount);

            clock.ShouldBe(client.State);
            client.IsExtended.ShouldBeFalse();
        }
    }

    /// <summary>Returns how many visible characters there are.</summary>
    static int CheckList(BlockStore store, SharedType type)
    {
        var isDeleted = type.Item != Block.None && store[type.Item].Deleted;
        var visible = 0;
        var characters = 0;
        var last = Block.None;
        for (var number = type.Start; number != Block.None; number = store[number].Right)
        {
            ref var block = ref store[number];
            Hold(block.Left == last, $"block {number} is linked to {last}");
            Hold(block.Parent == type.Number && !block.HasKey, $"block {number} is in the list it stands in");
            Hold(!isDeleted || block.Deleted, $"block {number} is deleted with its type");
            // Every index of the block is found again, from both sides.
            if (type.Positions is { } positions)
            {
                Hold(positions.StartOf(number) == visible, $"the index starts block {number} at {visible}");
                for (var i = 0; i < block.VisibleLength; i++)
                    Hold(positions.Find(visible + i) == (number, i), $"the index finds {visible + i} in block {number}");
            }

            visible += block.VisibleLength;
            characters += block.Kind == BlockKind.String ? block.VisibleLength : 0;
            last = number;
        }

        type.Length.ShouldBe(visible);
        if (type.Positions is not null && last != Block.None)
            type.Positions.Last.ShouldBe(last);
        return characters;
    }

    static void CheckMap(BlockStore store, SharedType type)
    {
        if (!type.HasMap)
            return;
        foreach (var (key, value) in type.Map)
        {
            Hold(store[value].Right == Block.None, $"block {value} is the last of its key");
            for (var number = value; number != Block.None; number = store[number].Left)
            {
                Hold(store[number].Parent == type.Number && store.KeyOf(number) == key, $"block {number} is of key {key}");
                Hold(number == value || store[number].Deleted || IsCut(store, number),
                    $"block {number} is deleted, as another took its place");
            }
        }
    }

    // No honest peer gives a key more than one unit; cut, only its last part counts, in yjs too.
    static bool IsCut(BlockStore store, int number)
    {
        ref var block = ref store[number];
        var client = store.Clients[block.Client];
        if (block.End >= client.State)
            return false;
        var next = client.BlockAt(block.End);
        ref var rest = ref store[next];
        return rest.Parent == block.Parent && store.KeyOf(next) == store.KeyOf(number)
            && rest.OriginClient == block.Client && rest.OriginClock == block.End - 1;
    }
}
