using MDReader.Server.Platform;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace MDReader.Cloud;

public static class CloudSetup
{
    /// <summary>Puts what several machines share in the place of what one has for itself, as far as it is configured.</summary>
    public static void AddCloud(this IServiceCollection services, IConfiguration configuration)
    {
        if (configuration["MDReader:Database"] is { Length: > 0 } database)
            services.AddSingleton<IDatabaseProvider>(_ => new PostgresProvider(database));
    }
}
