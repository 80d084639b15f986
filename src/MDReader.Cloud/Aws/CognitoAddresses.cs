using MDReader.Server.Accounts;
using MDReader.Server.Platform;
using Microsoft.EntityFrameworkCore;

namespace MDReader.Cloud.Aws;

/// <summary>
/// Which addresses are proven: the one that somebody signs up with by a code of Cognito's, one that they change to by a
/// code of ours, of which Cognito is told.
/// </summary>
sealed class CognitoAddresses(CognitoApi cognito, Database database, AddressProof ours, CognitoNews news, TimeProvider time)
{
    /// <summary>Null when the address is proven now.</summary>
    /// <exception cref="AwsException">Cognito refuses the code.</exception>
    public async Task<Refusal?> Prove(string email, string code, CancellationToken cancellationToken)
    {
        // Anybody may want to change to an address that somebody else signs up with: whose code it is decides.
        var isChange = await IsChangedTo(email, cancellationToken);
        var refusal = isChange ? await Change(email, code, cancellationToken) : null;
        if (isChange && refusal is null)
            return null;
        try
        {
            await cognito.ConfirmSignUp(email, code.Trim(), cancellationToken);
        }
        catch (AwsException nobody) when (isChange && nobody.Code is "UserNotFoundException" or "NotAuthorizedException")
        {
            return refusal;
        }
        await SetProven(email, cancellationToken);
        return null;
    }

    /// <summary>Has another code mailed, if somebody waits for one at this address.</summary>
    public async Task AskAgain(string email, CancellationToken cancellationToken)
    {
        await ours.AskAgain(email, cancellationToken);
        await cognito.ResendConfirmationCode(email, cancellationToken);
    }

    /// <summary>Notes that Cognito has it proven; gives whose it is.</summary>
    public Task<Guid?> SetProven(string email, CancellationToken cancellationToken) => database.Write(
        async (db, token) =>
        {
            if (await db.Users.SingleOrDefaultAsync(found => found.Email == email, token) is not { } user)
                return (Guid?)null;
            user.MustConfirm = false;
            user.EmailConfirmedAt ??= time.Now();
            return user.Id;
        },
        cancellationToken);

    Task<bool> IsChangedTo(string email, CancellationToken cancellationToken) => database.Read(
        (db, token) => db.MailedCodes.AnyAsync(code => code.Purpose == CodePurpose.Confirm && code.Email == email, token), cancellationToken);

    Task<Refusal?> Change(string email, string code, CancellationToken cancellationToken) => database.Write<Refusal?>(
        async (db, token) =>
        {
            if (await ours.Prove(email, code, token) is { } refusal)
                return refusal;
            await db.SaveChangesAsync(token);
            var user = await db.Users.Where(found => found.Email == email).Select(found => found.Id).SingleAsync(token);
            await news.Tell(user, subject => new CognitoAddressChange(subject, email), token);
            return null;
        },
        cancellationToken);
}
