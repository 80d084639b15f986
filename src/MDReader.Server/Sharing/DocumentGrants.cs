using MDReader.Server.Access;
using MDReader.Server.Documents;
using MDReader.Server.Platform;
using Microsoft.EntityFrameworkCore;

namespace MDReader.Server.Sharing;

/// <summary>The roles that owners give in single documents, changed inside a write.</summary>
sealed class DocumentGrants(Database database, Authorizer authorizer, PermissionNews news, TimeProvider time)
{
    public PermissionNews News => news;

    /// <summary>Gives somebody the role, in the place of what they had in this document.</summary>
    public async Task Give(MDReaderDb db, Document document, Guid userId, Role role, CancellationToken cancellationToken)
    {
        if (await Find(db, document.Id, userId, cancellationToken) is { } grant)
        {
            // What an owner says of somebody takes the place of what a link says of all.
            (grant.Role, grant.LinkId, grant.ExpiresAt) = (role, null, null);
        }
        else
        {
            await Hold(db, document.Id, cancellationToken);
            db.Add(new DocumentGrant { DocumentId = document.Id, UserId = userId, Role = role, CreatedAt = time.Now() });
        }

        news.Tell(document, userId);
    }

    /// <summary>Gives somebody the role unless they have a higher one; says which they have then, and whether it is new.</summary>
    public async Task<(Role Role, bool Changed)> Raise(
        MDReaderDb db, Document document, Guid userId, Role role, CancellationToken cancellationToken)
    {
        // A role by a link is the link's; this one stays when the link goes.
        var present = (await authorizer.Standing(document.Id, userId, cancellationToken))?.Role;
        var byLink = await Find(db, document.Id, userId, cancellationToken) is { LinkId: not null };
        if (present > role || (present == role && !byLink))
        {
            return (present.Value, Changed: false);
        }

        await Give(db, document, userId, role, cancellationToken);
        return (role, Changed: true);
    }

    /// <summary>Keeps it in the audit log.</summary>
    public void Record(
        string @event,
        Document document,
        HttpContext context,
        (string Type, Guid Id) subject,
        params IEnumerable<(string Name, string? Value)> details) =>
        database.Record(SharingAudit.Of(@event, document, context, subject, details));

    // An edit that is on its way into the log holds the roles that it stands on until it is there. A role that isn't there yet
    // nobody can hold; the document itself it holds, too.
    static async Task Hold(MDReaderDb db, Guid documentId, CancellationToken cancellationToken) =>
        await db.Documents.Where(document => document.Id == documentId).ExecuteUpdateAsync(
            set => set.SetProperty(document => document.Seq, document => document.Seq), cancellationToken);

    public static Task<DocumentGrant?> Find(
        MDReaderDb db, Guid documentId, Guid userId, CancellationToken cancellationToken) =>
        db.DocumentGrants.SingleOrDefaultAsync(
            found => found.DocumentId == documentId && found.UserId == userId, cancellationToken);
}
