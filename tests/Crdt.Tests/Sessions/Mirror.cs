using MDReader.Crdt;
using MDReader.Crdt.Types;

namespace Crdt.Tests.Sessions;

/// <summary>A copy of a document's root text and array that learns of changes from events alone.</summary>
sealed class Mirror
{
    readonly Text _text;
    readonly MDReader.Crdt.Types.Array _array;
    readonly Text _textCopy = new Doc(new() { ClientId = 0 }).GetText("copy");
    readonly List<Value> _arrayCopy = [];

    public Mirror(Doc doc)
    {
        (_text, _array) = (doc.GetText(SessionEdits.Text), doc.GetArray(SessionEdits.Array));
        _text.Changed += happened => _textCopy.ApplyDelta(happened.Delta);
        _array.Changed += happened => Follow(happened.Delta);
    }

    void Follow(IReadOnlyList<DeltaOp> delta)
    {
        var at = 0;
        foreach (var operation in delta)
        {
            switch (operation)
            {
                case DeltaOp.Retain(var length, _):
                    at += length;
                    break;
                case DeltaOp.InsertValues(var values):
                    _arrayCopy.InsertRange(at, values);
                    at += values.Count;
                    break;
                case DeltaOp.Delete(var length):
                    _arrayCopy.RemoveRange(at, length);
                    break;
            }
        }
    }

    public void Check()
    {
        Divergence.Unless(_textCopy.ToDelta().SequenceEqual(_text.ToDelta()),
            $"by its events the text is\n{Said(_textCopy)}\nand it is\n{Said(_text)}");
        Divergence.Unless(_arrayCopy.SequenceEqual(_array),
            $"by its events the array is\n{string.Join(' ', _arrayCopy)}\nand it is\n{string.Join(' ', _array)}");
    }

    static string Said(Text text) => string.Join('\n', text.ToDelta());
}
