namespace MDReader.Crdt.Types;

/// <summary>
/// When two formats count as equal, which decides which marks are written: exactly as in yjs, or both would write
/// different documents. Null and "not there" are the same.
/// </summary>
static class FormatValue
{
    /// <summary>JavaScript's ===, of values that were decoded apart: two objects are never the same.</summary>
    public static bool IsSame(Value? a, Value? b) =>
        (a ?? Value.Nothing) is not (Value.Object or Value.List or Value.Bytes)
        && (a ?? Value.Nothing) == (b ?? Value.Nothing);

    /// <summary>The same, or objects whose members are.</summary>
    public static bool AreEqual(Value? a, Value? b) => (a, b) switch
    {
        (Value.Object x, Value.Object y) =>
            x.Count == y.Count && x.All(member => y[member.Key] is { } other && IsSame(member.Value, other)),
        (Value.List(var x), Value.List(var y)) =>
            x.Count == y.Count && x.Zip(y).All(pair => IsSame(pair.First, pair.Second)),
        _ => IsSame(a, b),
    };

    public static bool IsNull(Value? value) => value is null or Value.Null;

    /// <summary>Takes a mark into the formats that hold behind it.</summary>
    public static void Apply(Value.Object attributes, string key, Value value)
    {
        if (IsNull(value))
            attributes.Remove(key);
        else
            attributes.Set(key, value);
    }
}
