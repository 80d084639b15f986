using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace MDReader.Server.Platform;

/// <summary>
/// The audit log of a workspace is a chain: each entry holds the SHA-256 of the hash before it and of its own content.
/// Nothing in it can be changed, taken out, put in or moved without breaking every hash behind it. What was cut off its end
/// shows by the head, and to whoever can change that as well, by an anchor that was kept elsewhere.
/// </summary>
static class AuditChain
{
    /// <summary>What the first entry's hash is built on, so that no workspace's chain can stand in for another's.</summary>
    public static byte[] Beginning(Guid workspaceId) => SHA256.HashData([.. "mdreader audit "u8, .. workspaceId.ToByteArray()]);

    /// <summary>SHA-256 over the hash before and the entry's content, which is one JSON array in this order.</summary>
    public static byte[] Hash(byte[] before, AuditRow row)
    {
        var content = JsonSerializer.SerializeToUtf8Bytes(new object?[]
        {
            row.WorkspaceId, row.Seq, row.At.ToUnixTimeMilliseconds(), row.Event, row.ActorId, row.SubjectType, row.SubjectId,
            row.Details,
        });
        return SHA256.HashData([.. before, .. content]);
    }

    /// <summary>Appends inside the write that is the cause; one write at a time, so nobody appends in between.</summary>
    public static async Task Append(
        MDReaderDb db, Database database, IEnumerable<Audited> events, DateTimeOffset at, CancellationToken cancellationToken)
    {
        foreach (var audited in events)
        {
            foreach (var workspaceId in await Chains(db, database, audited, cancellationToken))
            {
                await Append(db, workspaceId, audited, at, cancellationToken);
            }
        }

        await db.SaveChangesAsync(cancellationToken);
    }

    static async Task Append(
        MDReaderDb db, Guid workspaceId, Audited audited, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var head = await db.Set<AuditHead>().FindAsync([workspaceId], cancellationToken);
        if (head is null)
        {
            head = new AuditHead { WorkspaceId = workspaceId, Seq = 0, Hash = Beginning(workspaceId) };
            db.Add(head);
        }

        var row = new AuditRow
        {
            WorkspaceId = workspaceId,
            Seq = head.Seq + 1,
            At = at,
            Event = audited.Event,
            ActorId = audited.ActorId,
            SubjectType = audited.SubjectType,
            SubjectId = audited.SubjectId,
            Details = JsonSerializer.Serialize(new SortedDictionary<string, string?>(
                audited.Details.Where(detail => detail.Value is not null).ToDictionary(), StringComparer.Ordinal)),
        };
        row.Hash = Hash(head.Hash, row);
        db.Add(row);
        (head.Seq, head.Hash) = (row.Seq, row.Hash);
    }

    // The table is Access's. What an account does concerns the owners of all that it opens.
    static async Task<IReadOnlyList<Guid>> Chains(
        MDReaderDb db, Database database, Audited audited, CancellationToken cancellationToken)
    {
        if (audited.WorkspaceId is { } workspaceId)
        {
            return [workspaceId];
        }

        var workspaces = audited.SubjectId is { } person ? await WorkspacesOf(person, db, database, cancellationToken) : [];
        return workspaces.Count > 0 ? workspaces : [AuditRow.Instance];
    }

    static async Task<List<Guid>> WorkspacesOf(
        Guid person, MDReaderDb db, Database database, CancellationToken cancellationToken)
    {
        await using var command = db.Database.GetDbConnection().Command(
            "select workspace_id from memberships where user_id = @user order by workspace_id",
            ("@user", database.Stored(person)));
        command.Transaction = db.Database.CurrentTransaction?.GetDbTransaction();
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        var workspaces = new List<Guid>();
        while (await row.ReadAsync(cancellationToken))
        {
            workspaces.Add(row.GetGuid(0));
        }

        return workspaces;
    }
}
