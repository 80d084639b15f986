namespace MDReader.Crdt.Types;

/// <summary>How the value of a key changed. A type that was the old value is deleted and empty.</summary>
public abstract record KeyChange
{
    KeyChange()
    {
    }

    public sealed record Added : KeyChange;

    public sealed record Updated(Value OldValue) : KeyChange;

    public sealed record Deleted(Value OldValue) : KeyChange;
}
