using MDReader.Server.Platform;
using Microsoft.EntityFrameworkCore;

namespace MDReader.Server.Accounts;

/// <summary>Keeps in the audit log that somebody gave a wrong password. Of an address that nobody has here, nothing is said
/// but that; the same is done for both, so that the time it takes tells nothing.</summary>
sealed class SignInFailures(Database database)
{
    public Task Keep(string email, CancellationToken cancellationToken) => database.Write(
        async (db, token) =>
        {
            var person = await db.Users.Where(user => user.Email == email && user.DeletedAt == null)
                .Select(user => (Guid?)user.Id).SingleOrDefaultAsync(token);
            database.Record(new Audited(AuditEvent.SignInFailed, WorkspaceId: null, ActorId: null, "person", person));
        },
        cancellationToken);
}
