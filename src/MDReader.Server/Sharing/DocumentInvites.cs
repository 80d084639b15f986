using System.Text.Json;
using MDReader.Server.Access;
using MDReader.Server.Accounts;
using MDReader.Server.Documents;
using MDReader.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace MDReader.Server.Sharing;

/// <summary>
/// Invites people to documents by their address. To who has no token that is good now and for them, it is all the same
/// why: revoked, expired, used up, somebody else's or never made.
/// </summary>
sealed class DocumentInvites(
    Database database, DocumentAccess access, DocumentInviteMail mail, DocumentGrants grants, TimeProvider time)
{
    static readonly TimeSpan Usual = TimeSpan.FromDays(7);
    static readonly TimeSpan Longest = TimeSpan.FromDays(90);

    public async Task<Results<Made<DocumentInviteEntry>, Refusal>> Make(
        Guid documentId, DocumentInviteRequest request, HttpContext context)
    {
        var now = time.Now();
        var expiresAt = request.ExpiresAt ?? now + Usual;
        if (expiresAt <= now || expiresAt > now + Longest)
        {
            return Problems.Flawed(
                [new Flaw("/expiresAt", "out-of-range", $"Choose a time after now and not after {now + Longest:u}.")]);
        }

        var made = await access.Change<Made<DocumentInviteEntry>>(
            documentId, (Ability.Own, Trash.Excluded), context, async (db, document, _, token) =>
            {
                var secret = SecretToken.New();
                var invite = new DocumentInvite
                {
                    Id = Ids.New(time),
                    DocumentId = document.Id,
                    Hash = SecretToken.Hash(secret),
                    Email = EmailAddress.Normalise(request.Email)!,
                    Role = RoleWords.Read(request.Role)!.Value,
                    CreatedBy = Caller.Of(context)!.UserId,
                    CreatedAt = now,
                    ExpiresAt = expiresAt,
                    UseLimit = request.UseLimit ?? 1,
                    SentAt = now,
                };
                db.Add(invite);
                Record(AuditEvent.DocumentInviteCreated, document, invite, context);
                await mail.Send(invite, document, (Caller.Of(context)!.Name, request.Message), secret, token);
                return Answers.Made(null, Entry(invite, secret, context));
            });
        if (made.Result is Made<DocumentInviteEntry> { Value: { } entry })
        {
            ShowOnce(entry, context);
        }

        return made;
    }

    /// <summary>Sends it again, with another token, and as long to accept it as it had at first.</summary>
    public async Task<Results<Answer<DocumentInviteEntry>, Refusal>> Resend(Guid documentId, Guid inviteId, HttpContext context)
    {
        var sent = await access.Change<Answer<DocumentInviteEntry>>(
            documentId, (Ability.Own, Trash.Excluded), context, async (db, document, _, token) =>
            {
                if (await Find(db, documentId, inviteId, token) is not { } invite || invite.Uses >= invite.UseLimit)
                {
                    return NotThere();
                }

                var (secret, now) = (SecretToken.New(), time.Now());
                Record(AuditEvent.DocumentInviteResent, document, invite, context);
                var lifetime = invite.ExpiresAt - invite.SentAt;
                (invite.Hash, invite.SentAt, invite.ExpiresAt) = (SecretToken.Hash(secret), now, now + lifetime);
                await mail.Send(invite, document, (Caller.Of(context)!.Name, Message: null), secret, token);
                return Answers.With(Entry(invite, secret, context));
            });
        if (sent.Result is Answer<DocumentInviteEntry> { Value: { } entry })
        {
            ShowOnce(entry, context);
        }

        return sent;
    }

    public Task<Results<NoContent, Refusal>> Revoke(Guid documentId, Guid inviteId, HttpContext context) =>
        access.Change<NoContent>(documentId, (Ability.Own, Trash.Excluded), context, async (db, document, _, token) =>
        {
            if (await Find(db, documentId, inviteId, token) is not { } invite)
            {
                return NotThere();
            }

            db.Remove(invite);
            Record(AuditEvent.DocumentInviteRevoked, document, invite, context);
            return TypedResults.NoContent();
        });

    public Task<DocumentInvitation?> Show(string secret, CancellationToken cancellationToken) => database.Read(
        async (db, token) =>
        {
            if (await FindOpen(db, secret, token) is not var (invite, document))
            {
                return null;
            }

            var inviter = await db.Users.Where(user => user.Id == invite.CreatedBy).Select(user => user.Name)
                .SingleAsync(token);
            return new DocumentInvitation(
                document.Title, inviter, invite.Role, DocumentInviteMail.Hidden(invite.Email), invite.ExpiresAt);
        },
        cancellationToken);

    /// <summary>Gives the caller the role. Who has a higher one keeps it.</summary>
    public Task<Results<Answer<AcceptedInvite>, Refusal>> Accept(string secret, HttpContext context) =>
        database.Write<Results<Answer<AcceptedInvite>, Refusal>>(
            async (db, token) =>
            {
                var user = await db.Users.SingleAsync(found => found.Id == Caller.Of(context)!.UserId, token);
                if (await FindOpen(db, secret, token) is not var (invite, document) || !mail.Admits(invite, user))
                {
                    return Unknown();
                }

                var (role, changed) = await grants.Raise(db, document, user.Id, invite.Role, token);
                invite.Uses += changed ? 1 : 0;
                Record(AuditEvent.DocumentInviteAccepted, document, invite, context);
                return Answers.With(new AcceptedInvite(document.Id, document.WorkspaceId, document.Title, role));
            },
            context.RequestAborted);

    /// <inheritdoc cref="AdmitsSignup"/>
    public Task<bool> AdmitsSignup(string secret, string email, CancellationToken cancellationToken) => database.Read(
        async (db, token) => await FindOpen(db, secret, token) is var (invite, _)
            && invite.Email == EmailAddress.Normalise(email),
        cancellationToken);

    public static Refusal Unknown() =>
        Problems.NotFound.Because("This invite is not for you, or no longer good; ask for a new one.");

    static Refusal NotThere() => Problems.NotFound.Because("This document has no such invite, or it was accepted.");

    async Task<(DocumentInvite Invite, Document Document)?> FindOpen(
        MDReaderDb db, string secret, CancellationToken cancellationToken)
    {
        var hash = SecretToken.Hash(secret);
        var found = await (
            from invite in db.DocumentInvites
            where invite.Hash == hash
            join document in db.Documents on invite.DocumentId equals document.Id
            where document.TrashedAt == null
            select new { invite, document }).SingleOrDefaultAsync(cancellationToken);
        return found is not null && found.invite.IsOpen(time.Now()) ? (found.invite, found.document) : null;
    }

    void Record(string @event, Document document, DocumentInvite invite, HttpContext context) => database.Record(
        SharingAudit.Of(@event, document, context, ("invite", invite.Id), SharingAudit.Role(invite.Role)));

    static Task<DocumentInvite?> Find(MDReaderDb db, Guid documentId, Guid inviteId, CancellationToken cancellationToken) =>
        db.DocumentInvites.SingleOrDefaultAsync(
            invite => invite.Id == inviteId && invite.DocumentId == documentId, cancellationToken);

    DocumentInviteEntry Entry(DocumentInvite invite, string secret, HttpContext context) =>
        DocumentInviteEntry.Of(invite, time.Now()) with { Token = secret, Url = mail.Url(context.Request, secret) };

    static void ShowOnce(DocumentInviteEntry entry, HttpContext context)
    {
        var json = context.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        context.Features.Set(new ShownOnce(
            JsonSerializer.SerializeToUtf8Bytes(entry with { Token = null, Url = null }, json)));
    }
}
