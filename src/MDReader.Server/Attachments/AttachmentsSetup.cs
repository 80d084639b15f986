using System.Text.Json;
using System.Text.Json.Serialization;
using MDReader.Server.Platform;

namespace MDReader.Server.Attachments;

static class AttachmentsSetup
{
    public static void AddAttachments(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddFeatureOptions<AttachmentsOptions>(configuration, AttachmentsOptions.Section);
        services.AddFeatureJson(AttachmentsJson.Default);
        var limits = configuration.GetSection(AttachmentsOptions.Section).Get<AttachmentsOptions>() ?? new AttachmentsOptions();
        services.AddSingleton(new PublicLimit("attachmentBytes", limits.LargestFile));
        services.AddSingleton(new FeatureSwitch("attachments", On: true));
        services.AddSingleton<AttachmentRoom>();
        services.AddSingleton<NewAttachment>();
        services.AddSingleton<Arrival>();
        services.AddSingleton<ImportedFiles>();
        services.AddSingleton<AttachmentDownload>();
        services.AddSingleton<Thumbnails>();
        services.AddSingleton<PersonalData, AttachmentData>();
        services.AddSingleton<WorkspaceUsage, AttachmentUsage>();
        services.AddSingleton<AttachmentSweep>();
        services.AddLater<AttachmentSweep>();
    }

    public static void MapAttachments(this RouteGroupBuilder api)
    {
        api.MapAttachmentRoutes();
        var services = ((IEndpointRouteBuilder)api).ServiceProvider;
        services.GetRequiredService<AttachmentSweep>().Listen(services.GetRequiredService<Signals>());
    }
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(AttachmentRequest))]
[JsonSerializable(typeof(AttachmentEntry))]
[JsonSerializable(typeof(Page<AttachmentEntry>))]
sealed partial class AttachmentsJson : JsonSerializerContext;
