namespace MDReader.Crdt;

/// <summary>What one transaction, or a call of <see cref="Doc.Load"/>, did to a document's sub-documents.</summary>
/// <param name="Added">They stand in it now.</param>
/// <param name="Removed">They don't any more; what was made of them can be closed.</param>
/// <param name="Loaded">Somebody wants their content: fetch it and apply it to them.</param>
public sealed record SubDocumentsEvent(
    IReadOnlyList<Doc> Added, IReadOnlyList<Doc> Removed, IReadOnlyList<Doc> Loaded);
