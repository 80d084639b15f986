using System.Text;
using MDReader.Crdt.Blocks;

namespace MDReader.Crdt.Types;

/// <summary>Elements and texts in a row. Indices count children.</summary>
public class XmlFragment : AbstractType
{
    internal XmlFragment(Doc doc, SharedType type) : base(doc, type)
    {
    }

    /// <summary>How many children it has.</summary>
    public int Length => Type.Length;

    /// <summary>A copy of the list as it is now; the types in it are the document's.</summary>
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

    /// <summary>Inserts a new element, text or hook behind a child, or, given null, before all of them.</summary>
    /// <exception cref="ArgumentException">It is no child of this fragment.</exception>
    public AbstractType InsertAfter(AbstractType? child, NewType inserted)
    {
        if (child is not null && child.Parent != this)
            throw new ArgumentException("It stands somewhere else, or was deleted; give a child of this fragment.");
        var transaction = BeginEdit(out var isOutermost);
        try
        {
            var place = child is null
                ? (Block.None, Type.Start)
                : (child.Type.Item, Doc.Store[child.Type.Item].Right);
            var number = ListEdit.InsertType(transaction, Type, place, inserted);
            return Doc.ViewOf(Doc.Store.Type(Doc.Store[number].Content));
        }
        finally
        {
            if (isOutermost)
                Doc.Close(transaction, null);
        }
    }

    /// <summary>Null when it has no child, or the first one is no type.</summary>
    public AbstractType? FirstChild => Length > 0 && this[0] is Value.Shared(var first) ? first : null;

    /// <summary>
    /// All elements, texts and hooks in it at any depth, each before what stands in it. It may change on the way: what
    /// was passed isn't visited again.
    /// </summary>
    public IEnumerable<AbstractType> Descendants()
    {
        var left = new Stack<AbstractType>(Types().Reverse());
        while (left.TryPop(out var next))
        {
            yield return next;
            foreach (var child in next is XmlFragment fragment ? fragment.Types().Reverse() : [])
                left.Push(child);
        }
    }

    IEnumerable<AbstractType> Types() => Children.OfType<Value.Shared>().Select(child => child.Of);

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
