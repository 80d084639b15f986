using MDReader.Server.Access;
using MDReader.Server.Accounts;
using MDReader.Server.Documents;
using MDReader.Server.Platform;
using Microsoft.EntityFrameworkCore;

namespace MDReader.Server.Sharing;

/// <summary>The roles that people have by links, changed inside a write. They follow their link.</summary>
sealed class LinkGrants(Database database, TimeProvider time)
{
    /// <summary>Gives somebody the link's role, unless an owner gave them one, or another link a higher one.</summary>
    public async Task Give(
        MDReaderDb db, Document document, DocumentLink link, Guid userId, CancellationToken cancellationToken)
    {
        var grant = await db.DocumentGrants.SingleOrDefaultAsync(
            found => found.DocumentId == document.Id && found.UserId == userId, cancellationToken);
        if (grant is { LinkId: null } || grant?.Role > link.Role)
        {
            return;
        }

        if (grant is null)
        {
            grant = new DocumentGrant { DocumentId = document.Id, UserId = userId, Role = link.Role, CreatedAt = time.Now() };
            db.Add(grant);
        }

        (grant.Role, grant.LinkId, grant.ExpiresAt) = (link.Role, link.Id, link.ExpiresAt);
        database.Note(new Change.Access(document.WorkspaceId, ObjectType.Document, document.Id, userId));
        database.Announce(new GrantChanged(document.Id, userId));
    }

    /// <summary>Makes the roles of all who came by the link what it says now.</summary>
    public async Task Follow(
        MDReaderDb db, Document document, DocumentLink link, CancellationToken cancellationToken)
    {
        await Tell(db, document, link.Id, cancellationToken);
        await db.DocumentGrants.Where(grant => grant.LinkId == link.Id).ExecuteUpdateAsync(
            set => set.SetProperty(grant => grant.Role, link.Role).SetProperty(grant => grant.ExpiresAt, link.ExpiresAt),
            cancellationToken);
    }

    /// <summary>Takes the roles of all who came by the link.</summary>
    public async Task Take(MDReaderDb db, Document document, Guid linkId, CancellationToken cancellationToken)
    {
        await Tell(db, document, linkId, cancellationToken);
        await db.DocumentGrants.Where(grant => grant.LinkId == linkId).ExecuteDeleteAsync(cancellationToken);
    }

    /// <summary>Takes the guests' roles, where those who came by the link have been told of a change.</summary>
    public static Task TakeOfGuests(MDReaderDb db, Guid linkId, CancellationToken cancellationToken)
    {
        var guests = db.Users.Where(user => user.IsGuest).Select(user => user.Id);
        return db.DocumentGrants.Where(grant => grant.LinkId == linkId && guests.Contains(grant.UserId))
            .ExecuteDeleteAsync(cancellationToken);
    }

    async Task Tell(MDReaderDb db, Document document, Guid linkId, CancellationToken cancellationToken)
    {
        // Guests read no feed.
        var people = await (
            from grant in db.DocumentGrants
            where grant.LinkId == linkId
            join user in db.Users on grant.UserId equals user.Id
            where !user.IsGuest
            select user.Id).ToListAsync(cancellationToken);
        foreach (var person in people)
        {
            database.Note(new Change.Access(document.WorkspaceId, ObjectType.Document, document.Id, person));
        }

        database.Announce(new GrantsChanged(document.Id));
    }
}
