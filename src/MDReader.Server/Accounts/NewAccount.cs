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

    /// <summary>The new account, or why there is none. All values have passed their checks.</summary>
    public async Task<(User? User, Refusal? Refusal)> Make(
        string email, string password, string name, CancellationToken cancellationToken)
    {
        var address = EmailAddress.Normalise(email)!;
        if (policy.Judge(password, "/password", address, address.Split('@')[0], name) is { Count: > 0 } flaws)
        {
            return (null, Problems.Flawed(flaws));
        }

        // Hashing takes a tenth of a second: outside the write, which others wait for.
        var user = new User
        {
            Id = Ids.New(time),
            Email = address,
            Name = name.Trim(),
            PasswordHash = await passwords.Hash(password, cancellationToken),
            CreatedAt = time.Now(),
        };
        try
        {
            return await database.Write<(User?, Refusal?)>(
                async (db, token) =>
                {
                    if (await db.Users.AnyAsync(other => other.Email == address, token))
                    {
                        return (null, Taken());
                    }

                    db.Add(user);
                    return (user, null);
                },
                cancellationToken);
        }
        catch (DbUpdateException failure) when (database.IsDuplicate(failure))
        {
            return (null, Taken());
        }
    }

    static Refusal Taken() => Problems.EmailTaken.Because("Sign in, or sign up with another address.");
}
