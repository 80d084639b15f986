using System.Globalization;
using System.Text;
using MDReader.Crdt;
using MDReader.Crdt.Blocks;

namespace Crdt.Tests.Sessions;

/// <summary>All blocks of a document as text, a line each, by client and clock: where each stands and what it holds.</summary>
static class StoreText
{
    public static string Of(Doc doc)
    {
        var store = doc.Store;
        var text = new StringBuilder();
        foreach (var client in store.Clients.All.ToArray().OrderByDescending(client => client.Id))
        {
            for (var clock = 0; clock < client.State;)
            {
                var number = client.BlockAt(clock);
                text.AppendLine(Line(store, client, number));
                clock = store[number].End;
            }
        }

        return text.ToString();
    }

    static string Line(BlockStore store, ClientBlocks client, int number)
    {
        ref var block = ref store[number];
        var line = new StringBuilder();
        line.Append(CultureInfo.InvariantCulture, $"{client.Id}@{block.Clock}+{block.Length} {block.Kind}");
        line.Append(block.Deleted ? " deleted" : "");
        if (block.Kind == BlockKind.Gc)
            return line.ToString();
        line.Append(CultureInfo.InvariantCulture, $" between {LastOf(store, block.Left)} and {FirstOf(store, block.Right)}");
        if (block.HasOrigin)
            line.Append(CultureInfo.InvariantCulture, $" behind {store.Clients[block.OriginClient].Id}@{block.OriginClock}");
        if (block.HasRightOrigin)
            line.Append(CultureInfo.InvariantCulture,
                $" before {store.Clients[block.RightOriginClient].Id}@{block.RightOriginClock}");
        var parent = store.Type(block.Parent);
        line.Append(" in ").Append(parent.RootName is { } name
            ? System.Text.Encoding.UTF8.GetString(name)
            : FirstOf(store, parent.Item));
        if (block.HasKey)
            line.Append(" at ").Append(System.Text.Encoding.UTF8.GetString(store.Keys[store.KeyOf(number)]));
        return line.Append(' ').Append(ContentOf(store, client, in block)).ToString();
    }

    static string ContentOf(BlockStore store, ClientBlocks client, in Block block)
    {
        switch (block.Kind)
        {
            case BlockKind.Deleted:
                return "";
            case BlockKind.Type:
                return Convert.ToHexStringLower(store.Type(block.Content).Encoded);
            case BlockKind.String:
                var units = new char[block.Length];
                client.Text.CopyTo(block.Content, units);
                return new string(units);
            default:
                return Convert.ToHexStringLower(client.Values.Of(in block, 0, block.Length));
        }
    }

    static string FirstOf(BlockStore store, int number) => number == Block.None ? "none"
        : string.Create(CultureInfo.InvariantCulture,
            $"{store.Clients[store[number].Client].Id}@{store[number].Clock}");

    static string LastOf(BlockStore store, int number) => number == Block.None ? "none"
        : string.Create(CultureInfo.InvariantCulture,
            $"{store.Clients[store[number].Client].Id}@{store[number].End - 1}");
}
