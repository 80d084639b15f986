using System.Data.Common;
using MDReader.Server.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace MDReader.Server.Documents;

/// <summary>
/// Ends what has been in the trash for too long, now and then. Several processes may do so at once: each looks again,
/// within its write, at what is there.
/// </summary>
sealed partial class TrashPurge(
    Database database, Places places, TimeProvider time, IOptions<DocumentsOptions> options, ILogger<TrashPurge> logger)
    : BackgroundService
{
    static readonly TimeSpan Every = TimeSpan.FromHours(1);

    /// <summary>Purges in every workspace what went into the trash longer ago than the setting says.</summary>
    public async Task PurgeOld(CancellationToken cancellationToken)
    {
        if (options.Value.TrashDays == 0)
        {
            return;
        }

        var until = time.Now() - TimeSpan.FromDays(options.Value.TrashDays);
        var workspaces = await database.Read(
            (db, token) => db.Documents.Where(document => document.TrashedAt < until).Select(document => document.WorkspaceId)
                .Union(db.Folders.Where(folder => folder.TrashedAt < until).Select(folder => folder.WorkspaceId))
                .ToListAsync(token),
            cancellationToken);
        foreach (var workspace in workspaces)
        {
            await database.Write((db, token) => Purge(db, workspace, (until, By: null), token), cancellationToken);
        }
    }

    /// <summary>Purges what is in a workspace's trash.</summary>
    /// <param name="which">Only what went there before a time, null for everything; and whose doing it is.</param>
    public async Task Purge(
        MDReaderDb db, Guid workspaceId, (DateTimeOffset? Until, Guid? By) which, CancellationToken cancellationToken)
    {
        var until = which.Until;
        var documents = await db.Documents
            .Where(document => document.WorkspaceId == workspaceId && document.TrashedAt != null)
            .Where(document => until == null || document.TrashedAt < until)
            .ToListAsync(cancellationToken);
        documents.ForEach(document => places.Purge(db, document, which.By));
        await db.SaveChangesAsync(cancellationToken);

        // A folder goes when nothing that could still be restored lies in it.
        var folders = await db.Folders.Where(folder => folder.WorkspaceId == workspaceId).ToListAsync(cancellationToken);
        var filled = await db.Documents
            .Where(document => document.WorkspaceId == workspaceId && document.FolderId != null)
            .Select(document => document.FolderId!.Value)
            .Distinct().ToListAsync(cancellationToken);
        var kept = filled.ToHashSet();
        foreach (var folder in folders.Where(folder => folder.TrashedAt is null || folder.TrashedAt >= until))
        {
            kept.Add(folder.Id);
        }

        var parents = folders.ToDictionary(folder => folder.Id, folder => folder.ParentId);
        foreach (var id in kept.ToList())
        {
            for (var at = parents[id]; at is { } parent && kept.Add(parent); at = parents[parent])
            {
                // The way to what is kept is kept.
            }
        }

        foreach (var folder in folders.Where(folder => !kept.Contains(folder.Id)))
        {
            db.Remove(folder);
            database.Note(new Change.Deleted(workspaceId, ObjectType.Folder, folder.Id, Gone.Purged));
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        do
        {
            try
            {
                await PurgeOld(stoppingToken);
            }
            catch (Exception failure) when (failure is DbException or DbUpdateException)
            {
                LogPurgeFailed(failure);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Old trash could not be purged; it is tried again in an hour.")]
    partial void LogPurgeFailed(Exception failure);
}
