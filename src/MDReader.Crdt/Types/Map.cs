using System.Collections;
using MDReader.Crdt.Blocks;

namespace MDReader.Crdt.Types;

/// <summary>Keys with values. Of several values set at the same time, all replicas keep the same one.</summary>
public class Map : AbstractType, IEnumerable<KeyValuePair<string, Value>>
{
    internal Map(Doc doc, SharedType type) : base(doc, type)
    {
    }

    /// <summary>Keys that have a value. It counts them.</summary>
    public int Count => MapEdit.All(Doc, Type).Count();

    /// <summary>The value of a key; null when it has none.</summary>
    /// <exception cref="ArgumentException">Set to what can't stand in a map: a type that stands elsewhere.</exception>
    public Value? this[string key]
    {
        get => MapEdit.Get(Doc, Type, key);
        set
        {
            ArgumentNullException.ThrowIfNull(key);
            ArgumentNullException.ThrowIfNull(value);
            Edit((key, value), static (transaction, type, set) => MapEdit.Set(transaction, type, set.key, set.value));
        }
    }

    public bool ContainsKey(string key) => MapEdit.Find(Doc, Type, key) != Block.None;

    /// <summary>Puts a new type under a key, and returns it to be filled.</summary>
    public AbstractType Set(string key, NewType value)
    {
        ArgumentNullException.ThrowIfNull(key);
        Edit((key, value), static (transaction, type, set) => MapEdit.SetType(transaction, type, set.key, set.value));
        return ((Value.Shared)this[key]!).Of;
    }

    /// <summary>Does nothing when the key has no value.</summary>
    public void Remove(string key) =>
        Edit(key, static (transaction, type, removed) => MapEdit.Delete(transaction, type, removed));

    /// <summary>Removes every key.</summary>
    public void Clear() => Edit(0, static (transaction, type, _) =>
    {
        foreach (var number in type.HasMap ? type.Map.Values.ToArray() : [])
            Deletion.Delete(transaction, number);
    });

    /// <summary>Keys in the order in which they were first seen here, which differs between replicas.</summary>
    public IEnumerator<KeyValuePair<string, Value>> GetEnumerator() => MapEdit.All(Doc, Type).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public override Value ToJson() => MapEdit.ToJson(Doc, Type);
}
