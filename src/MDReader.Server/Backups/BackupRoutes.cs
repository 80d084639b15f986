using System.Text.Json.Serialization;
using MDReader.Server.Accounts;
using MDReader.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace MDReader.Server.Backups;

/// <summary>A nightly backup.</summary>
/// <param name="CreatedAt">Of a damaged one, its night.</param>
/// <param name="Rows">Of all tables.</param>
/// <param name="VerifiedAt">When it was restored for a trial; null when that failed or is still to come.</param>
/// <param name="Damage">Why it can't be read, and so nothing more is known of it; null for one that can.</param>
public sealed record BackupEntry(
    string Name, DateTimeOffset CreatedAt, long Rows, int Attachments, long AttachmentBytes, DateTimeOffset? VerifiedAt, string? Damage);

/// <param name="IsOn">Whether there are nightly backups at all (<c>MDREADER_BACKUPS</c>).</param>
/// <param name="LastVerifiedRestore">When a backup was last restored for a trial, and the same rows came back.</param>
/// <param name="Backups">The newest first.</param>
public sealed record BackupsAnswer(bool IsOn, DateTimeOffset? LastVerifiedRestore, IReadOnlyList<BackupEntry> Backups);

static class BackupRoutes
{
    public static void MapBackupRoutes(this RouteGroupBuilder api) =>
        api.MapGet("/backups", List).WithName("ListBackups").Refuses(Problems.Forbidden);

    /// <summary>The nightly backups, for administrators.</summary>
    static async Task<Results<Answer<BackupsAnswer>, Refusal>> List(
        Caller caller, Database database, NightlyBackup nightly, IOptions<BackupsOptions> options, CancellationToken cancellationToken)
    {
        if (!await database.Read((db, token) => db.Users.AnyAsync(user => user.Id == caller.UserId && user.IsAdministrator, token), cancellationToken))
        {
            return Problems.Forbidden.Because("Only an administrator of this server sees its backups.");
        }

        var entries = new List<BackupEntry>();
        foreach (var backup in await nightly.All(cancellationToken))
        {
            entries.Add(await Entry(backup, cancellationToken));
        }

        return Answers.With(new BackupsAnswer(
            options.Value.Folder is { Length: > 0 }, entries.Max(entry => entry.VerifiedAt), entries));
    }

    static async Task<BackupEntry> Entry(BackupSet backup, CancellationToken cancellationToken)
    {
        try
        {
            var manifest = await backup.Read(cancellationToken);
            return new(
                backup.Name, manifest.CreatedAt, manifest.Tables.Sum(table => table.Rows), manifest.Blobs.Count,
                manifest.Blobs.Sum(blob => blob.Size), await backup.VerifiedAt(cancellationToken), Damage: null);
        }
        catch (BackupException damaged)
        {
            return new(
                backup.Name, Nights.Of(backup.Name), Rows: 0, Attachments: 0, AttachmentBytes: 0, VerifiedAt: null, damaged.Message);
        }
    }
}

static class BackupsSetup
{
    public static void AddBackups(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddFeatureOptions<BackupsOptions>(configuration, BackupsOptions.Section);
        services.AddFeatureJson(BackupsJson.Default);
        services.AddSingleton<Backup>();
        services.AddSingleton<Restore>();
        services.AddSingleton<NightlyBackup>();
        services.AddLater<NightlyBackup>();
    }

    public static void MapBackups(this RouteGroupBuilder api) => api.MapBackupRoutes();
}

[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(BackupsAnswer))]
sealed partial class BackupsJson : JsonSerializerContext;
