using System.Text;
using MDReader.Crdt.Blocks;

namespace MDReader.Crdt.Types;

/// <summary>Elements and texts in a row. Indices count children.</summary>
public class XmlFragment : AbstractType
{
    internal XmlFragment(Doc doc, SharedType type) : base(doc, type)
    {
    }

    public int Length => Type.Length;

    public IReadOnlyList<Value> Children => ListReading.All(Doc, Type);

    /// <exception cref="ArgumentOutOfRangeException">There is no such index.</exception>
    public Value this[int index] => ListReading.At(this, index);

    /// <summary>Inserts a new element, text or hook, and returns it to be filled.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The index is past the end.</exception>
    public AbstractType Insert(int index, NewType child)
    {
        ListReading.CheckRange(Type, index, 0);
        Edit((index, child), static (transaction, type, insert) => ListEdit.InsertType(
            transaction, type, ListEdit.PlaceAt(transaction, type, insert.index), insert.child));
        return ((Value.Shared)this[index]).Of;
    }

    /// <exception cref="ArgumentOutOfRangeException">The range is past the end.</exception>
    public void Delete(int index, int length = 1)
    {
        ListReading.CheckRange(Type, index, length);
        if (length > 0)
            Edit((index, length), static (transaction, type, range) =>
                ListEdit.Delete(transaction, type, range.index, range.length));
    }

    /// <summary>As yjs writes it, which escapes nothing: never put it into a page as it is.</summary>
    public override string ToString()
    {
        var xml = new StringBuilder();
        foreach (var child in Children)
            xml.Append(JavaScriptText.Of(child));
        return xml.ToString();
    }

    public override Value ToJson() => ToString();
}
