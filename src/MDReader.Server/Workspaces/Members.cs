using MDReader.Server.Access;
using MDReader.Server.Accounts;
using MDReader.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace MDReader.Server.Workspaces;

/// <summary>Who is in a workspace and as what. There is always an owner.</summary>
sealed class Members(Database database, WorkspaceAccess access, Authorizer authorizer, Notices notices, TimeProvider time)
{
    public Task<Results<Answer<Member>, Refusal>> Put(Guid workspaceId, Guid userId, Role role, HttpContext context) =>
        access.Change<Answer<Member>>(workspaceId, Ability.Own, context, async (db, _, _, token) =>
        {
            if (await db.Users.SingleOrDefaultAsync(
                    found => found.Id == userId && found.DeletedAt == null && !found.IsGuest, token) is not { } user)
            {
                return Problems.NotFound.Because("Nobody here has an account with this id.");
            }

            var membership = await Find(db, workspaceId, userId, token);
            if (membership is { Role: Role.Owner } && role != Role.Owner && await IsLastOwner(db, workspaceId, token))
            {
                return LastOwner();
            }

            if (membership is null)
            {
                await Welcome(workspaceId, userId, role, Caller.Of(context)!.UserId, token);
            }

            Record(AuditEvent.MemberChanged, workspaceId, (Caller.Of(context)!.UserId, userId), (membership?.Role, role));
            membership = Put(db, membership, workspaceId, userId, role);
            return Answers.With(new Member(
                user.Id, user.Name, user.Email, user.Colour, role, membership.CreatedAt));
        });

    /// <summary>By an invite: whoever is a member already keeps the higher role.</summary>
    /// <returns>The role that they have then, and whether that is new.</returns>
    public async Task<(Role Role, bool Changed)> BringIn(
        MDReaderDb db, Guid workspaceId, Guid userId, Role role, CancellationToken cancellationToken)
    {
        var membership = await Find(db, workspaceId, userId, cancellationToken);
        if (membership?.Role >= role)
        {
            return (membership.Role, Changed: false);
        }

        Put(db, membership, workspaceId, userId, role);
        return (role, Changed: true);
    }

    /// <summary>Owners remove anyone, and everyone may leave.</summary>
    public Task<Results<NoContent, Refusal>> Remove(Guid workspaceId, Guid userId, HttpContext context)
    {
        var needed = Caller.Of(context)!.UserId == userId ? Ability.Read : Ability.Own;
        return access.Change<NoContent>(workspaceId, needed, context, async (db, _, _, token) =>
        {
            if (await Find(db, workspaceId, userId, token) is not { } membership)
            {
                return Problems.NotFound.Because("This person is not a member.");
            }

            if (membership.Role == Role.Owner && await IsLastOwner(db, workspaceId, token))
            {
                return LastOwner();
            }

            Record(AuditEvent.MemberRemoved, workspaceId, (Caller.Of(context)!.UserId, userId), (membership.Role, null));
            await authorizer.RevokeGrants(db, workspaceId, userId, token);
            db.Remove(membership);
            database.Note(new Change.Deleted(workspaceId, ObjectType.Member, userId, Gone.Purged));
            Tell(workspaceId, userId, role: null);
            return TypedResults.NoContent();
        });
    }

    /// <summary>Tells whoever has an account with the invite's address; the letter with the way in goes there besides.</summary>
    public async Task TellOf(MDReaderDb db, Invite invite, CancellationToken cancellationToken)
    {
        var invited = await db.Users
            .Where(user => user.Email == invite.Email && user.EmailConfirmedAt != null && user.DeletedAt == null)
            .Select(user => user.Id).ToListAsync(cancellationToken);
        foreach (var person in invited)
        {
            await notices.Tell(
                $"{invite.Id}",
                new Notice(NoticeEvent.Invite, person, invite.CreatedBy, invite.WorkspaceId)
                {
                    SubjectId = invite.Id,
                    Role = invite.Role.Word(),
                    HasLetter = true,
                },
                cancellationToken);
        }
    }

    Task Welcome(Guid workspaceId, Guid userId, Role role, Guid by, CancellationToken cancellationToken) => notices.Tell(
        $"{workspaceId} {time.Now().ToUnixTimeMilliseconds()}",
        new Notice(NoticeEvent.Invite, userId, by, workspaceId) { Role = role.Word() },
        cancellationToken);

    Membership Put(MDReaderDb db, Membership? membership, Guid workspaceId, Guid userId, Role role)
    {
        if (membership is null)
        {
            membership = new Membership
            {
                WorkspaceId = workspaceId,
                UserId = userId,
                Role = role,
                CreatedAt = time.Now(),
            };
            db.Add(membership);
        }

        membership.Role = role;
        database.Note(new Change.Upserted(workspaceId, ObjectType.Member, userId));
        Tell(workspaceId, userId, role);
        return membership;
    }

    void Record(string @event, Guid workspaceId, (Guid Actor, Guid Member) who, (Role? Before, Role? Now) role) =>
        database.Record(new Audited(@event, workspaceId, who.Actor, "person", who.Member)
        {
            Details = new Dictionary<string, string?> { ["from"] = role.Before?.Word(), ["to"] = role.Now?.Word() },
        });

    void Tell(Guid workspaceId, Guid userId, Role? role)
    {
        database.Note(new Change.AccessToAll(workspaceId, userId));
        database.Announce(new RoleChanged(workspaceId, userId, role));
    }

    static Task<Membership?> Find(MDReaderDb db, Guid workspaceId, Guid userId, CancellationToken cancellationToken) =>
        db.Memberships.SingleOrDefaultAsync(
            found => found.WorkspaceId == workspaceId && found.UserId == userId, cancellationToken);

    static async Task<bool> IsLastOwner(MDReaderDb db, Guid workspaceId, CancellationToken cancellationToken) =>
        await db.Memberships.CountAsync(
            found => found.WorkspaceId == workspaceId && found.Role == Role.Owner, cancellationToken) == 1;

    static Refusal LastOwner() => Problems.LastOwner.Because("Make somebody else an owner first.");

    /// <inheritdoc cref="Accounts.TellOfNewName"/>
    public async Task TellOfNewName(MDReaderDb db, Guid userId, CancellationToken cancellationToken)
    {
        var workspaces = db.Memberships.Where(found => found.UserId == userId).Select(found => found.WorkspaceId);
        foreach (var workspaceId in await workspaces.ToListAsync(cancellationToken))
        {
            database.Note(new Change.Upserted(workspaceId, ObjectType.Member, userId));
        }
    }
}
