using MDReader.Server.Platform;
using Microsoft.EntityFrameworkCore;

namespace MDReader.Server.Accounts;

enum CodeVerdict
{
    Right,
    Wrong,
    TooMany,
}

/// <summary>Whether a code is the person's: of their app, not seen before, or a recovery code, not used before. Wrong
/// ones are counted per person in the table, so that neither more addresses nor more processes give more tries.</summary>
sealed class SecondFactorCheck(Database database, Seals seals, TimeProvider time)
{
    public const string Purpose = "second-factor";
    public const int MostFailures = 10;
    public static readonly TimeSpan FailureWindow = TimeSpan.FromMinutes(15);

    static readonly RateLimit WrongCodes = new("second-factor", MostFailures, FailureWindow);

    public Task<bool> IsOn(Guid userId, CancellationToken cancellationToken) => database.Read(
        (db, token) => db.SecondFactors.AnyAsync(
            found => found.UserId == userId && found.EnabledAt != null, token),
        cancellationToken);

    public Task<CodeVerdict> Try(Guid userId, string code, CancellationToken cancellationToken) => database.Write(
        async (db, token) =>
        {
            if (!await Count(db, userId, token))
            {
                return CodeVerdict.TooMany;
            }

            var isRight = await TakeStep(db, userId, code, token) || await TakeRecoveryCode(db, userId, code, token);
            if (isRight)
            {
                await Factor(db, userId).ExecuteUpdateAsync(
                    found => found.SetProperty(right => right.Failures, 0), token);
            }

            return isRight ? CodeVerdict.Right : CodeVerdict.Wrong;
        },
        cancellationToken);

    public static Refusal TooMany() => Problems.RateLimited
        .Because($"{MostFailures} wrong codes: wait {FailureWindow.TotalMinutes:0} minutes before you try again.")
        .Until(new(WrongCodes, Allowed: false, Remaining: 0, FailureWindow));

    // Counted as a failure until it is none. False when there were too many.
    async Task<bool> Count(MDReaderDb db, Guid userId, CancellationToken cancellationToken)
    {
        var now = time.Now();
        var windowBegan = now - FailureWindow;
        await Factor(db, userId).Where(found => found.FailuresSince <= windowBegan).ExecuteUpdateAsync(
            found => found.SetProperty(fresh => fresh.Failures, 0).SetProperty(fresh => fresh.FailuresSince, now),
            cancellationToken);
        return await Factor(db, userId).Where(found => found.Failures < MostFailures).ExecuteUpdateAsync(
            found => found.SetProperty(tried => tried.Failures, tried => tried.Failures + 1), cancellationToken) == 1;
    }

    // The step moves forward in one statement: of two who send the same code, one is right.
    async Task<bool> TakeStep(MDReaderDb db, Guid userId, string code, CancellationToken cancellationToken)
    {
        var factor = await Factor(db, userId).AsNoTracking().SingleAsync(cancellationToken);
        return seals.Open(Purpose, factor.Secret) is { } secret
            && Totp.Match(secret, code, time.GetUtcNow()) is { } step
            && await Factor(db, userId).Where(found => found.LastStep < step).ExecuteUpdateAsync(
                found => found.SetProperty(taken => taken.LastStep, step), cancellationToken) == 1;
    }

    async Task<bool> TakeRecoveryCode(MDReaderDb db, Guid userId, string code, CancellationToken cancellationToken)
    {
        var hash = SecretToken.Hash(TypedCode.Normalise(code));
        return await db.RecoveryCodes
            .Where(found => found.UserId == userId && found.Hash == hash && found.UsedAt == null)
            .ExecuteUpdateAsync(found => found.SetProperty(used => used.UsedAt, time.Now()), cancellationToken) == 1;
    }

    static IQueryable<SecondFactor> Factor(MDReaderDb db, Guid userId) =>
        db.SecondFactors.Where(found => found.UserId == userId);
}
