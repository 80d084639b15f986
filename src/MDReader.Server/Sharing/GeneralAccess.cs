using MDReader.Server.Access;
using MDReader.Server.Documents;
using MDReader.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace MDReader.Server.Sharing;

/// <summary>Opens a document to its workspace, or keeps it from all but the owners and those with a role of their own in it.</summary>
sealed class GeneralAccess(Database database, DocumentAccess access, DocumentGrants grants, Places places)
{
    public Task<Results<Answer<DocumentEntry>, Refusal>> Change(Guid documentId, bool isRestricted, HttpContext context) =>
        access.Change<Answer<DocumentEntry>>(
            documentId, (Ability.Own, Trash.Excluded), context, async (db, document, role, token) =>
            {
                if (document.IsRestricted != isRestricted)
                {
                    document.IsRestricted = isRestricted;
                    places.Changed(document, Caller.Of(context)!);
                    grants.Record(
                        AuditEvent.AccessChanged, document, context, ("document", documentId),
                        ("restricted", isRestricted ? "true" : "false"));
                    await Tell(db, document, token);
                }

                return DocumentRoutes.Answer(document, role, context);
            });

    // Everybody whom the workspace's role counts for, or did: those who lose the document hear of it by a row of their own.
    async Task Tell(MDReaderDb db, Document document, CancellationToken cancellationToken)
    {
        var members = await db.Memberships
            .Where(membership => membership.WorkspaceId == document.WorkspaceId && membership.Role != Role.Owner)
            .OrderBy(membership => membership.UserId)
            .Select(membership => membership.UserId)
            .ToListAsync(cancellationToken);
        foreach (var member in members)
        {
            database.Note(new Change.Access(document.WorkspaceId, ObjectType.Document, document.Id, member));
        }

        database.Announce(new GrantsChanged(document.Id));
    }
}
