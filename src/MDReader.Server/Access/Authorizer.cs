using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace MDReader.Server.Access;

/// <summary>The only place that says yes or no, to REST and to sockets alike.</summary>
public sealed class Authorizer(Platform.Database database)
{
    /// <summary>How the person stands to the document; null when there is none. A standing without a role must be
    /// answered as if there were none.</summary>
    public Task<Standing?> Standing(Guid documentId, Guid userId, CancellationToken cancellationToken) =>
        database.Read(
            async (db, token) =>
            {
                await db.Database.OpenConnectionAsync(token);
                var connection = db.Database.GetDbConnection();
                return await ReadStanding(
                    connection, db.Database.CurrentTransaction?.GetDbTransaction(), documentId, userId, token);
            },
            cancellationToken);

    /// <summary>The person's role in the workspace; null when there is no such workspace, or not for them.</summary>
    public Task<Role?> Role(Guid workspaceId, Guid userId, CancellationToken cancellationToken) =>
        database.Read(
            (db, token) => db.Memberships
                .Where(membership => membership.WorkspaceId == workspaceId && membership.UserId == userId)
                .Select(membership => (Role?)membership.Role)
                .SingleOrDefaultAsync(token),
            cancellationToken);

    /// <summary>The same question on a connection and in a transaction of the caller's own.</summary>
    public async Task<Standing?> ReadStanding(
        DbConnection connection,
        DbTransaction? transaction,
        Guid documentId,
        Guid userId,
        CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = Access.Standing.Sql;
        command.Transaction = transaction;
        Bind("@document", documentId);
        Bind("@user", userId);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken))
        {
            return null;
        }

        var role = await reader.IsDBNullAsync(3, cancellationToken) ? null : RoleWords.Read(reader.GetString(3));
        return new Standing(reader.GetGuid(0), reader.GetBoolean(1), reader.GetInt32(2), role);

        void Bind(string name, Guid id)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = name;
            parameter.Value = database.Stored(id);
            command.Parameters.Add(parameter);
        }
    }
}
