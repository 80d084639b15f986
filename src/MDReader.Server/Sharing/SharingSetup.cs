using MDReader.Server.Platform;

namespace MDReader.Server.Sharing;

static class SharingSetup
{
    public static void AddSharing(this IServiceCollection services)
    {
        services.AddFeatureJson(SharingJson.Default);
        services.AddSingleton<Permissions>();
        services.AddSingleton<PersonalData, SharingData>();
    }

    public static void MapSharing(this RouteGroupBuilder api) => api.MapPermissionRoutes();
}
