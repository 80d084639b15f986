using MDReader.Server.Platform;
using Microsoft.EntityFrameworkCore;

namespace MDReader.Server.Accounts;

/// <summary>Makes accounts, whichever way somebody comes in.</summary>
sealed class NewAccount(Database database, Passwords passwords, PasswordPolicy policy, TimeProvider time)
{
    public static IEnumerable<Flaw> CheckEmail(string? email) => EmailAddress.Normalise(email) is null
        ? [new Flaw("/email", "email", "Give an e-mail address such as ada@example.org.")]
        : [];

    public static IEnumerable<Flaw> CheckPassword(string? password) => string.IsNullOrEmpty(password)
        ? [new Flaw("/password", "required", "Choose a password.")]
        : [];

    /// <summary>Judges and hashes the password, which takes a tenth of a second: outside any write, since others wait for
    /// it.</summary>
    public async Task<(User? User, Refusal? Refusal)> Prepare(
        string email, string password, string name, CancellationToken cancellationToken)
    {
        var address = EmailAddress.Normalise(email)!;
        if (policy.Judge(password, "/password", address, address.Split('@')[0], name) is { Count: > 0 } flaws)
        {
            return (null, Problems.Flawed(flaws));
        }

        var user = new User
        {
            Id = Ids.New(time),
            Email = address,
            Name = name.Trim(),
            PasswordHash = await passwords.Hash(password, cancellationToken),
            CreatedAt = time.Now(),
        };
        return (user, null);
    }

    /// <summary>Null when the account was added.</summary>
    /// <param name="user">From <see cref="Prepare"/>.</param>
    /// <param name="along">What else belongs to the same write.</param>
    public async Task<Refusal?> Add(
        User user, Func<CancellationToken, Task> along, CancellationToken cancellationToken)
    {
        try
        {
            return await database.Write(
                async (db, token) =>
                {
                    if (await db.Users.AnyAsync(other => other.Email == user.Email, token))
                    {
                        return Taken();
                    }

                    db.Add(user);
                    await db.SaveChangesAsync(token);
                    await along(token);
                    return null;
                },
                cancellationToken);
        }
        catch (DbUpdateException failure) when (database.IsDuplicate(failure))
        {
            return Taken();
        }
    }

    static Refusal Taken() => Problems.EmailTaken.Because("Sign in, or sign up with another address.");
}
