using MDReader.Server.Platform;
using Microsoft.Extensions.Options;

namespace MDReader.Server.Pictures;

static class PicturesSetup
{
    public static void AddPictures(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddFeatureOptions<PicturesOptions>(configuration, PicturesOptions.Section);
        var options = configuration.GetSection(PicturesOptions.Section).Get<PicturesOptions>() ?? new PicturesOptions();
        services.AddSingleton(new FeatureSwitch("picturesFromElsewhere", options.FromElsewhere));
        services.AddSingleton<KeptPictures>();
        services.AddSingleton<FarPictures>();
        services.AddHttpClient(FarPictures.ClientName, client => client.Timeout = Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(provider =>
            {
                var anywhere = provider.GetRequiredService<IOptions<PicturesOptions>>().Value.AnyAddress;
                return PublicAddresses.Handler(
                    provider.GetRequiredService<ResolveHost>(), address => anywhere || PublicAddresses.IsPublic(address));
            })
            .RemoveAllLoggers();
    }

    public static void MapPictures(this RouteGroupBuilder api) => api.MapFarPicture();
}
