namespace MDReader.Crdt.Types;

/// <summary>What one transaction changed in one type. It stays true: it names nothing that can change.</summary>
public sealed record TypeEvent
{
    /// <summary>What changed.</summary>
    public required AbstractType Target { get; init; }

    /// <summary>What was listened to: the target, or a type around it.</summary>
    public required AbstractType CurrentTarget { get; init; }

    /// <summary>Keys (strings) and indices (numbers) that lead from the current target to the target.</summary>
    public required IReadOnlyList<Value> Path { get; init; }

    /// <summary>How the list changed: applied to what was before, it gives what is now. Empty if only keys changed.</summary>
    public required IReadOnlyList<DeltaOp> Delta { get; init; }

    /// <summary>The keys, or attributes, whose value changed.</summary>
    public required IReadOnlyDictionary<string, KeyChange> Keys { get; init; }

    /// <summary>What was passed in where the transaction began.</summary>
    public required object? Origin { get; init; }

    /// <summary>False for an update that came from somewhere else.</summary>
    public required bool IsLocal { get; init; }
}
