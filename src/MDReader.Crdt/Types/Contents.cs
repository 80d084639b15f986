using MDReader.Crdt.Blocks;
using MDReader.Crdt.Encoding;

namespace MDReader.Crdt.Types;

/// <summary>What blocks hold, as values.</summary>
static class Contents
{
    /// <summary>The bytes of a content that is one value, as on the wire (V1).</summary>
    static ReadOnlySpan<byte> Encoded(BlockStore store, in Block block) =>
        store.Clients[block.Client].Values.Of(in block, 0, 1);

    public static string Text(BlockStore store, in Block block, int offset, int length) =>
        string.Create(length, (store.Clients[block.Client].Text, Start: block.Content + offset),
            static (target, source) => source.Text.CopyTo(source.Start, target));

    public static string Text(BlockStore store, in Block block) => Text(store, in block, 0, block.Length);

    public static (string Key, Value Value) Format(BlockStore store, in Block block)
    {
        var reader = new ByteReader(Encoded(store, in block));
        var key = System.Text.Encoding.UTF8.GetString(reader.ReadVarUtf8());
        return (key, JsonForm.Read(reader.ReadVarUtf8()));
    }

    /// <summary>The values of the units from <paramref name="from"/> to before <paramref name="to"/>.</summary>
    public static void AddTo(List<Value> values, Doc doc, int number, int from, int to)
    {
        ref var block = ref doc.Store[number];
        if (block.Kind is not (BlockKind.Any or BlockKind.Json))
        {
            if (block.Kind == BlockKind.String)
                values.AddRange(Text(doc.Store, in block, from, to - from).Select(unit => (Value)$"{unit}"));
            else
                values.Add(Single(doc, in block));
            return;
        }

        var held = doc.Store.Clients[block.Client].Values;
        var reader = new ByteReader(held.From(held.StartOf(in block, from)));
        for (var i = from; i < to; i++)
            values.Add(block.Kind == BlockKind.Any ? AnyForm.Read(ref reader) : JsonForm.Read(reader.ReadVarUtf8()));
    }

    public static Value At(Doc doc, int number, int offset)
    {
        var values = new List<Value>(1);
        AddTo(values, doc, number, offset, offset + 1);
        return values[0];
    }

    /// <summary>The value of a map's entry: the last of its block.</summary>
    public static Value Last(Doc doc, int number) => At(doc, number, doc.Store[number].Length - 1);

    static Value Single(Doc doc, in Block block)
    {
        switch (block.Kind)
        {
            case BlockKind.Type:
                return new Value.Shared(doc.ViewOf(doc.Store.Type(block.Content)));
            case BlockKind.Binary:
                return new ByteReader(Encoded(doc.Store, in block)).ReadVarBytes().ToArray();
            case BlockKind.Embed:
                return JsonForm.Read(new ByteReader(Encoded(doc.Store, in block)).ReadVarUtf8());
            case BlockKind.Doc:
                return new Value.Document(doc.HeldDocuments.At((block.Client, block.Clock), Encoded(doc.Store, in block)));
            default:
                // What was let go, or never was a value.
                return new Value.Undefined();
        }
    }
}
