using MDReader.Crdt.Ids;

namespace MDReader.Crdt.Types;

/// <summary>
/// A root text. Every index and length counts UTF-16 code units; an index inside a surrogate pair is moved so that
/// the pair stays whole.
/// </summary>
public sealed class Text
{
    internal Text(Doc doc, string name) => (Doc, Name) = (doc, name);

    public Doc Doc { get; }

    public string Name { get; }

    public int Length => throw new NotSupportedException();

    public override string ToString() => throw new NotSupportedException();

    /// <summary>Lone surrogates in the inserted text become U+FFFD. Opens a transaction unless one is open.</summary>
    public void Insert(int index, ReadOnlySpan<char> text) => throw new NotSupportedException();

    /// <summary>Deletes at least the range: a surrogate pair that it cuts goes as a whole.</summary>
    public void Delete(int index, int length) => throw new NotSupportedException();

    /// <summary>The id of the code unit at <paramref name="index"/>.</summary>
    public Id IdAt(int index) => throw new NotSupportedException();

    /// <summary>Where the code unit with that id stands now; null when it is deleted or unknown.</summary>
    public int? IndexOf(Id id) => throw new NotSupportedException();
}
