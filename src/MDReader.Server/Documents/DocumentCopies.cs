using MDReader.Server.Access;
using MDReader.Server.Platform;
using Microsoft.EntityFrameworkCore;

namespace MDReader.Server.Documents;

/// <summary>A document's committed text as its file has it, byte order mark and line ends included; null when there is no
/// such document, or it is in the trash.</summary>
public delegate Task<string?> ReadText(Guid documentId);

/// <summary>Makes documents that begin with the text of another.</summary>
sealed class DocumentCopies(
    Database database, DocumentAccess access, Authorizer authorizer, NewDocument documents, ReadText readText)
{
    const string Prefix = "Copy of ";

    public async Task<(DocumentEntry? Document, Refusal? Refusal)> Make(
        Guid documentId, DuplicateRequest request, Caller author, CancellationToken cancellationToken)
    {
        var (original, text, refusal) = await Original(documentId, author, cancellationToken);
        if (original is null)
        {
            return (null, refusal);
        }

        if (request.WorkspaceId is null
            && await authorizer.Role(original.WorkspaceId, author.UserId, cancellationToken) is null)
        {
            return (null, Problems.Forbidden.Because(
                "Say in which workspace of yours the copy is to lie: send its workspaceId. Of this one you have the document alone."));
        }

        var stays = request.WorkspaceId is null || request.WorkspaceId == original.WorkspaceId;
        var title = request.Title ?? Prefix + original.Title;
        return await documents.Make(
            request.WorkspaceId ?? original.WorkspaceId,
            new DocumentRequest(
                title.CutTo(DocumentEntry.LongestTitle),
                request.FolderId ?? (stays ? original.FolderId : null),
                text,
                IsRestricted: original.IsRestricted),
            author,
            cancellationToken);
    }

    /// <summary>The request with the text of the template that it names, if any.</summary>
    public async Task<(DocumentRequest? Request, Refusal? Refusal)> FillIn(
        DocumentRequest request, Caller author, CancellationToken cancellationToken)
    {
        if (request.TemplateId is not { } templateId)
        {
            return (request, null);
        }

        var (template, text, _) = await Original(templateId, author, cancellationToken);
        return template is { IsTemplate: true }
            ? (request with { Title = request.Title ?? template.Title, Content = text, TemplateId = null }, null)
            : (null, Problems.Flawed([new Flaw("/templateId", "no-such-template", "Choose a document that is marked as a template.")]));
    }

    async Task<(Document? Document, string? Text, Refusal? Refusal)> Original(
        Guid documentId, Caller reader, CancellationToken cancellationToken)
    {
        var (role, refusal) = await access.MayRead(documentId, reader.UserId, cancellationToken);
        if (role is null)
        {
            return (null, null, refusal);
        }

        var document = await database.Read(
            (db, token) => db.Documents.AsNoTracking().SingleOrDefaultAsync(found => found.Id == documentId, token),
            cancellationToken);
        return document is not null && await readText(documentId) is { } text
            ? (document, text, null)
            : (null, null, Problems.NotFound.Because("The document was deleted a moment ago."));
    }
}
