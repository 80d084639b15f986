using MDReader.Server.Platform;
using Microsoft.EntityFrameworkCore;

namespace MDReader.Server.Accounts;

/// <summary>The second factor at sign-in: asked for, answered.</summary>
sealed class SecondFactors(Database database, SecondFactorCheck check, TimeProvider time)
{
    public static readonly TimeSpan ChallengeLifetime = TimeSpan.FromMinutes(5);

    const int MostAttempts = 5;

    /// <summary>Null where the person has no second factor.</summary>
    public async Task<SignInOutcome.Challenged?> Challenge(Guid userId, CancellationToken cancellationToken)
    {
        if (!await check.IsOn(userId, cancellationToken))
        {
            return null;
        }

        var challenge = SecretToken.New();
        await database.Write(
            async (db, token) =>
            {
                var now = time.Now();
                await db.SignInChallenges.Where(old => old.ExpiresAt < now).ExecuteDeleteAsync(token);
                db.Add(new SignInChallenge
                {
                    Hash = SecretToken.Hash(challenge),
                    UserId = userId,
                    ExpiresAt = now + ChallengeLifetime,
                });
            },
            cancellationToken);
        return new SignInOutcome.Challenged(challenge, ChallengeLifetime);
    }

    public Task<SignInOutcome> Answer(string challenge, string code, CancellationToken cancellationToken) =>
        database.Write<SignInOutcome>(
            async (db, token) =>
            {
                var (hash, now) = (SecretToken.Hash(challenge), time.Now());
                var live = db.SignInChallenges.Where(found =>
                    found.Hash == hash && found.ExpiresAt > now && found.Attempts < MostAttempts);
                // The try is counted before the code is looked at: many at once count as many.
                if (await live.ExecuteUpdateAsync(
                        found => found.SetProperty(tried => tried.Attempts, tried => tried.Attempts + 1), token) == 0)
                {
                    return Refused(Problems.InvalidChallenge.Because("Sign in with the password again."));
                }

                var user = await (
                    from open in db.SignInChallenges
                    where open.Hash == hash
                    join owner in db.Users on open.UserId equals owner.Id
                    select owner).SingleAsync(token);
                switch (await check.Try(user.Id, code, token))
                {
                    case CodeVerdict.Right:
                        await db.SignInChallenges.Where(found => found.Hash == hash).ExecuteDeleteAsync(token);
                        return new SignInOutcome.Proven(user);
                    case CodeVerdict.TooMany:
                        return Refused(SecondFactorCheck.TooMany());
                    default:
                        return Refused(Problems.InvalidCode.Because(
                            "Type the code that the app shows now, or a recovery code that you haven't used."));
                }
            },
            cancellationToken);

    static SignInOutcome.Refused Refused(Refusal refusal) => new(refusal);
}
