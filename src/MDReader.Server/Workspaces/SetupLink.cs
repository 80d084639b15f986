using System.Security.Cryptography;
using System.Text;
using MDReader.Server.Accounts;
using MDReader.Server.Platform;
using Microsoft.EntityFrameworkCore;

namespace MDReader.Server.Workspaces;

/// <summary>
/// The link by which the first person becomes the instance's administrator, once. Its token is derived from the instance's
/// key: every process shows the same, at each start, until somebody has used it.
/// </summary>
public sealed class SetupLink(Database database, InstanceSecrets secrets)
{
    const string Purpose = "setup-link";

    string Token => UrlText.Of(secrets.Get(Purpose));

    /// <summary>The path to open, with the token behind the <c>#</c> where no log of requests sees it; null once set up.</summary>
    public async Task<string?> Find(CancellationToken cancellationToken) =>
        await database.LookOne("select 1 from users where is_administrator", [], _ => true, cancellationToken) ? null : $"/setup#{Token}";

    internal static Task<bool> IsFinished(MDReaderDb db, CancellationToken cancellationToken) =>
        db.Users.AnyAsync(user => user.IsAdministrator, cancellationToken);

    /// <summary>Null for who has the link of an instance that isn't set up.</summary>
    internal async Task<Refusal?> Refuse(MDReaderDb db, string token, CancellationToken cancellationToken) =>
        await IsFinished(db, cancellationToken)
            ? Problems.SetupFinished.Because("Sign in.")
            : CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(token), Encoding.UTF8.GetBytes(Token))
                ? null
                : Problems.InvalidSetupToken.Because("Open the link that the server prints when it starts.");
}
