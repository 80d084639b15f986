using System.Text.Json;
using System.Text.Json.Serialization;
using MDReader.Server.Platform;

namespace MDReader.Server.Feed;

static class FeedSetup
{
    public static void AddFeed(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddFeatureOptions<FeedOptions>(configuration, FeedOptions.Section);
        services.AddFeatureJson(FeedJson.Default);
        services.AddSingleton<SyncCursors>();
        services.AddSingleton<FeedReading>();
        services.AddSingleton<FeedWatch>();
        services.AddSingleton<Feeds>();
        services.AddSingleton<HintStream>();
        services.AddHostedService<Publisher>();
        services.AddSingleton<FeedCleaning>();
        services.AddLater<FeedCleaning>();
    }

    public static void MapFeed(this RouteGroupBuilder api) => api.MapFeedRoutes();
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(FeedSnapshot))]
[JsonSerializable(typeof(FeedChanges))]
[JsonSerializable(typeof(HintLine))]
sealed partial class FeedJson : JsonSerializerContext;
