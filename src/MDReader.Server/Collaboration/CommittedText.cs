using MDReader.Crdt.Types;

namespace MDReader.Server.Collaboration;

/// <summary>Documents' committed texts, for features that read them and never write.</summary>
sealed class CommittedText(Rooms rooms, UpdateLog log, History history)
{
    /// <summary>Looks at the live text between two turns of its room. Null when there is no such document.</summary>
    /// <param name="look">Quick, since everybody in the document waits for it; it keeps nothing of the text.</param>
    public Task<T?> Look<T>(Guid document, Func<Text, T> look, CancellationToken cancellationToken)
        where T : class =>
        rooms.Look(document, opened => look(opened.Text), cancellationToken);

    /// <summary>A private copy of the text as the log has it, also while the caller holds the turn to write. Null when
    /// there is no such document.</summary>
    public async Task<Text?> Now(Guid document) => (await log.Open(document))?.Text;

    /// <summary>As <see cref="Now"/>, with its ETag.</summary>
    public async Task<(string? Etag, Text? Text)> Version(Guid document) =>
        await log.Open(document) is { } opened
            ? (Documents.Document.ContentEtag(opened.Epoch, opened.Seq), opened.Text)
            : (null, null);

    /// <summary>A private copy as it was at an ETag, quoted or bare; null when that is no longer kept.</summary>
    public async Task<Text?> At(Guid document, string etag) =>
        (await history.OpenAt(document, etag))?.State.Text;
}
