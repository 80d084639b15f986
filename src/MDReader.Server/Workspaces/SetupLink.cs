using System.Security.Cryptography;
using MDReader.Server.Accounts;
using MDReader.Server.Platform;
using Microsoft.EntityFrameworkCore;

namespace MDReader.Server.Workspaces;

/// <summary>
/// The one-time link by which the first person becomes the instance's administrator. Only its hash is kept, so each start
/// makes a new one until somebody has used it.
/// </summary>
public sealed class SetupLink(Database database)
{
    const string Name = "setup-token";

    /// <summary>The path to open, with a fresh token behind the <c>#</c> where no log sees it; null once set up.</summary>
    public Task<string?> Renew(CancellationToken cancellationToken) => database.Write<string?>(
        async (db, token) =>
        {
            if (await IsFinished(db, token))
            {
                return null;
            }

            var secret = SecretToken.New();
            await db.Set<InstanceSecret>().Where(kept => kept.Name == Name).ExecuteDeleteAsync(token);
            db.Add(new InstanceSecret { Name = Name, Value = SecretToken.Hash(secret) });
            return $"/setup#{secret}";
        },
        cancellationToken);

    internal static Task<bool> IsFinished(MDReaderDb db, CancellationToken cancellationToken) =>
        db.Users.AnyAsync(user => user.IsAdministrator, cancellationToken);

    internal static async Task<bool> Matches(MDReaderDb db, string token, CancellationToken cancellationToken)
    {
        var kept = await db.Set<InstanceSecret>().AsNoTracking()
            .SingleOrDefaultAsync(secret => secret.Name == Name, cancellationToken);
        return kept is not null && CryptographicOperations.FixedTimeEquals(kept.Value, SecretToken.Hash(token));
    }
}
