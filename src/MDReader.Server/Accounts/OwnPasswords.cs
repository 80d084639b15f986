using MDReader.Server.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace MDReader.Server.Accounts;

/// <summary>What hashing and judging stand on.</summary>
sealed record PasswordRoom(Passwords Hashes, PasswordPolicy Policy, IOptions<AccountsOptions> Options);

/// <summary>The passwords of this instance's own accounts: matched, forgotten, set anew.</summary>
sealed class OwnPasswords(Database database, PasswordRoom room, MailedCodes codes, Post post, Sessions sessions)
{
    /// <summary>Takes the same time whether there is an account, with a password, or not.</summary>
    public async Task<bool> Match(User? user, string password, CancellationToken cancellationToken) =>
        password.Length <= PasswordPolicy.Longest
        && await room.Hashes.Matches(
            user is { PasswordHash.Length: > 0 } ? user.PasswordHash : null, password, cancellationToken);

    public async Task MailReset(string email, CancellationToken cancellationToken)
    {
        var user = await database.Read(
            (db, token) => db.Users.SingleOrDefaultAsync(
                found => found.Email == email && found.DeletedAt == null && !found.IsGuest, token),
            cancellationToken);
        if (user is null || !post.IsOn)
        {
            return;
        }

        var lifetime = room.Options.Value.ResetLifetime;
        await database.Write(
            async (_, token) =>
            {
                var code = await codes.Make(user.Id, CodePurpose.Reset, email, lifetime, token);
                await post.Send($"reset {Guid.NewGuid()}", AccountMails.Reset(email, user.Name, code, lifetime, post), token);
            },
            cancellationToken);
    }

    /// <summary>Null when it is done. Judged and hashed first, which takes its time whether the code is right or not.</summary>
    public async Task<Refusal?> Reset(string email, string typed, string password, CancellationToken cancellationToken)
    {
        if (room.Policy.Judge(password, "/password", email, email.Split('@')[0]) is { Count: > 0 } flaws)
        {
            return Problems.Flawed(flaws);
        }

        var hash = await room.Hashes.Hash(password, cancellationToken);
        return await database.Write(
            async (db, token) =>
            {
                if (await codes.Take(CodePurpose.Reset, email, typed, token) is not { } code)
                {
                    return AddressProof.WrongCode();
                }

                var user = await db.Users.SingleAsync(found => found.Id == code.UserId, token);
                user.PasswordHash = hash;
                // The code came out of the mailbox, which proves the address as well.
                user.MustConfirm = false;
                user.EmailConfirmedAt ??= code.CreatedAt;
                await sessions.End(user.Id, _ => true, token);
                await Tell(user, token);
                database.Record(new Audited(AuditEvent.PasswordChanged, WorkspaceId: null, user.Id, "person", user.Id));
                return null;
            },
            cancellationToken);
    }

    /// <summary>Null when it is done.</summary>
    public async Task<Refusal?> Change(User user, string password, CancellationToken cancellationToken)
    {
        if (room.Policy.Judge(password, "/password", user.Email, user.Email.Split('@')[0], user.Name) is { Count: > 0 } flaws)
        {
            return Problems.Flawed(flaws);
        }

        var hash = await room.Hashes.Hash(password, cancellationToken);
        await database.Write(
            async (db, token) =>
            {
                await db.Users.Where(found => found.Id == user.Id)
                    .ExecuteUpdateAsync(found => found.SetProperty(changed => changed.PasswordHash, hash), token);
                await Tell(user, token);
                database.Record(new Audited(AuditEvent.PasswordChanged, WorkspaceId: null, user.Id, "person", user.Id));
            },
            cancellationToken);
        return null;
    }

    Task Tell(User user, CancellationToken cancellationToken) => post.Send(
        $"password changed {Guid.NewGuid()}", AccountMails.PasswordChanged(user.Email, user.Name), cancellationToken);
}
