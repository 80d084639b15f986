using System.Text;
using MDReader.Crdt.Blocks;
using MDReader.Crdt.Types;

namespace MDReader.Crdt.History;

/// <summary>
/// A text as it was at a moment, and what of it came or went since an earlier one: that has the attribute "ychange", as
/// yjs gives it. Blocks aren't cut for it: each is told in the parts that were there alike.
/// </summary>
sealed class TextBetween(Doc doc, Snapshot at, Snapshot? since)
{
    const string Change = "ychange";

    static readonly Value.Object Removed = new() { ["type"] = "removed" };
    static readonly Value.Object Added = new() { ["type"] = "added" };

    readonly List<DeltaOp> _delta = [];
    readonly Value.Object _attributes = new();
    readonly StringBuilder _text = new();

    public IReadOnlyList<DeltaOp> Of(SharedType type)
    {
        for (var number = type.Start; number != Block.None; number = doc.Store[number].Right)
        {
            for (var offset = 0; offset < doc.Store[number].Length;)
                offset = Add(number, offset);
        }

        TextReading.Flush(_delta, _text, _attributes);
        return _delta;
    }

    /// <summary>Tells a block's units from one on that were there alike; returns where they end.</summary>
    int Add(int number, int offset)
    {
        ref var block = ref doc.Store[number];
        var client = doc.Store.Clients[block.Client].Id;
        var clock = block.Clock + offset;
        var (isThere, end) = at.VisibleFrom(client, clock, block.End);
        var wasThere = false;
        if (since is not null)
            (wasThere, end) = since.VisibleFrom(client, clock, end);
        if (isThere || wasThere)
            Add(number, (offset, end - block.Clock), isThere, wasThere);
        return end - block.Clock;
    }

    void Add(int number, (int From, int To) part, bool isThere, bool wasThere)
    {
        ref var block = ref doc.Store[number];
        switch (block.Kind)
        {
            case BlockKind.String:
                MarkChange(!isThere ? Removed : since is not null && !wasThere ? Added : null);
                _text.Append(Contents.Text(doc.Store, in block, part.From, part.To - part.From));
                break;
            case BlockKind.Embed or BlockKind.Type:
                TextReading.Flush(_delta, _text, _attributes);
                _delta.Add(new DeltaOp.InsertEmbed(
                    Contents.At(doc, number, 0), TextReading.Held(_attributes)));
                break;
            case BlockKind.Format when isThere:
                TextReading.Flush(_delta, _text, _attributes);
                var (key, value) = Contents.Format(doc.Store, in block);
                FormatValue.Apply(_attributes, key, value);
                break;
        }
    }

    void MarkChange(Value.Object? change)
    {
        TextReading.Flush(_delta, _text, _attributes);
        if (change is null)
            _attributes.Remove(Change);
        else
            _attributes.Set(Change, change);
    }
}
