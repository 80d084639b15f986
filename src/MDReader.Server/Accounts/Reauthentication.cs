using MDReader.Server.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace MDReader.Server.Accounts;

/// <summary>
/// Asks somebody who is signed in for their password again, before what could lock them out. Who has no password, since
/// they come by a provider, must have signed in a short while ago.
/// </summary>
sealed class Reauthentication(
    Database database, IUserPool pool, SignInLimits limits, TimeProvider time, IOptions<AccountsOptions> options)
{
    /// <summary>The person; or why not. Takes a hash's time: outside any write.</summary>
    public async Task<(User? User, Refusal? Refusal)> Ask(HttpContext context, string? password)
    {
        var caller = Caller.Of(context)!;
        var user = await database.Read(
            (db, token) => db.Users.SingleAsync(found => found.Id == caller.UserId, token), context.RequestAborted);
        if (user.PasswordHash.Length == 0)
        {
            return await IsFresh(caller, context.RequestAborted)
                ? (user, null)
                : (null, Problems.WrongPassword.Because("You have no password: sign out, sign in again, and come back."));
        }

        if (await limits.CountSignIn(context, user.Email) is { } tooMany)
        {
            return (null, tooMany);
        }

        if (!await pool.Knows(user, password ?? "", context.RequestAborted))
        {
            return (null, Problems.WrongPassword.Because("Type the password that you sign in with."));
        }

        await limits.Forgive(context, user.Email);
        return (user, null);
    }

    Task<bool> IsFresh(Caller caller, CancellationToken cancellationToken)
    {
        var since = time.Now() - options.Value.FreshSignIn;
        return database.Read(
            (db, token) => db.Sessions.AnyAsync(
                session => session.Id == caller.CredentialId && session.CreatedAt > since, token),
            cancellationToken);
    }
}
