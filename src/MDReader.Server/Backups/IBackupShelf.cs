using System.Globalization;
using MDReader.Server.Platform;

namespace MDReader.Server.Backups;

/// <summary>Where the nightly backups lie side by side. Their names begin with their night, <c>yyyy-MM-dd</c>.</summary>
interface IBackupShelf
{
    /// <summary>Those that are whole, the newest first.</summary>
    Task<IReadOnlyList<BackupSet>> All(CancellationToken cancellationToken);

    Task<BackupSet> Make(string night, CancellationToken cancellationToken);

    Task Remove(BackupSet backup, CancellationToken cancellationToken);

    /// <summary>Removes pooled bytes, but for those with these digests.</summary>
    Task EmptyPool(IReadOnlySet<string> named, CancellationToken cancellationToken);
}

sealed class FolderShelf(Backup backup, string folder) : IBackupShelf
{
    public Task<IReadOnlyList<BackupSet>> All(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<BackupSet>>(
        Directory.Exists(folder)
            ?
            [
                .. Directory.GetDirectories(folder)
                    .Where(path => Nights.IsOf(Path.GetFileName(path)) && File.Exists(Path.Combine(path, BackupSet.ManifestName)))
                    .OrderByDescending(path => path, StringComparer.Ordinal)
                    .Select(path => new BackupSet(new BackupFolder(path, poolWithin: false))),
            ]
            : []);

    public async Task<BackupSet> Make(string night, CancellationToken cancellationToken)
    {
        var path = Path.Combine(Directory.CreateDirectory(folder).FullName, night);
        await backup.MakeFolder(path, poolWithin: false, cancellationToken);
        return new BackupSet(new BackupFolder(path, poolWithin: false));
    }

    public Task Remove(BackupSet backup, CancellationToken cancellationToken)
    {
        Directory.Delete(backup.Place, recursive: true);
        return Task.CompletedTask;
    }

    public Task EmptyPool(IReadOnlySet<string> named, CancellationToken cancellationToken)
    {
        var pool = new DirectoryInfo(Path.Combine(folder, BackupFolder.PoolName));
        foreach (var file in pool.Exists ? pool.GetFiles("*", SearchOption.AllDirectories) : [])
        {
            if (!named.Contains(file.Name))
            {
                file.Delete();
            }
        }

        return Task.CompletedTask;
    }
}

sealed class StoreShelf(Backup backup, IBlobStore blobs, TimeProvider time) : IBackupShelf
{
    // Another process may be making a backup that will name it.
    static readonly TimeSpan InTheMaking = TimeSpan.FromDays(1);

    public async Task<IReadOnlyList<BackupSet>> All(CancellationToken cancellationToken)
    {
        var names = new List<string>();
        await foreach (var blob in blobs.List(StoredBackup.Prefix, cancellationToken))
        {
            if ($"{blob.Key}".Split('/') is [_, var name, BackupSet.ManifestName] && Nights.IsOf(name))
            {
                names.Add(name);
            }
        }

        return [.. names.OrderByDescending(name => name, StringComparer.Ordinal).Select(name => new BackupSet(new StoredBackup(blobs, name)))];
    }

    public async Task<BackupSet> Make(string night, CancellationToken cancellationToken)
    {
        var files = backup.NewStored(night);
        await backup.Make(files, cancellationToken);
        return new BackupSet(files);
    }

    public async Task Remove(BackupSet backup, CancellationToken cancellationToken)
    {
        // Without its manifest it is none, should the rest take longer.
        await blobs.Delete(BlobKey.Of($"{StoredBackup.Prefix}{backup.Name}/{BackupSet.ManifestName}"), cancellationToken);
        await foreach (var blob in blobs.List($"{StoredBackup.Prefix}{backup.Name}/", cancellationToken))
        {
            await blobs.Delete(blob.Key, cancellationToken);
        }
    }

    public async Task EmptyPool(IReadOnlySet<string> named, CancellationToken cancellationToken)
    {
        await foreach (var blob in blobs.List(StoredBackup.PoolPrefix, cancellationToken))
        {
            if (!named.Contains($"{blob.Key}".Split('/')[^1]) && time.GetUtcNow() - blob.WrittenAt > InTheMaking)
            {
                await blobs.Delete(blob.Key, cancellationToken);
            }
        }
    }
}

static class Nights
{
    const string Form = "yyyy-MM-dd";

    /// <summary>Whether a backup of that name is a night's.</summary>
    public static bool IsOf(string name) => TryRead(name, out _);

    /// <summary>When the night of a backup of that name began (UTC).</summary>
    public static DateTimeOffset Of(string name) => TryRead(name, out var night) ? night : default;

    static bool TryRead(string name, out DateTimeOffset night)
    {
        night = default;
        return name.Length >= Form.Length && DateTimeOffset.TryParseExact(
            name[..Form.Length], Form, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out night);
    }
}
