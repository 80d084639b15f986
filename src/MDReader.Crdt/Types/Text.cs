using MDReader.Crdt.Blocks;
using MDReader.Crdt.History;
using MDReader.Crdt.Ids;

namespace MDReader.Crdt.Types;

/// <summary>
/// A text, with formats and embedded values. Every index and length counts UTF-16 code units, an embedded value as
/// one; an index inside a surrogate pair is moved so that the pair stays whole.
/// </summary>
public class Text : AbstractType
{
    internal Text(Doc doc, SharedType type) : base(doc, type)
    {
    }

    public int Length => Type.Length;

    /// <summary>The text alone: embedded values count in <see cref="Length"/> and are left out here.</summary>
    public override string ToString()
    {
        var copied = 0;
        var text = string.Create(Length, this, (target, source) => copied = source.CopyTo(target));
        // Embedded values left room.
        return copied == text.Length ? text : text[..copied];
    }

    int CopyTo(Span<char> target)
    {
        var store = Doc.Store;
        var copied = 0;
        var (client, buffer) = (Block.None, default(TextBuffer));
        for (var number = Type.Start; number != Block.None;)
        {
            ref var block = ref store[number];
            number = block.Right;
            if (block.Kind != BlockKind.String || block.Deleted)
                continue;
            if (block.Client != client)
                (client, buffer) = (block.Client, store.Clients[block.Client].Text);
            buffer!.CopyTo(block.Content, target.Slice(copied, block.Length));
            copied += block.Length;
        }

        return copied;
    }

    /// <summary>What it holds, as insertions with their formats.</summary>
    public IReadOnlyList<DeltaOp> ToDelta() => TextReading.ToDelta(Doc, Type);

    /// <summary>
    /// What it held at a snapshot. With an earlier one, what was deleted since is in it too, and has the attribute
    /// "ychange" of {"type":"removed"}; what was inserted since has {"type":"added"}.
    /// </summary>
    /// <exception cref="InvalidOperationException">The document doesn't keep what is deleted.</exception>
    public IReadOnlyList<DeltaOp> ToDelta(Snapshot at, Snapshot? since = null)
    {
        ArgumentNullException.ThrowIfNull(at);
        Snapshot.RequireKept(Doc);
        return new TextBetween(Doc, at, since).Of(Type);
    }

    public override Value ToJson() => ToString();

    /// <summary>
    /// Inserts with the formats that hold there. Lone surrogates in the inserted text become U+FFFD. Opens a
    /// transaction unless one is open.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The index is past the end.</exception>
    public void Insert(int index, ReadOnlySpan<char> text)
    {
        ListReading.CheckRange(Type, index, 0);
        if (text.IsEmpty)
            return;
        var transaction = BeginEdit(out var isOutermost);
        try
        {
            TextEdit.Insert(transaction, Type, index, text);
        }
        finally
        {
            if (isOutermost)
                Doc.Close(transaction, null);
        }
    }

