using System.Text;
using MDReader.Crdt.Blocks;

namespace MDReader.Crdt.Types;

/// <summary>A text with its formats, as insertions.</summary>
static class TextReading
{
    public static IReadOnlyList<DeltaOp> ToDelta(Doc doc, SharedType type)
    {
        var store = doc.Store;
        var delta = new List<DeltaOp>();
        var attributes = new Value.Object();
        var text = new StringBuilder();
        for (var number = type.Start; number != Block.None; number = store[number].Right)
        {
            ref var block = ref store[number];
            if (block.Deleted)
                continue;
            switch (block.Kind)
            {
                case BlockKind.String:
                    text.Append(Contents.Text(store, in block));
                    break;
                case BlockKind.Format:
                    Flush(delta, text, attributes);
                    var (key, value) = Contents.Format(store, in block);
                    FormatValue.Apply(attributes, key, value);
                    break;
                case BlockKind.Embed or BlockKind.Type:
                    Flush(delta, text, attributes);
                    delta.Add(new DeltaOp.InsertEmbed(Contents.At(doc, number, 0), Held(attributes)));
                    break;
            }
        }

        Flush(delta, text, attributes);
        return delta;
    }

    public static void Flush(List<DeltaOp> delta, StringBuilder text, Value.Object attributes)
    {
        if (text.Length == 0)
            return;
        // Marks that change nothing are no reason to tell a text in two parts.
        var held = Held(attributes);
        if (delta is [.., DeltaOp.InsertText(var before, var same)] && same == held)
            delta[^1] = new DeltaOp.InsertText(before + text, same);
        else
            delta.Add(new DeltaOp.InsertText(text.ToString(), held));
        text.Clear();
    }

    public static Value.Object? Held(Value.Object attributes) => attributes.Count == 0 ? null : attributes.Copy();
}
