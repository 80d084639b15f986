using MDReader.Crdt.Blocks;

namespace MDReader.Crdt.Types;

/// <summary>Reads the visible values of a list.</summary>
static class ListReading
{
    /// <summary>A copy: the list may change while the caller goes through it.</summary>
    public static List<Value> All(Doc doc, SharedType type)
    {
        var values = new List<Value>(type.Length);
        for (var number = type.Start; number != Block.None; number = doc.Store[number].Right)
        {
            if (doc.Store[number].VisibleLength is var length and > 0)
                Contents.AddTo(values, doc, number, 0, length);
        }

        return values;
    }

    public static Value At(AbstractType list, int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, list.Type.Length);
        var (number, offset) = list.Positions.Find(index);
        return Contents.At(list.Doc, number, offset);
    }

    /// <exception cref="ArgumentOutOfRangeException">The range is past the end.</exception>
    public static void CheckRange(SharedType type, int index, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(index, type.Length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, type.Length - index);
    }
}
