using MDReader.Server.Platform;
using Microsoft.EntityFrameworkCore;

namespace MDReader.Server.Accounts;

/// <summary>Somebody gave a wrong password for this address, which may be nobody's here.</summary>
sealed record SignInFailure(string Email);

/// <summary>Keeps in the audit log that somebody gave a wrong password. It is looked up later, and not while the answer is
/// waited for, whether the address is anybody's and which workspaces that concerns: the time it takes tells nothing.</summary>
sealed class SignInFailures(Database database, Outbox outbox)
{
    public Task Keep(string email, CancellationToken cancellationToken) =>
        outbox.Add($"{Guid.NewGuid():N}", new SignInFailure(email), cancellationToken);

    public Task Record(SignInFailure failure, string key, CancellationToken cancellationToken) => database.Write(
        async (db, token) =>
        {
            var person = await db.Users.Where(user => user.Email == failure.Email && user.DeletedAt == null)
                .Select(user => (Guid?)user.Id).SingleOrDefaultAsync(token);
            database.Record(new Audited(AuditEvent.SignInFailed, WorkspaceId: null, ActorId: null, "person", person));
        },
        cancellationToken);
}
