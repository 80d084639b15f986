using MDReader.Crdt.Encoding;

namespace MDReader.Crdt;

/// <summary>How a document is opened. The client id is passed in: the engine has no randomness of its own.</summary>
public sealed record DocOptions
{
    /// <summary>Names this replica's own edits. Never use one id in two places at the same time.</summary>
    public required ulong ClientId { get; init; }

    /// <summary>Forget what was deleted. Off, a document can be read as it was at a snapshot.</summary>
    public bool Gc { get; init; } = true;

    public Budget Budget { get; init; } = Budget.Default;
}
