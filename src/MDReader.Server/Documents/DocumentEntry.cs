using MDReader.Server.Access;
using MDReader.Server.Platform;

namespace MDReader.Server.Documents;

/// <summary>A document's name and place, as somebody with this role sees it.</summary>
/// <param name="Id">Opaque; it is also the name of the document's socket.</param>
/// <param name="WorkspaceId">Where it is.</param>
/// <param name="FolderId">Null at the top of the workspace.</param>
/// <param name="Title">One line.</param>
/// <param name="Role">The caller's.</param>
/// <param name="ContentEtag">The ETag of the text, quotes included, as <c>/content</c> sends it.</param>
/// <param name="CreatedBy">The account that made it.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="UpdatedAt">When its name, place or text last changed.</param>
/// <param name="UpdatedBy">Whose doing that was; null where it isn't known.</param>
/// <param name="UpdatedVia">What they worked by; null in the app.</param>
/// <param name="TrashedAt">Null unless it is in the trash.</param>
/// <param name="TrashedWith">The folder whose deletion took it along; restoring that brings all of it back.</param>
/// <param name="IsTemplate">Others may be begun with its text.</param>
/// <param name="IsRestricted">Kept from the workspace's members, but its owners and those who were given a role in the document.</param>
/// <param name="Tags">What the front matter of the text says, some moments after it was written.</param>
public sealed record DocumentEntry(
    Guid Id,
    Guid WorkspaceId,
    Guid? FolderId,
    string Title,
    Role Role,
    string ContentEtag,
    Guid CreatedBy,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    Somebody? UpdatedBy,
    ViaEntry? UpdatedVia,
    DateTimeOffset? TrashedAt,
    Guid? TrashedWith,
    bool IsTemplate,
    bool IsRestricted,
    IReadOnlyList<string> Tags)
{
    public const int LongestTitle = 200;

    /// <summary>After a change that the caller has made.</summary>
    internal static DocumentEntry Of(Document document, Role role, Caller by) => Of(document, role, by, document.Seq);

    /// <inheritdoc cref="Of(Document, Role, Caller)"/>
    internal static DocumentEntry Of(Document document, Role role, Caller by, long seq) =>
        Of(document, role, seq, (Somebody.Of(by), ViaEntry.Of(by)));

    internal static async Task<List<DocumentEntry>> Of(
        MDReaderDb db, IReadOnlyList<(Document Document, Role Role)> documents, CancellationToken cancellationToken)
    {
        var who = await Somebody.Known(db, documents.Select(row => row.Document.UpdatedBy).OfType<Guid>(), cancellationToken);
        var via = await ViaEntry.Known(db, documents.Select(row => ViaOf(row.Document)), cancellationToken);
        return [.. documents.Select(row => Of(
            row.Document, row.Role, row.Document.Seq,
            (row.Document.UpdatedBy is { } person ? who(person) : null, via(ViaOf(row.Document)))))];
    }

    static Via? ViaOf(Document document) => Via.Of(document.UpdatedWay, document.UpdatedToken);

    static DocumentEntry Of(Document document, Role role, long seq, (Somebody? Who, ViaEntry? Via) updated) => new(
        document.Id,
        document.WorkspaceId,
        document.FolderId,
        document.Title,
        role,
        Document.ContentEtag(document.Epoch, seq),
        document.CreatedBy,
        document.CreatedAt,
        document.UpdatedAt,
        updated.Who,
        updated.Via,
        document.TrashedAt,
        document.TrashedWith,
        document.IsTemplate,
        document.IsRestricted,
        TagLine.Read(document.TagLine));
}
