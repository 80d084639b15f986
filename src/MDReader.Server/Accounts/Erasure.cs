using System.Text.Json;
using MDReader.Server.Platform;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace MDReader.Server.Accounts;

/// <summary>A person's right to a copy of what is held on them, and to its end. What it is, the features know.</summary>
sealed class Erasure(
    Database database, IEnumerable<PersonalData> held, TimeProvider time, IOptions<JsonOptions> json)
{
    public Task<Dictionary<string, JsonElement>> Export(Guid userId, CancellationToken cancellationToken) =>
        database.Write(
            async (db, token) =>
            {
                database.Record(new Audited(AuditEvent.AccountExported, WorkspaceId: null, userId, "person", userId));
                var export = new Dictionary<string, JsonElement>();
                foreach (var part in held)
                {
                    export[part.Name] = JsonSerializer.SerializeToElement(
                        await part.Read(db, userId, token), json.Value.SerializerOptions);
                }

                return export;
            },
            cancellationToken);

    /// <summary>Null when the account is gone; its row stays, emptied, for what refers to it.</summary>
    public Task<Refusal?> Erase(Guid userId, CancellationToken cancellationToken) => database.WriteIf<Refusal?>(
        async (db, token) =>
        {
            foreach (var part in held)
            {
                if (await part.Obstacle(db, userId, token) is { } obstacle)
                {
                    return (Keep: false, obstacle);
                }
            }

            foreach (var part in held)
            {
                await part.Erase(db, userId, token);
            }

            database.Record(new Audited(AuditEvent.AccountDeleted, WorkspaceId: null, userId, "person", userId));

            await db.Set<IdempotentAnswer>().Where(answer => answer.PrincipalId == userId).ExecuteDeleteAsync(token);
            var user = await db.Users.SingleAsync(found => found.Id == userId, token);
            user.Name = User.Nobody;
            user.Email = $"{userId:N}@deleted.invalid";
            user.PasswordHash = "";
            user.EmailConfirmedAt = null;
            user.Colour = null;
            user.PictureTag = null;
            user.IsAdministrator = false;
            user.DeletedAt = time.Now();
            return (Keep: true, null);
        },
        cancellationToken);
}
