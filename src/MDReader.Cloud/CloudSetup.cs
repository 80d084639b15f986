using MDReader.Cloud.Redis;
using MDReader.Server.Collaboration;
using MDReader.Server.Platform;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace MDReader.Cloud;

public static class CloudSetup
{
    /// <summary>Puts what several machines share in the place of what one has for itself, as far as it is configured.</summary>
    public static void AddCloud(this IServiceCollection services, IConfiguration configuration)
    {
        if (configuration["MDReader:Database"] is { Length: > 0 } database)
            services.AddPostgres(database);
        if (configuration["MDReader:Redis"] is { Length: > 0 } redis)
            services.AddRedis(redis);
    }

    static void AddPostgres(this IServiceCollection services, string address)
    {
        services.AddSingleton<IDatabaseProvider>(_ => new PostgresProvider(address));
        services.AddSingleton<ISearchIndex, PostgresSearchIndex>();
        services.AddSingleton<OpenAppend>(provider =>
        {
            var database = provider.GetRequiredService<Database>();
            return async cancellation => new PostgresAppend((NpgsqlConnection)await database.OpenConnection(cancellation));
        });
    }

    static void AddRedis(this IServiceCollection services, string address)
    {
        services.AddSingleton(provider => new RedisClient(
            RedisAddress.Read(address), provider.GetRequiredService<TimeProvider>(), new Random(),
            provider.GetRequiredService<ILogger<RedisClient>>()));
        services.AddSingleton<RedisRelay>();
        services.AddSingleton<IRelay>(provider => provider.GetRequiredService<RedisRelay>());
        services.AddHostedService(provider =>
        {
            // It tells the client what to do on each connection, so it comes first.
            provider.GetRequiredService<RedisRelay>();
            return provider.GetRequiredService<RedisClient>();
        });
        services.AddHostedService(provider => provider.GetRequiredService<RedisRelay>());
    }
}
