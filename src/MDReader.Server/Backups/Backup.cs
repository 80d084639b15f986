using System.Security.Cryptography;
using MDReader.Server.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace MDReader.Server.Backups;

/// <summary>
/// Backs up everything an instance keeps: all tables as they are at one moment, while people go on writing, and the bytes of
/// attachments. What can be made anew from these is left out: the search index, the texts' files, announcements.
/// </summary>
public sealed class Backup(Database database, IBlobStore blobs, TimeProvider time)
{
    const string Attachments = "attachments/";
    const string Arriving = "attachments/arriving/";

    // Made anew, or of no use to anybody after a while.
    static readonly HashSet<string> LeftOut = ["announcements", "search_texts", "idempotent_answers", "file_copies", "jobs"];

    /// <param name="folder">Is made, and must not be there.</param>
    /// <param name="pool">Where the bytes of blobs go; null for within the folder.</param>
    /// <exception cref="BackupException">It can't be made.</exception>
    public async Task Make(string folder, string? pool, CancellationToken cancellationToken)
    {
        if (Directory.Exists(folder) || File.Exists(folder))
        {
            throw new BackupException($"{folder} is there already; name a folder that isn't.");
        }

        var making = $"{folder.TrimEnd('/', '\\')}.making";
        if (Directory.Exists(making))
        {
            Directory.Delete(making, recursive: true);
        }

        Directory.CreateDirectory(Path.Combine(making, "tables"));
        var backup = new BackupFolder(making);
        var (migration, tables) = await ReadTables(backup, cancellationToken);
        var kept = await KeepBlobs(pool ?? Path.Combine(making, "pool"), cancellationToken);
        await backup.Write(new Manifest(BackupFolder.Format, time.Now(), migration, tables, kept), cancellationToken);
        Directory.Move(making, folder);
    }

    /// <summary>The tables of a backup, those that others refer to first.</summary>
    internal static IReadOnlyList<TableText> Tables(IModel model)
    {
        var entities = model.GetEntityTypes().Where(entity => entity.GetTableName() is { } name && !LeftOut.Contains(name))
            .OrderBy(entity => entity.GetTableName(), StringComparer.Ordinal).ToList();
        var ordered = new List<IEntityType>();
        while (entities.Count > 0)
        {
            var free = entities.First(entity => entity.GetForeignKeys()
                .All(key => key.PrincipalEntityType == entity || !entities.Contains(key.PrincipalEntityType)));
            ordered.Add(free);
            entities.Remove(free);
        }

        return ordered.ConvertAll(entity => new TableText(entity));
    }

    /// <summary>Reads all tables at one moment.</summary>
    internal static async Task<IReadOnlyList<TableFacts>> Read(
        Database database, IReadOnlyList<TableText> tables, Func<TableText, Stream?> to, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnection(cancellationToken);
        await Say(database.IsShared ? "begin isolation level repeatable read read only" : "begin");
        try
        {
            var facts = new List<TableFacts>();
            foreach (var table in tables)
            {
                await using var file = to(table);
                facts.Add(await table.Read(connection, file, cancellationToken));
            }

            return facts;
        }
        finally
        {
            await Say("rollback");
        }

        async Task Say(string sql)
        {
            await using var command = connection.CreateCommand();
            command.CommandText = sql;
            await command.ExecuteNonQueryAsync(CancellationToken.None);
        }
    }

    internal static Task<(string Migration, IReadOnlyList<TableText> Tables)> Shape(Database database, CancellationToken cancellationToken) =>
        database.Read(
            async (db, token) => (
                (await db.Database.GetAppliedMigrationsAsync(token)).LastOrDefault()
                    ?? throw new BackupException("There is nothing here yet: start the server once."),
                Tables(db.Model)),
            cancellationToken);

    async Task<(string, IReadOnlyList<TableFacts>)> ReadTables(BackupFolder backup, CancellationToken cancellationToken)
    {
        var (migration, tables) = await Shape(database, cancellationToken);
        return (migration, await Read(database, tables, table => File.Create(backup.Table(table.Name)), cancellationToken));
    }

    // After the tables: what they name was there before.
    async Task<IReadOnlyList<BackedUpBlob>> KeepBlobs(string pool, CancellationToken cancellationToken)
    {
        var kept = new List<BackedUpBlob>();
        await foreach (var blob in blobs.List(Attachments, cancellationToken))
        {
            if (blob.Key.ToString().StartsWith(Arriving, StringComparison.Ordinal)
                || await blobs.Open(blob.Key, cancellationToken) is not { } content)
            {
                continue;
            }

            await using (content)
            {
                kept.Add(await Keep(pool, $"{blob.Key}", content, cancellationToken));
            }
        }

        return [.. kept.OrderBy(blob => blob.Key, StringComparer.Ordinal)];
    }

    static async Task<BackedUpBlob> Keep(string pool, string key, Stream content, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(pool);
        var making = Path.Combine(pool, $".making-{Guid.NewGuid():N}");
        try
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            var (size, buffer) = (0L, new byte[64 * 1024]);
            await using (var file = File.Create(making))
            {
                while (await content.ReadAsync(buffer, cancellationToken) is > 0 and var read)
                {
                    hash.AppendData(buffer, 0, read);
                    await file.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
                    size += read;
                }

                file.Flush(flushToDisk: true);
            }

            var digest = Convert.ToHexStringLower(hash.GetHashAndReset());
            var path = Path.Combine(pool, digest[..2], digest);
            if (!File.Exists(path))
            {
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                File.Move(making, path);
            }

            return new BackedUpBlob(key, size, digest);
        }
        finally
        {
            File.Delete(making);
        }
    }
}
