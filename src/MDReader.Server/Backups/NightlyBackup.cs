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

    // For so long, whichever process has made a backup may be trying it out.
    static readonly TimeSpan Trial = TimeSpan.FromHours(1);

    string? _own;

    /// <summary>What is said of a backup that was made and tried out; operators have it counted.</summary>
    public const string Made = "holds a backup that was restored for a trial.";

    /// <summary>Makes the night's backup if it is time and there is none, and tries it out until that has gone well. Gives it,
    /// or null where there was nothing to do.</summary>
    /// <exception cref="BackupException">It can't be made, or can't be read again.</exception>
    public async Task<BackupSet?> MakeIfDue(CancellationToken cancellationToken)
    {
        var shelf = Shelf ?? throw new BackupException("Say in MDREADER_BACKUPS where nightly backups lie.");
        var night = time.GetUtcNow().AddHours(-options.Value.Hour).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var tonight = (await All(cancellationToken)).Where(made => made.Name.StartsWith(night, StringComparison.Ordinal)).ToList();
        foreach (var made in tonight)
        {
            if (!await IsLeftUntried(made, cancellationToken))
            {
                return null;
            }
        }

        var backup = tonight.FirstOrDefault() ?? await shelf.Make(night, cancellationToken);
        _own = backup.Name;
        await restore.Try(backup, cancellationToken);
        await LetGo(shelf, cancellationToken);
        return backup;
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
                if (await MakeIfDue(stoppingToken) is { } made)
                {
                    LogMade(made.Place);
                }
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailed(failure);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    async Task<bool> IsLeftUntried(BackupSet made, CancellationToken cancellationToken) =>
        await made.VerifiedAt(cancellationToken) is null
        && (made.Name == _own || (await made.Read(cancellationToken)).CreatedAt < time.Now() - Trial);

    // Bytes that no backup names any more go with the last one that did.
    async Task LetGo(IBackupShelf shelf, CancellationToken cancellationToken)
    {
        var all = await All(cancellationToken);
        foreach (var old in all.Skip(options.Value.Keep))
        {
            await shelf.Remove(old, cancellationToken);
        }

        var named = new HashSet<string>();
        try
        {
            foreach (var kept in all.Take(options.Value.Keep))
            {
                named.UnionWith((await kept.Read(cancellationToken)).Blobs.Select(blob => blob.Sha256));
            }
        }
        catch (BackupException damaged)
        {
            // What that one names isn't known.
            LogKept(damaged);
            return;
        }

        await shelf.EmptyPool(named, cancellationToken);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Place} " + Made)]
    partial void LogMade(string place);

    [LoggerMessage(Level = LogLevel.Warning, Message = "An older backup is damaged; as long as it is there, no bytes of older ones are let go of.")]
    partial void LogKept(Exception failure);

    [LoggerMessage(Level = LogLevel.Error, Message = "The night's backup failed; it is tried again in ten minutes.")]
    partial void LogFailed(Exception failure);
}
