using System.Globalization;
using MDReader.Server.Platform;
using Microsoft.Extensions.Options;

namespace MDReader.Server.Backups;

/// <summary>Makes a backup each night, tries it out, and lets go of the oldest. What couldn't be made in the night is made
/// as soon as the server is there again.</summary>
sealed partial class NightlyBackup(
    Backup backup, Restore restore, IBlobStore blobs, IOptions<BackupsOptions> options, TimeProvider time, ILogger<NightlyBackup> logger)
    : BackgroundService
{
    static readonly TimeSpan LookEvery = TimeSpan.FromMinutes(10);

    /// <summary>Makes the night's backup if it is time and there is none.</summary>
    public async Task MakeIfDue(CancellationToken cancellationToken)
    {
        var night = time.GetUtcNow().AddHours(-options.Value.Hour).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        if ((await All(cancellationToken)).Any(made => made.Name.StartsWith(night, StringComparison.Ordinal)))
        {
            return;
        }

        var fresh = await Shelf!.Make(night, cancellationToken);
        await restore.Try(fresh, cancellationToken);
        await LetGo(cancellationToken);
        LogMade(fresh.Place);
    }

    /// <summary>The backups there are, the newest first.</summary>
    public async Task<IReadOnlyList<BackupSet>> All(CancellationToken cancellationToken) =>
        Shelf is { } shelf ? await shelf.All(cancellationToken) : [];

    IBackupShelf? Shelf => options.Value.Folder switch
    {
        null or "" => null,
        StoredBackup.Word => new StoreShelf(backup, blobs, time),
        var folder => new FolderShelf(backup, folder),
    };

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Value.Folder is not { Length: > 0 })
        {
            return;
        }

        using var timer = new PeriodicTimer(LookEvery, time);
        do
        {
            try
            {
                await MakeIfDue(stoppingToken);
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailed(failure);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    // Bytes that no backup names any more go with the last one that did.
    async Task LetGo(CancellationToken cancellationToken)
    {
        var (shelf, all) = (Shelf!, await All(cancellationToken));
        foreach (var old in all.Skip(options.Value.Keep))
        {
            await shelf.Remove(old, cancellationToken);
        }

        var named = new HashSet<string>();
        foreach (var kept in all.Take(options.Value.Keep))
        {
            named.UnionWith((await kept.Read(cancellationToken)).Blobs.Select(blob => blob.Sha256));
        }

        await shelf.EmptyPool(named, cancellationToken);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Place} holds a backup that was restored for a trial.")]
    partial void LogMade(string place);

    [LoggerMessage(Level = LogLevel.Error, Message = "The night's backup failed; it is tried again in ten minutes.")]
    partial void LogFailed(Exception failure);
}