    /// <summary>Inserts with these formats, and none of those that hold there.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The index is past the end.</exception>
    /// <exception cref="ArgumentException">A format has a value that JSON doesn't have.</exception>
    public void Insert(int index, string text, Value.Object attributes)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > 0)
            Insert(index, new DeltaOp.InsertText(text), attributes);
    }

    /// <summary>Inserts a value that isn't text, an image say. It has the given formats only.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The index is past the end.</exception>
    /// <exception cref="ArgumentException">JSON doesn't have such a value.</exception>
    public void InsertEmbed(int index, Value value, Value.Object? attributes = null)
    {
        ArgumentNullException.ThrowIfNull(value);
        Insert(index, new DeltaOp.InsertEmbed(value), attributes ?? new());
    }

    /// <summary>Inserts a new type that isn't text, and returns it to be filled. It has the given formats only.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The index is past the end.</exception>
    public AbstractType InsertEmbed(int index, NewType type, Value.Object? attributes = null)
    {
        ListReading.CheckRange(Type, index, 0);
        var transaction = BeginEdit(out var isOutermost);
        try
        {
            var number = TextEdit.InsertType(transaction, Type, index, type, attributes ?? new());
            return Doc.ViewOf(Doc.Store.Type(Doc.Store[number].Content));
        }
        finally
        {
            if (isOutermost)
                Doc.Close(transaction, null);
        }
    }

    void Insert(int index, DeltaOp inserted, Value.Object attributes)
    {
        ArgumentNullException.ThrowIfNull(attributes);
        ListReading.CheckRange(Type, index, 0);
        Edit((index, inserted, attributes), static (transaction, type, insert) =>
            TextEdit.Insert(transaction, type, insert.index, insert.inserted, insert.attributes));
    }

    /// <summary>Sets formats, and removes those whose value is null; others stay. Pairs are formatted as a whole.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The range is past the end.</exception>
    /// <exception cref="ArgumentException">A format has a value that JSON doesn't have.</exception>
    public void Format(int index, int length, Value.Object attributes)
    {
        ArgumentNullException.ThrowIfNull(attributes);
        ListReading.CheckRange(Type, index, length);
        if (length > 0)
            Edit((index, length, attributes), static (transaction, type, format) =>
                TextEdit.Format(transaction, type, format.index, format.length, format.attributes));
    }

    /// <summary>Deletes at least the range: a surrogate pair that it cuts goes as a whole.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The range is past the end.</exception>
    public void Delete(int index, int length)
    {
        ListReading.CheckRange(Type, index, length);
        if (length == 0)
            return;
        var transaction = BeginEdit(out var isOutermost);
        try
        {
            TextEdit.Delete(transaction, Type, index, length);
        }
        finally
        {
            if (isOutermost)
                Doc.Close(transaction, null);
        }
    }

    /// <summary>
    /// Goes through the text from its start and does what the steps say. Keeping units past the end makes them up of
    /// line ends, as in yjs; deleting past it does nothing.
    /// </summary>
    /// <exception cref="ArgumentException">A step inserts a list of values, or a value that JSON doesn't have.</exception>
    public void ApplyDelta(IEnumerable<DeltaOp> delta)
    {
        ArgumentNullException.ThrowIfNull(delta);
        Edit(delta, TextEdit.ApplyDelta);
    }

    /// <summary>Values that belong to the text as a whole, by name.</summary>
    public IEnumerable<KeyValuePair<string, Value>> Attributes => MapEdit.All(Doc, Type);

    /// <summary>Null when it isn't there.</summary>
    public Value? GetAttribute(string name) => MapEdit.Get(Doc, Type, name);

    public void SetAttribute(string name, Value value) =>
        Edit((name, value), static (transaction, type, set) => MapEdit.Set(transaction, type, set.name, set.value));

    public void RemoveAttribute(string name) =>
        Edit(name, static (transaction, type, removed) => MapEdit.Delete(transaction, type, removed));

    /// <summary>The id of the code unit at <paramref name="index"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such code unit.</exception>
    public Id IdAt(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Length);
        var (number, offset) = Positions.Find(index);
        ref var block = ref Doc.Store[number];
        return new(Doc.Store.Clients[block.Client].Id, block.Clock + offset);
    }

    /// <summary>Where the code unit with that id stands now; null when it is deleted, unknown or elsewhere.</summary>
    public int? IndexOf(Id id)
    {
        if (Find(id) is not { } number)
            return null;
        ref var block = ref Doc.Store[number];
        return block.VisibleLength == 0 ? null : Positions.StartOf(number) + id.Clock - block.Clock;
    }

    /// <summary>The ids of the units that are there, in their order.</summary>
    public IReadOnlyList<ClientRange> VisibleRanges()
    {
        var store = Doc.Store;
        var ranges = new List<ClientRange>();
        for (var number = Type.Start; number != Block.None;)
        {
            ref var block = ref store[number];
            if (block.VisibleLength > 0)
                ranges.Add(new(store.Clients[block.Client].Id, block.Clock, block.Clock + block.VisibleLength));
            number = block.Right;
        }
        return ranges;
    }

    /// <summary>The block of this text's list, deleted or not, that holds an id.</summary>
    internal int? Find(Id id)
    {
        var store = Doc.Store;
        if (store.Clients.Find(id.Client) is not { } client || id.Clock < 0 || id.Clock >= client.State)
            return null;
        var number = client.BlockAt(id.Clock);
        return store[number].Parent == Type.Number && !store[number].HasKey ? number : null;
    }
}
