using System.Security.Cryptography;
using System.Text;
using MDReader.Server.Platform;
using Microsoft.EntityFrameworkCore;

namespace MDReader.Server.Accounts;

/// <summary>
/// Makes and takes the codes that are mailed: eight letters and digits to be typed, 40 bits of chance, and ten tries. What
/// is stored is keyed with the instance's secret, since so short a code could be found from its plain hash.
/// </summary>
sealed class MailedCodes(Database database, InstanceSecrets secrets, TimeProvider time)
{
    public const int MostAttempts = 10;

    const int Length = 8;
    const string Key = "mailed-codes";

    /// <summary>A new code in the place of an earlier one, to be mailed within the same write.</summary>
    public Task<string> Make(
        Guid userId, CodePurpose purpose, string email, TimeSpan lifetime, CancellationToken cancellationToken) =>
        database.Write(
            async (db, token) =>
            {
                await db.MailedCodes.Where(code => code.UserId == userId && code.Purpose == purpose)
                    .ExecuteDeleteAsync(token);
                var (typed, now) = (TypedCode.New(Length), time.Now());
                db.Add(new MailedCode
                {
                    UserId = userId,
                    Purpose = purpose,
                    Email = email,
                    Hash = Hash(userId, purpose, typed),
                    CreatedAt = now,
                    ExpiresAt = now + lifetime,
                });
                return TypedCode.Grouped(typed);
            },
            cancellationToken);

    /// <summary>
    /// The code for this mailbox, used up; null when it is wrong, expired, used or tried too often. The try is counted
    /// before the code is looked at, so that many tries at once count as many.
    /// </summary>
    public Task<MailedCode?> Take(
        CodePurpose purpose, string email, string typed, CancellationToken cancellationToken) =>
        database.Write(
            async (db, token) =>
            {
                var now = time.Now();
                var live = db.MailedCodes.Where(code => code.Purpose == purpose && code.Email == email
                    && code.ExpiresAt > now && code.Attempts < MostAttempts);
                var candidates = await live.AsNoTracking().ToListAsync(token);
                foreach (var code in candidates)
                {
                    var counted = await live.Where(found => found.UserId == code.UserId).ExecuteUpdateAsync(
                        found => found.SetProperty(tried => tried.Attempts, tried => tried.Attempts + 1), token);
                    if (counted == 1
                        && CryptographicOperations.FixedTimeEquals(
                            code.Hash, Hash(code.UserId, purpose, TypedCode.Normalise(typed)))
                        && await Delete(db, code, token))
                    {
                        return code;
                    }
                }

                return null;
            },
            cancellationToken);

    static async Task<bool> Delete(MDReaderDb db, MailedCode code, CancellationToken cancellationToken) =>
        await db.MailedCodes
            .Where(found => found.UserId == code.UserId && found.Purpose == code.Purpose && found.Hash == code.Hash)
            .ExecuteDeleteAsync(cancellationToken) == 1;

    byte[] Hash(Guid userId, CodePurpose purpose, string typed) =>
        HMACSHA256.HashData(secrets.Get(Key), Encoding.UTF8.GetBytes($"{userId} {purpose} {typed}"));
}
