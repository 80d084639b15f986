using System.Globalization;
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

    // What nobody has claimed yet, and what is drawn anew when somebody wants it.
    static readonly string[] PassedOver = ["attachments/arriving/", "attachments/thumbnails/"];

    // Made anew, or of no use to anybody after a while.
    static readonly HashSet<string> LeftOut = ["announcements", "search_texts", "idempotent_answers", "file_copies", "jobs"];

    /// <param name="place">A folder, which is made and must not be there; or <c>store</c>, for the blob store.</param>
    /// <returns>How the backup is named in a command.</returns>
    /// <exception cref="BackupException">It can't be made.</exception>
    public async Task<string> Make(string place, CancellationToken cancellationToken)
    {
        if (place != StoredBackup.Word)
        {
            await MakeFolder(place, poolWithin: true, cancellationToken);
            return place;
        }

        var backup = NewStored(time.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        await Make(backup, cancellationToken);
        return backup.Place;
    }

    /// <summary>A backup in the blob store that doesn't exist yet. Two processes may make one in the same night.</summary>
    internal StoredBackup NewStored(string night) => new(blobs, $"{night}-{Guid.NewGuid().ToString("N")[..8]}");

    /// <summary>The folder has its name only when the backup is whole.</summary>
    internal async Task MakeFolder(string folder, bool poolWithin, CancellationToken cancellationToken)
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

        await Make(new BackupFolder(making, poolWithin), cancellationToken);
        Directory.Move(making, folder);
    }

    internal async Task Make(IBackupFiles files, CancellationToken cancellationToken)
    {
        var scratch = Directory.CreateTempSubdirectory("mdreader-backup-");
        try
        {
            var (migration, tables) = await KeepTables(files, scratch.FullName, cancellationToken);
            // After the tables: what they name was there before.
            var kept = await KeepBlobs(files, Path.Combine(scratch.FullName, "blob"), cancellationToken);
            await new BackupSet(files).Write(new Manifest(BackupSet.Format, time.Now(), migration, tables, kept), cancellationToken);
        }
        finally
        {
            scratch.Delete(recursive: true);
        }
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

    async Task<(string, IReadOnlyList<TableFacts>)> KeepTables(IBackupFiles files, string scratch, CancellationToken cancellationToken)
    {
        var (migration, tables) = await Shape(database, cancellationToken);
        // On this disk first: the moment that is read lasts no longer than it has to.
        var facts = await Read(database, tables, table => File.Create(Path.Combine(scratch, table.Name)), cancellationToken);
        foreach (var table in tables)
        {
            await using var content = File.OpenRead(Path.Combine(scratch, table.Name));
            await files.Put(BackupSet.Table(table.Name), content, cancellationToken);
        }

        return (migration, facts);
    }

    async Task<IReadOnlyList<BackedUpBlob>> KeepBlobs(IBackupFiles files, string scratch, CancellationToken cancellationToken)
    {
        var kept = new List<BackedUpBlob>();
        await foreach (var blob in blobs.List(Attachments, cancellationToken))
        {
            if (PassedOver.Any(prefix => blob.Key.ToString().StartsWith(prefix, StringComparison.Ordinal))
                || await blobs.Open(blob.Key, cancellationToken) is not { } content)
            {
                continue;
            }

            await using (content)
            {
                kept.Add(await Keep(files, $"{blob.Key}", content, scratch, cancellationToken));
            }
        }

        return [.. kept.OrderBy(blob => blob.Key, StringComparer.Ordinal)];
    }

    static async Task<BackedUpBlob> Keep(
        IBackupFiles files, string key, Stream content, string scratch, CancellationToken cancellationToken)
    {
        await using var held = File.Create(scratch);
        await content.CopyToAsync(held, cancellationToken);
        held.Position = 0;
        var digest = Convert.ToHexStringLower(await SHA256.HashDataAsync(held, cancellationToken));
        held.Position = 0;
        await files.Pool(digest, held, cancellationToken);
        return new BackedUpBlob(key, held.Length, digest);
    }
}
