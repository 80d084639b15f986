using MDReader.Crdt.Types;

namespace Crdt.Tests;

/// <summary>Deltas in the shape that yjs gives them.</summary>
static class DeltaJson
{
    public static Value Of(IReadOnlyList<DeltaOp> delta) => new Value.List([.. delta.Select(Of)]);

    static Value Of(DeltaOp operation)
    {
        var (name, value, attributes) = operation switch
        {
            DeltaOp.InsertText(var text, var formats) => ("insert", (Value)text, formats),
            DeltaOp.InsertEmbed(var embedded, var formats) => ("insert", Plain(embedded), formats),
            DeltaOp.InsertValues(var values) => ("insert", new Value.List([.. values.Select(Plain)]), null),
            DeltaOp.Retain(var length, var formats) => ("retain", length, formats),
            DeltaOp.Delete(var length) => ("delete", length, null),
            _ => throw new InvalidOperationException("There are no other steps."),
        };
        return attributes is null
            ? new Value.Object { [name] = value }
            : new Value.Object { [name] = value, ["attributes"] = attributes };
    }

    /// <summary>Types as what they hold, and bytes as numbers.</summary>
    public static Value Plain(Value value) => value switch
    {
        Value.Shared(var type) => type.ToJson(),
        Value.Bytes(var bytes) => new Value.List([.. bytes.ToArray().Select(one => (Value)one)]),
        _ => value,
    };
}
