using Microsoft.Extensions.Options;

namespace MDReader.Server.Backups;

/// <summary>Makes a backup each night, tries it out, and lets go of the oldest. What couldn't be made in the night is made
/// as soon as the server is there again.</summary>
sealed partial class NightlyBackup(
    Backup backup, Restore restore, IOptions<BackupsOptions> options, TimeProvider time, ILogger<NightlyBackup> logger)
    : BackgroundService
{
    const string Pool = "pool";
    static readonly TimeSpan LookEvery = TimeSpan.FromMinutes(10);

    /// <summary>Makes the night's backup if it is time and there is none.</summary>
    public async Task MakeIfDue(CancellationToken cancellationToken)
    {
        var root = Directory.CreateDirectory(options.Value.Folder!).FullName;
        var night = time.GetUtcNow().AddHours(-options.Value.Hour).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        var folder = Path.Combine(root, night);
        if (Directory.Exists(folder))
        {
            return;
        }

        await backup.Make(folder, Path.Combine(root, Pool), cancellationToken);
        await restore.Try(folder, cancellationToken);
        await LetGo(root, cancellationToken);
        LogMade(folder);
    }

    /// <summary>The backups there are, the newest first.</summary>
    public IReadOnlyList<BackupFolder> All() => options.Value.Folder is { } folder && Directory.Exists(folder)
        ? [.. Directory.GetDirectories(folder).Select(path => new BackupFolder(path)).Where(IsBackup).OrderByDescending(found => found.Name, StringComparer.Ordinal)]
        : [];

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
    async Task LetGo(string root, CancellationToken cancellationToken)
    {
        foreach (var old in All().Skip(options.Value.Keep))
        {
            Directory.Delete(old.Path, recursive: true);
        }

        var named = new HashSet<string>();
        foreach (var kept in All())
        {
            named.UnionWith((await kept.Read(cancellationToken)).Blobs.Select(blob => blob.Sha256));
        }

        var pool = new DirectoryInfo(Path.Combine(root, Pool));
        if (pool.Exists)
        {
            foreach (var file in pool.EnumerateFiles("*", SearchOption.AllDirectories).Where(file => !named.Contains(file.Name)).ToList())
            {
                file.Delete();
            }
        }
    }

    static bool IsBackup(BackupFolder folder) =>
        DateOnly.TryParseExact(folder.Name, "yyyy-MM-dd", out _) && File.Exists(Path.Combine(folder.Path, "manifest.json"));

    [LoggerMessage(Level = LogLevel.Information, Message = "{Folder} holds a backup that was restored for a trial.")]
    partial void LogMade(string folder);

    [LoggerMessage(Level = LogLevel.Error, Message = "The night's backup failed; it is tried again in ten minutes.")]
    partial void LogFailed(Exception failure);
}
