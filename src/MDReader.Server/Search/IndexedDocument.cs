using MDReader.Server.Collaboration;
using MDReader.Server.Documents;
using MDReader.Server.Platform;
using Microsoft.EntityFrameworkCore;

namespace MDReader.Server.Search;

/// <summary>Told when a document is found by its newest state, as far as this process knows.</summary>
sealed record DocumentIndexed(Guid DocumentId, long Seq);

/// <summary>Puts a document's present title, text and tags where they are found.</summary>
sealed class IndexedDocument(
    Database database, Rooms rooms, ISearchIndex index, Signals signals, IEnumerable<ITextReader> others)
{
    /// <summary>Does nothing for a document that is gone or in the trash.</summary>
    public async Task Update(Guid documentId, CancellationToken cancellationToken)
    {
        // The metadata first: should it change before the text is read, it is behind and looked at again.
        var document = await database.Read(
            (db, token) => db.Documents.AsNoTracking()
                .SingleOrDefaultAsync(found => found.Id == documentId && found.TrashedAt == null, token),
            cancellationToken);
        if (document is null || await rooms.Peek(documentId, cancellationToken) is not { } content)
        {
            return;
        }

        await PutTags(document, TagLine.Of(FrontMatter.Tags(content.File.Text)), cancellationToken);
        foreach (var other in others)
        {
            await other.Read(document, content, cancellationToken);
        }

        await index.Put(
            new(documentId, content.Epoch, content.Seq, document.Version, Clean(document.Title), Clean(ProseFirst(content.File.Text))),
            cancellationToken);
        signals.Raise(new DocumentIndexed(documentId, content.Seq));
    }

    // Before the text: what is behind is looked at again.
    async Task PutTags(Document document, string tags, CancellationToken cancellationToken)
    {
        if (tags == document.TagLine)
        {
            return;
        }

        await database.Write(
            async (db, token) =>
            {
                // Only where it still is: told after its deletion, the change would take that one's place in the feed.
                if (await db.Documents
                    .Where(found => found.Id == document.Id && found.WorkspaceId == document.WorkspaceId && found.TrashedAt == null)
                    .ExecuteUpdateAsync(row => row.SetProperty(found => found.TagLine, tags), token) > 0)
                {
                    database.Note(new Change.Upserted(document.WorkspaceId, ObjectType.Document, document.Id));
                }
            },
            cancellationToken);
    }

    // What a text says of itself is found, and stands in no excerpt's way.
    static string ProseFirst(string text) =>
        FrontMatter.Apart(text) is var (prose, front) && front.Length > 0 ? $"{prose}{Found.FrontMatterBegins}{front}" : text;

    // The marks around what was found are control characters, so no text may bring its own.
    static string Clean(string text) => text.AsSpan().ContainsAnyInRange('\0', '\u001f')
        ? string.Create(text.Length, text, static (clean, from) =>
        {
            for (var i = 0; i < from.Length; i++)
            {
                clean[i] = char.IsControl(from[i]) ? ' ' : from[i];
            }
        })
        : text;
}
