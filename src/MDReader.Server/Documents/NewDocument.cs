using MDReader.Server.Access;
using MDReader.Server.Platform;
using MDReader.Server.Workspaces;

namespace MDReader.Server.Documents;

/// <param name="Title">One line; left out with a template, the template's.</param>
/// <param name="FolderId">Of the same workspace; left out, the document stands at its top.</param>
/// <param name="Content">The text to begin with; it comes back byte for byte.</param>
/// <param name="TemplateId">A document that is marked as a template; its text is the one to begin with.</param>
/// <param name="IsRestricted">Kept from the workspace's members, but its owners; who makes it owns it.</param>
public sealed record DocumentRequest(
    string? Title = null, Guid? FolderId = null, string? Content = null, Guid? TemplateId = null, bool? IsRestricted = null)
    : IChecked
{
    public IEnumerable<Flaw> Check() =>
    [
        .. Title is null && TemplateId is not null ? [] : Checked.Line(Title, "/title", DocumentEntry.LongestTitle),
        .. Content is not null && TemplateId is not null
            ? [new Flaw("/templateId", "two-texts", "Send content or templateId, not both.")]
            : Array.Empty<Flaw>(),
    ];
}

/// <summary>
/// Writes the text that a document begins with, inside the transaction that creates it; the document's row is there. It
/// answers with the sequence the text is at, or with why it can't be taken.
/// </summary>
public delegate Task<(long Seq, Refusal? Refusal)> WriteFirstText(
    MDReaderDb db, Document document, string text, CancellationToken cancellationToken);

/// <summary>Makes documents, with their first text or without, wholly or not at all.</summary>
public sealed class NewDocument(
    Database database, Authorizer authorizer, WriteFirstText writeFirstText, TimeProvider time)
{
    /// <summary>The new document; or why there is none.</summary>
    public Task<(DocumentEntry? Document, Refusal? Refusal)> Make(
        Guid workspaceId, DocumentRequest request, Caller author, CancellationToken cancellationToken) =>
        Make(workspaceId, Ids.New(time), request, author, cancellationToken);

    /// <summary>The same under an id that other texts name already.</summary>
    public Task<(DocumentEntry? Document, Refusal? Refusal)> Make(
        Guid workspaceId, Guid id, DocumentRequest request, Caller author, CancellationToken cancellationToken) =>
        database.WriteIf(
            async (db, token) =>
            {
                var made = await Make(db, workspaceId, id, request, author, token);
                return (Keep: made.Refusal is null, made);
            },
            cancellationToken);

    async Task<(DocumentEntry? Document, Refusal? Refusal)> Make(
        MDReaderDb db, Guid workspaceId, Guid id, DocumentRequest request, Caller author, CancellationToken cancellationToken)
    {
        if (await authorizer.Role(workspaceId, author.UserId, cancellationToken) is not { } role)
        {
            return (null, WorkspaceAccess.Hidden());
        }

        if (!role.May(Ability.Write))
        {
            return (null, WorkspaceAccess.Forbidden(role, Ability.Write));
        }

        if (await Places.Refuse(db, workspaceId, request.FolderId, cancellationToken) is { } noFolder)
        {
            return (null, noFolder);
        }

        var now = time.Now();
        var document = new Document
        {
            Id = id,
            WorkspaceId = workspaceId,
            FolderId = request.FolderId,
            Title = request.Title!.Trim(),
            IsRestricted = request.IsRestricted ?? false,
            CreatedBy = author.UserId,
            CreatedAt = now,
            UpdatedAt = now,
        };
        document.By(author);
        db.Add(document);
        if (document.IsRestricted && role != Role.Owner)
        {
            role = Role.Owner;
            db.Add(new DocumentGrant { DocumentId = id, UserId = author.UserId, Role = role, CreatedAt = now });
        }

        database.Note(new Change.Upserted(workspaceId, ObjectType.Document, document.Id));
        database.Announce(new DocumentChanged(document.Id));
        if (request.Content is not { Length: > 0 } text)
        {
            return (DocumentEntry.Of(document, role, author), null);
        }

        await db.SaveChangesAsync(cancellationToken);
        var (seq, refusal) = await writeFirstText(db, document, text, cancellationToken);
        return refusal is null ? (DocumentEntry.Of(document, role, author, seq), null) : (null, refusal);
    }
}
