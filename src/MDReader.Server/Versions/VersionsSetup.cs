using System.Text.Json;
using System.Text.Json.Serialization;
using MDReader.Server.Collaboration;
using MDReader.Server.Platform;

namespace MDReader.Server.Versions;

static class VersionsSetup
{
    public static void AddVersions(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddFeatureOptions<VersionsOptions>(configuration, VersionsOptions.Section);
        services.AddFeatureJson(VersionsJson.Default);
        services.AddSingleton<PersonalData, VersionData>();
        services.AddSingleton<WorkspaceUsage, VersionUsage>();
        services.AddSingleton<SavedVersions>();
        services.AddSingleton<Restoring>();
        services.AddSingleton<FindVersion>(provider => provider.GetRequiredService<SavedVersions>().Find);
        services.AddSingleton<AutomaticVersions>();
        services.AddSingleton<HistoryEnd>();
        services.AddSingleton<RestoredBackup>();
        services.AddHostedService<VersionsWorker>();
    }

    public static void MapVersions(this RouteGroupBuilder api)
    {
        api.MapVersionRoutes();
        api.MapHistoryRoutes();
    }
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(VersionRequest))]
[JsonSerializable(typeof(VersionChange))]
[JsonSerializable(typeof(RestoreRequest))]
[JsonSerializable(typeof(VersionEntry))]
[JsonSerializable(typeof(Page<VersionEntry>))]
[JsonSerializable(typeof(VersionDiff))]
[JsonSerializable(typeof(TextBlame))]
sealed partial class VersionsJson : JsonSerializerContext;
