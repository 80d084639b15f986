using MDReader.Server.Access;

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
/// <param name="TrashedAt">Null unless it is in the trash.</param>
/// <param name="TrashedWith">The folder whose deletion took it along; restoring that brings all of it back.</param>
/// <param name="IsTemplate">Others may be begun with its text.</param>
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
    DateTimeOffset? TrashedAt,
    Guid? TrashedWith,
    bool IsTemplate,
    IReadOnlyList<string> Tags)
{
    public const int LongestTitle = 200;

    internal static DocumentEntry Of(Document document, Role role) => Of(document, role, document.Seq);

    internal static DocumentEntry Of(Document document, Role role, long seq) => new(
        document.Id,
        document.WorkspaceId,
        document.FolderId,
        document.Title,
        role,
        Document.ContentEtag(document.Epoch, seq),
        document.CreatedBy,
        document.CreatedAt,
        document.UpdatedAt,
        document.TrashedAt,
        document.TrashedWith,
        document.IsTemplate,
        TagLine.Read(document.TagLine));
}
