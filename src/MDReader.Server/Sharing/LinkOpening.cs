using MDReader.Server.Accounts;
using MDReader.Server.Documents;
using MDReader.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace MDReader.Server.Sharing;

/// <summary>
/// Lets people in by a link: who is signed in as themselves, others as guests. Whoever comes back, to renew a guest's
/// token or because the page was loaded again, shows what they were given and stays who they were. To who has no token
/// that is good now, it is all the same why.
/// </summary>
sealed class LinkOpening(
    Database database, LinkVisitors visitors, LinkLimits limits, LinkAnswers answers, TimeProvider time)
{
    public async Task<Results<Answer<OpenedLink>, Refusal>> Open(string token, OpenLinkRequest? request, HttpContext context)
    {
        if (await limits.CountOpening(context) is { } tooMany)
        {
            return tooMany;
        }

        var link = await database.Read((db, cancellation) => Find(db, token, cancellation), context.RequestAborted);
        if (link is null)
        {
            return Unknown();
        }

        var visitor = visitors.Of(link.Id, request?.GuestKey, context);
        if (!IsFor(link, visitor))
        {
            return SignInFirst();
        }

        if (await AskPassword(link, visitor, request?.Password, context) is { } locked)
        {
            return locked;
        }

        return await database.Write(
            (db, cancellation) => Enter(db, link, visitor, request, context, cancellation), context.RequestAborted);
    }

    /// <summary>What whoever has the token is shown before they open it; null when it is no good.</summary>
    public Task<LinkNotice?> Show(string token, CancellationToken cancellationToken) => database.Read(
        async (db, cancellation) => await Find(db, token, cancellation) is { } link
            ? new LinkNotice(
                link.PasswordHash is null
                    ? await db.Documents.Where(document => document.Id == link.DocumentId)
                        .Select(document => document.Title).SingleOrDefaultAsync(cancellation)
                    : null,
                await db.Users.Where(user => user.Id == link.CreatedBy)
                    .Select(user => user.Name).SingleOrDefaultAsync(cancellation),
                link.Role,
                link.PasswordHash is not null,
                link.ExpiresAt,
                link.AllowsGuests)
            : null,
        cancellationToken);

    public static Refusal Unknown() =>
        Problems.NotFound.Because("This link is no longer good; ask whoever gave it to you for a new one.");

    static bool IsFor(DocumentLink link, Visitor visitor) => link.AllowsGuests || visitor is Visitor.Person;

    static Refusal SignInFirst() =>
        Problems.Unauthenticated.Because("This link is for people with an account here: sign in, and open it again.");

    // Outside the write: checking a password takes a tenth of a second.
    async Task<Refusal?> AskPassword(DocumentLink link, Visitor visitor, string? password, HttpContext context)
    {
        if (link.PasswordHash is null || await database.Read(
            (db, token) => LinkVisitors.HasGivenPassword(db, link, visitor, token), context.RequestAborted))
        {
            return null;
        }

        if (password is null)
        {
            return Problems.LinkPasswordRequired.Because("Send the password that goes with this link.");
        }

        if (await limits.CountPassword(context, link.Id) is { } tooMany)
        {
            return tooMany;
        }

        if (!await limits.Passwords.Matches(link.PasswordHash, password, context.RequestAborted))
        {
            return Problems.LinkPasswordRequired.Because("This is not the link's password; check it and try again.");
        }

        await limits.Forgive(context, link.Id);
        return null;
    }

    async Task<Results<Answer<OpenedLink>, Refusal>> Enter(
        MDReaderDb db,
        DocumentLink seen,
        Visitor visitor,
        OpenLinkRequest? request,
        HttpContext context,
        CancellationToken cancellationToken)
    {
        // Again, now that nobody can change it any more before this is written.
        var link = await db.DocumentLinks.SingleOrDefaultAsync(found => found.Id == seen.Id, cancellationToken);
        if (link is null || link.Lock != seen.Lock || link.IsOver(time.Now()))
        {
            return Unknown();
        }

        if (!IsFor(link, visitor))
        {
            return SignInFirst();
        }

        var document = await db.Documents.SingleAsync(found => found.Id == link.DocumentId, cancellationToken);
        var uses = link.Uses;
        if (document.TrashedAt is not null
            || await visitors.Enter(db, (document, link), visitor, request?.Name, cancellationToken) is not { } entered)
        {
            return Unknown();
        }

        // Who comes back is no news.
        if (link.Uses > uses)
        {
            database.Record(SharingAudit.Of(
                AuditEvent.LinkOpened, document, context, ("link", link.Id), SharingAudit.Role(entered.Role),
                ("guest", entered.Guest?.User.Id.ToString())));
        }

        return Answers.With(answers.To(entered, (document, link), request?.TokenDelivery, context));
    }

    async Task<DocumentLink?> Find(MDReaderDb db, string token, CancellationToken cancellationToken)
    {
        var hash = LinkTokens.Hash(token);
        var link = await (
            from found in db.DocumentLinks
            where found.Hash == hash
            join document in db.Documents on found.DocumentId equals document.Id
            where document.TrashedAt == null
            select found).SingleOrDefaultAsync(cancellationToken);
        return link is null || link.IsOver(time.Now()) ? null : link;
    }
}
