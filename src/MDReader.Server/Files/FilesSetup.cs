using System.Text.Json;
using System.Text.Json.Serialization;
using MDReader.Server.Platform;

namespace MDReader.Server.Files;

static class FilesSetup
{
    public static void AddFiles(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddFeatureOptions<FilesOptions>(configuration, FilesOptions.Section);
        services.AddFeatureJson(FilesJson.Default);
        var limits = configuration.GetSection(FilesOptions.Section).Get<FilesOptions>() ?? new FilesOptions();
        services.AddSingleton(new PublicLimit("importBytes", limits.ArchiveBytes));
        services.AddSingleton<FileCopies>();
        services.AddSingleton<FileFollower>();
        services.AddLater<FileFollower>();
        services.AddSingleton<NewImport>();
        services.AddSingleton<Import>();
        services.AddSingleton<Export>();
        services.AddSingleton<JobWorker>();
        services.AddLater<JobWorker>();
        services.AddSingleton<PersonalData, JobData>();
    }

    public static void MapFiles(this RouteGroupBuilder api)
    {
        api.MapJobRoutes();
        var services = ((IEndpointRouteBuilder)api).ServiceProvider;
        var signals = services.GetRequiredService<Signals>();
        services.GetRequiredService<FileFollower>().Listen(signals);
        services.GetRequiredService<JobWorker>().Listen(signals);
    }
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(ExportRequest))]
[JsonSerializable(typeof(JobEntry))]
[JsonSerializable(typeof(Page<JobEntry>))]
sealed partial class FilesJson : JsonSerializerContext;
