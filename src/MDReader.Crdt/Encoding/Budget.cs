namespace MDReader.Crdt.Encoding;

/// <summary>
/// What bytes from outside may ask for. A legitimate document compresses a hundredfold, so the ratio of bytes
/// to content tells nothing: what is counted is what the bytes make us keep and do.
/// </summary>
public sealed record Budget
{
    public static Budget Default { get; } = new();

    /// <summary>
    /// For what was accepted and stored before. What came in bit by bit, each within its budget, may be past it when
    /// it is loaded as a whole, and must load all the same.
    /// </summary>
    public static Budget Unlimited { get; } = new()
    {
        MaxStructs = int.MaxValue,
        MaxRunLengthStructs = int.MaxValue,
        MaxDeleteRanges = int.MaxValue,
        MaxClients = int.MaxValue,
        MaxDepth = AnyValue.DeepestAllowed,
        MaxNameBytes = int.MaxValue,
        MaxDecodedBytes = int.MaxValue,
        MaxPendingBytes = int.MaxValue,
        MaxConflictSteps = long.MaxValue,
        MaxAwarenessStates = int.MaxValue,
        MaxAwarenessBytes = int.MaxValue,
    };

    /// <summary>Structs in one update.</summary>
    public int MaxStructs { get; init; } = 1_000_000;

    /// <summary>
    /// Structs in one update V2 beyond one per byte: run lengths may say in a few bytes what takes millions of structs.
    /// Ten thousand values set in turn are two hundred bytes, so that not the ratio is what is limited.
    /// </summary>
    public int MaxRunLengthStructs { get; init; } = 100_000;

    /// <summary>Delete ranges in one update.</summary>
    public int MaxDeleteRanges { get; init; } = 500_000;

    /// <summary>Clients in one update or state vector.</summary>
    public int MaxClients { get; init; } = 50_000;

    /// <summary>Nesting of arrays and objects in a value; 512 at most.</summary>
    public int MaxDepth { get; init; } = 64;

    /// <summary>The highest clock: no struct may end past it.</summary>
    public int MaxClock { get; init; } = int.MaxValue;

    /// <summary>The highest client id; JavaScript counts exactly up to this one.</summary>
    public ulong MaxClientId { get; init; } = (1UL << 53) - 1;

    /// <summary>Length in UTF-8 bytes of a root's name or a map's key.</summary>
    public int MaxNameBytes { get; init; } = 64 * 1024;

    /// <summary>Bytes of one update.</summary>
    public int MaxDecodedBytes { get; init; } = 256 * 1024 * 1024;

    /// <summary>What a document keeps while it waits for what it depends on.</summary>
    public int MaxPendingBytes { get; init; } = 1024 * 1024;

    /// <summary>
    /// Neighbours looked at, over one update, to place items that were written at the same position. Loading the
    /// recorded documents takes none to a few thousand; this many take about a tenth of a second.
    /// </summary>
    public long MaxConflictSteps { get; init; } = 2_000_000;

    /// <summary>Entries in one awareness message.</summary>
    public int MaxAwarenessStates { get; init; } = 1_000;

    /// <summary>UTF-8 bytes of one awareness state.</summary>
    public int MaxAwarenessBytes { get; init; } = 64 * 1024;
}
