using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace MDReader.Server.Backups;

/// <summary>A blob of a backup.</summary>
/// <param name="Key">Where it lies in the instance's blob store.</param>
sealed record BackedUpBlob(string Key, long Size, string Sha256);

/// <summary>What a backup consists of.</summary>
/// <param name="Format">Of the backup itself.</param>
/// <param name="Migration">Which tables it has; a server with other ones can't take it.</param>
sealed record Manifest(
    int Format, DateTimeOffset CreatedAt, string Migration, IReadOnlyList<TableFacts> Tables, IReadOnlyList<BackedUpBlob> Blobs);

/// <summary>
/// A backup: <c>manifest.json</c> with the digest of everything, which is written last, <c>tables/</c>, and a pool of blobs.
/// </summary>
sealed class BackupSet(IBackupFiles files)
{
    public const int Format = 1;
    public const string ManifestName = "manifest.json";
    const string DigestName = "manifest.sha256";
    const string VerifiedName = "verified";

    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public string Name => files.Name;

    public string Place => files.Place;

    public static string Table(string name) => $"tables/{name}.jsonl.gz";

    public Task<Stream> OpenTable(string name, CancellationToken cancellationToken) => files.Open(Table(name), cancellationToken);

    public Task<Stream> OpenBlob(BackedUpBlob blob, CancellationToken cancellationToken) => files.OpenPooled(blob.Sha256, cancellationToken);

    /// <summary>When it was last restored for a trial; null when never.</summary>
    public async Task<DateTimeOffset?> VerifiedAt(CancellationToken cancellationToken)
    {
        try
        {
            using var note = new StreamReader(await files.Open(VerifiedName, cancellationToken));
            return DateTimeOffset.TryParse(await note.ReadToEndAsync(cancellationToken), CultureInfo.InvariantCulture, out var at) ? at : null;
        }
        catch (IOException)
        {
            return null;
        }
    }

    public Task NoteVerified(DateTimeOffset at, CancellationToken cancellationToken) =>
        Put(VerifiedName, Encoding.UTF8.GetBytes(at.ToString("O")), cancellationToken);

    public async Task Write(Manifest manifest, CancellationToken cancellationToken)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(manifest, Json);
        await Put(DigestName, Encoding.ASCII.GetBytes(Convert.ToHexStringLower(SHA256.HashData(bytes))), cancellationToken);
        await Put(ManifestName, bytes, cancellationToken);
    }

    /// <exception cref="BackupException">It is no backup, or a damaged one.</exception>
    public async Task<Manifest> Read(CancellationToken cancellationToken)
    {
        try
        {
            var bytes = await ReadAll(ManifestName, cancellationToken);
            var digest = Encoding.ASCII.GetString(await ReadAll(DigestName, cancellationToken));
            if (digest.Trim() != Convert.ToHexStringLower(SHA256.HashData(bytes)))
            {
                throw new BackupException($"{Place}: the manifest was changed.");
            }

            return JsonSerializer.Deserialize<Manifest>(bytes, Json) is { Format: Format } manifest
                ? manifest
                : throw new BackupException($"{Place}: this backup has another format than {Format}.");
        }
        catch (Exception failure) when (failure is IOException or JsonException or UnauthorizedAccessException)
        {
            throw new BackupException($"{Place} is no backup: {failure.Message}");
        }
    }

    /// <summary>Holds every file against its digest.</summary>
    public async Task Check(Manifest manifest, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var table in manifest.Tables)
            {
                await using var file = await OpenTable(table.Name, cancellationToken);
                if (await TableText.Check(table.Name, file, cancellationToken) != table)
                {
                    throw new BackupException($"{Place}: the table {table.Name} was changed.");
                }
            }

            foreach (var blob in manifest.Blobs)
            {
                await using var file = await OpenBlob(blob, cancellationToken);
                if (Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellationToken)) != blob.Sha256)
                {
                    throw new BackupException($"{Place}: the blob {blob.Key} was changed.");
                }
            }
        }
        catch (Exception failure) when (failure is IOException or InvalidDataException)
        {
            throw new BackupException($"{Place} is damaged: {failure.Message}");
        }
    }

    async Task Put(string file, byte[] bytes, CancellationToken cancellationToken)
    {
        using var content = new MemoryStream(bytes);
        await files.Put(file, content, cancellationToken);
    }

    async Task<byte[]> ReadAll(string file, CancellationToken cancellationToken)
    {
        await using var content = await files.Open(file, cancellationToken);
        using var bytes = new MemoryStream();
        await content.CopyToAsync(bytes, cancellationToken);
        return bytes.ToArray();
    }
}

/// <summary>A backup can't be made, verified or restored; the message says why, to whoever runs the server.</summary>
public sealed class BackupException(string message) : Exception(message);
