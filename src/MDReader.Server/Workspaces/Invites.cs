using MDReader.Server.Access;
using MDReader.Server.Accounts;
using MDReader.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace MDReader.Server.Workspaces;

/// <summary>
/// Brings people into workspaces. To who has no token that is good now and for them, it is all the same why: revoked,
/// expired, used up, somebody else's or never made.
/// </summary>
sealed class Invites(
    Database database, WorkspaceAccess access, Members members, Post post, TimeProvider time)
{
    const string Page = "/invite#";
    static readonly TimeSpan Usual = TimeSpan.FromDays(7);
    static readonly TimeSpan Longest = TimeSpan.FromDays(90);

    public async Task<Results<Made<NewInvite>, Refusal>> Make(
        Guid workspaceId, InviteRequest request, HttpContext context)
    {
        var now = time.Now();
        var expiresAt = request.ExpiresAt ?? now + Usual;
        if (expiresAt <= now || expiresAt > now + Longest)
        {
            return Problems.Flawed(
                [new Flaw("/expiresAt", "out-of-range", $"Choose a time after now and not after {now + Longest:u}.")]);
        }

        return await access.Change<Made<NewInvite>>(workspaceId, Ability.Own, context, async (db, workspace, _, token) =>
        {
            var secret = SecretToken.New();
            var invite = new Invite
            {
                Id = Ids.New(time),
                WorkspaceId = workspaceId,
                Hash = SecretToken.Hash(secret),
                Role = RoleWords.Read(request.Role)!.Value,
                Email = EmailAddress.Normalise(request.Email),
                CreatedBy = Caller.Of(context)!.UserId,
                CreatedAt = now,
                ExpiresAt = expiresAt,
                SentAt = now,
                UseLimit = request.UseLimit ?? (request.Email is null ? null : 1),
            };
            db.Add(invite);
            Record(AuditEvent.InviteCreated, invite, invite.CreatedBy);
            if (invite.Email is not null)
            {
                await members.TellOf(db, invite, token);
            }

            await Send(invite, workspace, context, secret, token);
            return Answers.Made(null, Entry(invite, context, secret));
        });
    }

    /// <summary>Sends it again, with another token, and as long to accept it as it had at first.</summary>
    public async Task<Results<Answer<NewInvite>, Refusal>> Resend(Guid inviteId, HttpContext context)
    {
        var workspaceId = await WorkspaceOf(inviteId, context);
        return await access.Change<Answer<NewInvite>>(workspaceId, Ability.Own, context, async (db, workspace, _, token) =>
        {
            if (await db.Invites.SingleOrDefaultAsync(found => found.Id == inviteId, token) is not { } invite
                || invite.Uses >= invite.UseLimit)
            {
                return Problems.NotFound.Because("There is no such invite, or it was accepted; make a new one.");
            }

            var (secret, now) = (SecretToken.New(), time.Now());
            var lifetime = invite.ExpiresAt - invite.SentAt;
            (invite.Hash, invite.SentAt, invite.ExpiresAt) = (SecretToken.Hash(secret), now, now + lifetime);
            Record(AuditEvent.InviteResent, invite, Caller.Of(context)!.UserId);
            await Send(invite, workspace, context, secret, token);
            return Answers.With(Entry(invite, context, secret));
        });
    }

    public async Task<Results<NoContent, Refusal>> Revoke(Guid inviteId, HttpContext context)
    {
        var workspaceId = await WorkspaceOf(inviteId, context);
        return await access.Change<NoContent>(workspaceId, Ability.Own, context, async (db, _, _, token) =>
        {
            if (await db.Invites.SingleOrDefaultAsync(found => found.Id == inviteId, token) is not { } invite)
            {
                return Unknown();
            }

            db.Remove(invite);
            Record(AuditEvent.InviteRevoked, invite, Caller.Of(context)!.UserId);
            return TypedResults.NoContent();
        });
    }

    public Task<Invitation?> Show(string token, CancellationToken cancellationToken) => database.Read(
        async (db, cancellation) =>
        {
            if (await FindOpen(db, token, cancellation) is not { } invite)
            {
                return null;
            }

            var workspace = await db.Workspaces.Where(row => row.Id == invite.WorkspaceId)
                .Select(row => row.Name).SingleOrDefaultAsync(cancellation);
            var inviter = await db.Users.Where(row => row.Id == invite.CreatedBy)
                .Select(row => row.Name).SingleOrDefaultAsync(cancellation);
            return workspace is null || inviter is null
                ? null
                : new Invitation(workspace, inviter, invite.Role, Hidden(invite.Email), invite.ExpiresAt);
        },
        cancellationToken);

    /// <summary>Makes the caller a member. Who is one already keeps the higher of the two roles.</summary>
    public Task<Results<Answer<WorkspaceEntry>, Refusal>> Accept(string token, HttpContext context) =>
        database.Write<Results<Answer<WorkspaceEntry>, Refusal>>(
            async (db, cancellation) =>
            {
                var user = await db.Users.SingleAsync(row => row.Id == Caller.Of(context)!.UserId, cancellation);
                if (await FindOpen(db, token, cancellation) is not { } invite || !Admits(invite, user))
                {
                    return Unknown();
                }

                var (role, changed) = await members.BringIn(db, invite.WorkspaceId, user.Id, invite.Role, cancellation);
                invite.Uses += changed ? 1 : 0;
                Record(AuditEvent.InviteAccepted, invite, user.Id);
                var workspace = await db.Workspaces.SingleAsync(row => row.Id == invite.WorkspaceId, cancellation);
                return Answers.With(WorkspaceEntry.Of(workspace, role));
            },
            context.RequestAborted);

    /// <inheritdoc cref="AdmitsSignup"/>
    public Task<bool> AdmitsSignup(string invite, string email, CancellationToken cancellationToken) => database.Read(
        async (db, token) => await FindOpen(db, invite, token) is { } found
            && (found.Email is null || found.Email == EmailAddress.Normalise(email)),
        cancellationToken);

    public static Refusal Unknown() =>
        Problems.NotFound.Because("This invite is not for you, or no longer good; ask for a new one.");

    // Where there is none, it is answered as for a workspace that isn't there.
    Task<Guid> WorkspaceOf(Guid inviteId, HttpContext context) => database.Read(
        (db, token) => db.Invites.Where(invite => invite.Id == inviteId).Select(invite => invite.WorkspaceId)
            .SingleOrDefaultAsync(token),
        context.RequestAborted);

    // Without an address the link is handed on by whoever made it.
    Task Send(Invite invite, Workspace workspace, HttpContext context, string secret, CancellationToken cancellationToken) =>
        invite.Email is null
            ? Task.CompletedTask
            : post.Send(
                $"invite {invite.Id} {invite.SentAt.ToUnixTimeMilliseconds()}",
                Letter(invite, workspace, Caller.Of(context)!.Name, secret),
                cancellationToken);

    NewInvite Entry(Invite invite, HttpContext context, string secret) => new(
        invite.Id, invite.Role, invite.Email, invite.CreatedAt, invite.ExpiresAt, invite.UseLimit, secret,
        Url(context.Request, secret));

    void Record(string @event, Invite invite, Guid actor) =>
        database.Record(new Audited(@event, invite.WorkspaceId, actor, "invite", invite.Id)
        {
            Details = new Dictionary<string, string?> { ["role"] = invite.Role.Word() },
        });

    // Where there is mail, whoever says that the address is theirs has to have proven it.
    bool Admits(Invite invite, User user) => invite.Email is null
        || (invite.Email == user.Email && (user.EmailConfirmedAt is not null || !post.IsOn));

    async Task<Invite?> FindOpen(MDReaderDb db, string token, CancellationToken cancellationToken)
    {
        var hash = SecretToken.Hash(token);
        var invite = await db.Invites.SingleOrDefaultAsync(found => found.Hash == hash, cancellationToken);
        return invite is not null && invite.IsOpen(time.Now()) ? invite : null;
    }

    // The token stands behind the # where no log sees it.
    string Url(HttpRequest request, string token) =>
        post.Address(Page + token)?.ToString() ?? $"{request.Scheme}://{request.Host}{Page}{token}";

    Mail Letter(Invite invite, Workspace workspace, string inviter, string token) => Mail.Compose(
        invite.Email!,
        $"{inviter} invites you to {workspace.Name}",
        [
            new MailPart.Paragraph($"{inviter} invites you to the workspace {workspace.Name} at MDReader, as {invite.Role.Word()}."),
            .. post.Address(Page + token) is { } address
                ? [new MailPart.Link("Look at the invite", address)]
                : new MailPart[] { new MailPart.Paragraph("Give this code where you sign up or sign in:"), new MailPart.Code(token) },
            new MailPart.Paragraph(
                $"It is for this address only and good until {invite.ExpiresAt:u}. If you don't know {inviter}, leave it."),
        ]);

    // Enough for who owns the address to know it by.
    static string? Hidden(string? email) =>
        email is null ? null : $"{email[0]}…{email[email.IndexOf('@', StringComparison.Ordinal)..]}";
}
