using System.Text.Json.Serialization;
using MDReader.Server.Platform;

namespace MDReader.Server.Assistant;

static class AssistantSetup
{
    public static void AddAssistant(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddFeatureOptions<AssistantOptions>(configuration, AssistantOptions.Section);
        services.AddFeatureJson(AssistantJson.Default);
        var options = configuration.GetSection(AssistantOptions.Section).Get<AssistantOptions>() ?? new AssistantOptions();
        services.AddSingleton(new FeatureSwitch("assistant", options.IsOn));
        services.AddSingleton(new PublicLimit("assistantPromptBytes", options.PromptBytes));
        services.AddSingleton<AssistantLimits>();
        services.AddSingleton<Budgets>();
        services.AddSingleton<ModelProvider>();
        services.AddSingleton<AnswerStream>();
        services.AddSingleton<Conversation>();
        services.AddSingleton<PersonalData, AssistantData>();
        services.AddSingleton<WorkspaceUsage, RequestUsage>();
    }

    public static void MapAssistant(this RouteGroupBuilder api) => api.MapAssistantRoutes();
}

[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(ChatRequest))]
[JsonSerializable(typeof(ModelList))]
[JsonSerializable(typeof(UsageAnswer))]
sealed partial class AssistantJson : JsonSerializerContext;
