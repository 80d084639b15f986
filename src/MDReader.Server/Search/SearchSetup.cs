using MDReader.Server.Platform;

namespace MDReader.Server.Search;

static class SearchSetup
{
    public static void AddSearch(this IServiceCollection services)
    {
        services.AddFeatureJson(SearchJson.Default);
        services.AddSingleton(new FeatureSwitch("search", On: true));
        services.AddSingleton<SearchTexts>();
        services.AddSingleton<IndexedDocument>();
        services.AddSingleton<FilterValues>();
        services.AddSingleton<Found>();
        services.AddSingleton<SearchFollower>();
        services.AddLater<SearchFollower>();
    }

    public static void MapSearch(this RouteGroupBuilder api)
    {
        api.MapSearchRoutes();
        var services = ((IEndpointRouteBuilder)api).ServiceProvider;
        services.GetRequiredService<SearchFollower>().Listen(services.GetRequiredService<Signals>());
    }
}
