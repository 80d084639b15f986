using MDReader.Server.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace MDReader.Server.Accounts;

/// <summary>
/// Whose account it is that somebody comes to by a provider. Known by the provider's subject; else by the address, and
/// then only if both sides have proven it: otherwise whoever signs up first with another person's address would be joined
/// by that person later.
/// </summary>
sealed class Arrival(Database database, TimeProvider time, IOptions<AccountsOptions> options)
{
    /// <summary>The account, found, linked or made; or why there is none.</summary>
    public async Task<(User? User, Refusal? Refusal)> SignIn(
        string provider, ExternalPerson person, CancellationToken cancellationToken)
    {
        try
        {
            return await database.Write<(User?, Refusal?)>(
                async (db, token) => await Known(db, provider, person, token) is { } user
                    ? (user, null)
                    : await Welcome(db, provider, person, token),
                cancellationToken);
        }
        catch (DbUpdateException failure) when (database.IsDuplicate(failure))
        {
            return (null, Problems.ProviderRefused.Because("You signed in twice at once; begin again."));
        }
    }

    /// <summary>Adds this way to sign in to an account. Null when it is there now.</summary>
    public Task<Refusal?> Link(
        Guid userId, string provider, ExternalPerson person, CancellationToken cancellationToken) =>
        database.Write<Refusal?>(
            async (db, token) =>
            {
                if (await Known(db, provider, person, token) is { } known)
                {
                    return known.Id == userId
                        ? null
                        : Problems.IdentityTaken.Because("Sign in with it and remove it there first.");
                }

                if (!await db.Users.AnyAsync(user => user.Id == userId && user.DeletedAt == null, token))
                {
                    return Problems.ProviderRefused.Because("The account is gone.");
                }

                Add(db, userId, provider, person);
                return null;
            },
            cancellationToken);

    async Task<User?> Known(
        MDReaderDb db, string provider, ExternalPerson person, CancellationToken cancellationToken)
    {
        var identity = await db.ExternalIdentities.SingleOrDefaultAsync(
            found => found.Provider == provider && found.Subject == person.Subject, cancellationToken);
        if (identity is null)
        {
            return null;
        }

        identity.LastUsedAt = time.Now();
        identity.Email = person.VerifiedEmail ?? identity.Email;
        return await db.Users.SingleAsync(user => user.Id == identity.UserId, cancellationToken);
    }

    async Task<(User?, Refusal?)> Welcome(
        MDReaderDb db, string provider, ExternalPerson person, CancellationToken cancellationToken)
    {
        if (person.VerifiedEmail is not { } email)
        {
            return (null, Problems.EmailNotVerified.Because(
                "Confirm your address at the provider, or sign in here with a password and link it in your settings."));
        }

        var user = await db.Users.SingleOrDefaultAsync(found => found.Email == email, cancellationToken);
        if (user is { EmailConfirmedAt: null, MustConfirm: false })
        {
            return (null, Problems.AccountExists.Because("Sign in to it with its password and link this in your settings."));
        }

        if (user is null && options.Value.Signup == Signup.Invited)
        {
            return (null, Problems.SignupClosed.Because("Ask somebody who is here for an invite."));
        }

        if (user is null)
        {
            db.Add(user = New(email, person));
        }
        else if (user.MustConfirm)
        {
            // Nobody has ever been in there, and whoever chose the password may not be this person.
            (user.MustConfirm, user.PasswordHash, user.EmailConfirmedAt) = (false, "", time.Now());
        }

        // The user's row first: the two are not related in the model's eyes.
        await db.SaveChangesAsync(cancellationToken);
        Add(db, user.Id, provider, person);
        return (user, null);
    }

    User New(string email, ExternalPerson person) => new()
    {
        Id = Ids.New(time),
        Email = email,
        EmailConfirmedAt = time.Now(),
        Name = NameOf(person, email),
        PasswordHash = "",
        CreatedAt = time.Now(),
    };

    void Add(MDReaderDb db, Guid userId, string provider, ExternalPerson person) => db.Add(new ExternalIdentity
    {
        Id = Ids.New(time),
        UserId = userId,
        Provider = provider,
        Subject = person.Subject,
        Email = person.VerifiedEmail,
        CreatedAt = time.Now(),
        LastUsedAt = time.Now(),
    });

    static string NameOf(ExternalPerson person, string email)
    {
        var name = string.Concat((person.Name ?? "").Where(c => !char.IsControl(c))).Trim();
        name = name.Length == 0 ? email.Split('@')[0] : name;
        return name.CutTo(Person.LongestName);
    }
}
