using MDReader.Crdt.Ids;

namespace MDReader.Crdt.Updates;

/// <summary>What an update would do to a document.</summary>
/// <param name="Added">The clocks that are new to the document, per client: who would be extended, from where.</param>
/// <param name="AddedTextLength">UTF-16 code units of new text, before any deletion.</param>
/// <param name="AddsDeletions">Something that is held and not deleted yet would be.</param>
/// <param name="MissingDependencies">A struct or deletion refers to what neither the document nor the update has.</param>
public readonly record struct UpdateEffect(
    IReadOnlyList<ClientRange> Added, int AddedTextLength, bool AddsDeletions, bool MissingDependencies)
{
    public bool AddsStructs => Added.Count > 0;

    public bool ChangesNothing => !AddsStructs && !AddsDeletions && !MissingDependencies;
}
