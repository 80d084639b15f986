using MDReader.Crdt.Encoding;
using MDReader.Crdt.Ids;
using MDReader.Crdt.Types;

namespace MDReader.Crdt;

/// <summary>How a document is opened. The client id is passed in: the engine has no randomness of its own.</summary>
public sealed record DocOptions
{
    /// <summary>Names this replica's own edits. Never use one id in two places at the same time.</summary>
    public required ulong ClientId { get; init; }

    /// <summary>Forget what was deleted. Off, a document can be read as it was at a snapshot.</summary>
    public bool Gc { get; init; } = true;

    /// <summary>
    /// Whether the content of what was deleted may be forgotten, asked for each range as its transaction ends; all of
    /// it unless given.
    /// </summary>
    public Func<ClientRange, bool>? GcFilter { get; init; }

    /// <summary>
    /// After an update from elsewhere, delete formatting marks that it left without a meaning, as yjs does. It is an edit
    /// of this replica's own, which has to be sent on. Off, a replica writes nothing of its own accord: leave it off on
    /// a server.
    /// </summary>
    public bool CleanUpFormatting { get; init; }

    /// <summary>Names the document where it is a sub-document; peers load it by this. As a root it needs none.</summary>
    public string? Guid { get; init; }

    /// <summary>Whatever peers should know of it before they load it; any plain value.</summary>
    public Value? Meta { get; init; }

    /// <summary>As a sub-document, it is to be loaded by everybody at once.</summary>
    public bool AutoLoad { get; init; }

    public Budget Budget { get; init; } = Budget.Default;
}
