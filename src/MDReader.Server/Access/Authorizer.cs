using MDReader.Server.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace MDReader.Server.Access;

/// <summary>The only place that says yes or no, to REST and to sockets alike.</summary>
public sealed class Authorizer(Platform.Database database, TimeProvider time)
{
    static readonly Func<MDReaderDb, Guid, Guid, Task<Role?>> RoleIn = EF.CompileAsyncQuery(
        (MDReaderDb db, Guid workspaceId, Guid userId) => db.Set<Membership>()
            .Where(membership => membership.WorkspaceId == workspaceId && membership.UserId == userId)
            .Select(membership => (Role?)membership.Role)
            .SingleOrDefault());

    /// <summary>How the person stands to the document; null when there is none. A standing without a role must be
    /// answered as if there were none.</summary>
    public Task<Standing?> Standing(Guid documentId, Guid userId, CancellationToken cancellationToken) =>
        database.Read(
            async (db, token) =>
            {
                await db.Database.OpenConnectionAsync(token);
                await using var open = new KeptOpen(db);
                await using var command = db.Database.GetDbConnection().Command(
                    Access.Standing.Sql,
                    ("@document", database.Stored(documentId)),
                    ("@user", database.Stored(userId)),
                    ("@now", database.Stored(time.Now())));
                command.Transaction = db.Database.CurrentTransaction?.GetDbTransaction();
                await using var row = await command.ExecuteReaderAsync(token);
                return await row.ReadAsync(token) ? Access.Standing.Read(row) : (Standing?)null;
            },
            cancellationToken);

    /// <summary>How each of these people stands to their document; those of documents that are gone are left out.</summary>
    public Task<IReadOnlyDictionary<Asked, Standing>> Standings(IReadOnlyCollection<Asked> asked, CancellationToken cancellationToken) =>
        database.Read(
            async (db, token) =>
            {
                await db.Database.OpenConnectionAsync(token);
                await using var open = new KeptOpen(db);
                var standings = new Dictionary<Asked, Standing>();
                foreach (var some in asked.Chunk(Asked.AtOnce))
                {
                    await using var command = db.Database.GetDbConnection().Command(
                        Asked.Sql(some.Length),
                        [("@now", database.Stored(time.Now())), .. some.SelectMany((one, i) => one.Values(i, database.Stored))]);
                    command.Transaction = db.Database.CurrentTransaction?.GetDbTransaction();
                    await using var row = await command.ExecuteReaderAsync(token);
                    while (await row.ReadAsync(token))
                        standings[some[row.GetInt32(row.FieldCount - 1)]] = Access.Standing.Read(row);
                }

                return (IReadOnlyDictionary<Asked, Standing>)standings;
            },
            cancellationToken);

    /// <summary>The person's role in the workspace; null when there is no such workspace, or not for them.</summary>
    public Task<Role?> Role(Guid workspaceId, Guid userId, CancellationToken cancellationToken) =>
        database.Read((db, _) => RoleIn(db, workspaceId, userId), cancellationToken);

    /// <summary>The person's roles in the documents of a workspace that aren't in the trash, by the document.</summary>
    public Task<IReadOnlyDictionary<Guid, Role>> Roles(Guid workspaceId, Guid userId, CancellationToken cancellationToken) =>
        database.Read<IReadOnlyDictionary<Guid, Role>>(
            async (db, token) =>
            {
                await db.Database.OpenConnectionAsync(token);
                await using var open = new KeptOpen(db);
                await using var command = db.Database.GetDbConnection().Command(
                    $"""
                    select d.id, {Access.Standing.RoleSql} as role from documents d {Access.Standing.JoinsSql}
                    where d.workspace_id = @workspace and d.trashed_at is null
                    """,
                    ("@workspace", database.Stored(workspaceId)),
                    ("@user", database.Stored(userId)),
                    ("@now", database.Stored(time.Now())));
                command.Transaction = db.Database.CurrentTransaction?.GetDbTransaction();
                await using var row = await command.ExecuteReaderAsync(token);
                var roles = new Dictionary<Guid, Role>();
                while (await row.ReadAsync(token))
                {
                    if (!await row.IsDBNullAsync(1, token) && RoleWords.Read(row.GetString(1)) is { } role)
                    {
                        roles[row.GetGuid(0)] = role;
                    }
                }

                return roles;
            },
            cancellationToken);

    /// <summary>The roles that the person has in single documents, by the document.</summary>
    public async Task<IReadOnlyDictionary<Guid, DocumentGrant>> Grants(Guid userId, CancellationToken cancellationToken)
    {
        var now = time.Now();
        return await database.Read(
            (db, token) => db.DocumentGrants
                .Where(grant => grant.UserId == userId && (grant.ExpiresAt == null || grant.ExpiresAt > now))
                .ToDictionaryAsync(grant => grant.DocumentId, token),
            cancellationToken);
    }

    /// <summary>Who leaves a workspace keeps no role in its documents either.</summary>
    public Task RevokeGrants(MDReaderDb db, Guid workspaceId, Guid userId, CancellationToken cancellationToken) =>
        db.Database.ExecuteSqlRawAsync(
            """
            delete from document_grants
            where user_id = {0} and document_id in (select id from documents where workspace_id = {1})
            """,
            [database.Stored(userId), database.Stored(workspaceId)],
            cancellationToken);

    // Counted by EF Core: inside a transaction the connection stays open for it.
    readonly struct KeptOpen(MDReaderDb db) : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => new(db.Database.CloseConnectionAsync());
    }
}
