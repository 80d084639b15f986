using MDReader.Crdt.Blocks;

namespace MDReader.Crdt.Types;

/// <summary>What a type held when it was copied, with all types in it, and how that is put into another one.</summary>
sealed class TypeCopy
{
    readonly Dictionary<AbstractType, Content> _contents = [];
    readonly AbstractType _source;

    /// <summary>Reads all of it now: it may be copied into itself.</summary>
    public TypeCopy(AbstractType source)
    {
        _source = source;
        var left = new Stack<AbstractType>([source]);
        while (left.TryPop(out var next))
        {
            var content = new Content(
                next is Array or XmlFragment ? ListReading.All(next.Doc, next.Type) : [],
                [.. MapEdit.All(next.Doc, next.Type)],
                next is Text text ? text.ToDelta() : []);
            _contents.Add(next, content);
            foreach (var inner in content.Types)
                left.Push(inner);
        }
    }

    /// <summary>The kind of a type, and its name where it has one.</summary>
    public static NewType KindOf(AbstractType type) => type switch
    {
        Array => NewType.Array,
        XmlHook hook => NewType.XmlHook(hook.HookName),
        Map => NewType.Map,
        XmlText => NewType.XmlText,
        Text => NewType.Text,
        XmlElement element => NewType.XmlElement(element.NodeName),
        XmlFragment => NewType.XmlFragment,
        _ => throw new ArgumentException(
            $"Nobody has said what the root '{type.Name}' is; ask the document for it as an array, a map or a text first."),
    };

    /// <summary>Fills the new type of the same kind that a block holds. Nesting is no reason to recurse.</summary>
    public void Fill(Transaction transaction, int number)
    {
        var store = transaction.Store;
        var left = new Stack<(AbstractType From, int To)>([(_source, number)]);
        while (left.TryPop(out var pair))
        {
            var content = _contents[pair.From];
            var into = store.Type(store[pair.To].Content);
            foreach (var (key, value) in content.Keys)
            {
                if (value is Value.Shared(var inner))
                    left.Push((inner, MapEdit.SetType(transaction, into, key, KindOf(inner))));
                else
                    MapEdit.Set(transaction, into, key, Own(value));
            }

            foreach (var inner in FillList(transaction, into, content.List))
                left.Push(inner);
            foreach (var inner in FillText(transaction, into, content.Delta))
                left.Push(inner);
        }
    }

    /// <summary>Gives the types among the values, with the blocks that hold their copies.</summary>
    static List<(AbstractType From, int To)> FillList(Transaction transaction, SharedType into, IReadOnlyList<Value> values)
    {
        var types = new List<(AbstractType, int)>();
        for (var i = 0; i < values.Count;)
        {
            var place = ListEdit.PlaceAtEnd(transaction, into);
            if (values[i] is Value.Shared(var inner))
            {
                types.Add((inner, ListEdit.InsertType(transaction, into, place, KindOf(inner))));
                i++;
                continue;
            }

            var plain = values.Skip(i).TakeWhile(value => value is not Value.Shared).Select(Own).ToArray();
            ListEdit.Insert(transaction, into, place, plain);
            i += plain.Length;
        }

        return types;
    }

    static List<(AbstractType From, int To)> FillText(Transaction transaction, SharedType into, IReadOnlyList<DeltaOp> delta)
    {
        var types = new List<(AbstractType, int)>();
        var cursor = TextCursor.AtStart(transaction, into);
        foreach (var operation in delta)
        {
            if (operation is DeltaOp.InsertEmbed(Value.Shared(var inner), var formats))
                types.Add((inner, TextEdit.InsertType(cursor, KindOf(inner), formats ?? new())));
            else if (operation is DeltaOp.InsertText(_, var ofText))
                TextEdit.Insert(cursor, operation, ofText ?? new());
            else if (operation is DeltaOp.InsertEmbed(var embedded, var ofEmbed))
                TextEdit.Insert(cursor, new DeltaOp.InsertEmbed(Own(embedded), ofEmbed), ofEmbed ?? new());
        }

        return types;
    }

    /// <summary>A sub-document stands in one place; its copy is another one of the same guid, which holds nothing yet.</summary>
    static Value Own(Value value) => value is Value.Document(var held)
        ? new Doc(new()
        {
            ClientId = held.ClientId,
            Guid = held.Guid,
            Gc = held.Gc,
            AutoLoad = held.AutoLoad,
            Meta = held.Meta,
            Budget = held.Budget,
        })
        : value;

    sealed record Content(
        IReadOnlyList<Value> List, IReadOnlyList<KeyValuePair<string, Value>> Keys, IReadOnlyList<DeltaOp> Delta)
    {
        public IEnumerable<AbstractType> Types => List.Concat(Keys.Select(key => key.Value))
            .Concat(Delta.OfType<DeltaOp.InsertEmbed>().Select(embed => embed.Value))
            .OfType<Value.Shared>().Select(shared => shared.Of);
    }
}
