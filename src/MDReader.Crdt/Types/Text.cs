using System.Buffers;
using MDReader.Crdt.Blocks;
using MDReader.Crdt.Ids;
using MDReader.Crdt.Positions;

namespace MDReader.Crdt.Types;

/// <summary>
/// A root text. Every index and length counts UTF-16 code units; an index inside a surrogate pair is moved so that
/// the pair stays whole.
/// </summary>
public sealed class Text
{
    readonly SharedType _type;

    internal Text(Doc doc, string name, SharedType type) => (Doc, Name, _type) = (doc, name, type);

    public Doc Doc { get; }

    public string Name { get; }

    public int Length => _type.Length;

    internal SharedType Type => _type;

    internal PositionIndex Positions => _type.Positions ??= new(Doc.Store, _type);

    /// <summary>The text alone: embedded values count in <see cref="Length"/> and are left out here.</summary>
    public override string ToString()
    {
        if (_type.Start == Block.None)
            return "";
        var rented = ArrayPool<char>.Shared.Rent(Length);
        try
        {
            return new string(rented, 0, CopyTo(rented));
        }
        finally
        {
            ArrayPool<char>.Shared.Return(rented);
        }
    }

    int CopyTo(Span<char> target)
    {
        var store = Doc.Store;
        var copied = 0;
        for (var number = _type.Start; number != Block.None;)
        {
            ref var block = ref store[number];
            if (block.Kind == BlockKind.String && !block.Deleted)
            {
                store.Clients[block.Client].Text.CopyTo(block.Content, target.Slice(copied, block.Length));
                copied += block.Length;
            }

            number = block.Right;
        }

        return copied;
    }

    /// <summary>Lone surrogates in the inserted text become U+FFFD. Opens a transaction unless one is open.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The index is past the end.</exception>
    public void Insert(int index, ReadOnlySpan<char> text)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(index, Length);
        if (text.IsEmpty)
            return;
        var transaction = Doc.Begin(out var isOutermost);
        try
        {
            LocalEdit.Insert(transaction, this, index, text);
        }
        finally
        {
            if (isOutermost)
                Doc.Close(transaction, null);
        }
    }

    /// <summary>Deletes at least the range: a surrogate pair that it cuts goes as a whole.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The range is past the end.</exception>
    public void Delete(int index, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Length - index);
        if (length == 0)
            return;
        var transaction = Doc.Begin(out var isOutermost);
        try
        {
            LocalEdit.Delete(transaction, this, index, length);
        }
        finally
        {
            if (isOutermost)
                Doc.Close(transaction, null);
        }
    }

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

    /// <summary>The block of this text's list, deleted or not, that holds an id.</summary>
    internal int? Find(Id id)
    {
        var store = Doc.Store;
        if (store.Clients.Find(id.Client) is not { } client || id.Clock < 0 || id.Clock >= client.State)
            return null;
        var number = client.BlockAt(id.Clock);
        return store[number].Parent == _type.Number && store[number].Key == Block.None ? number : null;
    }
}
