namespace MDReader.Crdt;

/// <summary>Edits that belong together. It is valid until the call that opened it returns.</summary>
public sealed class Transaction
{
    internal Transaction(Doc doc) => Doc = doc;

    public Doc Doc { get; }

    public object? Origin { get; internal set; }
}
