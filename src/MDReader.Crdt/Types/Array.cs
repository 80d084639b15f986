using System.Collections;
using MDReader.Crdt.Blocks;

namespace MDReader.Crdt.Types;

/// <summary>A list of values. Indices and lengths count values.</summary>
public sealed class Array : AbstractType, IReadOnlyList<Value>
{
    internal Array(Doc doc, SharedType type) : base(doc, type)
    {
    }

    public int Count => Type.Length;

    /// <exception cref="ArgumentOutOfRangeException">There is no such index.</exception>
    public Value this[int index] => ListReading.At(this, index);

    /// <exception cref="ArgumentOutOfRangeException">The index is past the end.</exception>
    /// <exception cref="ArgumentException">A value is a type that stands elsewhere. Nothing was inserted.</exception>
    public void Insert(int index, params IReadOnlyList<Value> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        ListReading.CheckRange(Type, index, 0);
        Edit((index, values), static (transaction, type, insert) => ListEdit.Insert(
            transaction, type, ListEdit.PlaceAt(transaction, type, insert.index), insert.values));
    }

    /// <summary>Inserts a new type, and returns it to be filled.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The index is past the end.</exception>
    public AbstractType Insert(int index, NewType inserted)
    {
        ListReading.CheckRange(Type, index, 0);
        Edit((index, inserted), static (transaction, type, insert) => ListEdit.InsertType(
            transaction, type, ListEdit.PlaceAt(transaction, type, insert.index), insert.inserted));
        return ((Value.Shared)this[index]).Of;
    }

    /// <summary>
    /// Puts values at the end: behind what stands there, deleted values included. Where several do it at the same
    /// time, that keeps each one's values together better than inserting at <see cref="Count"/>.
    /// </summary>
    public void Add(params IReadOnlyList<Value> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        Edit(values, static (transaction, type, added) =>
            ListEdit.Insert(transaction, type, ListEdit.PlaceAtEnd(transaction, type), added));
    }

    /// <exception cref="ArgumentOutOfRangeException">The range is past the end.</exception>
    public void Delete(int index, int length = 1)
    {
        ListReading.CheckRange(Type, index, length);
        if (length > 0)
            Edit((index, length), static (transaction, type, range) =>
                ListEdit.Delete(transaction, type, range.index, range.length));
    }

    public IEnumerator<Value> GetEnumerator() => ListReading.All(Doc, Type).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public override Value ToJson() =>
        new Value.List([.. this.Select(value => value is Value.Shared(var shared) ? shared.ToJson() : value)]);
}
