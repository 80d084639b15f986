using MDReader.Server.Documents;
using MDReader.Server.Platform;
using Microsoft.EntityFrameworkCore;

namespace MDReader.Server.Collaboration;

/// <summary>All edits of the workspace's texts since their epoch began, and what texts and history take.</summary>
sealed record TextUsage : WorkspaceUsage
{
    public override async Task<IReadOnlyList<UsageCount>> Read(
        MDReaderDb db, Guid workspaceId, CancellationToken cancellationToken)
    {
        var documents = db.Documents.Where(document => document.WorkspaceId == workspaceId);
        var edits = await documents.SumAsync(document => document.Seq, cancellationToken);
        var bytes = await (
                from row in db.Set<SnapshotRow>()
                join document in documents on row.DocumentId equals document.Id
                select (long)row.State.Length).SumAsync(cancellationToken)
            + await (
                from row in db.Set<SegmentRow>()
                join document in documents on row.DocumentId equals document.Id
                select (long)row.Entries.Length).SumAsync(cancellationToken)
            + await (
                from row in db.Set<UpdateRow>()
                join document in documents on row.DocumentId equals document.Id
                select (long)row.Data.Length).SumAsync(cancellationToken);
        return [new("edits", edits, bytes)];
    }
}
