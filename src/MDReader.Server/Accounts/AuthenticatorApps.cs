using MDReader.Server.Platform;
using Microsoft.EntityFrameworkCore;

namespace MDReader.Server.Accounts;

/// <summary>Sets a person's second factor up and takes it down again.</summary>
sealed class AuthenticatorApps(Database database, Seals seals, Post post, TimeProvider time)
{
    public const int RecoveryCodeCount = 10;

    // 80 bits: so many that a plain hash of them gives nothing away.
    const int RecoveryCodeLength = 16;

    /// <summary>A new secret, not in force yet; null where a second factor is in force already.</summary>
    public Task<byte[]?> Begin(Guid userId, CancellationToken cancellationToken) => database.Write<byte[]?>(
        async (db, token) =>
        {
            if (await db.SecondFactors.AnyAsync(found => found.UserId == userId && found.EnabledAt != null, token))
            {
                return null;
            }

            await db.SecondFactors.Where(found => found.UserId == userId).ExecuteDeleteAsync(token);
            var (secret, now) = (Totp.NewSecret(), time.Now());
            db.Add(new SecondFactor
            {
                UserId = userId,
                Secret = seals.Close(SecondFactorCheck.Purpose, secret),
                CreatedAt = now,
                FailuresSince = now,
            });
            return secret;
        },
        cancellationToken);

    /// <summary>Puts it in force; the recovery codes, or null when the code is not the app's.</summary>
    public Task<IReadOnlyList<string>?> Enable(Guid userId, string code, CancellationToken cancellationToken) =>
        database.Write<IReadOnlyList<string>?>(
            async (db, token) =>
            {
                var factor = await db.SecondFactors.SingleOrDefaultAsync(
                    found => found.UserId == userId && found.EnabledAt == null, token);
                if (factor is null
                    || seals.Open(SecondFactorCheck.Purpose, factor.Secret) is not { } secret
                    || Totp.Match(secret, code, time.GetUtcNow()) is not { } step)
                {
                    return null;
                }

                factor.EnabledAt = time.Now();
                factor.LastStep = step;
                await Tell(db, userId, "turned on", token);
                database.Record(new Audited(AuditEvent.SecondFactorOn, WorkspaceId: null, userId, "person", userId));
                return await NewRecoveryCodes(db, userId, token);
            },
            cancellationToken);

    /// <summary>New ones in the place of the old; null where no second factor is in force.</summary>
    public Task<IReadOnlyList<string>?> RenewRecoveryCodes(Guid userId, CancellationToken cancellationToken) =>
        database.Write<IReadOnlyList<string>?>(
            async (db, token) =>
                await db.SecondFactors.AnyAsync(found => found.UserId == userId && found.EnabledAt != null, token)
                    ? await NewRecoveryCodes(db, userId, token)
                    : null,
            cancellationToken);

    public Task Disable(Guid userId, CancellationToken cancellationToken) => database.Write(
        async (db, token) =>
        {
            await db.RecoveryCodes.Where(found => found.UserId == userId).ExecuteDeleteAsync(token);
            await db.SignInChallenges.Where(found => found.UserId == userId).ExecuteDeleteAsync(token);
            if (await db.SecondFactors.Where(found => found.UserId == userId).ExecuteDeleteAsync(token) == 1)
            {
                await Tell(db, userId, "turned off", token);
                database.Record(new Audited(AuditEvent.SecondFactorOff, WorkspaceId: null, userId, "person", userId));
            }
        },
        cancellationToken);

    static async Task<IReadOnlyList<string>> NewRecoveryCodes(
        MDReaderDb db, Guid userId, CancellationToken cancellationToken)
    {
        await db.RecoveryCodes.Where(found => found.UserId == userId).ExecuteDeleteAsync(cancellationToken);
        List<string> codes = [];
        for (var number = 0; number < RecoveryCodeCount; number++)
        {
            var code = TypedCode.New(RecoveryCodeLength);
            db.Add(new RecoveryCode { UserId = userId, Hash = SecretToken.Hash(code) });
            codes.Add(TypedCode.Grouped(code));
        }

        return codes;
    }

    async Task Tell(MDReaderDb db, Guid userId, string what, CancellationToken cancellationToken)
    {
        var user = await db.Users.AsNoTracking().SingleAsync(found => found.Id == userId, cancellationToken);
        await post.Send(
            $"second factor {Guid.NewGuid()}",
            AccountMails.SecondFactorChanged(user.Email, user.Name, what),
            cancellationToken);
    }
}
