using MDReader.Server.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace MDReader.Server.Access;

/// <summary>The only place that says yes or no, to REST and to sockets alike.</summary>
public sealed class Authorizer(Platform.Database database, TimeProvider time)
{
    /// <summary>How the person stands to the document; null when there is none. A standing without a role must be
    /// answered as if there were none.</summary>
    public async Task<Standing?> Standing(Guid documentId, Guid userId, CancellationToken cancellationToken) =>
        await database.LookOne<Standing?>(
            Access.Standing.Sql,
            [
                ("@document", database.Stored(documentId)),
                ("@user", database.Stored(userId)),
                ("@now", database.Stored(time.Now())),
            ],
            row => Access.Standing.Read(row),
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
    public async Task<Role?> Role(Guid workspaceId, Guid userId, CancellationToken cancellationToken) =>
        await database.LookOne<Role?>(
            "select role from memberships where workspace_id = @workspace and user_id = @user",
            [("@workspace", database.Stored(workspaceId)), ("@user", database.Stored(userId))],
            row => RoleWords.Read(row.GetString(0)),
            cancellationToken);

    /// <summary>The person's roles in the documents of a workspace that aren't in the trash, by the document.</summary>
    public async Task<IReadOnlyDictionary<Guid, Role>> Roles(
        Guid workspaceId, Guid userId, CancellationToken cancellationToken)
    {
        var found = await database.Look(
            $"""
            select d.id, {Access.Standing.RoleSql} as role from documents d {Access.Standing.JoinsSql}
            where d.workspace_id = @workspace and d.trashed_at is null
            """,
            [
                ("@workspace", database.Stored(workspaceId)),
                ("@user", database.Stored(userId)),
                ("@now", database.Stored(time.Now())),
            ],
            row => (Id: row.GetGuid(0), Role: row.IsDBNull(1) ? null : RoleWords.Read(row.GetString(1))),
            cancellationToken);
        return found.Where(one => one.Role is not null).ToDictionary(one => one.Id, one => one.Role!.Value);
    }

    /// <summary>The roles that the person has in single documents, by the document.</summary>
    public async Task<IReadOnlyDictionary<Guid, DocumentGrant>> Grants(Guid userId, CancellationToken cancellationToken)
    {
        var now = time.Now();
        return await database.Read(
            (db, token) => db.GrantsAt(now)
                .Where(grant => grant.UserId == userId)
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
