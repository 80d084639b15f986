namespace MDReader.Crdt.Types;

/// <summary>
/// One step of a delta, which goes through a text or an array from its start: keep so many units, insert before the
/// next one, delete the next ones. Attributes are formats by name: in a step that keeps, null removes one.
/// </summary>
public abstract record DeltaOp
{
    DeltaOp()
    {
    }

    public sealed record InsertText(string Text, Value.Object? Attributes = null) : DeltaOp;

    /// <summary>An embedded value or type in a text; it counts as one unit.</summary>
    public sealed record InsertEmbed(Value Value, Value.Object? Attributes = null) : DeltaOp;

    /// <summary>Values in an array or fragment.</summary>
    public sealed record InsertValues(IReadOnlyList<Value> Values) : DeltaOp
    {
        public bool Equals(InsertValues? other) => other is not null && Values.SequenceEqual(other.Values);

        public override int GetHashCode() => Values.Count;
    }

    /// <summary>Keeps so many units, and sets their formats.</summary>
    public sealed record Retain(int Length, Value.Object? Attributes = null) : DeltaOp;

    /// <summary>Deletes so many units: UTF-16 code units of a text, elements of others.</summary>
    public sealed record Delete(int Length) : DeltaOp;
}
