using MDReader.Server.Platform;

namespace MDReader.Server.Backups;

/// <summary>
/// The files of one backup, wherever they lie. Bytes of attachments lie in a pool under their digest, once for all backups
/// beside each other.
/// </summary>
interface IBackupFiles
{
    /// <summary>The night it is of, or what whoever made it called it.</summary>
    string Name { get; }

    /// <summary>For messages: how it is named in a command.</summary>
    string Place { get; }

    /// <exception cref="IOException">It isn't there, or can't be read.</exception>
    Task<Stream> Open(string file, CancellationToken cancellationToken);

    /// <param name="content">Can seek; it is read from where it stands to its end.</param>
    Task Put(string file, Stream content, CancellationToken cancellationToken);

    /// <inheritdoc cref="Open"/>
    Task<Stream> OpenPooled(string sha256, CancellationToken cancellationToken);

    /// <summary>Does nothing where bytes with this digest are there already.</summary>
    /// <param name="sha256">Of the content, in hexadecimal digits.</param>
    /// <param name="content">Can seek; it is read from where it stands to its end.</param>
    Task Pool(string sha256, Stream content, CancellationToken cancellationToken);
}

/// <summary>A backup on disk: its blobs lie in <c>pool/</c> within it or beside it.</summary>
/// <param name="path">The folder.</param>
/// <param name="poolWithin">Whether new blobs go within it.</param>
sealed class BackupFolder(string path, bool poolWithin = true) : IBackupFiles
{
    public const string PoolName = "pool";

    public string Path => path;

    public string Name => System.IO.Path.GetFileName(path.TrimEnd('/', '\\'));

    public string Place => path;

    public Task<Stream> Open(string file, CancellationToken cancellationToken) =>
        Task.FromResult<Stream>(File.OpenRead(System.IO.Path.Combine(path, file)));

    public Task Put(string file, Stream content, CancellationToken cancellationToken) =>
        Write(System.IO.Path.Combine(path, file), content, cancellationToken);

    public Task<Stream> OpenPooled(string sha256, CancellationToken cancellationToken)
    {
        var within = System.IO.Path.Combine(path, PoolName, sha256[..2], sha256);
        var beside = System.IO.Path.Combine(path, "..", PoolName, sha256[..2], sha256);
        return Task.FromResult<Stream>(File.OpenRead(File.Exists(within) || !File.Exists(beside) ? within : beside));
    }

    public async Task Pool(string sha256, Stream content, CancellationToken cancellationToken)
    {
        var file = System.IO.Path.Combine(path, poolWithin ? PoolName : System.IO.Path.Combine("..", PoolName), sha256[..2], sha256);
        if (File.Exists(file))
        {
            return;
        }

        // It has its name only when it is whole.
        var making = $"{file}.{Guid.NewGuid():N}.making";
        await Write(making, content, cancellationToken);
        File.Move(making, file, overwrite: true);
    }

    static async Task Write(string file, Stream content, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(file)!);
        await using var to = File.Create(file);
        await content.CopyToAsync(to, cancellationToken);
        to.Flush(flushToDisk: true);
    }
}

/// <summary>A backup in the blob store, which keeps the attachments themselves as well: <c>backups/{name}/…</c>.</summary>
sealed class StoredBackup(IBlobStore blobs, string name) : IBackupFiles
{
    const string Opaque = "application/octet-stream";

    /// <summary>How the blob store is named in a command and in <c>MDREADER_BACKUPS</c>.</summary>
    public const string Word = "store";

    /// <summary>What all keys of backups begin with.</summary>
    public const string Prefix = "backups/";

    public const string PoolPrefix = Prefix + BackupFolder.PoolName + "/";

    public string Name => name;

    public string Place => $"{Word}/{name}";

    public async Task<Stream> Open(string file, CancellationToken cancellationToken) => await Open(Key(file), cancellationToken);

    public Task Put(string file, Stream content, CancellationToken cancellationToken) =>
        blobs.Put(Key(file), content, Opaque, cancellationToken);

    public async Task<Stream> OpenPooled(string sha256, CancellationToken cancellationToken) => await Open(Pooled(sha256), cancellationToken);

    public async Task Pool(string sha256, Stream content, CancellationToken cancellationToken)
    {
        if (await blobs.Look(Pooled(sha256), cancellationToken) is null)
        {
            await blobs.Put(Pooled(sha256), content, Opaque, cancellationToken);
        }
    }

    async Task<Stream> Open(BlobKey key, CancellationToken cancellationToken) =>
        await blobs.Open(key, cancellationToken) ?? throw new FileNotFoundException($"The blob store has no {key}.");

    BlobKey Key(string file) => BlobKey.Read($"{Prefix}{name}/{file}")
        ?? throw new BackupException($"{Place} names no backup; names are of a-z, 0-9, '.', '_' and '-'.");

    static BlobKey Pooled(string sha256) => BlobKey.Of($"{PoolPrefix}{sha256[..2]}/{sha256}");
}
