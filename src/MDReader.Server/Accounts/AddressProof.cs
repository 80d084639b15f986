using MDReader.Server.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace MDReader.Server.Accounts;

/// <summary>Shows that a mailbox is its person's: a code goes there and comes back.</summary>
sealed class AddressProof(
    Database database, MailedCodes codes, Post post, TimeProvider time, IOptions<AccountsOptions> options)
{
    /// <summary>Whether there is mail to prove an address by.</summary>
    public bool CanProve => post.IsOn;

    /// <summary>Mails a code to the address, the account's own or the one it wants to change to.</summary>
    public Task Ask(User user, string email, CancellationToken cancellationToken) => database.Write(
        async (_, token) =>
        {
            var lifetime = options.Value.ConfirmationLifetime;
            var code = await codes.Make(user.Id, CodePurpose.Confirm, email, lifetime, token);
            await post.Send(
                $"confirm {Guid.NewGuid()}", AccountMails.Confirm(email, user.Name, code, lifetime, post), token);
        },
        cancellationToken);

    public async Task AskAgain(string email, CancellationToken cancellationToken)
    {
        var waiting = await database.Read(
            (db, token) => (
                from code in db.MailedCodes
                where code.Purpose == CodePurpose.Confirm && code.Email == email
                join user in db.Users on code.UserId equals user.Id
                where user.DeletedAt == null
                select user).ToListAsync(token),
            cancellationToken);
        foreach (var user in waiting)
        {
            await Ask(user, email, cancellationToken);
        }
    }

    /// <summary>Null when the address is proven now.</summary>
    public Task<Refusal?> Prove(string email, string typed, CancellationToken cancellationToken) =>
        database.Write<Refusal?>(
            async (db, token) =>
            {
                if (await codes.Take(CodePurpose.Confirm, email, typed, token) is not { } code)
                {
                    return WrongCode();
                }

                var user = await db.Users.SingleAsync(found => found.Id == code.UserId, token);
                if (user.Email != email)
                {
                    if (await db.Users.AnyAsync(other => other.Email == email, token))
                    {
                        return Problems.EmailTaken.Because("Somebody took this address meanwhile; choose another one.");
                    }

                    await post.Send(
                        $"address changed {Guid.NewGuid()}", AccountMails.AddressChanged(user.Email, user.Name, email), token);
                    user.Email = email;
                }

                user.EmailConfirmedAt = time.Now();
                user.MustConfirm = false;
                return null;
            },
            cancellationToken);

    public static Refusal WrongCode() => Problems.InvalidCode.Because("Check it, or ask for another one.");
}
