using MDReader.Crdt.Blocks;
using MDReader.Crdt.Encoding;

namespace MDReader.Crdt.Types;

/// <summary>Keys and values of maps, and attributes of the other types.</summary>
static class MapEdit
{
    public static int KeyOf(BlockStore store, string key) =>
        store.Keys.NumberOf(System.Text.Encoding.UTF8.GetBytes(key));

    public static string NameOf(BlockStore store, int key) => System.Text.Encoding.UTF8.GetString(store.Keys[key]);

    /// <summary>The block of a key's value; None when it has none or it was deleted.</summary>
    public static int Find(Doc doc, SharedType type, string key)
    {
        if (!type.HasMap)
            return Block.None;
        var number = type.ValueOf(KeyOf(doc.Store, key));
        return number == Block.None || doc.Store[number].Deleted ? Block.None : number;
    }

    public static Value? Get(Doc doc, SharedType type, string key) =>
        Find(doc, type, key) is var number and not Block.None ? Contents.Last(doc, number) : null;

    public static IEnumerable<KeyValuePair<string, Value>> All(Doc doc, SharedType type)
    {
        if (!type.HasMap)
            yield break;
        foreach (var (key, number) in type.Map)
        {
            if (!doc.Store[number].Deleted)
                yield return new(NameOf(doc.Store, key), Contents.Last(doc, number));
        }
    }

    public static Value.Object ToJson(Doc doc, SharedType type)
    {
        var json = new Value.Object();
        foreach (var (key, value) in All(doc, type))
            json.Set(key, value is Value.Shared(var shared) ? shared.ToJson() : value);
        return json;
    }

    public static void Set(Transaction transaction, SharedType type, string key, Value value)
    {
        var writer = new ByteWriter(64);
        try
        {
            var kind = ValueContent.Write(ref writer, value, transaction.Doc.Budget.MaxDepth);
            var number = Set(transaction, type, key, kind, writer.Written);
            if (value is Value.Document(var doc))
                transaction.Adopt(number, doc);
        }
        finally
        {
            writer.Dispose();
        }
    }

    public static int SetType(Transaction transaction, SharedType type, string key, NewType value)
    {
        var writer = new ByteWriter(64);
        try
        {
            value.Write(ref writer);
            var number = Set(transaction, type, key, BlockKind.Type, writer.Written);
            value.Fill(transaction, number);
            return number;
        }
        finally
        {
            writer.Dispose();
        }
    }

    static int Set(Transaction transaction, SharedType type, string key, BlockKind kind, ReadOnlySpan<byte> content)
    {
        var number = KeyOf(transaction.Store, key);
        return ItemEdit.Set(transaction, type, number, type.ValueOf(number), kind, content);
    }

    public static void Delete(Transaction transaction, SharedType type, string key)
    {
        if (Find(transaction.Doc, type, key) is var number and not Block.None)
            Deletion.Delete(transaction, number);
    }
}
