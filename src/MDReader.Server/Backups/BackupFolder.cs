using System.Security.Cryptography;
using System.Text.Json;

namespace MDReader.Server.Backups;

/// <summary>A blob of a backup. Its bytes lie in the pool under their digest, once for all backups beside each other.</summary>
sealed record BackedUpBlob(string Key, long Size, string Sha256);

/// <summary>What a backup consists of.</summary>
/// <param name="Format">Of the backup itself.</param>
/// <param name="Migration">Which tables it has; a server with other ones can't take it.</param>
sealed record Manifest(
    int Format, DateTimeOffset CreatedAt, string Migration, IReadOnlyList<TableFacts> Tables, IReadOnlyList<BackedUpBlob> Blobs);

/// <summary>
/// A backup on disk: <c>manifest.json</c> with the digest of everything, <c>tables/</c>, and blobs in <c>pool/</c> within it
/// or beside it. It has its name only when it is whole.
/// </summary>
sealed class BackupFolder(string path)
{
    public const int Format = 1;
    const string ManifestName = "manifest.json";
    const string DigestName = "manifest.sha256";
    const string VerifiedName = "verified";

    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public string Path => path;

    public string Name => System.IO.Path.GetFileName(path.TrimEnd('/', '\\'));

    public string Table(string name) => System.IO.Path.Combine(path, "tables", $"{name}.jsonl.gz");

    /// <summary>Where a blob with this digest lies.</summary>
    public string Blob(string sha256)
    {
        var within = System.IO.Path.Combine(path, "pool", sha256[..2], sha256);
        var beside = System.IO.Path.Combine(path, "..", "pool", sha256[..2], sha256);
        return File.Exists(within) || !File.Exists(beside) ? within : beside;
    }

    /// <summary>When it was last restored for a trial; null when never.</summary>
    public DateTimeOffset? VerifiedAt =>
        File.Exists(System.IO.Path.Combine(path, VerifiedName))
            && DateTimeOffset.TryParse(
                File.ReadAllText(System.IO.Path.Combine(path, VerifiedName)), System.Globalization.CultureInfo.InvariantCulture, out var at)
            ? at
            : null;

    public void NoteVerified(DateTimeOffset at) => File.WriteAllText(System.IO.Path.Combine(path, VerifiedName), at.ToString("O"));

    public async Task Write(Manifest manifest, CancellationToken cancellationToken)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(manifest, Json);
        await File.WriteAllBytesAsync(System.IO.Path.Combine(path, ManifestName), bytes, cancellationToken);
        await File.WriteAllTextAsync(
            System.IO.Path.Combine(path, DigestName), Convert.ToHexStringLower(SHA256.HashData(bytes)), cancellationToken);
    }

    /// <exception cref="BackupException">It is no backup, or a damaged one.</exception>
    public async Task<Manifest> Read(CancellationToken cancellationToken)
    {
        try
        {
            var bytes = await File.ReadAllBytesAsync(System.IO.Path.Combine(path, ManifestName), cancellationToken);
            var digest = await File.ReadAllTextAsync(System.IO.Path.Combine(path, DigestName), cancellationToken);
            if (digest.Trim() != Convert.ToHexStringLower(SHA256.HashData(bytes)))
            {
                throw new BackupException($"{path}: the manifest was changed.");
            }

            return JsonSerializer.Deserialize<Manifest>(bytes, Json) is { Format: Format } manifest
                ? manifest
                : throw new BackupException($"{path}: this backup has another format than {Format}.");
        }
        catch (Exception failure) when (failure is IOException or JsonException or UnauthorizedAccessException)
        {
            throw new BackupException($"{path} is no backup: {failure.Message}");
        }
    }

    /// <summary>Holds every file against its digest.</summary>
    public async Task Check(Manifest manifest, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var table in manifest.Tables)
            {
                await using var file = File.OpenRead(Table(table.Name));
                if (await TableText.Check(table.Name, file, cancellationToken) != table)
                {
                    throw new BackupException($"{path}: the table {table.Name} was changed.");
                }
            }

            foreach (var blob in manifest.Blobs)
            {
                await using var file = File.OpenRead(Blob(blob.Sha256));
                if (file.Length != blob.Size || Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellationToken)) != blob.Sha256)
                {
                    throw new BackupException($"{path}: the blob {blob.Key} was changed.");
                }
            }
        }
        catch (Exception failure) when (failure is IOException or InvalidDataException)
        {
            throw new BackupException($"{path} is damaged: {failure.Message}");
        }
    }
}

/// <summary>A backup can't be made, verified or restored; the message says why, to whoever runs the server.</summary>
public sealed class BackupException(string message) : Exception(message);
