using MDReader.Server.Accounts;
using MDReader.Server.Embedded;
using MDReader.Server.Platform;
using MDReader.Server.Versions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Database = MDReader.Server.Platform.Database;
using IDatabaseProvider = MDReader.Server.Platform.IDatabaseProvider;

namespace MDReader.Server.Backups;

/// <summary>Puts a backup into an instance that holds nothing yet, whichever database and blob store it has; and tries one
/// out without touching the instance.</summary>
public sealed class Restore(Database database, IBlobStore blobs, RestoredBackup restored, TimeProvider time)
{
    const string Opaque = "application/octet-stream";

    /// <param name="place">A folder, or <c>store/NAME</c>.</param>
    /// <exception cref="BackupException">The backup is damaged, or the instance isn't empty; nothing was changed.</exception>
    public async Task Run(string place, CancellationToken cancellationToken)
    {
        var backup = At(place);
        var manifest = await backup.Read(cancellationToken);
        await backup.Check(manifest, cancellationToken);
        await using (await database.HoldStart(cancellationToken))
        {
            await database.Migrate(cancellationToken);
            if (await database.Read((db, token) => db.Users.AnyAsync(token), cancellationToken))
            {
                throw new BackupException("This instance has accounts already; restore into one that was never used.");
            }

            // Before the rows that name them.
            foreach (var blob in manifest.Blobs)
            {
                await PutBack(backup, blob, cancellationToken);
            }

            await Fill(database, backup, manifest, cancellationToken);
            await restored.BeginNewEpochs(cancellationToken);
        }
    }

    /// <summary>Restores the tables into a database beside, which is thrown away, and reads them out of it again: the same
    /// rows must come. Every file is held against its digest.</summary>
    /// <exception cref="BackupException">The backup is of no use.</exception>
    public Task Try(string place, CancellationToken cancellationToken) => Try(At(place), cancellationToken);

    /// <inheritdoc cref="Try(string, CancellationToken)"/>
    internal async Task Try(BackupSet backup, CancellationToken cancellationToken)
    {
        var manifest = await backup.Read(cancellationToken);
        await backup.Check(manifest, cancellationToken);
        var scratch = Directory.CreateTempSubdirectory("mdreader-restore-");
        try
        {
            await using var services = Scratch(Path.Combine(scratch.FullName, "mdreader.db"));
            var beside = services.GetRequiredService<Database>();
            await beside.Migrate(cancellationToken);
            await Fill(beside, backup, manifest, cancellationToken);
            var (_, tables) = await Backup.Shape(beside, cancellationToken);
            var found = await Backup.Read(beside, tables, _ => null, cancellationToken);
            if (found.Except(manifest.Tables).FirstOrDefault() is { } wrong)
            {
                throw new BackupException($"{backup.Place}: the table {wrong.Name} came back with other rows.");
            }
        }
        finally
        {
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            scratch.Delete(recursive: true);
        }

        await backup.NoteVerified(time.Now(), cancellationToken);
    }

    BackupSet At(string place) => new(place.StartsWith($"{StoredBackup.Word}/", StringComparison.Ordinal)
        ? new StoredBackup(blobs, place[(StoredBackup.Word.Length + 1)..])
        : new BackupFolder(place));

    // A store may have to know the length, and what comes from another store doesn't tell it.
    async Task PutBack(BackupSet backup, BackedUpBlob blob, CancellationToken cancellationToken)
    {
        await using var content = await backup.OpenBlob(blob, cancellationToken);
        await using var held = new FileStream(
            Path.GetTempFileName(), FileMode.Open, FileAccess.ReadWrite, FileShare.None, 64 * 1024, FileOptions.DeleteOnClose);
        await content.CopyToAsync(held, cancellationToken);
        held.Position = 0;
        await blobs.Put(BlobKey.Of(blob.Key), held, Opaque, cancellationToken);
    }

    static async Task Fill(Database into, BackupSet backup, Manifest manifest, CancellationToken cancellationToken)
    {
        var (migration, tables) = await Backup.Shape(into, cancellationToken);
        var names = manifest.Tables.Select(table => table.Name).ToHashSet();
        if (migration != manifest.Migration || !tables.Select(table => table.Name).ToHashSet().SetEquals(names))
        {
            throw new BackupException(
                $"The backup has the tables of {manifest.Migration} and this server those of {migration}; restore it with the version that made it, and upgrade then.");
        }

        await into.Write(
            async (db, token) =>
            {
                var (connection, transaction) = (db.Database.GetDbConnection(), db.Database.CurrentTransaction!.GetDbTransaction());
                // A server that was started has made itself a key, and nothing else.
                foreach (var table in tables.Reverse())
                {
                    await table.Empty(connection, transaction, token);
                }

                foreach (var table in tables)
                {
                    await using var file = await backup.OpenTable(table.Name, token);
                    await table.Fill(connection, transaction, into, file, token);
                }
            },
            cancellationToken);
    }

    static ServiceProvider Scratch(string file)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<IDatabaseProvider>(new SqliteProvider(file));
        services.AddSingleton<Signals>();
        services.AddSingleton<WriteGate>();
        services.AddSingleton<Database>();
        services.AddPooledDbContextFactory<MDReaderDb>((provider, options) =>
            provider.GetRequiredService<IDatabaseProvider>().Configure(options));
        return services.BuildServiceProvider();
    }
}
