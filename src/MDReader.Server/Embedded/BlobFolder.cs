using System.Runtime.CompilerServices;
using MDReader.Server.Platform;
using Microsoft.Extensions.Options;

namespace MDReader.Server.Embedded;

/// <summary>
/// Blobs as files below <c>blobs</c> in the data folder. A file is written under a name of its own, synced, and then given
/// its real one, which is synced too: after a crash it is there wholly or not at all. Uploads and downloads go through this
/// server, at addresses that are sealed: they name the key, the size, the type and the digest, and nobody can change them.
/// </summary>
public sealed class BlobFolder : IBlobStore
{
    // No key begins with a dot.
    const string Making = ".making";
    static readonly TimeSpan Abandoned = TimeSpan.FromDays(1);

    readonly string _root;
    readonly BlobLinks _links;

    public BlobFolder(IOptions<PlatformOptions> options, BlobLinks links, TimeProvider time)
    {
        _root = Path.Combine(Path.GetFullPath(options.Value.Data), "blobs");
        _links = links;
        foreach (var left in Directory.CreateDirectory(Path.Combine(_root, Making)).EnumerateFiles()
            .Where(file => file.LastWriteTimeUtc < time.GetUtcNow().UtcDateTime - Abandoned))
        {
            left.Delete();
        }
    }

    public IReadOnlyList<Uri> Origins => [];

    public async Task Put(BlobKey key, Stream content, string contentType, CancellationToken cancellationToken)
    {
        using var making = New();
        await content.CopyToAsync(making.File, cancellationToken);
        making.Keep(key);
    }

    public Task<Stream?> Open(BlobKey key, CancellationToken cancellationToken)
    {
        try
        {
            return Task.FromResult<Stream?>(new FileStream(
                PathOf(key), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0,
                FileOptions.Asynchronous | FileOptions.SequentialScan));
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return Task.FromResult<Stream?>(null);
        }
    }

    public Task<BlobFacts?> Look(BlobKey key, CancellationToken cancellationToken)
    {
        var file = new FileInfo(PathOf(key));
        return Task.FromResult(file.Exists ? new BlobFacts(file.Length, Sha256: null, Version(file)) : null);
    }

    public Task<bool> Move(
        BlobKey from, BlobFacts seen, BlobKey to, string contentType, CancellationToken cancellationToken)
    {
        var file = new FileInfo(PathOf(from));
        if (!file.Exists || Version(file) != seen.Version)
        {
            return Task.FromResult(false);
        }

        file.MoveTo(Ready(to), overwrite: true);
        Disk.SyncFolder(Path.GetDirectoryName(PathOf(to))!);
        return Task.FromResult(true);
    }

    public Task Delete(BlobKey key, CancellationToken cancellationToken)
    {
        try
        {
            File.Delete(PathOf(key));
        }
        catch (DirectoryNotFoundException)
        {
            // Nothing is there, as asked.
        }

        return Task.CompletedTask;
    }

    public async IAsyncEnumerable<StoredBlob> List(
        string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        var folder = new DirectoryInfo(Path.Combine(_root, prefix.TrimEnd('/')));
        if (!folder.Exists)
        {
            yield break;
        }

        foreach (var file in folder.EnumerateFiles("*", SearchOption.AllDirectories))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var relative = Path.GetRelativePath(_root, file.FullName).Replace(Path.DirectorySeparatorChar, '/');
            if (BlobKey.Read(relative) is { } key)
            {
                yield return new StoredBlob(key, file.Length, file.LastWriteTimeUtc);
            }
        }
    }

    public Task<BlobUpload> OfferUpload(UploadTerms terms, CancellationToken cancellationToken) => Task.FromResult(new BlobUpload(
        _links.ForUpload(terms), HttpMethods.Put, new Dictionary<string, string> { ["Content-Type"] = terms.ContentType }, Fields: null));

    public Task<Uri> OfferDownload(BlobKey key, DownloadTerms terms, CancellationToken cancellationToken) =>
        Task.FromResult(_links.ForDownload(key, terms));

    /// <summary>Begins a file that is seen by nobody until it is kept; without that it is gone when disposed.</summary>
    internal NewBlob New() => new(this, Path.Combine(_root, Making, $"{Guid.NewGuid():N}"));

    string PathOf(BlobKey key) => Path.Combine(_root, key.ToString());

    string Ready(BlobKey key)
    {
        var path = PathOf(key);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return path;
    }

    static string Version(FileInfo file) => $"{file.LastWriteTimeUtc.Ticks}-{file.Length}";

    internal sealed class NewBlob(BlobFolder folder, string path) : IDisposable
    {
        bool _kept;

        public FileStream File { get; } = new(
            path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, bufferSize: 0, FileOptions.Asynchronous);

        public void Keep(BlobKey key)
        {
            File.Flush(flushToDisk: true);
            File.Dispose();
            System.IO.File.Move(path, folder.Ready(key), overwrite: true);
            Disk.SyncFolder(Path.GetDirectoryName(folder.PathOf(key))!);
            _kept = true;
        }

        public void Dispose()
        {
            File.Dispose();
            if (!_kept)
            {
                System.IO.File.Delete(path);
            }
        }
    }
}
