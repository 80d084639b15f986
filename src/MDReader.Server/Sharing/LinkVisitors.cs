using MDReader.Server.Access;
using MDReader.Server.Accounts;
using MDReader.Server.Documents;
using MDReader.Server.Platform;
using Microsoft.EntityFrameworkCore;

namespace MDReader.Server.Sharing;

/// <summary>Who opens a link.</summary>
/// <param name="UserId">Null for who has never been here.</param>
abstract record Visitor(Guid? UserId)
{
    /// <summary>Signed in.</summary>
    public sealed record Person(Guid Id) : Visitor(Id);

    /// <summary>A guest who comes back.</summary>
    public sealed record Guest(Guid Id) : Visitor(Id);

    public sealed record Stranger() : Visitor((Guid?)null);
}

/// <summary>Somebody who has come in.</summary>
/// <param name="Guest">With the session that their tokens stand on; null for people with an account.</param>
sealed record Entered(Role Role, (User User, Guid SessionId)? Guest);

/// <summary>Keeps who came in by which link.</summary>
sealed class LinkVisitors(
    Authorizer authorizer, Guests guests, GuestKeys keys, LinkGrants grants, TimeProvider time)
{
    public Visitor Of(Guid linkId, string? key, HttpContext context) =>
        Caller.Of(context) is { IsGuest: false } caller ? new Visitor.Person(caller.UserId)
        : keys.Read(linkId, key, context) is { } guest ? new Visitor.Guest(guest)
        : Caller.Of(context) is { } bearer ? new Visitor.Guest(bearer.UserId)
        : new Visitor.Stranger();

    /// <summary>Whether the visitor gave the link's present password when they came in.</summary>
    public static async Task<bool> HasGivenPassword(
        MDReaderDb db, DocumentLink link, Visitor visitor, CancellationToken cancellationToken) =>
        visitor.UserId is { } userId
        && await db.LinkVisits.AnyAsync(
            visit => visit.LinkId == link.Id && visit.UserId == userId && visit.Lock == link.Lock && visit.EndedAt == null,
            cancellationToken);

    /// <summary>Gives the visitor the link's role; null where the link isn't, or no longer, for them.</summary>
    public async Task<Entered?> Enter(
        MDReaderDb db,
        (Document Document, DocumentLink Link) way,
        Visitor visitor,
        string? name,
        CancellationToken cancellationToken)
    {
        var (document, link) = way;
        if (visitor is Visitor.Person(var person)
            && (await authorizer.Standing(document.Id, person, cancellationToken))?.Role is { } role && role >= link.Role)
        {
            return new Entered(role, Guest: null);
        }

        var visit = visitor.UserId is { } userId
            ? await db.LinkVisits.SingleOrDefaultAsync(
                found => found.LinkId == link.Id && found.UserId == userId, cancellationToken)
            : null;
        if (visit?.EndedAt is not null || (visit is null && link.IsUsedUp))
        {
            return null;
        }

        visit ??= Welcome(db, link, visitor, name);
        visit.Lock = link.Lock;
        link.LastUsedAt = time.Now();
        await grants.Give(db, document, link, visit.UserId, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        var given = (await authorizer.Standing(document.Id, visit.UserId, cancellationToken))!.Value.Role!.Value;
        return new Entered(given, visit.SessionId is { } session
            ? (await db.Users.SingleAsync(user => user.Id == visit.UserId, cancellationToken), session)
            : null);
    }

    LinkVisit Welcome(MDReaderDb db, DocumentLink link, Visitor visitor, string? name)
    {
        var (userId, sessionId) = visitor is Visitor.Person(var id) ? (id, (Guid?)null) : NewGuest();
        var visit = new LinkVisit
        {
            LinkId = link.Id,
            UserId = userId,
            SessionId = sessionId,
            Lock = link.Lock,
            CreatedAt = time.Now(),
        };
        db.Add(visit);
        link.Uses++;
        return visit;

        (Guid, Guid?) NewGuest()
        {
            var (guest, session) = guests.Add(db, name);
            return (guest.Id, session);
        }
    }
}
